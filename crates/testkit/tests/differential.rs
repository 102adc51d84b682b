//! The engine against the second opinion, on random months; the second opinion against the worked ones.

use ccm::billing::cases::{self, Neutral};
use ccm::billing::facts::MonthFacts;
use ccm::billing::{RuleSet, embedded, evaluate};
use serde_json::Value;
use testkit::months::{Reach, run};
use testkit::oracle::{Verdict, answers_for, engine, judge};

/// Of what the prose says nothing: windows beyond its years, and which of two windows counts where days are not known.
fn prose_is_silent(facts: &MonthFacts) -> bool {
    let windows: std::collections::BTreeSet<_> =
        facts.devices.iter().map(|device| (device.window_start, device.window_end)).collect();
    let unknown = facts.devices.iter().any(|device| device.days_with_data.is_none());
    facts.devices.iter().any(|device| device.window_end.year() > 2026) || (unknown && windows.len() > 1)
}

fn agree(facts: &MonthFacts) -> Result<(), String> {
    if prose_is_silent(facts) {
        return Ok(());
    }
    let differences = judge(facts).differences(&engine::read(&evaluate(facts, RuleSet::embedded())));
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

#[test]
fn the_engine_says_what_the_prose_says() {
    run::each(Reach::Oracle, 4000, agree);
}

/// The second opinion would be worth little if it did not know what the worked months know.
#[test]
fn the_second_opinion_passes_the_worked_months() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/billing-cases.jsonl");
    let shared = std::fs::read_to_string(&path).unwrap_or_else(|_| {
        println!("skipped: ../shared/spec/billing-cases.jsonl is not here");
        String::new()
    });
    let own: Vec<&str> = embedded::CASES.iter().map(|(_, text)| *text).collect();
    let neutral = Neutral::embedded().expect("neutral facts are built in");
    let (mut count, mut wrong) = (0, Vec::new());
    for line in
        own.into_iter().chain([shared.as_str()]).flat_map(str::lines).filter(|line| !line.trim().is_empty())
    {
        let written: Value = serde_json::from_str(line).expect("cases are JSON");
        let Some(Ok(case)) = cases::read(line).next().map(|(_, case)| case) else { continue };
        let Ok(facts) = cases::facts(&case, &neutral, RuleSet::embedded()) else { continue };
        let (first, last) = ("2024-01", "2026-12");
        let in_reach = facts.practice.setting.is_some_and(|word| word.as_str() == "physician")
            && facts.enrolled.iter().all(|program| program.word() != "APCM")
            // Transitional care displaces PCM (CONC-07), and is not judged here.
            && facts.tcm.is_none()
            && (first..=last).contains(&facts.month.to_string().as_str());
        if in_reach {
            count += 1;
            let found = judge(&facts);
            wrong.extend(compare(&written, &found).into_iter().map(|why| format!("{}: {why}", case.id)));
        }
    }
    println!("{count} worked months");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a worked month expects of the codes that the second opinion answers for.
fn compare(written: &Value, found: &Verdict) -> Vec<String> {
    let expected = &written["expected"];
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let items = |name: &str| expected[name].as_array().cloned();
    let seconds = |minutes: &Value| (minutes.as_f64().unwrap_or(-1.0) * 60.0).round() as i64;
    let mut wrong = Vec::new();
    let mut same = |what: &str, wanted: String, got: String| {
        if wanted != got {
            wrong.push(format!("{what}: expected {wanted}, found {got}"));
        }
    };
    if let Some(lines) = items("lines") {
        let wanted: std::collections::BTreeMap<_, _> = lines
            .iter()
            .map(|line| (text(line, "code"), line["units"].as_u64().unwrap_or(0) as u32))
            .filter(|(code, _)| answers_for(code))
            .collect();
        same("lines", format!("{wanted:?}"), format!("{:?}", found.lines));
    }
    if let Some(held) = items("held") {
        let mut wanted: Vec<_> = held
            .iter()
            .map(|held| (text(held, "code"), text(held, "rule_id")))
            .filter(|(code, _)| answers_for(code))
            .collect();
        wanted.sort();
        same("held", format!("{wanted:?}"), format!("{:?}", found.held));
    }
    // Minutes are compared to 0.01, as worked months print them.
    let near = |minutes: &Value, got: u64| (seconds(minutes) - got as i64).abs() <= 1;
    if let Some(counted) = expected["minutes_counted"].as_object() {
        let all = counted.len() == found.counted.len()
            && counted
                .iter()
                .all(|(bucket, minutes)| found.counted.get(bucket).is_some_and(|got| near(minutes, *got)));
        if !all {
            same("counted", format!("{counted:?}"), format!("{:?}", found.counted));
        }
    }
    if let Some(excluded) = items("excluded") {
        let all = excluded.len() == found.left_out.len()
            && excluded.iter().all(|item| {
                let key = (item["entry"].to_string(), text(item, "rule_id"));
                found.left_out.get(&key).is_some_and(|got| near(&item["minutes"], *got))
            });
        if !all {
            same("excluded", format!("{excluded:?}"), format!("{:?}", found.left_out));
        }
    }
    wrong
}
