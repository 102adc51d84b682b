//! A coordinator's patients in a month: how many are where they should be, and whether the hours suffice.

use serde::Serialize;

use super::settings::RankingSettings;
use crate::basics::{ServiceMonth, Timestamp, ZoneName};

/// Patients as storage counts them, at one expected share; see [`expected_permille`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CaseloadCounts {
    pub assigned: u64,
    /// First threshold of the month reached.
    pub at_threshold: u64,
    /// Not reached, and at or above the expected share.
    pub on_track: u64,
    /// Below it.
    pub at_risk: u64,
    /// In programs that count no time.
    pub without_threshold: u64,
    /// Seconds missing to the first threshold, over all who have not reached it.
    pub missing_seconds: u64,
}

/// The header of Today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Caseload {
    pub counts: CaseloadCounts,
    /// Work left until everybody is at threshold.
    pub work_seconds: u64,
    /// Hours at hand until the month's end; `None`: no roster says.
    pub rostered_seconds: Option<u64>,
    /// Rostered less work: below zero it is a deficit.
    pub surplus_seconds: Option<i64>,
}

impl Caseload {
    pub fn of(counts: CaseloadCounts, rostered_seconds: Option<u64>) -> Self {
        let work_seconds = counts.missing_seconds;
        let signed = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        let surplus_seconds =
            rostered_seconds.map(|hours| signed(hours).saturating_sub(signed(work_seconds)));
        Self { counts, work_seconds, rostered_seconds, surplus_seconds }
    }
}

/// The share of the first threshold, in thousandths, from which somebody is on track now: the month's even share of the
/// days that are over, less what the settings forgive.
pub fn expected_permille(
    month: ServiceMonth,
    zone: &ZoneName,
    now: Timestamp,
    settings: &RankingSettings,
) -> u32 {
    let today = zone.zone().to_datetime(now).date();
    let days = u32::try_from(month.last_day().day()).unwrap_or(31);
    let over = if today > month.last_day() {
        days
    } else if today < month.first_day() {
        0
    } else {
        u32::try_from(today.day()).unwrap_or(1) - 1
    };
    // Whoever lacks anything is below 1000, also after the month's end.
    (over * 1_000 / days) * settings.on_track_permille / 1_000
}

/// A share in thousandths; only what is reached is 1000.
pub fn share_permille(counted: u64, needed: u64) -> u32 {
    match needed {
        0 => 1_000,
        _ if counted >= needed => 1_000,
        _ => u32::try_from(u128::from(counted) * 1_000 / u128::from(needed)).unwrap_or(999).min(999),
    }
}
