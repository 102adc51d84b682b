//! Whether a closed month's claims wait for the practice's approval.

use ccm::access::Actor;
use serde_json::json;

use super::begin;
use crate::{App, Place, Result};

/// Asks for it from now on, or no more. What went out stays as it is.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn ask_approval(app: &App, actor: &Actor, place: Place, asks: bool) -> Result<()> {
    let mut work = begin(app, actor, place).await?;
    let mut practice = work.practice().await?;
    if practice.profile.asks_approval == asks {
        return Ok(());
    }
    practice.profile.asks_approval = asks;
    work.tx.put_practice(&practice).await?;
    work.audit("configure", "month_approval", &practice.id.to_string(), None, json!({ "asks": asks }));
    work.changed("practice", practice.id, 1);
    work.commit().await
}
