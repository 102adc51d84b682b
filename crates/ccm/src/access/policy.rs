//! What an organization sets of its walls, within limits.

use serde::{Deserialize, Serialize};

use super::{Lockout, SessionLimits};
use crate::basics::Problem;

/// Whose charts those who treat may see without breaking the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartsOfStaff {
    /// All of the practice: everybody covers for everybody.
    #[default]
    Practice,
    /// Those that are assigned to them.
    Assigned,
}

/// An organization's access policy. What it leaves out is as here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessPolicy {
    pub session: SessionLimits,
    pub charts_of_staff: ChartsOfStaff,
    /// A second factor is owed by everybody who signs in with a password.
    pub second_factor_required: bool,
    /// How long a broken glass stays open.
    pub break_glass_hours: u32,
    pub invitation_hours: u32,
    pub lockout: Lockout,
}

/// A reason for breaking the glass says something.
pub const REASON_LETTERS: usize = 10;
/// … and is no essay.
pub const REASON_LONGEST: usize = 1_000;

impl Default for AccessPolicy {
    fn default() -> Self {
        Self {
            session: SessionLimits::USUAL,
            charts_of_staff: ChartsOfStaff::Practice,
            second_factor_required: false,
            break_glass_hours: 4,
            invitation_hours: 72,
            lockout: Lockout::LOGIN,
        }
    }
}

impl AccessPolicy {
    /// Every value outside its limits; empty where there is none.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = self.session.check();
        let limits = [
            ("break_glass_hours", self.break_glass_hours, 1, 24),
            ("invitation_hours", self.invitation_hours, 1, 14 * 24),
            ("lockout.locks_at", self.lockout.locks_at, 3, 10),
            ("lockout.first_seconds", self.lockout.first_seconds, 30, 3_600),
            ("lockout.longest_seconds", self.lockout.longest_seconds, 300, 86_400),
            ("lockout.forgotten_seconds", self.lockout.forgotten_seconds, 3_600, 7 * 86_400),
        ];
        let outside = limits.into_iter().filter(|(_, value, least, most)| !(least..=most).contains(&value));
        problems.extend(outside.map(|(name, _, least, most)| {
            Problem::new("out_of_range", name).with("least", least).with("most", most)
        }));
        problems
    }
}

/// A reason as it was typed, fit to be kept.
///
/// # Errors
/// `required` for one that says nothing, `too_long` for an essay.
pub fn reason(typed: &str) -> Result<&str, Problem> {
    let typed = typed.trim();
    if typed.chars().filter(|c| c.is_alphanumeric()).count() < REASON_LETTERS {
        return Err(Problem::new("required", "reason").with("letters_at_least", REASON_LETTERS));
    }
    if typed.chars().count() > REASON_LONGEST {
        return Err(Problem::new("too_long", "reason")
            .with("most", REASON_LONGEST)
            .with("expected", REASON_LONGEST));
    }
    Ok(typed)
}
