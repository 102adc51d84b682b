//! Settle one judgment of the rules otherwise, or as the rules have it.

use ccm::access::Actor;
use ccm::billing::Setting;
use ccm::billing::switches::Switch;
use serde_json::json;

use super::begin;
use crate::{App, Error, Place, Result};

/// Sets a switch; `None` goes back to the default. Open months are judged anew; closed ones keep their answers.
///
/// # Errors
/// [`Error::NotFound`] for a switch that no rule asks for; [`Error::Invalid`] for a value that it does not offer;
/// [`Error::Forbidden`].
pub async fn put_switch(
    app: &App,
    actor: &Actor,
    place: Place,
    name: &str,
    setting: Option<&Setting>,
) -> Result<()> {
    let mut work = begin(app, actor, place).await?;
    let switch = Switch::from_name(name).ok_or(Error::NotFound("switch"))?;
    let mut practice = work.practice().await?;
    let switches = &mut practice.profile.switches;
    let before = switches.remove(switch.name());
    let after = setting.map(|setting| json!(setting));
    if let Some(value) = &after {
        switches.insert(switch.name().to_owned(), value.clone());
    }
    app.rules.settings(switches).map_err(Error::Invalid)?;
    if before == after {
        return Ok(());
    }
    work.tx.put_practice(&practice).await?;
    let details = json!({"switch": switch.name(), "before": before, "after": after});
    work.audit("configure", "switch", &practice.id.to_string(), None, details);
    work.changed("practice", practice.id, 1);
    work.commit().await
}
