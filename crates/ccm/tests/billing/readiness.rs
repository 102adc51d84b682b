//! Readiness by hand: each state, each family, each edge of a day.

use ccm::basics::{Date, Moment, Timestamp};
use ccm::billing::facts::*;
use ccm::billing::readiness::{Measure, Performer, State};
use ccm::billing::{MonthFacts, Readiness, RuleSet, Setting, evaluate, readiness};
use ccm::enrollment::Program;

use super::{facts_of, own_cases, own_facts, shared};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn on(facts: &MonthFacts, as_of: &str) -> Readiness {
    readiness(facts, RuleSet::embedded(), Moment::Day(day(as_of)))
}

/// `99490 missing: CCM-TIME-01 by 2026-03-31`, with the first gap of the row's own state.
fn rows(found: &Readiness) -> Vec<String> {
    let row = |code: &ccm::billing::readiness::CodeReadiness| {
        let gap = code.gaps.iter().find(|gap| gap.state == code.state);
        let gap = gap.map_or(String::new(), |gap| {
            let by = gap.by.map_or(String::new(), |by| format!(" by {by}"));
            let kept = gap.kept_by.map_or(String::new(), |rule| format!(" ({rule})"));
            format!(": {}{by}{kept}", gap.rule)
        });
        format!("{} {}{gap}", code.code, code.state.word())
    };
    found.codes.iter().map(row).collect()
}

/// `99439 1200 missing`.
fn ways(found: &Readiness) -> Vec<String> {
    found.ways.iter().map(|way| format!("{} {} {}", way.code, way.missing, way.state.word())).collect()
}

fn consent(program: Program, at: &str) -> ConsentFact {
    let given = own_facts("P-102").consents.remove(0);
    ConsentFact { id: Key::new(format!("{program:?}")), program, at: Some(Moment::Day(day(at))), ..given }
}

#[test]
fn a_second_short_is_missing_until_the_month_is_over() {
    let facts = own_facts("P-101");
    let found = on(&facts, "2026-03-25");
    assert_eq!(rows(&found), ["99490 missing: CCM-TIME-01 by 2026-03-31"]);
    let next = found.codes[0].next.as_ref().unwrap();
    assert_eq!(&*next.action, "Work the missing minutes before the month ends.");
    assert_eq!((next.missing_seconds, next.days_left), (Some(1), Some(6)));
    // The lowest code, and the two other tracks.
    assert_eq!(ways(&found), ["99490 1 missing", "99487 2401 missing", "99491 1800 missing"]);
    assert_eq!(found.ways[0].by, [Performer::ClinicalStaff, Performer::BillingPractitioner]);
    assert_eq!(found.ways[1].gaps[0].rule.as_str(), "CCM-MDM-01");
    assert_eq!(found.ways[2].by, [Performer::BillingPractitioner]);
    assert!(!found.ways[2].only_if_declared, "19 min 59 s of staff time leave the practitioner's track open");

    let late = on(&facts, "2026-04-02");
    assert_eq!(rows(&late), ["99490 unreachable: CCM-TIME-01 by 2026-03-31 (TIME-10)"]);
    assert_eq!(late.codes[0].next, None);
    assert!(late.ways.iter().all(|way| way.state == State::Unreachable));
    // On the last evening a minute is left, and two are not.
    let evening: Timestamp = "2026-04-01T04:59:00Z".parse().unwrap();
    let at =
        |facts: &MonthFacts| readiness(facts, RuleSet::embedded(), Moment::Instant(evening)).codes[0].state;
    assert_eq!(at(&facts), State::Missing);
    let mut shorter = facts.clone();
    shorter.entries[0].end -= jiff::SignedDuration::from_secs(119);
    assert_eq!(at(&shorter), State::Unreachable);
}

#[test]
fn a_day_knows_nothing_of_the_days_after_it() {
    let facts = own_facts("P-102");
    let whole = on(&facts, "2026-03-31");
    assert_eq!(rows(&whole), ["99490 ready"]);
    assert_eq!(whole.codes[0].units, 1);
    assert_eq!(ways(&whole), ["99487 2400 missing", "99491 1800 missing", "99439 1200 missing"]);
    assert!(whole.ways[1].only_if_declared, "20 minutes of staff time keep the practitioner's track away");
    // The work was done on the 10th; the patient is enrolled, and the program is asked all the same.
    let before = on(&facts, "2026-03-09");
    assert_eq!(rows(&before), ["99490 missing: CCM-TIME-01 by 2026-03-31"]);
    assert_eq!(before.codes[0].gaps[0].missing_seconds, Some(1200));
}

