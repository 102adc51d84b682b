//! Tables that were loaded later, beside the built-in ones: which one answers for a day.

use ccm::basics::{Cents, Date, Hcpcs};
use ccm::billing::RuleSet;

const FEES: &str = "code,from,until,release,work,pe_nonfacility,pe_facility,mp,verified,source\n";
const FACTORS: &str = "from,until,factor,factor_qualifying_participant,verified,source\n";
const LOCALITIES: &str = "mac,locality,from,until,work,work_floor,pe,mp,source\n";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn with(files: &[(&str, &str, &str)]) -> RuleSet {
    let files = files.iter().map(|(name, head, rows)| ((*name).to_owned(), format!("{head}{rows}\n")));
    RuleSet::embedded().continued_by(files).unwrap()
}

fn amount(rules: &RuleSet, on: &str, qualifying: Option<bool>) -> Option<Cents> {
    let code: Hcpcs = "99490".parse().unwrap();
    rules.fees().unit(&code, day(on), qualifying, None, None).national_nonfacility
}

#[test]
fn the_later_release_of_a_year_wins_whenever_it_was_loaded() {
    let built_in = amount(RuleSet::embedded(), "2026-03-01", Some(false));
    assert_eq!(built_in, Some(Cents(6613)));
    let january = "99490,2026-01-01,2026-12-31,2026-01-01,9,9,9,9,yes,RVU26-Jan";
    assert_eq!(amount(&with(&[("fees/1.csv", FEES, january)]), "2026-03-01", Some(false)), built_in);
    let october = "99490,2026-01-01,2026-12-31,2026-10-01,0,1,,0,yes,RVU26-Oct";
    let rules = with(&[("fees/1.csv", FEES, october), ("fees/2.csv", FEES, january)]);
    assert_eq!(amount(&rules, "2026-03-01", Some(false)), Some(Cents(3340)));
    assert_eq!(
        amount(&rules, "2025-12-31", Some(false)),
        amount(RuleSet::embedded(), "2025-12-31", Some(false))
    );
    let fee = rules.fees().unit(&"99490".parse().unwrap(), day("2026-03-01"), Some(false), None, None);
    assert_eq!(fee.national_facility, None, "an empty cell is no price");
}

#[test]
fn a_year_that_was_loaded_is_priced_and_one_that_was_not_is_not() {
    assert_eq!(amount(RuleSet::embedded(), "2027-01-01", Some(false)), None);
    let fees = ("fees/1.csv", FEES, "99490,2027-01-01,2027-12-31,2027-01-01,1,1,1,0,yes,RVU27-Jan");
    let (own, qualifying) =
        ("2027-01-01,2027-12-31,33,unknown,yes,a", "2027-01-01,2027-12-31,unknown,34,yes,b");
    for (rows, expected) in [
        (vec![own], [Some(6600), None, None]),
        (vec![own, qualifying], [Some(6600), Some(6800), None]),
        (vec![qualifying, own], [Some(6600), Some(6800), None]),
        (vec![qualifying], [None, None, None]),
        (vec!["2027-01-01,2027-12-31,33,,yes,c"], [Some(6600); 3]),
        (vec![own, qualifying, "2027-06-01,2027-12-31,40,41,yes,law"], [Some(6600), Some(6800), None]),
    ] {
        let mut files = vec![fees];
        let names = ["conversion_factors/1.csv", "conversion_factors/2.csv", "conversion_factors/3.csv"];
        files.extend(names.into_iter().zip(&rows).map(|(name, &row)| (name, FACTORS, row)));
        let rules = with(&files);
        let found =
            [Some(false), Some(true), None].map(|qualifying| amount(&rules, "2027-02-01", qualifying));
        assert_eq!(found, expected.map(|cents| cents.map(Cents)), "{rows:?}");
        if rows.len() == 3 {
            assert_eq!(amount(&rules, "2027-06-01", Some(false)), Some(Cents(8000)));
        }
    }
}

#[test]
fn a_locality_has_the_indices_of_the_day_and_the_floor_where_it_is_law() {
    let rules = with(&[(
        "localities/1.csv",
        LOCALITIES,
        "10112,00,2027-01-01,2027-12-31,0.9,1.0,0.8,0.5,a\n10112,00,2024-06-01,2024-12-31,0.9,1.0,0.8,0.5,b",
    )]);
    let work = |mac: &str, number: &str, on: &str| {
        rules.localities().gpci(mac, number, day(on)).map(|gpci| gpci.work.to_string())
    };
    assert_eq!(work("02102", "01", "2026-01-31").as_deref(), Some("1.500"));
    assert_eq!(work("10112", "00", "2026-01-31").as_deref(), Some("1.000"));
    assert_eq!(work("10112", "00", "2024-06-01").as_deref(), Some("1.0"), "the last that was loaded");
    assert_eq!(work("10112", "00", "2027-01-01").as_deref(), Some("0.9"), "no law of a floor is known there");
    assert_eq!(work("10112", "99", "2026-01-31"), None);
    assert_eq!(work("10112", "00", "2028-01-01"), None);
    let floor = |on: &str| rules.localities().floor(day(on)).map(|floor| (floor.applies, floor.verified));
    assert_eq!(floor("2026-01-31"), Some((true, true)));
    assert_eq!(floor("2026-02-01"), Some((true, false)), "no source of ours says");
    assert_eq!(floor("2027-01-01"), None);
}

#[test]
fn the_hash_covers_what_was_loaded_and_the_archive_replays_it() {
    let rules = with(&[("fees/1.csv", FEES, "99490,2027-01-01,2027-12-31,2027-01-01,1,1,1,0,yes,RVU27-Jan")]);
    assert_ne!(rules.hash(), RuleSet::embedded().hash());
    let again = RuleSet::parse(rules.bytes()).unwrap();
    assert!(again == rules && again.hash() == rules.hash());
    assert_eq!(RuleSet::from_files(rules.files()).unwrap().hash(), rules.hash());
    let twice = rules.continued_by([("fees/1.csv".to_owned(), FEES.to_owned())]).unwrap_err();
    assert_eq!(twice[0].code, "file_is_there_already");
    let wrong =
        rules.continued_by([("fees/2.csv".to_owned(), format!("{FEES}99490,x,,,,,,,,\n"))]).unwrap_err();
    assert!(wrong[0].path.starts_with("fees/2.csv line 2"), "{wrong:?}");
}
