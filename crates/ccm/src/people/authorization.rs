//! What a payer agreed to beforehand (PAYER-01).

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Hcpcs};

/// One prior authorization. Both days are inside.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorAuthorization {
    /// The payer's key in the setup file.
    pub payer: String,
    pub code: Hcpcs,
    pub from: Date,
    pub until: Date,
    /// As the payer gave it.
    pub number: String,
}

impl std::fmt::Debug for PriorAuthorization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PriorAuthorization({} …)", self.code)
    }
}
