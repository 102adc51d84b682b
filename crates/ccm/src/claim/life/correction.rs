//! How a claim may be put right, and what the new one says of the old (interop.md §3, §4).

use serde::{Deserialize, Serialize};

use super::{ClaimStanding, Outcome};
use crate::basics::ClaimId;
use crate::claim::Claim;

/// The claim that a new one is asked in place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Corrects {
    pub claim: ClaimId,
    pub how: CorrectionWay,
}

/// What sort of correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionWay {
    /// A new original: the old one was refused before anybody adjudicated it.
    Resubmission,
    /// Frequency 7, with the payer's own number of the old one.
    Replacement,
    /// Frequency 8, likewise.
    Void,
    /// The contractor opens a processed claim again on request; no file says so.
    Reopening,
}

impl CorrectionWay {
    pub const ALL: [Self; 4] = [Self::Resubmission, Self::Replacement, Self::Void, Self::Reopening];

    pub fn word(self) -> &'static str {
        match self {
            Self::Resubmission => "resubmission",
            Self::Replacement => "replacement",
            Self::Void => "void",
            Self::Reopening => "reopening",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// CLM05-3 of the new claim; `None`: no claim is sent.
    pub fn frequency(self) -> Option<&'static str> {
        match self {
            Self::Resubmission => Some("1"),
            Self::Replacement => Some("7"),
            Self::Void => Some("8"),
            Self::Reopening => None,
        }
    }
}

/// The way to make a correction once more that a later closing of its month has left behind unsent: the way it was. What it
/// stands in place of went out, so what the later closing drafted of the same may not be asked beside it.
pub fn way_again(standing: &ClaimStanding, corrects: Option<Corrects>) -> Option<CorrectionWay> {
    corrects.filter(|_| standing.state.is_unsent()).map(|corrects| corrects.how)
}

/// How the new claim asks: CLM05-3, and for 7 and 8 the payer's own number of the claim that it is about. What was refused
/// unread is asked again as it was: a void that was refused stays a void, because what it takes back was paid. `None`: no claim
/// is sent.
pub fn asked_as(
    way: CorrectionWay,
    old: &Claim,
    standing: &ClaimStanding,
) -> Option<(String, Option<String>)> {
    use CorrectionWay as W;
    let usual = way.frequency()?.to_owned();
    Some(match way {
        W::Resubmission if old.frequency == "7" || old.frequency == "8" => {
            (old.frequency.clone(), old.payer_claim_number.clone())
        }
        // One that was never sent has no number of its own: it names that of the claim before it.
        W::Replacement | W::Void if standing.state.is_unsent() => (usual, old.payer_claim_number.clone()),
        W::Replacement | W::Void => (usual, standing.payer_claim_number.clone()),
        _ => (usual, None),
    })
}

/// The ways that are open from where a claim stands, the usual one first. None while an answer is awaited: a claim that
/// somebody may be adjudicating is not sent twice (CARC 18).
///
/// A replacement or void names the payer's own number of the old claim, so without one neither is a way.
pub fn ways(standing: &ClaimStanding, freq78_allowed: bool) -> &'static [CorrectionWay] {
    use CorrectionWay as W;
    match standing.state {
        state if state.is_rejected() => &[W::Resubmission],
        // Taken back, and nobody has decided anew.
        state if state.is_adjudicated() && standing.outcome == Some(Outcome::Reversed) => &[],
        state if state.is_adjudicated() => {
            if freq78_allowed && standing.payer_claim_number.is_some() {
                &[W::Replacement, W::Void, W::Reopening]
            } else {
                &[W::Reopening]
            }
        }
        _ => &[],
    }
}
