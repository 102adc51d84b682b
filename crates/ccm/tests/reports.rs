//! The list of the day: what stands above what, and that time alone moves nobody.

use ccm::basics::*;
use ccm::billing::readiness::Measure;
use ccm::enrollment::Program;
use ccm::people::preference::{CallWindow, open_until};
use ccm::reports::caseload::{expected_permille, share_permille};
use ccm::reports::*;
use proptest::prelude::*;

const NOW: &str = "2026-09-24T15:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn settings() -> &'static RankingSettings {
    RankingSettings::embedded()
}

fn hours(hours: i64) -> Timestamp {
    at(NOW).checked_add(jiff::SignedDuration::from_hours(hours)).unwrap()
}

fn meter(counted_minutes: u64) -> MonthMeter {
    let threshold = |code: &str, needed: u64| Threshold {
        code: code.parse().unwrap(),
        measure: Measure::Seconds,
        counted: counted_minutes * 60,
        needed: needed * 60,
        by: Vec::new(),
        only_if_declared: false,
        is_barred: false,
    };
    MonthMeter {
        month: "2026-09".parse().unwrap(),
        zone: "America/Chicago".parse().unwrap(),
        programs: vec![ProgramMeter {
            program: Program::Ccm,
            counted_seconds: counted_minutes * 60,
            own_seconds: 0,
            thresholds: vec![threshold("99490", 20), threshold("99439", 40), threshold("99439", 60)],
        }],
    }
}

fn of(change: impl FnOnce(&mut Case)) -> Case {
    let mut case = Case { zone: Some("America/Chicago".parse().unwrap()), ..Case::default() };
    change(&mut case);
    case
}

fn kinds(case: &Case) -> Vec<&'static str> {
    rank(case, at(NOW), settings()).reasons.iter().map(|reason| reason.kind().word()).collect()
}

fn reading(hours_ago: i64) -> UrgentReading {
    UrgentReading { code: "8480-6".into(), value: 190.0, unit: Some("mm[Hg]".into()), at: hours(-hours_ago) }
}

fn discharge(by: i64) -> Discharge {
    Discharge { at: hours(-48), contact_by: hours(by), attempts: 0 }
}

#[test]
fn each_fact_is_a_reason_from_when_to_when_the_settings_say() {
    let check = |expected: &[&str], change: &dyn Fn(&mut Case)| assert_eq!(kinds(&of(change)), expected);
    check(&[], &|_| {});
    check(&["urgent_reading"], &|case| case.urgent_readings = vec![reading(71)]);
    check(&[], &|case| case.urgent_readings = vec![reading(72)]);
    check(&["escalation"], &|case| {
        case.escalations = vec![Escalation { since: hours(-1), acknowledge_by: None }];
    });
    check(&["discharge"], &|case| case.discharge = Some(discharge(20)));
    check(&["callback"], &|case| case.callbacks = vec![hours(12)]);
    check(&[], &|case| case.callbacks = vec![hours(13)]);
    check(&["planned_contact"], &|case| {
        case.planned_contact = Some(PlannedContact { from: hours(0), until: hours(48) });
    });
    check(&[], &|case| {
        case.planned_contact = Some(PlannedContact { from: hours(1), until: hours(48) });
    });
    check(&["message"], &|case| case.unread_messages = vec![hours(-2), hours(-1)]);
    check(&["consent_missing"], &|case| {
        case.missing_consents = vec![MissingConsent { program: Program::Ccm }]
    });
    check(&["plan_review"], &|case| case.plan_review_by = Some(hours(14 * 24)));
    check(&[], &|case| case.plan_review_by = Some(hours(14 * 24 + 1)));
    check(&["unsigned_note"], &|case| case.unsigned_notes = vec![hours(-20)]);
    // 24 September: six days are left, and so is the shortest way.
    check(&["pace"], &|case| case.meter = Some(meter(17)));
    check(&[], &|case| {
        case.meter = Some(meter(17));
        case.has_died = true;
    });
    // 10:00 in Chicago.
    check(&["window"], &|case| case.windows = vec![CallWindow::parse("mon-fri 09:00-10:01").unwrap()]);
    check(&[], &|case| case.windows = vec![CallWindow::parse("mon-fri 09:00-10:00").unwrap()]);
    check(&[], &|case| case.windows = vec![CallWindow::parse("sat,sun 09:00-12:00").unwrap()]);
}

