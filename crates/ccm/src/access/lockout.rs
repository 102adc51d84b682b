//! How long a sign-in name, or an address, is locked after wrong tries. A pure function of what was counted.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::basics::Timestamp;

/// What is remembered of wrong tries in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    pub failures: u32,
    pub last_at: Option<Timestamp>,
}

/// A number of wrong tries locks; each wrong one after it locks for twice as long, up to a longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lockout {
    /// The wrong try in a row that locks first.
    pub locks_at: u32,
    pub first_seconds: u32,
    pub longest_seconds: u32,
    /// After so long without a try, everything is forgotten.
    pub forgotten_seconds: u32,
}

impl Lockout {
    /// For a sign-in name, known or not.
    pub const LOGIN: Self =
        Self { locks_at: 5, first_seconds: 60, longest_seconds: 3_600, forgotten_seconds: 86_400 };
    /// For an address: a whole practice stands behind one.
    pub const ADDRESS: Self =
        Self { locks_at: 50, first_seconds: 60, longest_seconds: 900, forgotten_seconds: 3_600 };

    /// Until when it is locked, if it is locked now.
    pub fn locked_until(&self, tries: Tries, now: Timestamp) -> Option<Timestamp> {
        let over = tries.failures.checked_sub(self.locks_at)?;
        let doubled = u64::from(self.first_seconds).saturating_mul(1 << over.min(20));
        let seconds = doubled.min(u64::from(self.longest_seconds));
        let until = after(tries.last_at?, seconds);
        (now < until).then_some(until)
    }

    /// One more wrong try. It is counted before the password is looked at, so that many at once are no more tries
    /// than many in a row.
    pub fn count(&self, tries: Tries, now: Timestamp) -> Tries {
        let forgotten =
            tries.last_at.is_none_or(|last| now >= after(last, u64::from(self.forgotten_seconds)));
        let before = if forgotten { 0 } else { tries.failures };
        Tries { failures: before.saturating_add(1), last_at: Some(now) }
    }
}

fn after(at: Timestamp, seconds: u64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))).unwrap_or(at)
}
