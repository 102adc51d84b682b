//! Whether a visit named a need that limits diagnosis or treatment (ELIG-04).

use serde::{Deserialize, Serialize};

use crate::basics::Date;

/// The practitioner's word at a visit; the newest one counts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocialNeed {
    /// The day of the visit.
    pub date: Date,
    /// False: it was asked, and there is none.
    pub named: bool,
    /// Which one, in the practitioner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
}

impl std::fmt::Debug for SocialNeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SocialNeed({} …)", self.date)
    }
}
