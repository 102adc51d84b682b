//! The programs that share a patient's month. Each second of work belongs to one of them (ENG-06).

use serde::{Deserialize, Serialize};

/// A Medicare care-management program, by the word that consents, entries and case files use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Program {
    /// Chronic care management.
    #[serde(rename = "CCM")]
    Ccm,
    /// Principal care management.
    #[serde(rename = "PCM")]
    Pcm,
    /// Transitional care management.
    #[serde(rename = "TCM")]
    Tcm,
    /// Remote physiologic monitoring.
    #[serde(rename = "RPM")]
    Rpm,
    /// A practitioner's interpretation of physiologic data, 30 days (RPM-09); consent as RPM.
    #[serde(rename = "RPM_99091")]
    RpmInterpretation,
    /// Remote therapeutic monitoring.
    #[serde(rename = "RTM")]
    Rtm,
    /// Behavioral health integration.
    #[serde(rename = "BHI")]
    Bhi,
    /// Psychiatric collaborative care.
    #[serde(rename = "COCM")]
    Cocm,
    /// Community health integration.
    #[serde(rename = "CHI")]
    Chi,
    /// Principal illness navigation.
    #[serde(rename = "PIN")]
    Pin,
    /// Advanced primary care management.
    #[serde(rename = "APCM")]
    Apcm,
}

impl Program {
    pub const ALL: [Self; 11] = [
        Self::Ccm,
        Self::Pcm,
        Self::Tcm,
        Self::Rpm,
        Self::RpmInterpretation,
        Self::Rtm,
        Self::Bhi,
        Self::Cocm,
        Self::Chi,
        Self::Pin,
        Self::Apcm,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Ccm => "CCM",
            Self::Pcm => "PCM",
            Self::Tcm => "TCM",
            Self::Rpm => "RPM",
            Self::RpmInterpretation => "RPM_99091",
            Self::Rtm => "RTM",
            Self::Bhi => "BHI",
            Self::Cocm => "COCM",
            Self::Chi => "CHI",
            Self::Pin => "PIN",
            Self::Apcm => "APCM",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|program| program.word() == word)
    }

    /// The program whose consent covers this one's work (CONSENT-04, RPM-09).
    pub fn consent_program(self) -> Self {
        if self == Self::RpmInterpretation { Self::Rpm } else { self }
    }
}
