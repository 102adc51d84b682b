//! The practice approves a closed month before its claims go out, where it has set that it wants to (workflows.md §2: a
//! company that does the work does not send what the practice has not seen).

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;

use super::refresh::open_revision;
use crate::ports::ApprovalRow;
use crate::{App, Error, Place, Result, Work};

/// Who approved which closing, and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Approval {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub revision: i64,
    /// Of the closing that was approved, in hexadecimal.
    pub sha256: String,
    pub at: Timestamp,
    pub by: Actor,
}

impl Approval {
    pub(crate) fn of(row: ApprovalRow) -> Self {
        Self {
            schema: "perennial.approval.1",
            month: row.month,
            revision: row.revision,
            sha256: hex(&row.sha256),
            at: row.at,
            by: row.by,
        }
    }
}

/// Approves the newest closing of a month; twice is once.
///
/// # Errors
/// [`Error::Conflict`] while the month is open, or where what was seen is not the newest closing: `seen` is its revision;
/// [`Error::Forbidden`].
pub async fn approve(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    seen: Option<i64>,
) -> Result<Approval> {
    let mut work = app.begin(actor, place).await?.require(Permission::ApproveMonth).await?;
    let practice = work.practice_id()?;
    let closure = work.tx.newest_closure(practice, month).await?;
    let is_open = open_revision(&mut work, month).await?.is_some();
    let closure = closure.filter(|_| !is_open);
    let closure = closure.ok_or_else(|| Error::Conflict(format!("{month} is not closed")))?;
    if seen.is_some_and(|seen| seen != closure.revision) {
        return Err(Error::Conflict(format!("{month} was closed again meanwhile")));
    }
    if let Some(row) = work.tx.approval(practice, month, closure.revision).await? {
        return Ok(Approval::of(row));
    }
    let row = ApprovalRow {
        month,
        revision: closure.revision,
        sha256: closure.sha256,
        at: work.now,
        by: work.actor.clone(),
    };
    work.tx.add_approval(practice, &row).await?;
    let details = serde_json::json!({"month": month, "revision": row.revision, "sha256": hex(&row.sha256)});
    work.audit("approve", "month_closure", &closure.id.to_string(), None, details);
    work.changed("month_closure", closure.id, row.revision);
    work.commit().await?;
    Ok(Approval::of(row))
}

/// Goes on only where the closing may leave the house.
///
/// # Errors
/// [`Error::Conflict`] where the practice asks for an approval and there is none.
pub(crate) async fn require_approval(work: &mut Work, month: ServiceMonth, revision: i64) -> Result<()> {
    let practice = work.practice().await?;
    if practice.profile.asks_approval && work.tx.approval(practice.id, month, revision).await?.is_none() {
        return Err(Error::Conflict(format!("{month} waits for the practice's approval")));
    }
    Ok(())
}
