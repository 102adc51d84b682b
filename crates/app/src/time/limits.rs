//! How long a practice's clocks wait.

use ccm::access::{Actor, Permission};
use ccm::time::ClockLimits;

use super::keep::limits_of;
use crate::{App, Error, Place, Result};

/// What is in force at the practice; the usual figures where nothing was set.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn limits(app: &App, actor: &Actor, place: Place) -> Result<ClockLimits> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    limits_of(&mut work).await
}

/// Sets them, for clocks that are started from now on.
///
/// # Errors
/// [`Error::Invalid`] with every figure that is out of its bounds; [`Error::Forbidden`].
pub async fn set_limits(app: &App, actor: &Actor, place: Place, limits: ClockLimits) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::Configure).await?;
    let practice = work.practice_id()?;
    let problems = limits.problems();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let before = limits_of(&mut work).await?;
    work.tx.put_clock_limits(practice, &limits).await?;
    let details = serde_json::json!({"before": before, "after": limits});
    work.audit("configure", "clock_limits", &practice.to_string(), None, details);
    work.commit().await
}