#[test]
fn pace_names_what_is_missing_to_the_nearest_threshold() {
    let pace = |minutes, now: &str| {
        let ranked = rank(&of(|case| case.meter = Some(meter(minutes))), at(now), settings());
        ranked.reasons.into_iter().find_map(|reason| match reason {
            Reason::Pace { counted_seconds, needed_seconds, days_left, .. } => {
                Some((counted_seconds / 60, needed_seconds / 60, days_left))
            }
            _ => None,
        })
    };
    assert_eq!(pace(17, NOW), Some((17, 20, 6)));
    assert_eq!(pace(20, NOW), Some((20, 40, 6)));
    assert_eq!(pace(60, NOW), None, "every threshold is reached");
    assert_eq!(pace(5, "2026-09-02T15:00:00Z"), None, "much is missing, and there is time");
    assert_eq!(pace(12, "2026-09-02T15:00:00Z"), Some((12, 20, 28)), "little is missing");
    // Two minutes before midnight in Chicago no three minutes can be had.
    assert_eq!(pace(17, "2026-10-01T04:58:00Z"), None);
    assert_eq!(pace(19, "2026-10-01T04:58:00Z"), Some((19, 20, 0)));
    assert_eq!(pace(19, "2026-10-01T05:00:00Z"), None, "the month is over");
}

#[test]
fn clinical_reasons_come_first_and_the_earlier_due_before_the_later() {
    let ordered = [
        of(|case| case.urgent_readings = vec![reading(10)]),
        of(|case| case.urgent_readings = vec![reading(2)]),
        of(|case| case.discharge = Some(discharge(-3))),
        of(|case| case.discharge = Some(discharge(20))),
        of(|case| case.callbacks = vec![hours(-1)]),
        of(|case| case.unread_messages = vec![hours(-1)]),
        of(|case| case.missing_consents = vec![MissingConsent { program: Program::Ccm }]),
        of(|case| case.plan_review_by = Some(hours(24))),
        of(|case| case.unsigned_notes = vec![hours(-1)]),
        of(|case| {
            case.meter = Some(meter(12));
            case.windows = vec![CallWindow::parse("thu 09:00-17:00").unwrap()];
        }),
        of(|case| case.meter = Some(meter(19))),
        of(|case| case.meter = Some(meter(17))),
        of(|_| {}),
    ];
    let ranked: Vec<Rank> = ordered.iter().map(|case| rank(case, at(NOW), settings())).collect();
    for pair in ranked.windows(2) {
        assert!(pair[0].order() < pair[1].order(), "{:?} {:?}", pair[0].key, pair[1].key);
    }
    assert_eq!(ranked.iter().filter(|one| one.is_clinical()).count(), 4);
}

#[test]
fn settings_that_put_pace_above_a_duty_or_a_duty_above_danger_are_refused() {
    let text = include_str!("../src/reports/ranking.toml");
    let wrong =
        |from: &str, to: &str| RankingSettings::read(&text.replace(from, to)).unwrap_err()[0].code.clone();
    assert!(RankingSettings::read(text).is_ok());
    assert_eq!(wrong("pace            = 100", "pace            = 200"), "class_out_of_order");
    assert_eq!(wrong("callback        = 600", "callback        = 800"), "class_out_of_order");
    assert_eq!(wrong("callback        = 600", "callback        = 0"), "out_of_range");
    assert_eq!(wrong("callback        = 600\n", ""), "required");
    assert_eq!(wrong("callback        = 600", "callbuck        = 600"), "unknown_word");
    assert_eq!(wrong("on_track", "off_track"), "not_a_ranking");
}

