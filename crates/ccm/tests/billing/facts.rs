//! Facts that the case format cannot say: what is not known, what the record alone holds.

use ccm::basics::{Answer, Date, Moment, Timestamp};
use ccm::billing::determination::PatientShare;
use ccm::billing::facts::{
    ConsentElements, ConsentGiver, Departure, DepartureKind, Key, OtherService, Span, StayEnd, StayFact,
};
use ccm::billing::{Determination, MonthFacts, Reason, RuleSet, Setting, evaluate};

use super::own_facts;

#[test]
fn a_fact_that_is_not_known_holds_and_never_passes() {
    let rules = RuleSet::embedded();
    let whole = own_facts("P-102");
    assert_eq!(evaluate(&whole, rules).lines.len(), 1);
    type Forget = fn(&mut MonthFacts);
    let forgotten: [(&str, Forget); 18] = [
        ("ELIG-05", |facts| facts.payer.kind = None),
        ("ELIG-05", |facts| facts.payer.part_b_active = None),
        ("ELIG-05", |facts| facts.payer.kind = Some("medicare_advantage".parse().unwrap())),
        ("CCM-BILL-01", |facts| facts.biller.role = None),
        ("ENG-09", |facts| facts.practice.setting = None),
        ("ELIG-01", |facts| facts.conditions[0].risk_stated = None),
        ("ELIG-01", |facts| facts.conditions[1].expected_months = None),
        ("ELIG-01", |facts| facts.conditions[1].active = None),
        ("CLAIM-04", |facts| facts.conditions[1].billable = None),
        ("CONSENT-02", |facts| facts.consents[0].documented = None),
        ("CONSENT-02", |facts| facts.consents[0].elements = None),
        ("CONSENT-02", |facts| facts.consents[0].form = None),
        ("CONSENT-03", |facts| facts.consents[0].practitioner = None),
        ("CONSENT-06", |facts| facts.consents[0].given_by = None),
        ("INIT-02", |facts| facts.visits[0].care_management_discussed = None),
        ("INIT-02", |facts| facts.visits[0].practitioner = None),
        ("PLAN-01", |facts| facts.care_plans[0].elements = None),
        ("CLAIM-06", |facts| facts.today = None),
    ];
    for (place, (asked_by, forget)) in forgotten.into_iter().enumerate() {
        let mut facts = whole.clone();
        forget(&mut facts);
        let found = evaluate(&facts, rules);
        assert!(found.lines.is_empty(), "{place} {asked_by}");
        let held: Vec<_> = found.held.iter().map(|held| (held.rule.to_string(), held.answer)).collect();
        assert_eq!(held, [("ENG-09".to_owned(), Answer::Unknown)], "{place} {asked_by}");
        assert_eq!(found.held[0].rule_to_act_on().as_str(), asked_by, "{place}");
    }
    let unknown_performer: [(&str, Forget); 5] = [
        ("TIME-03", |facts| facts.entries[0].role = None),
        ("TIME-03", |facts| facts.entries[0].supervised = None),
        ("TIME-03", |facts| facts.entries[0].credential_active = None),
        ("TIME-04", |facts| facts.entries[0].country = None),
        ("TIME-05", |facts| facts.entries[0].activity = None),
    ];
    for (rule, forget) in unknown_performer {
        let mut facts = whole.clone();
        forget(&mut facts);
        let found = evaluate(&facts, rules);
        assert_eq!(found.held[0].rule.as_str(), "CCM-TIME-01", "{rule}");
        let left_out = &found.left_out[0];
        assert_eq!((left_out.rule.as_str(), left_out.answer), (rule, Answer::Unknown));
    }
}

fn codes(found: &Determination) -> Vec<String> {
    found.lines.iter().map(|line| format!("{} x {}", line.code, line.units)).collect()
}

fn holds(found: &Determination) -> Vec<String> {
    found.held.iter().map(|held| format!("{} {}", held.rule, held.code)).collect()
}

