//! What-if by hand: which combinations, for how much, and why not the others.

use ccm::basics::{Cents, Date, Moment};
use ccm::billing::facts::{ConfirmedFacts, DecisionMakingFact, EntryFact, Key};
use ccm::billing::what_if::{Choice, Combination, Share};
use ccm::billing::{MonthFacts, RuleSet, WhatIf, what_if};
use ccm::enrollment::Program;
use ccm::people::verification::DeductibleLeft;

use super::{facts_of, own_cases, own_facts, shared};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn tried(facts: &MonthFacts) -> WhatIf {
    what_if(facts, RuleSet::embedded())
}

/// `99490 x 1, 99439 x 2`.
fn lines(one: &Combination) -> String {
    let lines: Vec<String> = one.lines.iter().map(|line| format!("{} x {}", line.code, line.units)).collect();
    lines.join(", ")
}

fn all(found: &WhatIf) -> Vec<String> {
    found.combinations.iter().map(lines).collect()
}

fn no(refused: &[ccm::billing::what_if::Refused]) -> Vec<String> {
    refused.iter().map(|item| format!("{} {}", item.code, item.rule)).collect()
}

/// So many minutes of staff time for a program, from noon of a day on.
fn work(facts: &mut MonthFacts, program: Program, on: &str, minutes: i64) {
    let like: EntryFact = own_facts("P-102").entries.remove(0);
    let start = format!("{on}T17:00:00Z").parse().unwrap();
    let end = start + jiff::SignedDuration::from_mins(minutes);
    let id = Key::new((facts.entries.len() + 1).to_string());
    facts.entries.push(EntryFact { id, program, start, end, recorded_at: Some(end), ..like });
}

fn agree(facts: &mut MonthFacts, program: Program) {
    let like = own_facts("P-102").consents.remove(0);
    let id = Key::new(format!("{program:?}"));
    facts.consents.push(ccm::billing::facts::ConsentFact { id, program, ..like });
}

/// Sixty minutes, and signed decision making of moderate complexity.
fn complex() -> MonthFacts {
    let mut facts = own_facts("P-102");
    work(&mut facts, Program::Ccm, "2026-03-11", 40);
    facts.decision_making.push(DecisionMakingFact {
        id: Key::new("decision"),
        date: day("2026-03-11"),
        level: Some("moderate".parse().unwrap()),
        signed: Some(true),
        practitioner: Some(facts.biller.practitioner.clone()),
    });
    facts
}

#[test]
fn the_month_as_it_stands_comes_first_although_another_pays_more() {
    let found = tried(&complex());
    assert_eq!(all(&found), ["99487 x 1", "99490 x 1, 99439 x 2"]);
    assert_eq!(found.combinations[0].choices, []);
    assert_eq!(found.combinations[1].choices, [Choice::Declare { track: "non_complex".parse().unwrap() }]);
    assert!(found.combinations[0].allowed < found.combinations[1].allowed);
    assert!(found.is_complete);
    assert_eq!(
        no(&found.combinations[0].refused),
        ["99491 CCM-TIME-04", "99490 CCM-SEL-01", "99489 CCM-TIME-03"]
    );
    // Without a consent to it, APCM is in no combination; the level is what the facts give.
    assert!(no(&found.refused).contains(&"G0557 CONSENT-04".to_owned()), "{:?}", no(&found.refused));
}

#[test]
fn ccm_stands_against_apcm_with_what_the_patient_would_owe() {
    let found = tried(&complex());
    let sides = found.ccm_against_apcm.unwrap();
    assert_eq!((lines(&sides.ccm), lines(&sides.apcm)), ("99487 x 1".to_owned(), "G0557 x 1".to_owned()));
    assert_eq!(
        sides.apcm.choices,
        [Choice::Enroll { program: Program::Apcm }, Choice::Consent { program: Program::Apcm }]
    );
    assert!(no(&sides.apcm.refused).contains(&"99487 CONC-17".to_owned()), "{:?}", no(&sides.apcm.refused));
    let rules = RuleSet::embedded();
    let on = day("2026-03-31");
    let unit = |code: &str| rules.fees().unit(&code.parse().unwrap(), on, Some(false), None, None);
    let national = unit("G0557").national_nonfacility;
    assert!(national.is_some());
    assert_eq!((sides.apcm.allowed, sides.apcm.is_local), (national, false));
    let share = rules.fees().share(on).unwrap();
    let allowed = national.unwrap();
    let Share::Between { deductible_met, deductible_open, .. } = sides.apcm.patient else {
        panic!("{:?}", sides.apcm.patient);
    };
    assert_eq!(deductible_met, share.of(allowed).unwrap());
    // The deductible of the year is more than the month: all of it is the patient's.
    assert!(share.deductible > allowed);
    assert_eq!(deductible_open, allowed);
    // What the payer says is left of it, is what is open; the rest of the month is shared.
    let mut told = complex();
    let left = DeductibleLeft { cents: Cents(1_000), told_on: day("2026-03-02") };
    told.payer.confirmed = Some(ConfirmedFacts { deductible_left: Some(left), ..ConfirmedFacts::default() });
    let Share::Between { deductible_open, left: said, .. } =
        tried(&told).ccm_against_apcm.unwrap().apcm.patient
    else {
        panic!("a share");
    };
    assert_eq!(said, Some(left));
    let rest = share.of(Cents(allowed.0 - 1_000)).unwrap();
    assert!((deductible_open.0 - rest.0 - 1_000).abs() <= 1, "{deductible_open}");

    let mut qmb = complex();
    qmb.payer.qmb = Some(true);
    let sides = tried(&qmb).ccm_against_apcm.unwrap();
    assert_eq!((lines(&sides.apcm), sides.apcm.patient), ("G0558 x 1".to_owned(), Share::Nothing));
    let mut unknown = complex();
    unknown.payer.qmb = None;
    assert_eq!(tried(&unknown).combinations[0].patient, Share::Unknown);
}

