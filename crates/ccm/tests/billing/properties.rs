//! What must hold of any month, however strange.

use ccm::basics::{Date, Moment, Timestamp};
use ccm::billing::facts::{
    ConsentElements, Departure, DepartureKind, EntryFact, Key, OtherPatientEntry, OtherService, Span,
    StayEnd, StayFact,
};
use ccm::billing::{Determination, MonthFacts, RuleSet, Setting, evaluate, words};
use ccm::enrollment::Program;
use proptest::prelude::*;

use super::own_facts;

/// 2026-03-01T00:00 in Chicago.
const MONTH_START: i64 = 1_772_344_800;
const MONTH_SECONDS: i64 = 31 * 86_400 - 3600;

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(MONTH_START + second).unwrap()
}

fn word(choices: &'static [&'static str]) -> impl Strategy<Value = Option<ccm::billing::Word>> {
    prop::option::weighted(0.97, prop::sample::select(choices).prop_map(|word| word.parse().unwrap()))
}

fn entry() -> impl Strategy<Value = EntryFact> {
    let when =
        (-90_000..MONTH_SECONDS + 90_000, -5i64..6000, prop::option::weighted(0.2, (0i64..3000, 0i64..3000)));
    let who = (
        word(&["rn", "rn", "rn", "md", "md", "np", "ma", "front_desk", "wizard"]),
        0..3usize,
        prop::option::weighted(0.98, prop::bool::weighted(0.98)),
    );
    let what = (
        prop::sample::select(vec![
            Program::Ccm,
            Program::Ccm,
            Program::Ccm,
            Program::Ccm,
            Program::Bhi,
            Program::Rpm,
            Program::Tcm,
        ]),
        word(&["phone_call_patient", "care_plan", "record_review", "voicemail", "prior_authorization"]),
        word(&["US", "US", "US", "US", "PR", "CA"]),
    );
    (when, who, what).prop_map(
        |((start, length, pause), (role, who, known), (program, activity, country))| {
            let performer = ["DR1", "N1", "N2"][who];
            let pauses = pause.map(|(from, length)| Span {
                start: instant(start + from),
                end: instant(start + from + length),
            });
            EntryFact {
                id: Key::new("0"),
                program,
                start: instant(start),
                end: instant(start + length),
                pauses: pauses.into_iter().collect(),
                performer: Key::new(performer),
                role,
                supervised: known,
                credential_active: known,
                country,
                activity,
                live_contact: Some(false),
                recorded_at: Some(instant(start + length)),
            }
        },
    )
}

fn moment() -> impl Strategy<Value = Moment> {
    (-40i64..40, 0i64..86_400, any::<bool>()).prop_map(|(day, second, is_day)| {
        let at = instant(day * 86_400 + second);
        if is_day { Moment::Day(at.to_zoned(ccm::basics::TimeZone::UTC).date()) } else { Moment::Instant(at) }
    })
}

/// A month that would bill but for what is thrown at it.
fn month() -> impl Strategy<Value = MonthFacts> {
    let facts = (
        prop::collection::vec(entry(), 0..14),
        prop::option::weighted(0.2, moment()),
        prop::option::weighted(0.15, (moment(), moment())),
        prop::option::weighted(0.2, 1i8..=31),
        prop::option::weighted(0.1, moment()),
        prop::option::weighted(0.2, (0..MONTH_SECONDS, 0i64..4000)),
        prop::option::weighted(0.3, prop::sample::select(vec!["complex", "qhp", "non_complex", "gold"])),
    );
    let switches = (0u8..3, any::<bool>(), any::<bool>(), 0i64..6, any::<bool>(), any::<bool>());
    (facts, switches).prop_map(|((entries, revoked, stay, visit, left, other, track), switches)| {
        let mut facts = own_facts("P-111");
        facts.entries = entries;
        number(&mut facts.entries);
        facts.consents[0].revoked_at = revoked;
        let (kind, id) = ("inpatient".parse().unwrap(), Key::new("stay"));
        facts.stays.extend(stay.map(|(from, to)| StayFact { id, kind, from, to: StayEnd::At(to) }));
        facts.other_services.extend(visit.map(|day| OtherService {
            id: Key::new("visit"),
            code: "99213".parse().unwrap(),
            date: Date::new(2026, 3, day).unwrap(),
            practitioner: Some(Key::new("DR1")),
            same_group: Some(true),
            source: None,
        }));
        facts.departures.extend(left.map(|at| Departure {
            id: Key::new("end"),
            kind: DepartureKind::PartBEnded,
            at,
        }));
        facts.other_patient_entries.extend(other.map(|(start, length)| OtherPatientEntry {
            performer: Key::new("N1"),
            start: instant(start),
            end: instant(start + length),
            patient: Key::new("another"),
        }));
        facts.declared_track = track.map(|word| word.parse().unwrap());
        let (dos, partial, after, most, cross, complete) = switches;
        if dos > 0 {
            let value = if dos == 1 { "threshold_day" } else { "month_end" };
            facts.settings.insert("dos".into(), Setting::Word(ccm::billing::Word::new(value).unwrap()));
        }
        facts.settings.insert("facility_day_partial".into(), Setting::Flag(partial));
        facts.settings.insert("count_after_revocation".into(), Setting::Flag(after));
        facts.settings.insert("max_99489".into(), Setting::Number(most));
        facts.settings.insert("max_99437".into(), Setting::Number(most));
        let cross = if cross { "flag" } else { "exclude" };
        facts
            .settings
            .insert("cross_patient_overlap".into(), Setting::Word(ccm::billing::Word::new(cross).unwrap()));
        facts.consents[0].elements = Some(ConsentElements::Complete(complete || most > 1));
        facts
    })
}

