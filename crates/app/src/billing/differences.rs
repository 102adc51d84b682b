//! What a revision of a month says otherwise than the one before. Claims of the earlier one are left as they are: what
//! was exported is told here, for a person to correct with the payer.

use std::collections::HashMap;

use ccm::basics::*;
use serde::Serialize;

use crate::ports::LineRow;
use crate::{Result, Work};

/// A line that one of two revisions has and the other has not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineDifference {
    pub patient: PatientId,
    /// The new revision has it; else the one before had it.
    pub is_new: bool,
    pub code: Hcpcs,
    pub units: i64,
    pub on: Date,
    /// For one unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Cents>,
    /// The patient's claim of the revision before, if it went out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exported_claim: Option<String>,
}

/// Differences of a closed revision from the one before it, by patient; none of a first one.
///
/// # Errors
/// Storage's failures.
pub(super) async fn differences(
    work: &mut Work,
    month: ServiceMonth,
    revision: i64,
) -> Result<Vec<LineDifference>> {
    if revision < 2 {
        return Ok(Vec::new());
    }
    let practice = work.practice_id()?;
    let gone = work.tx.lines_missing_in(practice, month, revision - 1, revision).await?;
    let new = work.tx.lines_missing_in(practice, month, revision, revision - 1).await?;
    if gone.is_empty() && new.is_empty() {
        return Ok(Vec::new());
    }
    let claims = work.tx.claims(practice, month).await?;
    let exported: HashMap<PatientId, String> = claims
        .into_iter()
        .filter(|claim| {
            claim.revision < revision
                && claim.events.iter().any(|event| matches!(event.step, ccm::claim::ClaimStep::Queued { .. }))
        })
        .map(|claim| (claim.patient, claim.number))
        .collect();
    let told = |(patient, line): (PatientId, LineRow), is_new| LineDifference {
        patient,
        is_new,
        code: line.code,
        units: line.units,
        on: line.on,
        amount_cents: line.amount,
        exported_claim: exported.get(&patient).cloned(),
    };
    let mut all: Vec<LineDifference> = gone.into_iter().map(|line| told(line, false)).collect();
    all.extend(new.into_iter().map(|line| told(line, true)));
    all.sort_by(|a, b| (a.patient, a.is_new, &a.code).cmp(&(b.patient, b.is_new, &b.code)));
    Ok(all)
}
