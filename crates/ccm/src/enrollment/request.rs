//! A code that the practice asks for by name, where the record alone does not (APCM-05, CONC-19).

use serde::{Deserialize, Serialize};

use crate::basics::{Hcpcs, ServiceMonth};

/// Asked for one patient's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRequest {
    pub month: ServiceMonth,
    pub code: Hcpcs,
    /// In place of the code that the rules would give (FQ-03, FQ-05), not beside it.
    #[serde(default)]
    pub instead: bool,
}

impl CodeRequest {
    /// One code is asked for once in a month, and one alone in place of ours.
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        self.month == other.month
            && self.instead == other.instead
            && (self.instead || self.code == other.code)
    }
}
