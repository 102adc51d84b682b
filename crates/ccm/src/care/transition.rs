//! The way home from a facility and what was done on it (TCM-01 to TCM-04).

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Moment, TimeZone};

/// A discharge and its follow-up, as far as it is known. Who learns more records the whole of it anew.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// When the patient left; a day alone where the clock time is not known.
    pub discharged: Moment,
    /// Out of what kind of stay: `inpatient`, `observation`, `snf`, …
    pub from: String,
    /// `home`, `rest_home`, `assisted_living`, `snf`, …
    pub to: String,
    /// First contact with the patient or caregiver; `None`: none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_at: Option<Moment>,
    /// Documented attempts that reached nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_attempts: Vec<Moment>,
    /// `None`: no visit yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_date: Option<Date>,
    /// The practitioner's word: `low`, `moderate`, `high`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_making: Option<String>,
    /// `None`: not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medication_reconciliation: Option<Date>,
}

impl Transition {
    pub fn discharge_day(&self, zone: &TimeZone) -> Date {
        self.discharged.day(zone)
    }

    /// The last day that this record speaks of.
    pub fn last_day(&self, zone: &TimeZone) -> Date {
        let moments = self.contact_at.iter().chain(&self.failed_attempts).map(|moment| moment.day(zone));
        let dates = self.visit_date.into_iter().chain(self.medication_reconciliation);
        moments.chain(dates).fold(self.discharge_day(zone), Date::max)
    }

    /// Attempts after the day of discharge and not after `last` (TCM-02).
    pub fn failed_attempts_until(&self, last: Date, zone: &TimeZone) -> usize {
        let left = self.discharge_day(zone);
        let days = self.failed_attempts.iter().map(|moment| moment.day(zone));
        days.filter(|day| left < *day && *day <= last).count()
    }
}

impl std::fmt::Debug for Transition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transition({} …)", self.discharged)
    }
}
