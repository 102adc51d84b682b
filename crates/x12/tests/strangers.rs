//! Checkers that others wrote judge the good files of `fixtures/`, and every kind of file that our writers make; each is
//! shown the same file broken in one place, so that a dead one is seen.
//!
//! `cargo xtask test` sets them up and says where; without them this says that it is skipped. What each of them gets wrong
//! stands in tools/x12/README.md: that is taken out of a file before it is shown, or the file is not shown to it.

#[allow(dead_code)]
mod answers;
#[allow(dead_code)]
mod sample;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use sample::{clinic, questions};

const X12_CHECK: &str = "PERENNIAL_X12_CHECK";

/// A file, what is made wrong in it, and who is asked; all who know its kind, where nobody is named.
struct Shown {
    name: &'static str,
    text: String,
    breaks: (&'static str, &'static str),
    only: Option<&'static str>,
}

fn shown() -> Vec<Shown> {
    let one = |name, text: String, breaks, only| Shown { name, text, breaks, only };
    let fixture = |name: &str| String::from_utf8(answers::fixture(name)).expect("ASCII");
    let claims = |everything: bool| {
        let mut claims = vec![clinic::claim(0), clinic::claim(1)];
        claims.extend(everything.then(clinic::everything));
        clinic::written(&clinic::interchange(claims))
    };
    let mut asked = Vec::new();
    x12::eligibility::write(&questions::asked(3), &mut asked);
    let asked = String::from_utf8(asked).expect("ASCII");
    let requests = questions::requests_written(&questions::requests());
    let professional = |interchange| String::from_utf8(sample::written(&interchange)).expect("ASCII");
    vec![
        // A cent more than claims and adjustments come to.
        one("835", fixture("835.x12"), ("BPR*I*71.65*", "BPR*I*71.66*"), None),
        one("999", fixture("999.x12"), ("IK5*R", "IK5*Q"), None),
        // Not the one that went back as a batch: pyx12 wants a loop of a patient in each.
        one("277ca", fixture("277ca.x12"), ("*WQ*", "*ZZ*"), None),
        one("271", without_what_x12sdk_gets_wrong(&fixture("271.x12")), ("EB*1*IND", "EB*ZZ*IND"), None),
        one("837p", professional(sample::interchange(7, 3)), ("SE*", "SE*9"), None),
        one("837p with everything", professional(sample::everything()), ("SE*", "SE*9"), Some("pyx12")),
        one("837i", claims(false), ("~SE*", "~SE*9"), None),
        // x12sdk knows no notes of a claim and no line of several days.
        one("837i with everything", claims(true), ("~SE*", "~SE*9"), Some("pyx12")),
        one("837i by its total", claims(false), ("*162.5*", "*163.5*"), Some("x12sdk")),
        one("270", asked, ("EQ*30", "EQ*ZZ"), None),
        one("276", requests, ("~SE*", "~SE*9"), None),
    ]
}

/// The payer's contact, a plan's number, and a refusal at a person's level: it loses the first, and has too short lists for
/// the others. The refused person goes as a whole.
fn without_what_x12sdk_gets_wrong(text: &str) -> String {
    let mut segments: Vec<&str> = text.lines().collect();
    let refused = segments.iter().position(|segment| segment.starts_with("AAA*N**75")).expect("a refusal");
    let from = segments[..refused].iter().rposition(|segment| segment.starts_with("HL*")).expect("a person");
    let until = segments.iter().position(|segment| segment.starts_with("SE*")).expect("an end");
    segments.drain(from..until);
    segments.retain(|segment| !segment.starts_with("REF*18*") && !segment.starts_with("PER*IC*HELP"));
    let begin = segments.iter().position(|segment| segment.starts_with("ST*")).expect("a set");
    let end = segments.iter().position(|segment| segment.starts_with("SE*")).expect("an end");
    let count = format!("SE*{}*0001~", end - begin + 1);
    segments[end] = &count;
    segments.join("\n")
}

#[test]
fn strangers_accept_our_files_and_refuse_them_broken() {
    let Ok(python) = std::env::var(X12_CHECK) else {
        println!("NOT HERE: the X12 checkers ({X12_CHECK}); run `cargo xtask test`");
        return;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("strangers-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for this test");
    let mut wrong = Vec::new();
    for Shown { name, text, breaks: (from, to), only } in shown() {
        assert!(text.contains(from), "{name}: there is no {from}");
        let named: Vec<&str> = only.iter().flat_map(|checker| ["--checker", checker]).collect();
        for (text, how) in [(text.clone(), ""), (text.replacen(from, to, 1), "--expect-refused")] {
            let path = folder.join(format!("{name}{how}.x12"));
            fs::write(&path, text).expect("a file for this test");
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/x12/check.py");
            let mut command = Command::new(&python);
            command.arg(script).args(&named).args(Some(how).filter(|how| !how.is_empty())).arg(&path);
            let said = command.output().expect("python runs");
            print!("{}", String::from_utf8_lossy(&said.stdout));
            if !said.status.success() {
                let said = [said.stdout, said.stderr].concat();
                wrong.push(format!("{name} {how}: {}", String::from_utf8_lossy(&said)));
            }
        }
    }
    fs::remove_dir_all(&folder).expect("our own folder");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