#[test]
fn consent_comes_first_and_counts_from_then_on() {
    let mut facts = own_facts("P-102");
    facts.consents.clear();
    let found = on(&facts, "2026-03-25");
    assert_eq!(rows(&found), ["99490 missing: CONSENT-01 by 2026-03-31"]);
    let next = found.codes[0].next.as_ref().unwrap();
    assert_eq!(next.rule.as_str(), "CONSENT-01");
    let minutes = found.codes[0].gaps.iter().find_map(|gap| gap.missing_seconds);
    assert_eq!(minutes, Some(1200), "what was worked before it stays out");
    assert_eq!(rows(&on(&facts, "2026-04-01")), ["99490 unreachable: CONSENT-01 by 2026-03-31"]);

    // Revoked on the 12th, a second short: the month stays billable, but nothing more will count.
    let mut revoked = own_facts("P-101");
    revoked.consents[0].revoked_at = Some(Moment::Day(day("2026-03-12")));
    assert_eq!(rows(&on(&revoked, "2026-03-11")), ["99490 missing: CCM-TIME-01 by 2026-03-31"]);
    assert_eq!(
        rows(&on(&revoked, "2026-03-25")),
        ["99490 unreachable: CCM-TIME-01 by 2026-03-31 (CONSENT-05)"]
    );
}

#[test]
fn a_visit_must_come_before_the_first_counted_minute() {
    let mut facts = own_facts("P-102");
    facts.visits.clear();
    assert_eq!(rows(&on(&facts, "2026-03-25")), ["99490 unreachable: INIT-01 by 2026-03-10"]);
    facts.entries.clear();
    assert_eq!(rows(&on(&facts, "2026-03-25")), ["99490 missing: INIT-01 by 2026-03-31"]);
    let mut silent = own_facts("P-102");
    silent.visits[0].care_management_discussed = Some(false);
    assert_eq!(rows(&on(&silent, "2026-03-25")), ["99490 unreachable: INIT-02 by 2026-03-10"]);
    // Not known is not no: it can be recorded on any day.
    silent.visits[0].care_management_discussed = None;
    assert_eq!(rows(&on(&silent, "2026-04-25")), ["99490 missing: INIT-02"]);
}

#[test]
fn paper_may_follow_and_a_plan_may_not() {
    let mut facts = own_facts("P-102");
    facts.care_plans[0].signed_by = None;
    assert_eq!(rows(&on(&facts, "2026-04-10")), ["99490 missing: PLAN-05"]);
    facts.care_plans.clear();
    assert_eq!(rows(&on(&facts, "2026-03-31")), ["99490 missing: PLAN-01 by 2026-03-31"]);
    assert_eq!(rows(&on(&facts, "2026-04-10")), ["99490 unreachable: PLAN-01 by 2026-03-31"]);
}

#[test]
fn what_others_bill_blocks_and_no_minutes_help() {
    let mut facts = own_facts("P-101");
    facts.other_services.push(OtherService {
        id: Key::new("theirs"),
        code: "99490".parse().unwrap(),
        date: day("2026-03-15"),
        practitioner: Some(Key::new("DR9")),
        same_group: Some(false),
        source: None,
    });
    assert_eq!(rows(&on(&facts, "2026-03-14")), ["99490 missing: CCM-TIME-01 by 2026-03-31"]);
    let found = on(&facts, "2026-03-25");
    assert_eq!(rows(&found), ["99490 blocked: CCM-ONE-01"]);
    assert!(found.codes[0].next.as_ref().unwrap().action.contains("settle it with the other one"));
    assert!(found.ways.iter().all(|way| way.state == State::Blocked), "{:?}", ways(&found));
}

#[test]
fn death_ends_it_and_a_stay_only_waits() {
    let mut facts = own_facts("P-101");
    let at = Moment::Day(day("2026-03-20"));
    facts.departures.push(Departure { id: Key::new("death"), kind: DepartureKind::Death, at });
    assert_eq!(rows(&on(&facts, "2026-03-19")), ["99490 missing: CCM-TIME-01 by 2026-03-31"]);
    assert_eq!(rows(&on(&facts, "2026-03-25"))[0], "99490 unreachable: CCM-TIME-01 by 2026-03-20 (TIME-11)");

    let mut facts = own_facts("P-101");
    let from = Moment::Day(day("2026-03-20"));
    let kind = "inpatient".parse().unwrap();
    facts.stays.push(StayFact { id: Key::new("stay"), kind, from, to: StayEnd::Open });
    assert_eq!(rows(&on(&facts, "2026-03-25")), ["99490 missing: CCM-TIME-01 by 2026-03-31 (TIME-09)"]);
}

