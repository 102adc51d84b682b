//! How claims reach a payer, what it lets a claim say, and how long its answers may take (interop.md §3, §4): terms of a
//! payer profile. A row from before they were asked reads as the strictest: one date, originals alone, no transport.
//!
//! No secret stands here: only the name under which the secrets' keeper knows it.

use serde::{Deserialize, Serialize};

use super::transport::Transport;
use crate::basics::Problem;

/// What differs between partners in sending and being answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Submission {
    pub dates: DatePolicy,
    /// Takes replacements (7) and voids (8). Medicare Part B does not: a processed claim is reopened or appealed.
    pub freq78_allowed: bool,
    pub timers: PayerTimers,
    pub transport: Transport,
    /// How it is asked whom it covers (270); `None`: it is not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<EligibilityTerms>,
}

/// How a payer is asked whom it covers. Files go the way of claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EligibilityTerms {
    /// Where questions name the payer otherwise than claims do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<String>,
    /// One day, or the whole month.
    pub dates: DatePolicy,
}

/// How a line says its date of service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePolicy {
    /// `D8`: one day.
    #[default]
    Single,
    /// `RD8`: from the first of the month.
    Range,
}

impl DatePolicy {
    pub const ALL: [Self; 2] = [Self::Single, Self::Range];

    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Range => "range",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Where a payer's answers take otherwise than `remittance/timers.toml` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PayerTimers {
    /// TA1 and 999, in business days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgment_business_days: Option<u16>,
    /// 277CA, in business days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_status_business_days: Option<u16>,
    /// 835, in calendar days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remittance_days: Option<u16>,
    /// To appeal, in calendar days from the remittance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_days: Option<u16>,
}

impl Submission {
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Everything that is wrong with it; `place` is for whoever has to mend it.
    pub fn check(&self, place: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |code: &str, name: &str, expected: &str| {
            let problem = Problem::new(code, format!("{place}.{name}"));
            problems.push(if expected.is_empty() { problem } else { problem.with("expected", expected) });
        };
        let timers = [
            ("acknowledgment_business_days", self.timers.acknowledgment_business_days),
            ("claim_status_business_days", self.timers.claim_status_business_days),
            ("remittance_days", self.timers.remittance_days),
            ("appeal_days", self.timers.appeal_days),
        ];
        for (name, days) in timers {
            if days.is_some_and(|days| !(1..=366).contains(&days)) {
                wrong("out_of_range", &format!("timers.{name}"), "1 to 366");
            }
        }
        let names = self.eligibility.iter().flat_map(|terms| {
            [("eligibility.payer_name", &terms.payer_name), ("eligibility.payer_id", &terms.payer_id)]
        });
        for (name, text) in names {
            if text.as_deref().is_some_and(|text| text.trim().is_empty()) {
                wrong("required", name, "");
            }
        }
        problems.extend(self.transport.check(&format!("{place}.transport")));
        problems
    }
}
