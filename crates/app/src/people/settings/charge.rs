//! What the practice charges for a code, from a day on.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::people::Charge;
use serde_json::json;

use super::begin;
use crate::{App, Error, Place, Result};

/// A charge as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCharge {
    pub code: Hcpcs,
    pub cents: Cents,
    pub from: Date,
}

/// Sets a charge. The one before ends the day before; none that has begun earlier is altered.
///
/// # Errors
/// [`Error::Invalid`] for an amount that is none, or a day on or before which the last one began; [`Error::Forbidden`].
pub async fn set_charge(app: &App, actor: &Actor, place: Place, new: &NewCharge) -> Result<()> {
    let mut work = begin(app, actor, place).await?;
    let practice = work.practice_id()?;
    let mut charges = work.tx.charges(practice).await?;
    let mut problems = Vec::new();
    if new.cents.0 <= 0 {
        problems.push(Problem::new("charge", "amount"));
    }
    let last = charges.iter_mut().filter(|one| one.code == new.code).max_by_key(|one| one.from);
    let eve = new.from.yesterday().ok();
    match (&last, eve) {
        (Some(last), _) if last.from >= new.from => {
            problems.push(Problem::new("begins_too_early", "from").with("after", last.from));
        }
        (_, None) => problems.push(Problem::new("date", "from")),
        _ => {}
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let before = last.as_ref().map(|last| last.cents);
    if let (Some(last), Some(eve)) = (last, eve) {
        last.until = Some(last.until.map_or(eve, |until| until.min(eve)));
    }
    charges.push(Charge { code: new.code.clone(), cents: new.cents, from: new.from, until: None });
    work.tx.put_charges(practice, &charges).await?;
    let details = json!({"code": new.code, "before": before, "after": new.cents, "from": new.from});
    work.audit("configure", "charge", &practice.to_string(), None, details);
    work.changed("practice", practice, 1);
    work.commit().await
}