#[test]
fn an_enrolled_and_agreed_apcm_is_one_of_the_combinations() {
    let mut facts = complex();
    agree(&mut facts, Program::Apcm);
    facts.enrolled.push(Program::Apcm);
    let found = tried(&facts);
    // As it stands the enrollment goes before (ENG-11); without it each track is there.
    assert_eq!(all(&found), ["G0557 x 1", "99487 x 1", "99490 x 1, 99439 x 2"]);
    assert_eq!(found.combinations[1].choices, [Choice::Leave { program: Program::Apcm }]);
}

#[test]
fn of_two_programs_in_each_others_way_either_may_be_claimed() {
    let mut facts = own_facts("P-102");
    facts.conditions.push(ccm::billing::facts::ConditionFact {
        id: Key::new("mood"),
        icd10: "F33.1".parse().unwrap(),
        ..facts.conditions[0].clone()
    });
    for program in [Program::Bhi, Program::Cocm, Program::Rpm, Program::Pcm] {
        agree(&mut facts, program);
    }
    work(&mut facts, Program::Bhi, "2026-03-12", 20);
    work(&mut facts, Program::Cocm, "2026-03-13", 30);
    for entry in &mut facts.entries[1..] {
        entry.role = Some("rn".parse().unwrap());
    }
    facts.cocm = Some(ccm::billing::facts::CocmFact {
        first_month: Some("2026-03".parse().unwrap()),
        psychiatric_review: Some(true),
        registry: Some(true),
    });
    let found = tried(&facts);
    let codes = all(&found);
    assert_eq!(codes[0], "99490 x 1, G2214 x 1", "CoCM goes before general BHI");
    assert!(codes.contains(&"99490 x 1, 99484 x 1".to_owned()), "{codes:?}");
    assert_eq!(no(&found.combinations[0].refused)[0], "99484 CONC-15");
}

#[test]
fn a_clinic_sees_both_ways_of_its_election() {
    let mut facts = own_facts("P-102");
    facts.month = "2025-06".parse().unwrap();
    facts.today = Some(day("2025-06-30"));
    facts.practice.setting = Some("fqhc".parse().unwrap());
    let first = facts.month.first_day();
    facts.consents[0].at = Some(Moment::Day(first.yesterday().unwrap()));
    facts.service_start = Some(first);
    facts.visits[0].date = first;
    facts.care_plans[0].date = first;
    facts.entries.clear();
    work(&mut facts, Program::Ccm, "2025-06-10", 45);
    let found = tried(&facts);
    assert_eq!(all(&found), ["", "G0511 x 1", "99490 x 1, 99439 x 1"]);
    let Choice::Switch { name, rule, risks, .. } = &found.combinations[1].choices[0] else {
        panic!("{:?}", found.combinations[1].choices);
    };
    assert_eq!((&**name, rule.as_str()), ("fq_mode_2025", "FQ-02"));
    assert!(risks.contains("not mixed in a month"));
    let rules = RuleSet::embedded();
    let unit = rules.fees().unit(&"G0511".parse().unwrap(), day("2025-06-30"), None, None, None);
    assert_eq!(found.combinations[1].allowed, unit.national_nonfacility);
}

/// No variation bills what it does not say, none is there twice, and the limit holds, for every case that there is.
#[test]
fn combinations_are_few_and_different() {
    let theirs = shared("spec/billing-cases.jsonl").unwrap_or_default();
    let theirs: Vec<_> = ccm::billing::cases::read(&theirs).filter_map(|(_, case)| case.ok()).collect();
    let (mut most, mut tried_in_all) = (0, 0);
    for case in own_cases().chain(theirs) {
        let found = tried(&facts_of(&case));
        assert!(found.evaluations <= 70, "{}", case.id);
        assert_eq!(found.combinations[0].choices, [], "{}", case.id);
        let mut codes = all(&found);
        let before = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), before, "{}", case.id);
        for one in &found.combinations {
            let sum = one.lines.iter().map(|line| line.allowed).collect::<Option<Vec<_>>>();
            assert_eq!(one.allowed, sum.and_then(Cents::sum), "{}", case.id);
        }
        most = most.max(found.evaluations);
        tried_in_all += found.evaluations;
    }
    println!("{tried_in_all} variations, at most {most} for a month");
}
