//! Checkers that others wrote judge what the payer writes, and each is shown a broken file, so that a dead one is seen.
//!
//! `cargo xtask test` sets them up and says where; without them this says that it is skipped. Their known limits stand in
//! tools/x12/README.md.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use synthetic::payer::{
    AnswerFile, AnswerKind, DENIALS, REFUSALS, SPECIALS, SetStory, Standing, Story, Temper,
};

use crate::answers;
use crate::files::{Batch, claim, inquiry, member};

const X12_CHECK: &str = "PERENNIAL_X12_CHECK";

/// Everything that can be told, in two sets; and a 271 with all that their reader knows.
fn files() -> Vec<AnswerFile> {
    let mut first = SPECIALS.to_vec();
    first.extend(DENIALS.map(Story::Denied));
    first.extend(REFUSALS.map(Story::Refused));
    first.extend([Story::Unmentioned, Story::Unpaid]);
    // Not a batch that went back at a level above its claims: pyx12 wants a loop of a patient in each.
    let sets = vec![SetStory::AcceptedWithErrors, SetStory::Refused];
    let temper = Temper { first, sets, repeats_payments: true, ..Temper::default() };
    let people = |from: usize, until: usize| (from..until).map(claim).collect();
    let sets = vec![people(1, 90), people(90, 95), people(95, 130)];
    answers(temper, &Batch { sets, ..Batch::people(0) }).0
}

fn eligibility() -> AnswerFile {
    // x12sdk has the wrong list of AAA reasons at this level, and lets another payer (EB01 R) have no plan number:
    // those who are not found or in a plan are left out.
    let told = [Standing::Active, Standing::Inactive, Standing::Qmb, Standing::Hospice];
    let standings = told.into_iter().enumerate().map(|(n, standing)| (member(n), standing)).collect();
    let mut payer = synthetic::payer::Payer::new(5, Temper { standings, ..Temper::default() });
    let members: Vec<String> = (0..told.len()).map(member).collect();
    payer.receive(inquiry(&members).as_bytes(), crate::morning()).expect("a file");
    payer.deliver(crate::at_last()).remove(0)
}

#[test]
fn strangers_accept_what_the_payer_writes() {
    let Ok(python) = std::env::var(X12_CHECK) else {
        println!("NOT HERE: the X12 checkers ({X12_CHECK}); run `cargo xtask test`");
        return;
    };
    let folder = std::env::temp_dir().join(format!("perennial-payer-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let written: Vec<(PathBuf, AnswerFile)> = files()
        .into_iter()
        .chain([eligibility()])
        // No checker reads a TA1 that stands alone.
        .filter(|file| file.kind != AnswerKind::Ta1)
        .map(|file| (folder.join(format!("{:?}-{}", file.kind, file.name)), file))
        .collect();
    let mut broken = Vec::new();
    for (path, file) in &written {
        fs::write(path, &file.text).expect("a file");
        let (from, to) = breaks(&file.text, file.kind);
        assert!(file.text.contains(&from), "{:?}", file.kind);
        let other = folder.join(format!("broken-{}", path.file_name().expect("a name").to_string_lossy()));
        fs::write(&other, file.text.replacen(&from, &to, 1)).expect("a file");
        broken.push(other);
    }
    let paths: Vec<&Path> = written.iter().map(|(path, _)| path.as_path()).collect();
    ask(&python, &[], &paths);
    ask(&python, &["--expect-refused"], &broken.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    fs::remove_dir_all(&folder).expect("a folder of ours");
}

/// One place in which a file of each kind is made wrong.
fn breaks(text: &str, kind: AnswerKind) -> (String, String) {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    match kind {
        AnswerKind::Acknowledgment => pair("IK5*R", "IK5*Q"),
        AnswerKind::ClaimAcknowledgment => pair("*WQ*", "*ZZ*"),
        AnswerKind::Eligibility => pair("EB*1*", "EB*ZZ*"),
        // A cent more than the claims and adjustments come to.
        _ => {
            let at = text.find("BPR*").expect("a payment");
            let amount = text[at..].split('*').nth(2).expect("an amount").to_owned();
            let handling = &text[at + 4..at + 5];
            (format!("BPR*{handling}*{amount}*"), format!("BPR*{handling}*{}*", more(&amount)))
        }
    }
}

fn more(amount: &str) -> String {
    let (whole, rest) = amount.split_once('.').unwrap_or((amount, "0"));
    format!("{}.{rest}", whole.parse::<u64>().expect("digits") + 1)
}

fn ask(python: &str, arguments: &[&str], files: &[&Path]) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/x12/check.py");
    let said = Command::new(python).arg(script).args(arguments).args(files).output().expect("python runs");
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success(), "{text}\n{}", String::from_utf8_lossy(&said.stderr));
}
