//! Whether the person is still at it. The one place that knows what an unanswered question does.
//!
//! Positions are milliseconds counted since the segment began. A question stands from the moment at which there has been
//! no activity for long enough, whether or not anybody saw it: so what follows does not depend on when a message
//! came. While it stands, activity is no answer.

use serde::{Deserialize, Serialize};

use super::limits::IdleLimits;

/// How a person stands to their clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attending {
    Working,
    /// The question stands, and may be answered.
    Asked,
    /// It was not answered in time: the segment ended at the last activity before it.
    Gone,
}

/// The last position at which the person was at work for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    pub seen_ms: i64,
}

impl Attention {
    pub fn at(self, position_ms: i64, limits: IdleLimits) -> Attending {
        match position_ms.saturating_sub(self.seen_ms) {
            quiet if quiet < limits.ask_ms => Attending::Working,
            quiet if quiet < limits.stop_ms => Attending::Asked,
            _ => Attending::Gone,
        }
    }

    /// Activity at a position. Nothing where a question stood already, or where it is old news.
    pub fn see(&mut self, position_ms: i64, limits: IdleLimits) {
        if self.at(position_ms, limits) == Attending::Working {
            self.seen_ms = self.seen_ms.max(position_ms);
        }
    }

    /// Yes, I was at work. Whether it came in time.
    pub fn confirm(&mut self, position_ms: i64, limits: IdleLimits) -> bool {
        let in_time = self.at(position_ms, limits) != Attending::Gone;
        if in_time {
            self.seen_ms = self.seen_ms.max(position_ms);
        }
        in_time
    }

    /// Where a segment ends that somebody ends at a position: there, unless a question stood unanswered.
    pub fn end(self, position_ms: i64, limits: IdleLimits) -> i64 {
        match self.at(position_ms, limits) {
            Attending::Working => position_ms.max(self.seen_ms),
            Attending::Asked | Attending::Gone => self.seen_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: IdleLimits = IdleLimits { ask_ms: 120_000, stop_ms: 600_000 };

    #[test]
    fn a_question_stands_from_its_second_on_and_activity_is_no_answer() {
        let mut person = Attention::default();
        person.see(119_999, LIMITS);
        assert_eq!(person.seen_ms, 119_999);
        person.see(239_999, LIMITS);
        assert_eq!(person.seen_ms, 119_999);
        assert_eq!(person.at(239_998, LIMITS), Attending::Working);
        assert_eq!(person.at(239_999, LIMITS), Attending::Asked);
        assert_eq!(person.at(719_999, LIMITS), Attending::Gone);
        assert_eq!(person.end(239_998, LIMITS), 239_998);
        assert_eq!(person.end(300_000, LIMITS), 119_999);
    }

    #[test]
    fn an_answer_counts_until_the_end_and_not_after() {
        let mut person = Attention::default();
        assert!(person.confirm(599_999, LIMITS));
        assert_eq!(person.seen_ms, 599_999);
        assert!(!person.confirm(1_199_999, LIMITS));
        assert_eq!(person.seen_ms, 599_999);
    }
}
