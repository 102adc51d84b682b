//! Open a closed month again, with a reason. The closing stays as it is; the next one is another revision beside it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;

use super::refresh::open_revision;
use crate::ports::ReopeningRow;
use crate::{App, Error, Place, Result};

/// A month that can be closed again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReopenReport {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub practice: PracticeId,
    /// What the next closing will be.
    pub revision: i64,
    /// Claims of the closing before that went out already. They stay as they are.
    pub exported_claims: usize,
}

/// The longest reason.
const REASON_CHARACTERS: usize = 2_000;

/// Opens a closed month again. The reason is kept sealed; that it was opened is in the audit log.
///
/// # Errors
/// [`Error::Conflict`] when the month is open; [`Error::Invalid`] without a reason; [`Error::Forbidden`].
pub async fn reopen(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    reason: &str,
) -> Result<ReopenReport> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS {
        let problem = Problem::new("reason", "reason").with("characters_at_most", REASON_CHARACTERS);
        return Err(Error::invalid(problem));
    }
    let mut work = app.begin(actor, place).await?.require(Permission::ReopenMonth).await?;
    let practice = work.practice_id()?;
    if open_revision(&mut work, month).await?.is_some() {
        return Err(Error::Conflict(format!("{month} is open")));
    }
    let closure = work.tx.newest_closure(practice, month).await?;
    let closure = closure.ok_or_else(|| Error::Conflict(format!("{month} is open")))?;
    let claims = work.tx.claims(practice, month).await?;
    let is_exported = |claim: &&crate::ports::ClaimRow| {
        claim.revision == closure.revision
            && claim.events.iter().any(|event| matches!(event.step, ccm::claim::ClaimStep::Queued { .. }))
    };
    let exported_claims = claims.iter().filter(is_exported).count();
    let row = ReopeningRow {
        month,
        revision: closure.revision + 1,
        reason: reason.to_owned(),
        at: work.now,
        by: work.actor.clone(),
    };
    work.tx.add_reopening(practice, &row).await?;
    let details = serde_json::json!({
        "month": month, "revision": row.revision, "closure": closure.id.to_string(),
        "exported_claims": exported_claims,
    });
    work.audit("reopen", "month_closure", &closure.id.to_string(), None, details);
    work.changed("month_reopening", closure.id, row.revision);
    work.commit().await?;
    Ok(ReopenReport {
        schema: "perennial.reopen.1",
        month,
        practice,
        revision: row.revision,
        exported_claims,
    })
}
