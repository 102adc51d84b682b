//! Why the extra payment for comprehensive care planning is not due.

use serde::{Deserialize, Serialize};

/// What bars G0506 (INIT-08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanningBar {
    VisitDoesNotQualify,
    AfterServiceStart,
    CcmStopped,
    NoCcmWork,
}
