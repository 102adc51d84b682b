//! The demo month, from records to claims: every story comes out as it must, and the claim files pass validators that
//! nobody here wrote.

mod common;

use std::collections::BTreeMap;
use std::process::Command;

use common::text;
use serde_json::Value;

/// `python … check.py`, where the test command has set it up.
fn checker() -> Option<String> {
    let found = std::env::var("PERENNIAL_X12_CHECK").ok();
    if found.is_none() {
        println!("NOT HERE: the X12 checkers (PERENNIAL_X12_CHECK); run `cargo xtask test`");
    }
    found
}

#[test]
fn the_demo_month_comes_out_as_its_stories_say_and_strangers_accept_its_claims() {
    let ground = common::sqlite();
    let told = ground.run(&["demo", "--once", "--folder", "play"]);
    for part in ["Set up", "Import", "qualif", "Close the month", "Export", "the chain holds"] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    let database = ground.path("play/perennial.db").to_string_lossy().into_owned();
    let keys = ground.path("play/perennial.db.keys").to_string_lossy().into_owned();
    let run = |arguments: &[&str]| {
        let output = ground
            .perennial()
            .args(["--database", &database, "--keys", &keys, "--practice", "larkspur-im"])
            .args(arguments)
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{arguments:?}\n{}", text(&output.stderr));
        text(&output.stdout)
    };

    let demo = synthetic::demo(2026);
    let explain = |practice: &str, mrn: &str, month: &str| {
        let place = ["--database", &database, "--keys", &keys, "--practice", practice];
        let output = ground.perennial().args(place).args(["--json", "month", "explain", mrn, month]).output();
        let output = output.expect("it runs");
        output
            .status
            .success()
            .then(|| serde_json::from_slice::<Value>(&output.stdout).expect("JSON was asked for"))
    };
    let own = demo.expectations.iter().map(|expected| ("larkspur-im", demo.month, expected.clone()));
    let clinics = synthetic::clinics(2026);
    let theirs = clinics.iter().flat_map(|clinic| {
        clinic.months.iter().flat_map(|month| {
            month.expectations.iter().map(|expected| (clinic.key, month.month, expected.clone()))
        })
    });
    let stories: Vec<_> = own.chain(theirs).collect();
    let wrong: Vec<String> = stories
        .iter()
        .filter_map(|(practice, month, expected)| {
            difference(expected, explain(practice, &expected.mrn, month))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} stories differ\n{}", wrong.len(), stories.len(), wrong.join("\n"));
    for clinic in &clinics {
        clinic_claims_go(&ground, &["--database", &database, "--keys", &keys], clinic);
    }

    let files: Vec<_> = std::fs::read_dir(ground.path("play/claims"))
        .expect("claims were exported")
        .map(|entry| entry.expect("a file").path())
        .collect();
    assert!(!files.is_empty());
    run(&["claims", "export", demo.month, "--out", "again"]);
    let close = || -> Value {
        let printed = run(&["--json", "--command-id", "close-1", "month", "close", demo.month]);
        serde_json::from_str(&printed).expect("JSON was asked for")
    };
    assert_eq!(close(), close(), "a command is answered as the first time");
    let reused = ground
        .perennial()
        .args([
            "--database",
            &database,
            "--keys",
            &keys,
            "--practice",
            "larkspur-im",
            "--command-id",
            "close-1",
            "month",
            "close",
            "2026-08",
        ])
        .output()
        .expect("it runs");
    assert_eq!(reused.status.code(), Some(2), "a command id is for one request only");
    for file in &files {
        let again = ground.path("again").join(file.file_name().expect("a name"));
        assert_eq!(
            std::fs::read(file).expect("a file"),
            std::fs::read(again).expect("the same file"),
            "an export twice is the same file"
        );
    }
    let claims: Value =
        serde_json::from_str(&run(&["--json", "claims", "review", demo.month, "--as", "adeyemi"]))
            .expect("JSON");
    let number = claims["claims"][0]["number"].as_str().expect("a claim number").to_owned();
    run(&["claims", "evidence", &number, "--out", "proof"]);
    let evidence: Value = serde_json::from_slice(
        &std::fs::read(ground.path("proof").join(format!("evidence-{number}.json"))).expect("a file"),
    )
    .expect("JSON");
    assert_eq!(evidence["schema"], "perennial.evidence.1");
    assert!(
        !evidence["audit"]["seals"].as_array().expect("seals").is_empty(),
        "the audit seals cover the evidence"
    );

    let Some(python) = checker() else { return };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/x12/check.py");
    let good = Command::new(&python).arg(script).args(&files).output().expect("python runs");
    assert!(good.status.success(), "{}\n{}", text(&good.stdout), text(&good.stderr));
    // A checker that accepts everything is no checker: each is shown a broken file.
    let whole = std::fs::read_to_string(&files[0]).expect("a file");
    let broken = ground.path("broken.x12");
    let at = whole.find("~SE*").expect("a set has an end");
    std::fs::write(&broken, format!("{}~SE*1{}", &whole[..at], &whole[at + 4..])).expect("a file");
    let refused =
        Command::new(&python).arg(script).arg("--expect-refused").arg(&broken).output().expect("python runs");
    assert!(refused.status.success(), "{}\n{}", text(&refused.stdout), text(&refused.stderr));
}

/// A clinic's claims belong on the UB-04: each month's become an 837I file of their own, and never a professional one.
fn clinic_claims_go(ground: &common::Ground, place: &[&str], clinic: &synthetic::Clinic) {
    let run = |arguments: &[&str]| {
        let practice = ["--json", "--practice", clinic.key];
        ground.perennial().args(place).args(practice).args(arguments).output().expect("it runs")
    };
    for month in &clinic.months {
        let reviewed = run(&["claims", "review", month.month, "--as", &clinic.physician]);
        assert!(reviewed.status.success(), "{}", text(&reviewed.stderr));
        let report: Value = serde_json::from_slice(&reviewed.stdout).expect("JSON was asked for");
        let claims = report["claims"].as_array().expect("claims");
        let billed = month.expectations.iter().filter(|one| !one.codes.is_empty()).count();
        assert_eq!(claims.len(), billed, "{} {}", clinic.key, month.month);
        for claim in claims {
            assert_eq!(claim["problems"].as_array().map(Vec::len), Some(0), "{claim}");
        }
        let exported = run(&["claims", "export", month.month, "--out", "clinic"]);
        if claims.is_empty() {
            assert!(!exported.status.success(), "{}", text(&exported.stdout));
            continue;
        }
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let report: Value = serde_json::from_slice(&exported.stdout).expect("JSON was asked for");
        assert_eq!(report["exported"], billed, "{report}");
        let files = report["files"].as_array().expect("files");
        assert!(files.iter().all(|file| text_of(&file["name"]).starts_with("837I-")), "{report}");
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// In what a story's month differs from what was said of it by hand. A patient without a month has nothing in it.
fn difference(expected: &synthetic::Expectation, explained: Option<Value>) -> Option<String> {
    let month = explained.map(|explained| explained["determination"].clone()).unwrap_or_default();
    let each = |name: &str| month[name].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines: Vec<_> =
        each("lines").iter().map(|line| format!("{} x {}", word(&line["code"]), line["units"])).collect();
    let mut held: Vec<_> =
        each("held").iter().map(|held| format!("{} {}", word(&held["rule"]), word(&held["code"]))).collect();
    let mut left_out = BTreeMap::<String, u64>::new();
    for out in each("left_out") {
        *left_out.entry(word(&out["rule"])).or_default() += out["seconds"].as_u64().unwrap_or(0);
    }
    let mut wanted_lines: Vec<_> =
        expected.codes.iter().map(|line| format!("{} x {}", line.code, line.units)).collect();
    let mut wanted_held: Vec<_> =
        expected.held.iter().map(|hold| format!("{} {}", hold.rule, hold.code)).collect();
    let mut wanted_out = BTreeMap::<String, u64>::new();
    for out in &expected.left_out {
        *wanted_out.entry(out.rule.to_owned()).or_default() += u64::from(out.seconds);
    }
    for list in [&mut lines, &mut held, &mut wanted_lines, &mut wanted_held] {
        list.sort();
    }
    let (wanted, found) = ((wanted_lines, wanted_held, wanted_out), (lines, held, left_out));
    (wanted != found)
        .then(|| format!("{} ({}): wanted {wanted:?}, found {found:?}", expected.story, expected.mrn))
}
