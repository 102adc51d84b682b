//! How long a session lives: until nobody has used it for a while, and never beyond a working day.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::basics::{Problem, Timestamp};

/// What an organization has set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionLimits {
    /// 45 CFR 164.312(a)(2)(iii): automatic logoff.
    pub idle_minutes: u32,
    pub absolute_hours: u32,
    /// How long a fresh proof of who is there lasts.
    pub step_up_minutes: u32,
}

/// What is remembered of one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub is_revoked: bool,
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    Revoked,
    Idle,
    Absolute,
}

impl SessionLimits {
    pub const USUAL: Self = Self { idle_minutes: 15, absolute_hours: 12, step_up_minutes: 10 };
    /// Being seen is noted once in so many seconds: a page must not cost a write.
    pub const SEEN_SECONDS: i64 = 60;

    /// # Errors
    /// Every value outside its limits.
    pub fn check(&self) -> Vec<Problem> {
        let limits = [
            ("idle_minutes", self.idle_minutes, 2, 60),
            ("absolute_hours", self.absolute_hours, 1, 24),
            ("step_up_minutes", self.step_up_minutes, 1, 60),
        ];
        let outside = limits.into_iter().filter(|(_, value, least, most)| !(least..=most).contains(&value));
        outside
            .map(|(name, _, least, most)| {
                Problem::new("out_of_range", format!("session.{name}"))
                    .with("least", least)
                    .with("most", most)
            })
            .collect()
    }

    /// Whether and why a session is over.
    pub fn end(&self, times: &SessionTimes, now: Timestamp) -> Option<SessionEnd> {
        if times.is_revoked {
            Some(SessionEnd::Revoked)
        } else if now >= self.absolute_until(times) {
            Some(SessionEnd::Absolute)
        } else if now >= after(times.seen_at, i64::from(self.idle_minutes) * 60) {
            Some(SessionEnd::Idle)
        } else {
            None
        }
    }

    /// When it ends if nobody uses it from now on.
    pub fn expires_at(&self, times: &SessionTimes) -> Timestamp {
        after(times.seen_at, i64::from(self.idle_minutes) * 60).min(self.absolute_until(times))
    }

    /// Whether being seen now is worth noting.
    pub fn is_worth_noting(&self, times: &SessionTimes, now: Timestamp) -> bool {
        now >= after(times.seen_at, Self::SEEN_SECONDS)
    }

    pub fn stepped_up_until(&self, now: Timestamp) -> Timestamp {
        after(now, i64::from(self.step_up_minutes) * 60)
    }

    fn absolute_until(&self, times: &SessionTimes) -> Timestamp {
        after(times.created_at, i64::from(self.absolute_hours) * 3_600)
    }
}

fn after(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(at)
}
