//! The next contact: health first, the patient's wish next, pace last.

use ccm::care::next_contact::{ContactFacts, DayPart, Why, propose};
use ccm::care::red_flag::Severity;
use proptest::prelude::*;

use crate::support::*;

fn facts() -> ContactFacts {
    ContactFacts {
        today: day("2026-11-03"),
        part: DayPart::Morning,
        reached: true,
        retry_days: None,
        other_window: false,
        red_flag: None,
        task_due: None,
        minutes: None,
        preferred_part: None,
        preferred_days: None,
    }
}

#[test]
fn each_reason_is_named() {
    let usual = propose(&facts());
    assert_eq!(
        (usual.from, usual.until, usual.why),
        (day("2026-11-27"), day("2026-12-04"), vec![Why::Usual])
    );

    let flagged = propose(&ContactFacts { red_flag: Some((Severity::Urgent, 1)), ..facts() });
    assert_eq!((flagged.from, flagged.until), (day("2026-11-04"), day("2026-11-04")));
    assert_eq!(flagged.why, [Why::RedFlag { severity: Severity::Urgent }]);

    let missed =
        propose(&ContactFacts { reached: false, retry_days: Some(2), other_window: true, ..facts() });
    assert_eq!(
        (missed.from, missed.until, missed.part),
        (day("2026-11-05"), day("2026-11-07"), Some(DayPart::Afternoon))
    );
    assert_eq!(missed.why, [Why::NotReached, Why::OtherPartOfDay]);

    let short = propose(&ContactFacts { minutes: Some((900, 1_200)), ..facts() });
    assert_eq!((short.from, short.until), (day("2026-11-27"), day("2026-11-30")));
    assert_eq!(short.why, [Why::Usual, Why::ThisMonth { missing_seconds: 300 }]);

    let overdue = propose(&ContactFacts { task_due: Some(day("2026-10-01")), ..facts() });
    assert_eq!((overdue.from, overdue.until), (day("2026-11-03"), day("2026-11-03")));
}

proptest! {
    /// Minutes never bring a contact forward, and change nothing where health decides.
    #[test]
    fn pace_never_outranks_health_or_the_patients_wish(
        days in 0..60_i64, flag in prop::option::of(0..4_u16), wish in prop::option::of(1..90_u16),
        retry in prop::option::of(0..9_u16), reached: bool, so_far in 0..2_000_i64, needed in 0..4_000_i64,
    ) {
        let today = day("2026-11-01").checked_add(jiff::Span::new().days(days)).unwrap();
        let without = ContactFacts {
            today, reached, retry_days: retry, preferred_days: wish,
            red_flag: flag.map(|days| (Severity::SameDay, days)), ..facts()
        };
        let paced = propose(&ContactFacts { minutes: Some((so_far, needed)), ..without.clone() });
        let plain = propose(&without);
        prop_assert_eq!(paced.from, plain.from);
        prop_assert!(paced.from <= paced.until && paced.until <= plain.until && today <= paced.from);
        if plain.why[0].is_clinical() {
            prop_assert_eq!(&paced, &plain);
        }
        if let (Some(days), true, false) = (wish, reached, plain.why[0].is_clinical()) {
            prop_assert!(paced.from >= today.checked_add(jiff::Span::new().days(i64::from(days))).unwrap());
        }
    }
}
