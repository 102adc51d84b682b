//! Who may see a claim's evidence: whoever sees the chart, and an auditor from outside the claims of their cases alone.

use ccm::access::{Actor, Permission, Whose};
use ccm::basics::*;

use crate::ports::{CaseAccessRow, ClaimRow};
use crate::{App, Error, Place, Result, Work};

/// A claim by number or id, and the transaction in which the actor may read it.
///
/// # Errors
/// [`Error::NotFound`]: what one may not see is not there; [`Error::Forbidden`] for whoever sees no chart at all.
pub(super) async fn claim_to_read(
    app: &App,
    actor: &Actor,
    place: Place,
    claim: &str,
) -> Result<(Work, ClaimRow)> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let row = work.tx.claims_named(practice, &[claim.to_owned()]).await?.pop();
    let row = row.ok_or(Error::NotFound("claim"))?;
    if work.whose(Permission::ReadChart).await? == Whose::Listed && is_listed(&mut work, row.id).await? {
        return Ok((work, row));
    }
    let work = work.chart(row.patient, Permission::ReadChart).await.map_err(|error| match error {
        Error::NotFound(_) => Error::NotFound("claim"),
        other => other,
    })?;
    Ok((work, row))
}

async fn is_listed(work: &mut Work, claim: ClaimId) -> Result<bool> {
    let practice = work.practice_id()?;
    for access in open_to_me(work).await? {
        let lines = work.tx.case_claims(practice, Some(access.case)).await?;
        if lines.iter().any(|line| line.claim == Some(claim)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The accesses that the actor has now, to cases that are not closed.
pub(super) async fn open_to_me(work: &mut Work) -> Result<Vec<CaseAccessRow>> {
    let Some(person) = work.actor.person() else { return Ok(Vec::new()) };
    let (practice, now) = (work.practice_id()?, work.now);
    let closed: Vec<AuditCaseId> =
        work.tx.case_outcomes(practice).await?.into_iter().map(|outcome| outcome.case).collect();
    let mut open = standing(work.tx.case_accesses(practice).await?, now);
    open.retain(|access| access.person == person && !closed.contains(&access.case));
    Ok(open)
}

/// Those that hold at an instant: begun, not run out, not ended.
pub(super) fn standing(rows: Vec<CaseAccessRow>, now: Timestamp) -> Vec<CaseAccessRow> {
    let ended: Vec<CaseAccessId> =
        rows.iter().filter(|row| row.from <= now).filter_map(|row| row.ends).collect();
    let holds = |row: &CaseAccessRow| {
        row.ends.is_none() && row.from <= now && now < row.until && !ended.contains(&row.id)
    };
    rows.into_iter().filter(holds).collect()
}
