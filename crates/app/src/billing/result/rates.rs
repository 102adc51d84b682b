//! What an hour of a role costs, and what a unit of a code costs the practice.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::reports::result::{Rate, RateOf};

use crate::ports::Recorded;
use crate::{App, Error, Place, Result};

/// What was said, and whom it can be said of.
#[derive(Clone, Debug)]
pub struct RatesView {
    pub rates: Vec<Rate>,
    /// Words of the roles that anybody here holds.
    pub roles: Vec<String>,
    pub today: Date,
}

/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn rates(app: &App, actor: &Actor, place: Place) -> Result<RatesView> {
    let work = app.begin_read(actor, place).await?;
    let mut work = work.require_one(&[Permission::Configure, Permission::CloseMonth]).await?;
    let practice = work.practice().await?;
    let mut roles: Vec<String> =
        work.tx.roles(practice.id).await?.into_iter().map(|role| role.word.to_string()).collect();
    roles.sort();
    roles.dedup();
    let utc = crate::work::now_date(work.now);
    let zone =
        practice.zone_on(utc).ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let today = zone.zone().to_datetime(work.now).date();
    Ok(RatesView { rates: work.tx.rates(practice.id).await?, roles, today })
}

/// Says what something costs from a day on. What was said of earlier days stands.
///
/// # Errors
/// [`Error::Invalid`] for a role that nobody knows, a code that no rule knows, or an amount that is none;
/// [`Error::Forbidden`].
pub async fn set_rate(app: &App, actor: &Actor, place: Place, rate: &Rate) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::Configure).await?;
    let by = work.actor.person().ok_or(Error::Forbidden(Permission::Configure.word()))?;
    let practice = work.practice_id()?;
    let mut problems = rate.check();
    match &rate.of {
        RateOf::Hour(role) if app.rules.role_class(role).is_none() => {
            problems.push(Problem::new("unknown_role", "subject"));
        }
        RateOf::Unit(code) if app.rules.service(code).is_none() => {
            problems.push(Problem::new("unknown_code", "subject"));
        }
        _ => {}
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let recorded = Recorded { at: work.now, by };
    work.tx.add_rate(practice, rate, recorded).await?;
    work.audit("configure", "rate", &practice.to_string(), None, serde_json::json!(rate));
    work.changed("practice", practice, 1);
    work.commit().await
}
