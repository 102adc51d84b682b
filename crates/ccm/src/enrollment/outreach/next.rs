//! Who is next: an order that says why. Nobody who waits, has said no or is being called by somebody else is in it.

use serde::Serialize;

use super::attempt::Stage;
use crate::basics::{Answer, Date, PatientId};

/// Whether the hour suits the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// In a window that they named.
    Open,
    /// They named none.
    NotTold,
    Closed,
}

/// What the order asks of one who may be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    pub patient: PatientId,
    pub answer: Answer,
    pub is_cost_known: bool,
    pub door: Door,
    pub stage: Stage,
    pub tries: usize,
}

/// What the queue is ordered by; see [`place`].
pub type QueuePlace = (bool, Door, bool, bool, usize, Option<Date>, PatientId);

/// The place in the queue, the least first; `None`: not in it. First whom a call was promised for today, then whom the hour
/// suits, then who qualifies without open questions, whose cost can be told, who was tried least, who is due the longest.
/// Cost orders only by whether it is known: what somebody pays puts nobody before anybody.
pub fn place(one: &Prospect) -> Option<QueuePlace> {
    let (is_promised, since) = match one.stage {
        Stage::New => (false, None),
        Stage::Due { since, is_promised } => (is_promised, Some(since)),
        Stage::Waiting { .. } | Stage::Exhausted | Stage::Closed { .. } => return None,
    };
    let qualifies = one.answer == Answer::Met;
    Some((!is_promised, one.door, !qualifies, !one.is_cost_known, one.tries, since, one.patient))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prospect(id: u128) -> Prospect {
        Prospect {
            patient: PatientId(uuid::Uuid::from_u128(id)),
            answer: Answer::Met,
            is_cost_known: true,
            door: Door::NotTold,
            stage: Stage::New,
            tries: 0,
        }
    }

    #[test]
    fn a_promise_goes_first_then_the_hour_then_what_is_known() {
        let today = "2026-10-16".parse().unwrap();
        let promised = Prospect {
            stage: Stage::Due { since: today, is_promised: true },
            door: Door::Closed,
            ..prospect(5)
        };
        let open = Prospect { door: Door::Open, answer: Answer::Unknown, ..prospect(4) };
        let unknown = Prospect { is_cost_known: false, ..prospect(2) };
        let waiting = Prospect { stage: Stage::Waiting { until: today, is_promised: false }, ..prospect(1) };
        let mut all = [unknown, waiting, open, prospect(3), promised];
        all.sort_by_key(|one| (place(one).is_none(), place(one)));
        let ids: Vec<u128> = all.iter().map(|one| one.patient.0.as_u128()).collect();
        assert_eq!(ids, [5, 4, 3, 2, 1]);
        assert_eq!(place(&all[4]), None);
    }
}
