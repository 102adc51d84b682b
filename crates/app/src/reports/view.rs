//! What lists and charts show of a patient.

use ccm::basics::*;
use ccm::reports::{MonthMeter, Threshold, ThresholdState};
use serde::Serialize;

use crate::ports::reports::PatientHead;

/// Who it is. Redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PatientCard {
    pub id: PatientId,
    pub family: Option<String>,
    pub given: Option<String>,
    pub born_on: Option<Date>,
    /// Whole years, today.
    pub age: Option<u16>,
    /// FHIR administrative gender.
    pub sex: Option<String>,
    pub language: Option<String>,
    pub has_died: bool,
}

impl PatientCard {
    pub(crate) fn of(head: PatientHead, today: Date) -> Self {
        let PatientHead { id, family, given, born_on, sex, language, has_died, .. } = head;
        let age = born_on.and_then(|born| age_on(born, today));
        Self { id, family, given, born_on, age, sex, language, has_died }
    }
}

/// Whole years on a day; `None` before birth. Who was born on 29 February turns a year older on 1 March.
pub(super) fn age_on(born: Date, today: Date) -> Option<u16> {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    let years = today.year().checked_sub(born.year())? - i16::from(!had_birthday);
    u16::try_from(years).ok()
}

/// A meter as it stands now.
#[derive(Clone, PartialEq, Serialize)]
pub struct MeterView {
    pub month: ServiceMonth,
    /// Whole days after this one; `None`: the month is over.
    pub days_left: Option<u16>,
    pub programs: Vec<ProgramMeterView>,
}

#[derive(Clone, PartialEq, Serialize)]
pub struct ProgramMeterView {
    pub program: ccm::enrollment::Program,
    pub counted_seconds: u64,
    pub own_seconds: u64,
    pub thresholds: Vec<ThresholdView>,
}

#[derive(Clone, PartialEq, Serialize)]
pub struct ThresholdView {
    #[serde(flatten)]
    pub threshold: Threshold,
    pub missing: u64,
    pub state: ThresholdState,
}

impl MeterView {
    pub(super) fn at(meter: &MonthMeter, now: Timestamp) -> Self {
        let until = meter.until();
        let view = |one: &Threshold| ThresholdView {
            threshold: one.clone(),
            missing: one.missing(),
            state: one.state_at(now, until),
        };
        let programs = meter.programs.iter().map(|one| ProgramMeterView {
            program: one.program,
            counted_seconds: one.counted_seconds,
            own_seconds: one.own_seconds,
            thresholds: one.thresholds.iter().map(view).collect(),
        });
        Self { month: meter.month, days_left: meter.days_left(now), programs: programs.collect() }
    }
}

impl std::fmt::Debug for PatientCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PatientCard({} …)", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_in_whole_years() {
        let age = |born: &str, today: &str| age_on(born.parse().unwrap(), today.parse().unwrap());
        assert_eq!(age("1948-03-17", "2026-03-16"), Some(77));
        assert_eq!(age("1948-03-17", "2026-03-17"), Some(78));
        assert_eq!(age("1948-02-29", "2026-02-28"), Some(77));
        assert_eq!(age("2027-01-01", "2026-02-28"), None);
    }
}
