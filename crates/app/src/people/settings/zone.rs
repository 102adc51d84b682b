//! The practice's time zone, from a day on: whose midnight ends a month (ENG-03).

use ccm::access::Actor;
use ccm::basics::*;
use serde_json::json;

use super::begin;
use crate::{App, Error, Place, Result};

/// Adds a zone behind those that are on record.
///
/// # Errors
/// [`Error::Invalid`] for a day on or before which the last one began; [`Error::Forbidden`].
pub async fn add_zone(app: &App, actor: &Actor, place: Place, from: Date, zone: ZoneName) -> Result<()> {
    let mut work = begin(app, actor, place).await?;
    let mut practice = work.practice().await?;
    if let Some((last, _)) = practice.zones.last()
        && *last >= from
    {
        return Err(Error::invalid(Problem::new("begins_too_early", "zone_from").with("after", last)));
    }
    let details = json!({"from": from, "zone": zone.as_str()});
    practice.zones.push((from, zone));
    work.tx.put_practice(&practice).await?;
    work.audit("configure", "time_zone", &practice.id.to_string(), None, details);
    work.changed("practice", practice.id, 1);
    work.commit().await
}
