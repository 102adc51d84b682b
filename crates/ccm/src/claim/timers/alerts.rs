//! What asks for somebody on a day.

use serde::{Deserialize, Serialize};

use super::Timers;
use super::matters::{ClaimMatter, matters};
use crate::basics::{Date, TimeZone};
use crate::billing::holidays::Holidays;
use crate::claim::life::ClaimEvent;

/// Why a claim asks for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertRule {
    /// The last day to file has gone by.
    FilingPassed,
    FilingLimit,
    AppealPassed,
    AppealLimit,
    /// Refused before adjudication: correct it and ask anew.
    Rejected,
    /// The payer has a file of the same number: ask which, before anything is sent again.
    InDoubt,
    NoAcknowledgment,
    NoClaimStatus,
    NoRemittance,
    /// A remittance spoke of a claim that was thought to be done with.
    Surprised,
}

impl AlertRule {
    pub const ALL: [Self; 10] = [
        Self::FilingPassed,
        Self::FilingLimit,
        Self::AppealPassed,
        Self::AppealLimit,
        Self::Rejected,
        Self::InDoubt,
        Self::NoAcknowledgment,
        Self::NoClaimStatus,
        Self::NoRemittance,
        Self::Surprised,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::FilingPassed => "filing_passed",
            Self::FilingLimit => "filing_limit",
            Self::AppealPassed => "appeal_passed",
            Self::AppealLimit => "appeal_limit",
            Self::Rejected => "rejected",
            Self::InDoubt => "in_doubt",
            Self::NoAcknowledgment => "no_acknowledgment",
            Self::NoClaimStatus => "no_claim_status",
            Self::NoRemittance => "no_remittance",
            Self::Surprised => "surprised",
        }
    }

    /// The rule that a matter is kept under, and of a deadline, whether it has gone by.
    pub fn kept(self) -> (Self, Option<bool>) {
        match self {
            Self::FilingPassed => (Self::FilingLimit, Some(true)),
            Self::AppealPassed => (Self::AppealLimit, Some(true)),
            Self::FilingLimit | Self::AppealLimit => (self, Some(false)),
            _ => (self, None),
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// One thing to look at. Nothing in it is about the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClaimAlert {
    pub rule: AlertRule,
    /// The day on which it began to ask for somebody.
    pub since: Date,
    /// The last day on which it can still be done, where there is one.
    pub last_day: Option<Date>,
    /// Of a deadline: the warning that fell due, in days before the last one.
    pub warning_days: Option<u16>,
}

/// What a claim's clocks run on.
#[derive(Clone, Copy)]
pub struct Clocks<'a> {
    pub timers: &'a Timers,
    pub holidays: &'a Holidays,
    /// Of the practice: instants become days by it.
    pub zone: &'a TimeZone,
    /// The earliest date of service on the claim.
    pub first_service_on: Date,
    pub today: Date,
}

/// Everything about a claim that asks for somebody today, in the order of [`AlertRule`]. Deadlines come before waiting.
pub fn alerts(events: &[ClaimEvent], clocks: &Clocks<'_>) -> Vec<ClaimAlert> {
    let on_the_day = |matter: &ClaimMatter| matter.on(clocks.today, &clocks.timers.warnings);
    let mut alerts: Vec<ClaimAlert> = matters(events, clocks).iter().filter_map(on_the_day).collect();
    alerts.sort_unstable();
    alerts
}
