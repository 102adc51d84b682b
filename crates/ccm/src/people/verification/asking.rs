//! Whom is a payer to be asked about once more before a month is closed?

use jiff::ToSpan;

use super::book::Asking;
use crate::basics::{Date, ServiceMonth};

/// The last question about somebody for the month, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastAsked {
    pub asked_on: Date,
    /// When it was answered, if it was.
    pub answered_on: Option<Date>,
    /// The payer refused, and asking the same again is of no use.
    pub is_refused: bool,
}

/// Whether the question is due on a day: near the month's end or after it, where no answer is fresh enough and none is on
/// its way. A refusal waits for a person.
pub fn is_due(month: ServiceMonth, last: Option<LastAsked>, today: Date, asking: &Asking) -> bool {
    let begin = month.last_day().saturating_sub(asking.begin_days_before_end.days());
    let end = month.last_day().saturating_add(asking.end_days_after_end.days());
    if today < begin || today > end {
        return false;
    }
    let is_past = |day: Date, days: i32| today > day.saturating_add(days.days());
    match last {
        None => true,
        Some(last) if last.is_refused => false,
        Some(last) => match last.answered_on {
            Some(on) => is_past(on, asking.fresh_days),
            None => is_past(last.asked_on, asking.repeat_days),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::verification::EligibilityBook;

    #[test]
    fn a_question_is_due_where_no_answer_is_fresh() {
        let month: ServiceMonth = "2026-09".parse().unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let asked = |asked: &str, answered: Option<&str>, is_refused| {
            Some(LastAsked { asked_on: day(asked), answered_on: answered.map(day), is_refused })
        };
        let due = |last, today: &str| is_due(month, last, day(today), &EligibilityBook::embedded().asking);
        assert!(!due(None, "2026-09-27") && due(None, "2026-09-28") && due(None, "2026-11-29"));
        assert!(!due(None, "2026-11-30"), "a month that stays open is not asked about for ever");
        let answered = || asked("2026-09-28", Some("2026-09-29"), false);
        assert!(!due(answered(), "2026-10-06") && due(answered(), "2026-10-07"));
        let silent = || asked("2026-09-28", None, false);
        assert!(!due(silent(), "2026-09-30") && due(silent(), "2026-10-01"));
        assert!(!due(asked("2026-09-28", Some("2026-09-28"), true), "2026-10-20"));
    }
}
