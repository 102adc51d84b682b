//! Who works at a practice, as what, since when: looked at, and changed by whoever manages the staff.
//!
//! Roles are dated and never rewritten: one ends on a day, and another begins. Who stands in the whole organization is
//! decided by those alone who stand there themselves.

mod add;
mod hours;
mod list;
mod role;

pub use add::{NewPerson, add_person, set_npi};
pub use hours::set_hours;
pub use list::{AccountView, Member, RoleView, StaffCard, member, staff};
pub use role::{NewRole, RoleWord, add_role, end_role, renew_role, role_words};

use ccm::access::Standing;
use ccm::basics::*;

use crate::{Error, Result, Work};

/// Whether the actor stands in the whole organization.
pub(super) async fn is_of_organization(work: &mut Work) -> Result<bool> {
    if work.standing == Standing::Operator {
        return Ok(true);
    }
    let Some(me) = work.actor.person() else { return Ok(false) };
    let (now, rules) = (work.now, work.app().rules.clone());
    let held = work.tx.held_roles(me).await?;
    Ok(crate::work::standings_at(&rules, &held, None, now).has(Standing::Administrator))
}

/// Goes on only for somebody who works at this practice, or ever has.
async fn is_here(work: &mut Work, person: PersonId) -> Result<()> {
    let practice = work.practice_id()?;
    let held = work.tx.held_roles(person).await?;
    let is_known = held.iter().any(|role| role.practice == practice);
    if is_known || is_of_organization(work).await? { Ok(()) } else { Err(Error::NotFound("person")) }
}

/// The practice's own day.
pub(super) async fn today(work: &mut Work) -> Result<Date> {
    let practice = work.practice().await?;
    let day = crate::work::now_date(work.now);
    let zone = practice.zone_on(day).map_or(TimeZone::UTC, ZoneName::zone);
    Ok(zone.to_datetime(work.now).date())
}
