//! How a practice does its outreach.

use ccm::access::{Actor, Permission};
use ccm::enrollment::OutreachTerms;

use crate::{App, Error, Place, Result};

/// What is in force at the practice; the usual figures where nothing was set.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn outreach_terms(app: &App, actor: &Actor, place: Place) -> Result<OutreachTerms> {
    let mut work = app.begin_read(actor, place).await?;
    work = work.require_one(&[Permission::ReadChart, Permission::Configure]).await?;
    let practice = work.practice_id()?;
    Ok(work.tx.outreach_terms(practice).await?.unwrap_or_default())
}

/// Sets them, from now on.
///
/// # Errors
/// [`Error::Invalid`] with every figure that is out of its bounds; [`Error::Forbidden`].
pub async fn set_outreach_terms(
    app: &App,
    actor: &Actor,
    place: Place,
    mut terms: OutreachTerms,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::Configure).await?;
    let practice = work.practice_id()?;
    let phone = terms.office_phone.take().map(|text| text.trim().to_owned());
    terms.office_phone = phone.filter(|text| !text.is_empty());
    let problems = terms.problems();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let before = work.tx.outreach_terms(practice).await?.unwrap_or_default();
    work.tx.put_outreach_terms(practice, &terms).await?;
    let details = serde_json::json!({"before": before, "after": terms});
    work.audit("configure", "outreach_terms", &practice.to_string(), None, details);
    work.changed("practice", practice, 1);
    work.commit().await
}
