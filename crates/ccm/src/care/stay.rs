//! Days in a facility (TIME-09).

use crate::basics::{Moment, StayId};

/// A stay; its end may be recorded later, as a record of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacilityStay {
    pub id: StayId,
    /// `inpatient`, `snf_part_a`, `observation`, `nursing_facility_residence`.
    pub kind: String,
    pub from: Moment,
    /// `None`: still there.
    pub to: Option<Moment>,
}
