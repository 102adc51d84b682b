//! The clinical record as text, without ids, recorded times and audit: two databases that hold the same are equal
//! line by line.

use ccm::access::{Actor, Permission};

use crate::{App, Place, Result};

/// Every row of the practice's record, in an order that does not depend on how it came in.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn dump(app: &App, actor: &Actor, place: Place) -> Result<Vec<String>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let mut lines = work.tx.canonical(practice).await?;
    lines.sort();
    drop(work);
    app.audit_read(actor, place, "dump", &practice.to_string(), None).await?;
    Ok(lines)
}
