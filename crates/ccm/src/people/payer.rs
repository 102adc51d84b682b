//! Payer profiles: what differs between trading partners is a row, never code (PAYER-01).

use serde::{Deserialize, Serialize};

use super::submission::Submission;

/// What sort of payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerKind {
    /// Original Medicare, Part B.
    MedicareFfs,
    MedicareAdvantage,
    Medicaid,
    Commercial,
}

impl PayerKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::MedicareFfs => "medicare_ffs",
            Self::MedicareAdvantage => "medicare_advantage",
            Self::Medicaid => "medicaid",
            Self::Commercial => "commercial",
        }
    }
}

/// One trading partner: who they are on a claim, who we are to them, how imported coverage names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerProfile {
    pub name: String,
    pub kind: PayerKind,
    pub payer_id: String,
    /// SBR09, such as `MB`.
    pub filing_indicator: String,
    pub receiver_name: String,
    pub receiver_id: String,
    pub receiver_qualifier: String,
    pub submitter_name: String,
    pub submitter_id: String,
    pub submitter_qualifier: String,
    pub contact_name: String,
    pub contact_phone: String,
    /// Claims in one transaction set: a rejected set does not hold up many (interop.md §2).
    pub claims_per_set: u32,
    /// By contract; `None`: one calendar year (CLAIM-06).
    pub filing_days: Option<u32>,
    pub coverage_names: Vec<String>,
    /// Source of Payment Typology codes.
    pub coverage_types: Vec<String>,
    /// How claims reach them, and how long their answers may take.
    #[serde(default, skip_serializing_if = "Submission::is_default")]
    pub submission: Submission,
}

impl PayerProfile {
    /// Whether an imported coverage speaks of this payer: by its type where it has one, else by its name.
    pub fn speaks_of(&self, type_code: Option<&str>, payer_name: Option<&str>) -> bool {
        let same = |known: &String, text: &str| known.eq_ignore_ascii_case(text.trim());
        match type_code {
            Some(code) if !self.coverage_types.is_empty() => {
                self.coverage_types.iter().any(|known| same(known, code))
            }
            _ => payer_name.is_some_and(|name| self.coverage_names.iter().any(|known| same(known, name))),
        }
    }
}