fn monitored(days: u16) -> MonthFacts {
    let mut facts = own_facts("P-102");
    facts.entries.clear();
    facts.enrolled = vec![Program::Rpm];
    facts.consents.push(consent(Program::Rpm, "2026-01-12"));
    facts.devices.push(DeviceFact {
        id: Key::new("cuff"),
        kind: "bp_cuff".parse().unwrap(),
        window_start: day("2026-03-01"),
        window_end: day("2026-03-30"),
        days_with_data: Some(days),
        uploads_by_itself: Some(true),
    });
    facts
}

#[test]
fn device_days_that_cannot_come_any_more_are_out_of_reach() {
    let short = "99470 missing: RPM-06 by 2026-03-31";
    let found = on(&monitored(1), "2026-03-30");
    assert_eq!(rows(&found), ["99445 missing: RPM-02 by 2026-03-30", short]);
    assert_eq!(found.codes[0].gaps[0].missing_days, Some(1));
    assert_eq!(rows(&on(&monitored(0), "2026-03-30")), ["99445 unreachable: RPM-02 by 2026-03-30", short]);

    // Ten days give the short code; six more the full one, while six are left: the 25th to the 30th.
    let supply = |as_of: &str| {
        let found = on(&monitored(10), as_of);
        assert_eq!(rows(&found), ["99445 ready", short]);
        let way = found.ways.iter().find(|way| way.measure == Measure::DeviceDays).unwrap().clone();
        (way.code.to_string(), way.missing, way.state)
    };
    assert_eq!(supply("2026-03-25"), ("99454".to_owned(), 6, State::Missing));
    assert_eq!(supply("2026-03-26"), ("99454".to_owned(), 6, State::Unreachable));

    // A consent to monitoring is wanted by the window's first day.
    let mut late = monitored(10);
    late.consents.retain(|consent| consent.program != Program::Rpm);
    assert_eq!(
        rows(&on(&late, "2026-03-10")),
        ["99445 unreachable: CONSENT-04 by 2026-03-01", "99457 missing: CONSENT-04 by 2026-03-31"]
    );
}

#[test]
fn a_discharge_has_its_own_clock() {
    let mut facts = own_facts("P-102");
    facts.entries.clear();
    facts.enrolled.clear();
    facts.tcm = Some(TcmFact {
        id: Key::new("discharge"),
        discharge: Some(Moment::Day(day("2026-03-13"))),
        from: Some("inpatient".parse().unwrap()),
        to: Some("home".parse().unwrap()),
        contact_at: None,
        failed_attempts: 0,
        visit_date: None,
        decision_making: None,
        medication_reconciliation: None,
    });
    // Friday the 13th: two business days end on Tuesday.
    let found = on(&facts, "2026-03-16");
    assert_eq!(rows(&found), ["99495 missing: TCM-02 by 2026-03-17"]);
    let next = found.codes[0].next.as_ref().unwrap();
    assert_eq!((next.rule.as_str(), next.days_left), ("TCM-02", Some(1)));
    assert_eq!(rows(&on(&facts, "2026-03-18")), ["99495 unreachable: TCM-02 by 2026-03-17"]);

    let tcm = facts.tcm.as_mut().unwrap();
    tcm.contact_at = Some(Moment::Day(day("2026-03-16")));
    assert_eq!(rows(&on(&facts, "2026-03-18")), ["99495 missing: TCM-03 by 2026-03-27"]);
    assert_eq!(rows(&on(&facts, "2026-03-28")), ["99495 unreachable: TCM-03 by 2026-03-27"]);
}

#[test]
fn every_enrolled_program_is_shown_without_a_minute() {
    let mut facts = own_facts("P-102");
    facts.entries.clear();
    facts.enrolled = vec![Program::Ccm, Program::Pcm, Program::Bhi, Program::Chi, Program::Pin];
    let found = on(&facts, "2026-03-25");
    assert_eq!(
        rows(&found),
        [
            "99490 missing: CCM-TIME-01 by 2026-03-31",
            "99426 missing: CONSENT-04 by 2026-03-31",
            "99484 missing: CONSENT-04 by 2026-03-31",
            "G0019 missing: CONSENT-04 by 2026-03-31",
            "G0023 missing: CONSENT-04 by 2026-03-31",
        ]
    );
    let by = |code: &str| found.ways.iter().find(|way| way.code.as_str() == code).unwrap().by.clone();
    assert_eq!(by("G0019"), [Performer::ClinicalStaff], "the practitioner's own time does not serve CHI");
    facts.enrolled = vec![Program::Cocm];
    let first_month = Some("2026-01".parse().unwrap());
    facts.cocm = Some(CocmFact { first_month, psychiatric_review: Some(true), registry: Some(true) });
    facts.consents.push(consent(Program::Cocm, "2026-01-12"));
    assert_eq!(rows(&on(&facts, "2026-03-25")), ["99493 missing: ELIG-03"]);
}

