//! How a file of claims gets to its partner: what happened on the way, and what is to be done next (interop.md §2).
//!
//! That a try begins is on record before a byte leaves. So whoever comes after a crash knows that the partner may have the
//! file: it is asked for, or sent again as it is, never written anew under other numbers.

use std::sync::LazyLock;
use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::basics::Timestamp;

/// What happened to a file. Written once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CarriageStep {
    /// A try begins: from here on the partner may have it.
    Begun,
    /// The partner has it; with the number that it, or its portal, answered.
    Transmitted {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmation: Option<String>,
    },
    /// The partner certainly does not have it.
    NotSent { why: String },
    /// Nobody knows: the line broke, or the partner was silent, after some of it had left.
    Unclear { why: String },
}

impl CarriageStep {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Transmitted { .. } => "transmitted",
            Self::NotSent { .. } => "not_sent",
            Self::Unclear { .. } => "unclear",
        }
    }
}

/// A step and when it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriageEvent {
    pub at: Timestamp,
    pub step: CarriageStep,
}

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CarriageMove {
    /// It has never left.
    Put,
    /// It may be there: ask, and put the same bytes under the same name where the partner does not have them or cannot say.
    AskThenPut,
    /// Not before this instant.
    Wait(Timestamp),
    /// The partner has it.
    Nothing,
}

/// Where a file stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarriageStanding {
    #[serde(rename = "move")]
    pub next: CarriageMove,
    /// Tries that did not end well, since the last that did.
    pub failures: usize,
    /// So many that somebody must look.
    pub needs_a_person: bool,
    /// Why the last try did not end well.
    pub why: Option<String>,
    pub transmitted_at: Option<Timestamp>,
}

/// How often and how soon: `remittance/carriage.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriageTerms {
    pub version: u32,
    pub from: String,
    pub source: String,
    pub verified: bool,
    pub retry_minutes: Vec<i64>,
    pub try_minutes: i64,
    pub unfinished_minutes: i64,
    pub look_after_failures: usize,
}

impl CarriageTerms {
    pub fn embedded() -> &'static Self {
        static TERMS: LazyLock<CarriageTerms> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../../remittance/carriage.toml")).expect("our own table reads")
        });
        &TERMS
    }

    /// How long a try may take, so that it is over before somebody else takes it for dead.
    pub fn longest_try(&self) -> Duration {
        Duration::from_secs(u64::try_from(self.try_minutes.saturating_mul(60)).unwrap_or_default())
    }

    fn pause(&self, failures: usize) -> SignedDuration {
        let nth = self.retry_minutes.get(failures.saturating_sub(1)).or(self.retry_minutes.last());
        SignedDuration::from_mins(nth.copied().unwrap_or(1))
    }
}

/// Works it out. The first word that the partner has it stays; what comes later changes nothing.
pub fn carriage(events: &[CarriageEvent], terms: &CarriageTerms, now: Timestamp) -> CarriageStanding {
    let has_it = events.iter().find(|event| matches!(event.step, CarriageStep::Transmitted { .. }));
    let why = |event: &CarriageEvent| match &event.step {
        CarriageStep::NotSent { why } | CarriageStep::Unclear { why } => Some(why.clone()),
        CarriageStep::Begun | CarriageStep::Transmitted { .. } => None,
    };
    let failures = events.iter().filter(|event| why(event).is_some()).count();
    // Whether bytes may have left since the partner last certainly had nothing.
    let last = events.last();
    let may_be_there = events
        .iter()
        .rev()
        .take_while(|event| !matches!(event.step, CarriageStep::NotSent { .. }))
        .any(|event| matches!(event.step, CarriageStep::Begun | CarriageStep::Unclear { .. }));
    let next = match last {
        _ if has_it.is_some() => CarriageMove::Nothing,
        None => CarriageMove::Put,
        Some(last) => {
            let pause = match last.step {
                // Whoever began may still be at it, though their lease is over.
                CarriageStep::Begun => SignedDuration::from_mins(terms.unfinished_minutes),
                _ => terms.pause(failures),
            };
            let again = last.at.checked_add(pause).unwrap_or(Timestamp::MAX);
            match () {
                () if now < again => CarriageMove::Wait(again),
                () if may_be_there => CarriageMove::AskThenPut,
                () => CarriageMove::Put,
            }
        }
    };
    CarriageStanding {
        next,
        failures,
        needs_a_person: has_it.is_none() && failures >= terms.look_after_failures,
        why: events.iter().rev().find_map(why),
        transmitted_at: has_it.map(|event| event.at),
    }
}
