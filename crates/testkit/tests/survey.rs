use ccm::billing::facts::MonthFacts;
use ccm::billing::{RuleSet, evaluate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::*;
use std::collections::BTreeMap;
use testkit::months::{Reach, any_month};
use testkit::oracle::{Verdict, engine, judge};

fn complete(code: &str) -> bool {
    code.parse().ok().and_then(|code| RuleSet::embedded().service(&code)).is_some_and(|s| s.complete)
        || std::env::var("ALL_CODES").is_ok()
}
fn scoped(mut v: Verdict) -> Verdict {
    v.lines.retain(|code, _| complete(code));
    v.held.retain(|(code, _)| complete(code));
    v
}
fn diff(facts: &MonthFacts) -> Option<(String, String)> {
    let a = scoped(judge(facts));
    let b = scoped(engine::read(&evaluate(facts, RuleSet::embedded())));
    let d = a.differences(&b);
    if d.is_empty() { return None; }
    let mut sig = String::new();
    let la: Vec<_> = a.lines.iter().filter(|x| b.lines.get(x.0) != Some(x.1)).map(|x| format!("{}x{}", x.0, x.1)).collect();
    let lb: Vec<_> = b.lines.iter().filter(|x| a.lines.get(x.0) != Some(x.1)).map(|x| format!("{}x{}", x.0, x.1)).collect();
    let ha: Vec<_> = a.held.iter().filter(|x| !b.held.contains(x)).map(|x| format!("{}:{}", x.0, x.1)).collect();
    let hb: Vec<_> = b.held.iter().filter(|x| !a.held.contains(x)).map(|x| format!("{}:{}", x.0, x.1)).collect();
    if la.len() + lb.len() + ha.len() + hb.len() > 0 { sig += &format!("prose {la:?} {ha:?} / engine {lb:?} {hb:?}"); }
    let ea: std::collections::BTreeSet<_> = a.left_out.iter().filter(|x| b.left_out.get(x.0) != Some(x.1)).map(|x| x.0.1.clone()).collect();
    let eb: std::collections::BTreeSet<_> = b.left_out.iter().filter(|x| a.left_out.get(x.0) != Some(x.1)).map(|x| x.0.1.clone()).collect();
    if ea.len() + eb.len() > 0 { sig = format!("left out prose {ea:?} engine {eb:?}"); }
    else if a.counted != b.counted { sig += &format!(" counted {:?} {:?}", a.counted.keys(), b.counted.keys()); }
    Some((sig, d.join("\n")))
}
#[test]
fn survey() {
    let n: u32 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(5000);
    let mut seed = [3; 32];
    seed[0] = std::env::var("SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut r = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let s = any_month(Reach::Oracle);
    let mut groups: BTreeMap<String, (u32, String, String)> = BTreeMap::new();
    let (mut oracle, mut bills) = (std::time::Duration::ZERO, 0);
    for _ in 0..n {
        let mut tree = s.new_tree(&mut r).unwrap();
        let f = tree.current();
        let t = std::time::Instant::now();
        let v = judge(&f);
        oracle += t.elapsed();
        bills += !v.lines.is_empty() as u32;
        let Some((sig, _)) = diff(&f) else { continue };
        let e = groups.entry(sig.clone()).or_insert((0, String::new(), String::new()));
        e.0 += 1;
        if e.0 > 1 { continue; }
        // shrink, keeping the signature
        let mut best = f;
        let mut steps = 0;
        while steps < 1500 {
            steps += 1;
            if !tree.simplify() { break; }
            loop {
                let now = tree.current();
                if diff(&now).is_some_and(|(s2, _)| s2 == sig) { best = now; break; }
                steps += 1;
                if steps > 1500 || !tree.complicate() { break; }
            }
        }
        *e = (1, diff(&best).map(|d| d.1).unwrap_or_default(), serde_json::to_string(&best).unwrap());
    }
    println!("{n} months, {bills} bill, oracle {:?} each", oracle / n);
    let mut all: Vec<_> = groups.into_iter().collect();
    all.sort_by_key(|(_, (c, _, _))| std::cmp::Reverse(*c));
    for (sig, (c, d, j)) in all {
        println!("=== {c} x {sig}\n{d}\n{j}");
    }
}
