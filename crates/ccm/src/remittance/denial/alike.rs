//! Which denials and errors are the same: one is seldom alone, and whoever understands one has understood them all.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::CauseGroup;
use crate::basics::{Cents, ClaimId, PayerId, ServiceMonth};
use crate::billing::RuleId;
use crate::remittance::adjudication::Group;

/// What denials or errors have in common. The same key, the same matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AlikeKey {
    /// A payer refused for a reason, with the remark that says which.
    Denial { payer: PayerId, cause: CauseGroup, group: Group, code: String, remark: Option<String> },
    /// Refused before anybody adjudicated it, for these codes.
    Rejection { payer: PayerId, code: String },
    /// A payer paid less for this service than the fee schedule lets expect.
    Short { payer: PayerId, code: String },
    /// We found that a rule of ours was not met on what we billed, whoever paid.
    Error { rule: RuleId },
}

impl AlikeKey {
    pub fn denial(payer: PayerId, cause: CauseGroup, group: Group, code: &str, remark: Option<&str>) -> Self {
        Self::Denial { payer, cause, group, code: code.to_owned(), remark: remark.map(str::to_owned) }
    }

    pub fn error(rule: RuleId) -> Self {
        Self::Error { rule }
    }
}

/// Short and stable, for an address or a column: `denial/pyr_…/CO/97/N20`, `error/CCM-TIME-01`.
impl std::fmt::Display for AlikeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Denial { payer, group, code, remark, .. } => {
                write!(f, "denial/{payer}/{}/{code}", group.word())?;
                remark.as_ref().map_or(Ok(()), |remark| write!(f, "/{remark}"))
            }
            Self::Rejection { payer, code } => write!(f, "rejection/{payer}/{code}"),
            Self::Short { payer, code } => write!(f, "short/{payer}/{code}"),
            Self::Error { rule } => write!(f, "error/{rule}"),
        }
    }
}

/// One place where the same may have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub key: AlikeKey,
    pub claim: ClaimId,
    pub month: ServiceMonth,
    /// A payer refused so much.
    pub refused: Cents,
    /// Paid to us by payers and patients for what is in question: what goes back if it was wrong.
    pub received: Cents,
}

/// All of the same, over all months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikeFound {
    pub claims: Vec<ClaimId>,
    pub first: ServiceMonth,
    pub last: ServiceMonth,
    pub refused: Cents,
    /// Of an error: what has to be returned. Of a denial: nothing, for nothing was paid.
    pub to_refund: Cents,
}

/// Finds them. `None`: there is none.
pub fn gather<'a>(key: &AlikeKey, among: impl IntoIterator<Item = &'a Candidate>) -> Option<AlikeFound> {
    let same: Vec<&Candidate> = among.into_iter().filter(|one| one.key == *key).collect();
    let claims: BTreeSet<ClaimId> = same.iter().map(|one| one.claim).collect();
    let sum = |of: fn(&Candidate) -> Cents| {
        Cents(same.iter().fold(0, |sum: i64, one| sum.saturating_add(of(one).0)))
    };
    let received = match key {
        AlikeKey::Error { .. } => sum(|one| Cents(one.received.0.max(0))),
        _ => Cents(0),
    };
    Some(AlikeFound {
        claims: claims.into_iter().collect(),
        first: same.iter().map(|one| one.month).min()?,
        last: same.iter().map(|one| one.month).max()?,
        refused: sum(|one| one.refused),
        to_refund: received,
    })
}
