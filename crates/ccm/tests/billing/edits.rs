//! The NCCI edits: the built-in extracts, vintages beside one another, and what is too old to answer.

use ccm::basics::{Date, Hcpcs};
use ccm::billing::edits::{Mai, ModifierIndicator, PairAnswer};
use ccm::billing::{RuleSet, embedded};

use super::shared;

fn code(text: &str) -> Hcpcs {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The built-in rules and further files.
fn rules_with(further: &[(&str, &str)]) -> RuleSet {
    let files = embedded::RULES.iter().chain(further);
    RuleSet::from_files(files.map(|&(name, text)| (name.to_owned(), text.to_owned()))).unwrap()
}

const MUE: &str = "vintage,code,units,mai\n";
const PTP: &str = "vintage,column1,column2,modifier,from,until\n";
const ADDON: &str = "vintage,addon,primary,type,from,until\n";

#[test]
fn the_table_in_force_on_the_day_says_the_units() {
    let later = format!("{MUE}2027-01-01,99437,3,2\n");
    let rules = rules_with(&[("edits/mue/2027-01-01-001.csv", &later)]);
    let mue = |text: &str, on: &str| rules.edits().mue(&code(text), day(on));
    let old = mue("99437", "2026-12-31").unwrap();
    assert_eq!((old.units, old.mai, old.vintage), (2, Mai::DayClinical, day("2026-04-01")));
    let new = mue("99437", "2027-01-01").unwrap();
    assert_eq!((new.units, new.mai, new.vintage), (3, Mai::DayPolicy, day("2027-01-01")));
    // Before the first table it answers all the same, and its vintage shows it.
    assert_eq!(mue("99489", "2024-05-31").map(|mue| (mue.units, mue.vintage)), Some((10, day("2026-04-01"))));
    assert_eq!(mue("99489", "2027-01-01"), None, "not in the table of that day");
}

#[test]
fn a_pair_bars_in_its_order_and_never_beyond_its_vintage() {
    let rules = RuleSet::embedded();
    let vintage = day("2024-07-01");
    let pair = |one: &str, two: &str, on: &str| rules.pair(&code(one), &code(two), day(on));
    let bars = PairAnswer::Bars { modifier: ModifierIndicator::Never, vintage };
    assert_eq!(pair("99487", "99490", "2025-03-31"), bars);
    assert_eq!(pair("90951", "99424", "2024-01-31"), bars);
    assert_eq!(pair("99424", "90951", "2024-01-31"), PairAnswer::Free { vintage });
    for (one, two, newer) in
        [("99490", "G0556", "G0556"), ("G0556", "99490", "G0556"), ("99091", "98979", "98979")]
    {
        let answer = PairAnswer::TooOld { vintage, code: code(newer) };
        assert_eq!(pair(one, two, "2026-05-31"), answer, "{one} {two}");
    }
}

#[test]
fn a_newer_table_answers_for_what_it_was_loaded_for() {
    // A part of the next table: it knows pairs of 99490, none of 90951; one pair ends and begins again.
    let part = format!(
        "{PTP}2026-10-01,99490,G0556,1,2025-01-01,2026-10-31\n2026-10-01,99490,G0556,0,2026-12-01,\n\
         2026-10-01,99490,99091,9,2026-10-01,2026-10-01\n"
    );
    let rules = rules_with(&[("edits/ptp/2026-10-01-001.csv", &part)]);
    let pair = |one: &str, two: &str, on: &str| rules.pair(&code(one), &code(two), day(on));
    let vintage = day("2026-10-01");
    for (on, answer) in [
        ("2026-10-31", PairAnswer::Bars { modifier: ModifierIndicator::Allowed, vintage }),
        ("2026-11-01", PairAnswer::Free { vintage }),
        ("2026-12-01", PairAnswer::Bars { modifier: ModifierIndicator::Never, vintage }),
        ("2026-09-30", PairAnswer::TooOld { vintage: day("2024-07-01"), code: code("G0556") }),
    ] {
        assert_eq!(pair("99490", "G0556", on), answer, "{on}");
    }
    assert_eq!(pair("99490", "99091", "2026-10-01"), PairAnswer::Free { vintage });
    let older = PairAnswer::Bars { modifier: ModifierIndicator::Never, vintage: day("2024-07-01") };
    assert_eq!(pair("90951", "99424", "2026-12-01"), older, "its part was not loaded");
}

#[test]
fn an_add_on_has_its_primaries_on_the_day() {
    let later = format!(
        "{ADDON}2027-01-01,99439,99490,1,2021-01-01,2027-03-31\n2027-01-01,G0506,CCCCC,2,2017-01-01,\n"
    );
    let rules = rules_with(&[("edits/addon/2027-01-01-001.csv", &later)]);
    let primaries = |text: &str, on: &str| {
        let (code, on) = (code(text), day(on));
        rules.edits().primaries(&code, on).map(|found| {
            let codes: Vec<String> = found.codes().map(ToString::to_string).collect();
            (codes, found.contractor_may_name_others())
        })
    };
    assert_eq!(primaries("99439", "2026-05-31"), Some((vec!["99490".to_owned()], false)));
    assert_eq!(primaries("99439", "2027-04-01"), None);
    assert_eq!(primaries("99490", "2026-05-31"), None);
    let (listed, others) = primaries("G0506", "2026-05-31").unwrap();
    assert!(others && listed.len() == 46);
    assert_eq!(primaries("G0506", "2027-01-01"), Some((vec![], true)));
}

#[test]
fn a_wrong_row_is_refused_with_its_file_and_line() {
    for (name, text, problem) in [
        ("edits/mue/x.csv", format!("{MUE}2027-01-01,99437,3,4\n"), "mai_is_1_2_or_3"),
        ("edits/mue/x.csv", format!("{MUE}2027-01-01,99437,3,2\n2027-01-01,99437,3,2\n"), "said_twice"),
        ("edits/ptp/x.csv", format!("{PTP}2027-01-01,99437,99490,2,,\n"), "modifier_is_0_1_or_9"),
        ("edits/ptp/x.csv", format!("{PTP}2027-01-01,99437,99490,0,2027-02-01,2027-01-31\n"), "ends_before"),
        ("edits/addon/x.csv", format!("{ADDON}2027-01-01,99437,CCCC,1,,\n"), "wrong_value"),
        ("edits/addon/deep/x.csv", ADDON.to_owned(), "unknown_file"),
        ("edits/other.csv", ADDON.to_owned(), "unknown_file"),
    ] {
        let files = embedded::RULES.iter().copied().chain([(name, text.as_str())]);
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let problems = RuleSet::from_files(files).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].code.starts_with(problem) && problems[0].path.starts_with(name), "{problems:?}");
    }
}

#[test]
fn the_extracts_say_what_the_collected_files_say() {
    let rules = RuleSet::embedded();
    let Some(text) = shared("data/ncci_mue_care_2026q2.csv") else { return };
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let mue = rules.edits().mue(&code(cells.next().unwrap()), day("2026-06-30")).unwrap();
        assert_eq!(mue.units.to_string(), cells.next().unwrap(), "{line}");
    }
    let Some(text) = shared("data/ncci_ptp_care_2024q3.csv") else { return };
    let vintage = day("2024-07-01");
    let mut active = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let modifier = match (cells[2], cells[3]) {
            ("0", "") => ModifierIndicator::Never,
            ("1", "") => ModifierIndicator::Allowed,
            _ => continue,
        };
        let answer = rules.pair(&code(cells[0]), &code(cells[1]), day("2024-12-31"));
        assert_eq!(answer, PairAnswer::Bars { modifier, vintage }, "{line}");
        active += 1;
    }
    assert_eq!(active, 754);
}