fn out(found: &Determination) -> Vec<(String, u64)> {
    found.left_out.iter().map(|item| (item.rule.to_string(), item.seconds)).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Twenty minutes of one nurse on 2026-03-10, from 14:00 to 14:20 in UTC.
fn twenty_minutes() -> MonthFacts {
    own_facts("P-102")
}

#[test]
fn pauses_are_not_worked_and_do_not_overlap() {
    let mut facts = twenty_minutes();
    facts.entries[0].end = at("2026-03-10T14:30:00Z");
    facts.entries[0].pauses = vec![
        Span { start: at("2026-03-10T14:05:00Z"), end: at("2026-03-10T14:12:00Z") },
        Span { start: at("2026-03-10T14:10:00Z"), end: at("2026-03-10T14:15:00Z") },
    ];
    let mut second = facts.entries[0].clone();
    second.id = Key::new("2");
    second.start = at("2026-03-10T14:06:00Z");
    second.end = at("2026-03-10T14:20:00Z");
    second.pauses.clear();
    facts.entries.push(second);
    let found = evaluate(&facts, RuleSet::embedded());
    // 20 of the first, and of the second the nine minutes of the pause that it covers.
    assert_eq!(found.minutes[0].seconds, 29 * 60);
    assert_eq!(out(&found), [("TIME-07".to_owned(), 5 * 60)]);
}

#[test]
fn the_last_covered_day_is_the_one_before_the_first_that_is_not() {
    for (kind, end, expected) in [
        (DepartureKind::PartBEnded, Moment::Day(day("2026-03-20")), "2026-03-19"),
        (DepartureKind::PlanNotBilled, Moment::Instant(at("2026-03-20T05:00:00Z")), "2026-03-19"),
        (DepartureKind::PlanNotBilled, Moment::Instant(at("2026-03-20T05:00:01Z")), "2026-03-20"),
        (DepartureKind::Death, Moment::Day(day("2026-03-20")), "2026-03-20"),
        (DepartureKind::Death, Moment::Day(day("2026-04-01")), "2026-03-31"),
    ] {
        let mut facts = twenty_minutes();
        facts.departures.push(Departure { id: Key::new("end"), kind, at: end });
        let found = evaluate(&facts, RuleSet::embedded());
        assert_eq!(found.lines[0].date_of_service.to_string(), expected, "{kind:?} {end}");
    }
    let mut facts = twenty_minutes();
    let end = Moment::Instant(at("2026-03-10T14:19:59Z"));
    facts.departures.push(Departure { id: Key::new("end"), kind: DepartureKind::PartBEnded, at: end });
    let found = evaluate(&facts, RuleSet::embedded());
    assert_eq!(
        (holds(&found), out(&found)),
        (vec!["CCM-TIME-01 99490".to_owned()], vec![("TIME-11".to_owned(), 1)])
    );
}

#[test]
fn a_consent_is_judged_by_its_elements_and_its_giver() {
    let elements = |words: &[&str]| {
        Some(ConsentElements::Covered(words.iter().map(|word| word.parse().unwrap()).collect()))
    };
    let all = ["service_available", "cost_sharing", "one_practitioner", "stop_any_time"];
    let mut facts = twenty_minutes();
    facts.consents[0].elements = elements(&all);
    assert_eq!(codes(&evaluate(&facts, RuleSet::embedded())), ["99490 x 1"]);
    facts.consents[0].elements = elements(&all[1..]);
    let found = evaluate(&facts, RuleSet::embedded());
    assert_eq!(holds(&found), ["CONSENT-02 99490"]);
    let lacks =
        matches!(&found.held[0].reason, Reason::ConsentIncomplete { missing, .. } if missing[0] == all[0]);
    assert!(lacks, "{:?}", found.held[0].reason);
    for (authority_on_record, expected) in
        [(Some(true), None), (Some(false), Some("CONSENT-06 99490")), (None, Some("ENG-09 99490"))]
    {
        let mut facts = twenty_minutes();
        facts.consents[0].given_by = Some(ConsentGiver::Representative { authority_on_record });
        assert_eq!(holds(&evaluate(&facts, RuleSet::embedded())).first().map(String::as_str), expected);
    }
}

#[test]
fn a_plan_lacks_what_its_elements_lack() {
    let mut facts = twenty_minutes();
    let missing = facts.care_plans[0].elements.as_mut().unwrap().pop().unwrap();
    let found = evaluate(&facts, RuleSet::embedded());
    assert_eq!(holds(&found), ["PLAN-01 99490"]);
    let reason = Reason::CarePlanLacks { plan: Key::new("plan"), missing: vec![missing] };
    assert_eq!(found.held[0].reason, reason);
}

#[test]
fn the_newest_plan_of_the_month_is_the_one_that_is_asked() {
    let mut facts = twenty_minutes();
    let mut newer = facts.care_plans[0].clone();
    newer.id = Key::new("newer");
    newer.date = day("2026-03-20");
    newer.signed_by = None;
    let mut next_month = newer.clone();
    next_month.date = day("2026-04-01");
    facts.care_plans.push(next_month);
    assert_eq!(codes(&evaluate(&facts, RuleSet::embedded())), ["99490 x 1"]);
    facts.care_plans.push(newer);
    assert_eq!(holds(&evaluate(&facts, RuleSet::embedded())), ["PLAN-05 99490"]);
}

#[test]
fn a_stay_without_a_known_end_leaves_out_what_follows() {
    let mut facts = twenty_minutes();
    let from = Moment::Instant(at("2026-03-01T10:00:00Z"));
    let kind = "inpatient".parse().unwrap();
    facts.stays.push(StayFact { id: Key::new("stay"), kind, from, to: StayEnd::Unknown });
    let found = evaluate(&facts, RuleSet::embedded());
    assert_eq!(out(&found), [("TIME-09".to_owned(), 1200)]);
    assert_eq!(found.left_out[0].answer, Answer::Unknown);
}

#[test]
fn a_late_entry_is_flagged_and_billed() {
    for (recorded, flagged) in [("2026-03-17T14:20:00Z", false), ("2026-03-17T14:20:01Z", true)] {
        let mut facts = twenty_minutes();
        facts.entries[0].recorded_at = Some(at(recorded));
        let found = evaluate(&facts, RuleSet::embedded());
        assert_eq!(codes(&found), ["99490 x 1"]);
        let late = found.flags.iter().any(|flag| flag.rule.as_str() == "TIME-14");
        assert_eq!(late, flagged, "{recorded}");
    }
}

#[test]
fn exactly_the_billed_minutes_are_flagged() {
    let flagged = |id: &str| {
        let found = evaluate(&own_facts(id), RuleSet::embedded());
        found.flags.iter().any(|flag| flag.rule.as_str() == "AUDIT-02")
    };
    assert!(flagged("P-102") && flagged("P-105") && !flagged("P-103"));
}

#[test]
fn money_that_is_not_known_is_not_guessed() {
    let mut facts = twenty_minutes();
    facts.biller.qualifying_participant = None;
    facts.payer.qmb = None;
    let line = evaluate(&facts, RuleSet::embedded()).lines.remove(0);
    assert_eq!((line.allowed, line.patient), (None, PatientShare::Unknown));
    let mut facts = twenty_minutes();
    let line = evaluate(&facts, RuleSet::embedded()).lines.remove(0);
    // A fifth of 66.13 is 13.226.
    let PatientShare::Coinsurance { cents, deductible_cents, .. } = line.patient else {
        panic!("{:?}", line.patient)
    };
    assert_eq!((cents.0, deductible_cents.0), (1323, 28300));
    facts.practice.place_of_service = None;
    let line = evaluate(&facts, RuleSet::embedded()).lines.remove(0);
    assert_eq!((line.allowed, line.fee.national_nonfacility.map(|cents| cents.0)), (None, Some(6613)));
}

#[test]
fn a_line_says_what_it_points_to_and_what_it_rests_on() {
    let line = evaluate(&twenty_minutes(), RuleSet::embedded()).lines.remove(0);
    let diagnoses: Vec<&str> = line.diagnoses.iter().map(|code| code.as_str()).collect();
    assert_eq!(diagnoses, ["I50.32", "J44.9"]);
    assert!(!line.is_verified());
    assert!(line.unverified.iter().any(|rule| rule.as_str() == "PLAN-04"));
    assert!(line.unverified.iter().all(|rule| rule.as_str() != "CONSENT-01"));
}

#[test]
fn a_switch_is_listed_when_the_outcome_rests_on_it() {
    let used = |facts: &MonthFacts| -> Vec<(String, bool)> {
        let found = evaluate(facts, RuleSet::embedded());
        found.switches.iter().map(|switch| (switch.name.to_string(), switch.is_default)).collect()
    };
    let mut facts = twenty_minutes();
    assert!(used(&facts).contains(&("dos".to_owned(), true)));
    assert!(used(&facts).iter().all(|(name, _)| name != "same_day_em" && name != "exclude_non_us_time"));
    facts.entries[0].country = Some("CA".parse().unwrap());
    facts.settings.insert("exclude_non_us_time".into(), Setting::Flag(false));
    assert!(used(&facts).contains(&("exclude_non_us_time".to_owned(), false)));
}

#[test]
fn a_setting_that_is_not_offered_is_flagged_and_leaves_the_default() {
    let mut facts = twenty_minutes();
    facts.settings.insert("dos".into(), Setting::Word(ccm::billing::Word::literal("noon")));
    facts.settings.insert("color".into(), Setting::Number(7));
    let found = evaluate(&facts, RuleSet::embedded());
    assert_eq!(found.lines[0].date_of_service.to_string(), "2026-03-31");
    let flagged = found.flags.iter().filter(|flag| matches!(flag.reason, Reason::SettingNotOffered { .. }));
    assert_eq!(flagged.count(), 2);
    assert_eq!(RuleSet::embedded().switches().check(&facts.settings).len(), 2);
}

#[test]
fn rules_made_ready_for_another_month_are_not_used_for_this_one() {
    let facts = twenty_minutes();
    let rules = RuleSet::embedded();
    let own = rules.for_month(facts.month, &facts.zone, &facts.settings);
    let other = rules.for_month(facts.month.next(), &facts.zone, &facts.settings);
    assert!(own.fits(&facts) && !other.fits(&facts));
    assert_eq!(own.evaluate(&facts), other.evaluate(&facts));
}

#[test]
fn diagnoses_stay_out_of_debug_output() {
    let facts = twenty_minutes();
    let shown = format!("{facts:?} {:?}", facts.conditions[0]);
    assert!(!shown.contains("I50") && !shown.contains("J44"), "{shown}");
}

#[test]
fn only_our_own_visit_on_the_date_of_service_asks_for_modifier_25() {
    for (code, on, by, expected) in [
        ("99213", "2026-03-31", "DR1", true),
        ("99213", "2026-03-30", "DR1", false),
        ("99213", "2026-03-31", "DR2", false),
        ("93000", "2026-03-31", "DR1", false),
    ] {
        let mut facts = twenty_minutes();
        facts.other_services.push(OtherService {
            id: Key::new("other"),
            code: code.parse().unwrap(),
            date: day(on),
            practitioner: Some(Key::new(by)),
            same_group: Some(true),
            source: None,
        });
        let found = evaluate(&facts, RuleSet::embedded());
        assert_eq!(found.modifier_25.is_some(), expected, "{code} on {on} by {by}");
    }
}

#[test]
fn a_nurse_practitioner_is_paid_a_part_of_the_fee_and_a_clinic_the_whole() {
    let billed = |role: &'static str, setting: &'static str| {
        let mut facts = twenty_minutes();
        facts.biller.role = Some(ccm::billing::Word::literal(role));
        facts.practice.setting = Some(ccm::billing::Word::literal(setting));
        evaluate(&facts, RuleSet::embedded()).lines.remove(0)
    };
    let (whole, part) = (billed("md", "physician"), billed("np", "physician"));
    assert_eq!((whole.fee.percent_for_role, part.fee.percent_for_role), (None, Some(85)));
    assert_eq!(part.fee.expected, whole.fee.expected.unwrap().percent(85));
    // Nobody has read the regulation yet, so the line says that it rests on it.
    let rests = |line: &ccm::billing::Line| line.unverified.iter().any(|rule| rule.as_str() == "CLAIM-03");
    assert!(rests(&part) && !rests(&whole));
    let (of_md, of_np) = (billed("md", "rhc"), billed("np", "rhc"));
    assert_eq!((of_np.fee.percent_for_role, of_np.fee.expected), (None, of_md.fee.expected));
    assert!(!rests(&of_np));
}
