//! Whose clock a page shows.

use ccm::access::Actor;
use ccm::basics::*;

use crate::{App, Place, Result};

/// The zone in force at a practice now; the world's where there is no practice.
///
/// # Errors
/// [`crate::Error::NotFound`] for a practice of another organization; storage's failures.
pub async fn zone_now(app: &App, place: Place) -> Result<TimeZone> {
    if place.practice.is_none() {
        return Ok(TimeZone::UTC);
    }
    let mut work = app.begin_read(&Actor::Job { name: "zone".to_owned() }, place).await?;
    let practice = work.practice().await?;
    Ok(practice.zone_on(crate::work::now_date(work.now)).map_or(TimeZone::UTC, ZoneName::zone))
}
