//! Hours of a week that one of the staff is there for care management.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::{RosteredHours, WEEK_MINUTES};
use serde_json::json;

use crate::{App, Error, Place, Result};

/// Puts somebody on the roster from a day on; hours that began earlier hold until then.
///
/// # Errors
/// [`Error::Invalid`] for more than a week has; [`Error::NotFound`] for somebody who never worked here;
/// [`Error::Forbidden`].
pub async fn set_hours(app: &App, actor: &Actor, place: Place, hours: &RosteredHours) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    super::is_here(&mut work, hours.person).await?;
    if hours.weekly_minutes > WEEK_MINUTES {
        return Err(Error::invalid(Problem::new("too_many_hours", "hours")));
    }
    let (practice, now) = (work.practice_id()?, work.now);
    work.tx.add_rostered_hours(practice, hours, now).await?;
    let details = json!({"from": hours.from, "weekly_minutes": hours.weekly_minutes});
    work.audit("set", "rostered_hours", &hours.person.to_string(), None, details);
    work.changed("person", hours.person, 2);
    work.commit().await
}
