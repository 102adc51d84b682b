//! What an organization sets of its walls.

use ccm::access::{AccessPolicy, Actor, Permission};

use crate::{App, Error, Place, Result};

/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn read_policy(app: &App, actor: &Actor, place: Place) -> Result<AccessPolicy> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::Configure).await?;
    work.tx.access_policy().await
}

/// Sets it; live sessions are held to it from their next request on. It is the whole organization's, so it takes
/// somebody who stands in the whole organization: an administrator, or the operator.
///
/// # Errors
/// [`Error::Invalid`] with every value outside its limits; [`Error::Forbidden`].
pub async fn put_policy(app: &App, actor: &Actor, place: Place, policy: &AccessPolicy) -> Result<()> {
    let everywhere = Place { practice: None, ..place };
    let mut work = app.begin(actor, everywhere).await?.require(Permission::Configure).await?;
    let problems = policy.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    work.tx.put_access_policy(policy).await?;
    let details = serde_json::to_value(policy).unwrap_or_default();
    work.audit("set", "access_policy", &place.organization.to_string(), None, details);
    work.changed("access_policy", place.organization, 1);
    work.commit().await
}
