//! An evidence pack: one claim, its verdict first, then everything that the verdict rests on.

use serde::Serialize;

use super::checklist::{Checklist, Item, Part, Remedy};
use super::evidence::{Evidence, PersonRef};
use super::said::Said;
use crate::basics::*;

/// The form of the JSON; `docs/evidence-pack.md` says what is in it.
pub const SCHEMA: &str = "perennial.evidence_pack.1";

/// One claim (a patient-month), for somebody from outside. It speaks of a patient, so it does not show itself.
#[derive(Serialize)]
pub struct Pack {
    pub schema: &'static str,
    pub practice: PracticeName,
    /// Of the patient, as the chart has them; the claim's own are in `evidence.claim.subscriber`.
    pub patient: PatientName,
    pub verdict: Verdict,
    pub evidence: Evidence,
}

/// Who hands it out.
#[derive(Clone, Serialize)]
pub struct PracticeName {
    pub name: String,
    pub npi: Option<Npi>,
}

/// Whose it is.
#[derive(Clone, Serialize)]
pub struct PatientName {
    pub family: Option<String>,
    pub given: Option<String>,
    pub born_on: Option<Date>,
}

/// The first page.
#[derive(Clone, Serialize)]
pub struct Verdict {
    pub checklist: ChecklistName,
    pub claim_number: String,
    pub month: ServiceMonth,
    pub practitioner: PersonRef,
    /// The rules that were in force and decided, by the hash of the set.
    pub rule_set: String,
    pub engine: String,
    pub items: Vec<ItemVerdict>,
    pub gaps: usize,
    /// Items whose answer is not known.
    pub unknown: usize,
    /// What the claim charges.
    pub total_cents: Cents,
    /// Of the lines that a gap touches, each once: what is expected for them where it is known, else their charge.
    pub at_risk_cents: Cents,
    /// It went out in a file.
    pub is_sent: bool,
}

#[derive(Clone, Serialize)]
pub struct ChecklistName {
    pub version: String,
    pub title: String,
    pub source: String,
    pub verified: bool,
}

impl ChecklistName {
    pub fn of(list: &Checklist) -> Self {
        Self {
            version: list.version.clone(),
            title: list.title.clone(),
            source: list.source.clone(),
            verified: list.verified,
        }
    }
}

/// How an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemStanding {
    Met,
    Gap,
    /// No billed code asks for it.
    NotRequired,
    NotKnown,
}

impl ItemStanding {
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Gap => "gap",
            Self::NotRequired => "not_required",
            Self::NotKnown => "not_known",
        }
    }
}

/// What to do about a gap, before anything is sent to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggestion {
    /// The claim has not gone out: hold it back until it is right.
    HoldBack,
    Attest,
    CorrectOrRefund,
    Refund,
    Void,
}

impl Suggestion {
    pub(super) fn of(remedy: Remedy, is_sent: bool) -> Self {
        match remedy {
            _ if !is_sent => Self::HoldBack,
            Remedy::Attest => Self::Attest,
            Remedy::CorrectOrRefund => Self::CorrectOrRefund,
            Remedy::Refund => Self::Refund,
            Remedy::Void => Self::Void,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::HoldBack => "hold_back",
            Self::Attest => "attest",
            Self::CorrectOrRefund => "correct_or_refund",
            Self::Refund => "refund",
            Self::Void => "void",
        }
    }
}

/// One item of the checklist with its answer.
#[derive(Clone, Serialize)]
pub struct ItemVerdict {
    /// From 1, in the checklist's order.
    pub number: usize,
    pub word: String,
    pub title: String,
    pub asks: String,
    pub cite: String,
    pub standing: ItemStanding,
    /// Where in the pack to look: a member of `evidence`.
    pub part: Part,
    /// The records that it rests on, by id; all of them are in that part.
    pub records: Vec<String>,
    pub says: Vec<Said>,
    /// The same in English.
    pub text: Vec<String>,
    /// Lines of the claim, from 1, that fall with it. Empty unless there is a gap.
    pub lines_at_risk: Vec<usize>,
    pub at_risk_cents: Cents,
    pub suggestion: Option<Suggestion>,
}

impl ItemVerdict {
    pub(super) fn blank(number: usize, item: &Item) -> Self {
        Self {
            number,
            word: item.word.clone(),
            title: item.title.clone(),
            asks: item.asks.clone(),
            cite: item.cite.clone(),
            standing: ItemStanding::Met,
            part: item.part,
            records: Vec::new(),
            says: Vec::new(),
            text: Vec::new(),
            lines_at_risk: Vec::new(),
            at_risk_cents: Cents(0),
            suggestion: None,
        }
    }
}

/// What several packs come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct CaseVerdict {
    pub claims: usize,
    pub claims_with_gaps: usize,
    pub total_cents: Cents,
    pub at_risk_cents: Cents,
    /// Item to how many claims have a gap there, in the checklist's order; items without any are left out.
    pub gaps: Vec<(String, usize)>,
}