#[test]
fn a_window_is_by_the_patients_clock() {
    let zone = TimeZone::get("America/New_York").unwrap();
    let windows =
        [CallWindow::parse("sun 01:00-02:30").unwrap(), CallWindow::parse("mon-sun 01:15-03:00").unwrap()];
    // The hour that repeats on 1 November 2026: both of its passings are inside.
    assert!(open_until(&windows, at("2026-11-01T05:30:00Z"), &zone).is_some());
    assert!(open_until(&windows, at("2026-11-01T06:30:00Z"), &zone).is_some());
    assert_eq!(open_until(&windows, at("2026-11-01T08:00:00Z"), &zone), None);
    for text in ["", "mon", "mon 9-12", "mon 12:00-09:00", "moon 09:00-12:00", "mon-fri 09:00-25:00", "é 1"]
    {
        assert_eq!(CallWindow::parse(text), None, "{text}");
    }
}

#[test]
fn a_caseload_says_whether_the_hours_suffice() {
    let (month, zone) = ("2026-09".parse().unwrap(), "America/Chicago".parse().unwrap());
    let expected = |now: &str| expected_permille(month, &zone, at(now), settings());
    assert_eq!(expected("2026-09-01T12:00:00Z"), 0, "on the first day nobody is behind");
    assert_eq!(expected("2026-09-16T12:00:00Z"), 400);
    assert_eq!(expected("2026-10-05T12:00:00Z"), 800);
    assert_eq!((share_permille(1_199, 1_200), share_permille(1_200, 1_200)), (999, 1_000));
    let counts = CaseloadCounts { assigned: 142, missing_seconds: 41_400, ..CaseloadCounts::default() };
    let load = Caseload::of(counts, Some(46_800));
    assert_eq!((load.work_seconds, load.surplus_seconds), (41_400, Some(5_400)));
    assert_eq!(Caseload::of(counts, Some(0)).surplus_seconds, Some(-41_400));
    assert_eq!(Caseload::of(counts, None).surplus_seconds, None);
}

fn any_case() -> impl Strategy<Value = Case> {
    let instants = || proptest::collection::vec((-200i64..200).prop_map(hours), 0..2);
    let clinical = (proptest::option::of(0i64..100), proptest::option::of(-30i64..60), any::<bool>());
    let duties = (instants(), instants(), instants(), proptest::option::of(-500i64..500), any::<bool>());
    let pace = (proptest::option::of(0u64..70), any::<bool>(), any::<bool>());
    (clinical, duties, pace).prop_map(
        |(
            (urgent, leaves, escalates),
            (calls, messages, notes, review, consent),
            (minutes, window, died),
        )| {
            of(|case| {
                case.urgent_readings = urgent.map(reading).into_iter().collect();
                case.discharge = leaves.map(discharge);
                if escalates {
                    case.escalations = vec![Escalation { since: hours(-5), acknowledge_by: Some(hours(-4)) }];
                }
                case.callbacks = calls;
                case.unread_messages = messages;
                case.unsigned_notes = notes;
                case.plan_review_by = review.map(hours);
                if consent {
                    case.missing_consents = vec![MissingConsent { program: Program::Pcm }];
                }
                case.meter = minutes.map(meter);
                if window {
                    case.windows = vec![CallWindow::parse("mon-sun 00:00-23:59").unwrap()];
                }
                case.has_died = died;
            })
        },
    )
}