#[test]
fn advanced_primary_care_needs_no_minutes_and_displaces_ccm() {
    let mut facts = own_facts("P-102");
    facts.enrolled.push(Program::Apcm);
    assert_eq!(rows(&on(&facts, "2026-03-25")), ["G0557 missing: CONSENT-04 by 2026-03-31", "99490 ready"]);
    facts.consents.push(consent(Program::Apcm, "2026-02-20"));
    assert_eq!(rows(&on(&facts, "2026-03-25")), ["G0557 ready", "99490 blocked: CONC-17"]);
}

/// The facts of P-102, a year or two earlier, at a clinic.
fn clinic(month: &str) -> MonthFacts {
    let mut facts = own_facts("P-102");
    facts.month = month.parse().unwrap();
    facts.practice.setting = Some("fqhc".parse().unwrap());
    let first = facts.month.first_day();
    facts.entries.clear();
    facts.consents[0].at = Some(Moment::Day(first));
    facts.service_start = Some(first);
    facts.visits[0].date = first;
    facts.care_plans[0].date = first;
    facts.care_plans[0].copy_given = Some(first);
    facts
}

#[test]
fn a_clinic_waits_for_its_election_and_for_the_minutes_of_its_single_code() {
    let waiting = on(&clinic("2025-06"), "2025-06-20");
    assert_eq!(rows(&waiting), ["99490 blocked: FQ-02"]);
    let single = on(&clinic("2024-06"), "2024-06-20");
    assert_eq!(rows(&single), ["G0511 missing: FQ-01 by 2024-06-30"]);
    let mut elected = clinic("2025-06");
    elected.settings.insert("fq_mode_2025".into(), Setting::Word(ccm::billing::Word::literal("individual")));
    assert_eq!(rows(&on(&elected, "2025-06-20")), ["99490 missing: CCM-TIME-01 by 2025-06-30"]);
}

/// When all is known that will be, what is ready is what is billed, for every case of a physician's practice; and a
/// state always says the same of its gaps and its next step, whatever the day.
#[test]
fn ready_is_what_the_evaluator_bills() {
    let rules = RuleSet::embedded();
    let theirs = shared("spec/billing-cases.jsonl").unwrap_or_default();
    let theirs: Vec<_> = ccm::billing::cases::read(&theirs).filter_map(|(_, case)| case.ok()).collect();
    let mut seen = std::collections::BTreeMap::<State, usize>::new();
    for case in own_cases().chain(theirs) {
        let facts = facts_of(&case);
        let last = facts.month.last_day();
        let later = last.saturating_add(jiff::Span::new().days(60));
        let days = [last.first_of_month().saturating_add(jiff::Span::new().days(14)), last, later];
        for as_of in days {
            let found = readiness(&facts, rules, Moment::Day(as_of));
            for code in &found.codes {
                *seen.entry(code.state).or_default() += 1;
                assert_eq!(code.gaps.is_empty(), code.state == State::Ready, "{} {}", case.id, code.code);
                let acts = matches!(code.state, State::Missing | State::Blocked);
                assert_eq!(code.next.is_some(), acts, "{} {}", case.id, code.code);
            }
            if as_of == later && case.practice.setting == "physician" {
                let ready = found.codes.iter().filter(|row| row.units > 0);
                let mut ready: Vec<_> = ready.map(|row| (row.code.to_string(), row.units)).collect();
                let known = MonthFacts { today: Some(later), ..facts.clone() };
                let lines = evaluate(&known, rules).lines;
                let mut billed: Vec<_> =
                    lines.iter().map(|line| (line.code.to_string(), line.units)).collect();
                ready.sort();
                billed.sort();
                assert_eq!(ready, billed, "{}", case.id);
            }
        }
    }
    println!("{seen:?}");
    assert!(State::ALL.iter().all(|state| seen.contains_key(state)), "{seen:?}");
}

#[test]
fn a_month_says_whether_the_payer_has_confirmed_its_cover() {
    let mut facts = own_facts("P-101");
    let confirmed = |facts: &MonthFacts, as_of| on(facts, as_of).cover_confirmed;
    assert_eq!(confirmed(&facts, "2026-03-25"), None, "it is not asked");
    let told = ConfirmedFacts { on: Some(day("2026-03-30")), ..ConfirmedFacts::default() };
    facts.payer.confirmed = Some(told);
    assert_eq!(confirmed(&facts, "2026-03-25"), Some(false));
    assert_eq!(confirmed(&facts, "2026-03-31"), Some(true));
    facts.payer.confirmed = Some(ConfirmedFacts::default());
    assert_eq!(confirmed(&facts, "2026-03-31"), Some(false));
}
