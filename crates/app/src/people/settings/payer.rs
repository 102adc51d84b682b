//! Which of the organization's payers a practice bills.

use ccm::access::Actor;
use serde_json::json;

use super::begin;
use crate::{App, Error, Place, Result};

/// Bills a payer from now on, or no more. Claims that were drafted stay as they are.
///
/// # Errors
/// [`Error::NotFound`] for a payer that the organization does not have; [`Error::Forbidden`].
pub async fn bill_payer(app: &App, actor: &Actor, place: Place, key: &str, bills: bool) -> Result<()> {
    let mut work = begin(app, actor, place).await?;
    let payer = work.tx.payers().await?.into_iter().find(|payer| payer.key == key);
    let payer = payer.ok_or(Error::NotFound("payer"))?;
    let mut practice = work.practice().await?;
    let payers = &mut practice.profile.payers;
    if payers.iter().any(|one| one == key) == bills {
        return Ok(());
    }
    payers.retain(|one| one != key);
    if bills {
        payers.push(payer.key);
    }
    work.tx.put_practice(&practice).await?;
    work.audit("configure", "payer", &payer.id.to_string(), None, json!({ "bills": bills }));
    work.changed("practice", practice.id, 1);
    work.commit().await
}
