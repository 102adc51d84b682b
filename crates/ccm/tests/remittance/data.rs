//! What stands in `remittance/`.

use std::collections::BTreeSet;

use ccm::claim::timers::TimerFile;
use ccm::claim::ub04::Institutional;
use ccm::remittance::appeal::AppealWords;
use ccm::remittance::denial::*;
use ccm::remittance::statement::StatementWords;
use ccm::remittance::terms::TermsFile;
use ccm::remittance::*;

const CARC: &str = include_str!("../../../../remittance/carc.toml");
const RARC: &str = include_str!("../../../../remittance/rarc.toml");
const STATUS: &str = include_str!("../../../../remittance/claim_status.toml");
const TERMS: &str = include_str!("../../../../remittance/terms.toml");
const STATEMENT: &str = include_str!("../../../../remittance/statement.toml");
const APPEAL: &str = include_str!("../../../../remittance/appeal.toml");

#[test]
fn every_file_of_the_folder_is_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../remittance");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    let known = [
        "appeal",
        "carc",
        "carriage",
        "claim_status",
        "cms1500",
        "eligibility",
        "institutional",
        "rarc",
        "statement",
        "terms",
        "timers",
    ];
    assert_eq!(found, known.iter().map(|name| format!("{name}.toml")).collect());
    assert!(TimerFile::embedded().timers.len() == 6 && Institutional::embedded().revenues.len() == 3);
    assert!(ReasonBook::embedded().reasons().count() > 100 && ReasonBook::embedded().remarks().count() > 50);
    assert!(StatusBook::embedded().category("A2").is_some() && TermsFile::embedded().version == 1);
    assert!(!StatementWords::embedded().verified && !AppealWords::embedded().verified);
}

#[test]
fn what_the_spec_names_is_in_the_tables_and_says_so() {
    let book = ReasonBook::embedded();
    for code in ["1", "2", "3", "16", "18", "23", "45", "97", "109", "119", "151", "253", "B15", "B20"] {
        assert!(book.reason(code).is_some_and(|one| one.verified), "{code}");
    }
    for code in ["MA01", "MA07", "MA18", "N89", "N781", "N782", "N783"] {
        assert!(book.remark(code).is_some_and(|one| one.verified), "{code}");
    }
    for (category, means) in [
        ("A0", Means::Received),
        ("A1", Means::Received),
        ("A2", Means::Accepted),
        ("A3", Means::Rejected),
        ("A4", Means::Rejected),
        ("A5", Means::Accepted),
        ("A6", Means::Rejected),
        ("A7", Means::Rejected),
        ("A8", Means::Rejected),
    ] {
        let known = StatusBook::embedded().category(category).unwrap();
        assert_eq!((known.means, known.verified), (means, true), "{category}");
    }
    let to = |code: &str| TermsFile::embedded().provider_level(code).word();
    assert_eq!(
        ["L6", "WO", "FB", "72", "CS", "??"].map(to),
        ["interest", "recovery", "provider_level", "recovery", "provider_level", "provider_level"]
    );
}

#[test]
fn a_wrong_table_tells_everything_at_once() {
    let reasons = |changed: &str| ReasonBook::read(changed, RARC).map(|_| ());
    let remarks = |changed: &str| ReasonBook::read(CARC, changed).map(|_| ());
    let statuses = |changed: &str| StatusBook::read(changed).map(|_| ());
    let terms = |changed: &str| TermsFile::read(changed).map(|_| ());
    let statement = |changed: &str| StatementWords::read(changed).map(|_| ());
    let appeal = |changed: &str| AppealWords::read(changed).map(|_| ());
    type Read<'a> = &'a dyn Fn(&str) -> Result<(), Vec<ccm::basics::Problem>>;
    let table: [(Read, &str, &str, &str, &[&str]); 12] = [
        (&reasons, CARC, "code = \"97\"", "code = \"18\"", &["not_unique"]),
        (&reasons, CARC, "cause = \"bundled\"", "cause = \"bundle\"", &["not_readable"]),
        (&reasons, CARC, "word = \"other\"", "word = \"limit\"", &["not_unique", "required"]),
        (
            &reasons,
            CARC,
            "en = \"Deductible\", ",
            "en = \"\", account = \"contractual\", ",
            &["required", "account"],
        ),
        (&remarks, RARC, "code = \"MA01\"", "code = \"MA04\"", &["not_unique"]),
        (&statuses, STATUS, "code = \"A7\"", "code = \"A6\"", &["not_unique"]),
        (&terms, TERMS, "code     = \"FB\"", "code     = \"L6\"", &["not_unique"]),
        (&terms, TERMS, "account  = \"interest\"", "account  = \"charges\"", &["provider_level"]),
        (&terms, TERMS, "default = 12", "default = 1", &["out_of_range"]),
        (&statement, STATEMENT, "You owe {amount} in all.", "You owe it.", &["gap"]),
        (&statement, STATEMENT, "\"Fecha\"", "\"\"", &["required"]),
        (&appeal, APPEAL, "cause = \"other\"", "cause = \"limit\"", &["not_unique", "required"]),
    ];
    for (read, text, old, new, expected) in table {
        assert!(text.contains(old), "{old}");
        let codes: Vec<String> =
            read(&text.replacen(old, new, 1)).unwrap_err().into_iter().map(|one| one.code).collect();
        assert_eq!(codes, expected, "{new}");
    }
    for text in ["", "\0", "{", "version = 1"] {
        for (_, read) in [
            ("", &reasons as Read),
            ("", &remarks),
            ("", &statuses),
            ("", &terms),
            ("", &statement),
            ("", &appeal),
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

#[test]
fn what_a_practice_sets_is_within_its_bounds() {
    let usual = MoneyTerms::default();
    assert_eq!(usual.problems(), []);
    assert_eq!(MoneyTerms::bounds().len(), usual.figures().len());
    let wrong = MoneyTerms { tolerance_cents: -1, instalments_at_most: 100, ..usual };
    let paths: Vec<String> = wrong.problems().into_iter().map(|one| one.path).collect();
    assert_eq!(paths, ["tolerance_cents", "instalments_at_most"]);
}

#[test]
fn every_word_reads_back() {
    assert!(CauseGroup::ALL.iter().all(|one| CauseGroup::from_word(one.word()) == Some(*one)));
    assert!(NextStep::ALL.iter().all(|one| NextStep::from_word(one.word()) == Some(*one)));
    assert!(Group::ALL.iter().all(|one| Group::from_word(one.word()) == Some(*one)));
    assert!(ClpStatus::ALL.iter().all(|one| ClpStatus::from_code(one.code()) == Some(*one)));
    assert!(QmbTerm::ALL.iter().all(|one| QmbTerm::from_word(one.word()) == Some(*one)));
}