proptest! {
    #[test]
    fn pace_never_outranks_a_clinical_reason(cases in proptest::collection::vec(any_case(), 0..30)) {
        let mut ranked: Vec<Rank> = cases.iter().map(|case| rank(case, at(NOW), settings())).collect();
        ranked.sort_by_key(|one| one.order());
        let is_clinical = |one: &Rank| one.reasons.iter().any(|reason| reason.kind().class() == ReasonClass::Clinical);
        let first_other = ranked.iter().position(|one| !is_clinical(one)).unwrap_or(ranked.len());
        prop_assert!(ranked[first_other..].iter().all(|one| !is_clinical(one)));
        // Nor does pace outrank a duty.
        let is_pace = |one: &Rank| one.reasons.iter().all(|reason| reason.kind().class() == ReasonClass::Pace);
        let first_pace = ranked.iter().position(is_pace).unwrap_or(ranked.len());
        prop_assert!(ranked[first_pace..].iter().all(is_pace));
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_asking(cases in proptest::collection::vec(any_case(), 0..20)) {
        let order = |cases: Vec<Case>| {
            let mut ranked: Vec<Rank> = cases.iter().map(|case| rank(case, at(NOW), settings())).collect();
            ranked.sort_by_key(|one| one.order());
            ranked.into_iter().map(|one| (one.key, one.reasons)).collect::<Vec<_>>()
        };
        let keys = |all: &[(RankKey, Vec<Reason>)]| all.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        let (one, two) = (order(cases.clone()), order(cases.into_iter().rev().collect()));
        prop_assert_eq!(keys(&one), keys(&two));
    }

    /// What is kept stays right until the instant that it names itself.
    #[test]
    fn a_place_stands_until_it_says_so(case in any_case(), later in 0i64..400) {
        let (now, then) = (at(NOW), hours(later));
        let changes = next_change(&case, now, settings());
        if changes.is_none_or(|change| then < change) {
            prop_assert_eq!(rank(&case, now, settings()).key, rank(&case, then, settings()).key);
        }
    }

    #[test]
    fn a_case_reads_back(case in any_case()) {
        let text = serde_json::to_string(&case).unwrap();
        prop_assert!(serde_json::from_str::<Case>(&text).unwrap() == case);
    }
}

#[test]
fn work_moves_from_a_deficit_to_a_surplus_and_never_a_clinical_reason() {
    let person = |number: u128| PersonId(uuid::Uuid::from_u128(number));
    let patient = |number: u128| PatientId(uuid::Uuid::from_u128(number));
    let load = |number, minutes: u64, hours: Option<u64>| Load {
        person: person(number),
        patients: 9,
        clinical: 1,
        work_seconds: minutes * 60,
        rostered_seconds: hours.map(|minutes| minutes * 60),
    };
    let movable = |number, of, minutes: u64, is_clinical| Movable {
        patient: patient(number),
        of: person(of),
        work_seconds: minutes * 60,
        is_clinical,
    };
    let loads = [load(1, 100, Some(70)), load(2, 10, Some(35)), load(3, 500, None)];
    let all = [
        movable(10, 1, 20, true),
        movable(11, 1, 18, false),
        movable(12, 1, 12, false),
        movable(13, 1, 40, false),
        movable(14, 1, 6, false),
        movable(15, 3, 5, false),
    ];
    let proposed = rebalance(&loads, &all, 10);
    let moved: Vec<_> = proposed.moves.iter().map(|one| (one.patient, one.from, one.to)).collect();
    // 40 minutes are more than either side has; 18 fit, then 6 into what is left; 12 no more.
    assert_eq!(moved, [(patient(11), person(1), person(2)), (patient(14), person(1), person(2))]);
    assert_eq!(proposed.stay_clinical, 1);
    assert_eq!(proposed.moves[0].deficit_seconds, 30 * 60);
    assert_eq!(proposed.moves[1].deficit_seconds, 12 * 60);
    assert_eq!(rebalance(&loads, &all, 1).moves.len(), 1);
    assert_eq!(rebalance(&loads[..1], &all, 10).moves, []);
    let mut other = all;
    other.reverse();
    assert_eq!(rebalance(&loads, &other, 10), proposed);
}