fn number(entries: &mut [EntryFact]) {
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.id = Key::new((place + 1).to_string());
    }
}

fn judge(facts: &MonthFacts) -> Determination {
    evaluate(facts, RuleSet::embedded())
}

fn counted(found: &Determination) -> u64 {
    found.minutes.iter().map(|time| time.seconds).sum()
}

fn worked(entry: &EntryFact) -> u64 {
    let second = |at: Timestamp| at.as_second();
    let inside =
        |at: i64| entry.pauses.iter().any(|pause| second(pause.start) <= at && at < second(pause.end));
    (second(entry.start)..second(entry.end)).filter(|&at| !inside(at)).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each second of each entry is counted or left out under a rule, never both, never neither.
    #[test]
    fn every_second_is_counted_or_left_out(facts in month()) {
        let found = judge(&facts);
        let left_out: u64 = found.left_out.iter().map(|item| item.seconds).sum();
        let all: u64 = facts.entries.iter().map(worked).sum();
        prop_assert_eq!(counted(&found) + left_out, all);
        for entry in &facts.entries {
            let of_entry: u64 =
                found.left_out.iter().filter(|item| item.entry == entry.id).map(|item| item.seconds).sum();
            prop_assert!(of_entry <= worked(entry));
        }
        let pairs: std::collections::BTreeSet<_> =
            found.left_out.iter().map(|item| (item.entry.clone(), item.rule)).collect();
        prop_assert_eq!(pairs.len(), found.left_out.len());
    }

    /// What is counted is at most the union of what was worked.
    #[test]
    fn no_minute_counts_twice(facts in month()) {
        let mut spans: Vec<(i64, i64)> =
            facts.entries.iter().map(|entry| (entry.start.as_second(), entry.end.as_second())).collect();
        spans.sort_unstable();
        let mut union = 0;
        let mut until = i64::MIN;
        for (start, end) in spans {
            union += (end - start.max(until)).max(0);
            until = until.max(end);
        }
        prop_assert!(counted(&judge(&facts)) <= u64::try_from(union).unwrap());
    }

    /// Ids settle ties, so they stay with their entries; the order in which a list happens to stand does not matter
    /// to what is billed when the loader sorts by id. Without ties no id is asked at all.
    #[test]
    fn the_order_of_entries_does_not_matter(facts in month(), seed in any::<u64>()) {
        let mut starts: Vec<_> = facts.entries.iter().map(|entry| entry.start).collect();
        starts.sort_unstable();
        prop_assume!(starts.windows(2).all(|pair| pair[0] != pair[1]));
        let mut shuffled = facts.clone();
        let length = shuffled.entries.len().max(1);
        shuffled.entries.rotate_left(usize::try_from(seed % length as u64).unwrap() % length);
        if seed % 2 == 0 {
            shuffled.entries.reverse();
        }
        let (one, other) = (judge(&facts), judge(&shuffled));
        prop_assert_eq!(&one.lines, &other.lines);
        prop_assert_eq!(&one.held, &other.held);
        prop_assert_eq!(&one.minutes, &other.minutes);
        let sorted = |found: &Determination| {
            let mut list: Vec<_> =
                found.left_out.iter().map(|item| (item.entry.clone(), item.rule, item.seconds)).collect();
            list.sort();
            list
        };
        prop_assert_eq!(sorted(&one), sorted(&other));
    }

    /// An add-on stands beside its base, under its cap; units stand for no more than was counted.
    #[test]
    fn lines_keep_their_bounds(facts in month()) {
        let rules = RuleSet::embedded();
        let found = judge(&facts);
        let choices = rules.switches().choose(&facts.settings);
        for line in &found.lines {
            let service = rules.service(&line.code).unwrap();
            let version = service.version(facts.month).unwrap();
            prop_assert!(line.units >= 1 && line.units <= version.units_max.units(&choices));
            prop_assert!(service.complete);
            for base in service.bases.iter().take(usize::from(service.bases.len() == 1)) {
                prop_assert!(found.lines.iter().any(|other| other.code == *base));
            }
            prop_assert!(facts.month.covers(line.date_of_service));
        }
        let used: u64 = found.lines.iter().map(|line| line.seconds_used).sum();
        prop_assert!(used <= counted(&found));
        // One track a month (CCM-SEL-02).
        let bases = ["99490", "99487", "99491"];
        prop_assert!(found.lines.iter().filter(|line| bases.contains(&line.code.as_str())).count() <= 1);
    }

    /// One more second at the end of an entry that overlaps nothing never counts fewer.
    #[test]
    fn one_more_second_never_counts_fewer(facts in month()) {
        let mut longer = facts.clone();
        let Some(last) = longer.entries.iter_mut().max_by_key(|entry| entry.end) else { return Ok(()) };
        last.end = Timestamp::from_second(last.end.as_second() + 1).unwrap();
        // TIME-07 may then keep another entry of the same start; the union still grows.
        let starts: std::collections::BTreeSet<_> = facts.entries.iter().map(|entry| entry.start).collect();
        prop_assume!(starts.len() == facts.entries.len());
        prop_assert!(counted(&judge(&longer)) >= counted(&judge(&facts)));
    }

    /// Whatever the facts, there is an answer, it has words, and it is the same each time.
    #[test]
    fn any_month_has_one_answer(facts in month()) {
        let found = judge(&facts);
        prop_assert!(!words::explain(&found, RuleSet::embedded()).is_empty());
        prop_assert_eq!(&judge(&facts), &found);
        let stored: MonthFacts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
        prop_assert_eq!(judge(&stored), found);
    }

    /// No instant, date or number is strange enough to panic.
    #[test]
    fn extremes_do_not_panic(
        seconds in prop::collection::vec((-377_705_023_200i64..=253_402_207_199, -377_705_023_200i64..=253_402_207_199), 0..6),
        day in prop::sample::select(vec![Date::MIN, Date::MAX, Date::ZERO, Date::constant(2024, 2, 29)]),
        numbers in prop::collection::vec(prop::sample::select(vec![0, 1, i64::MAX, i64::MIN, 4_000_000_000]), 4),
    ) {
        let mut facts = own_facts("P-111");
        let entry = facts.entries[0].clone();
        facts.entries = seconds.iter().map(|&(start, end)| EntryFact {
            start: Timestamp::from_second(start).unwrap(),
            end: Timestamp::from_second(end).unwrap(),
            pauses: vec![Span { start: Timestamp::MIN, end: Timestamp::from_second(end).unwrap() }],
            ..entry.clone()
        }).collect();
        number(&mut facts.entries);
        facts.service_start = Some(day);
        facts.today = Some(day);
        facts.visits[0].date = day;
        facts.care_plans[0].date = day;
        facts.care_plans[0].revised_on = Some(day);
        facts.consents[0].at = Some(Moment::Day(day));
        facts.consents[0].revoked_at = Some(Moment::Day(day));
        facts.departures.push(Departure { id: Key::new("end"), kind: DepartureKind::Death, at: Moment::Day(day) });
        let names = ["plan_review_months", "ccm_consent_max_age_months", "max_99489", "late_entry_days"];
        for (name, number) in names.into_iter().zip(numbers) {
            facts.settings.insert(name.into(), Setting::Number(number));
        }
        judge(&facts);
        facts.month = ccm::basics::ServiceMonth::of(day);
        judge(&facts);
    }
}
