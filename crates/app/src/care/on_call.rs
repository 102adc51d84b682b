//! Who is on call: now, in the days to come, and where nobody is.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::on_call::{gaps, on_duty};
use ccm::care::{NewShifts, Shift};
use serde_json::json;

use super::desk::Desk;
use crate::work::standings_at;
use crate::{App, Error, Place, Result};

/// How far ahead the roster is shown, and its gaps are looked for.
pub const AHEAD_DAYS: i64 = 14;

/// The roster as of now.
#[derive(Clone, Debug)]
pub struct OnCall {
    pub now: Timestamp,
    pub zone: TimeZone,
    pub today: Date,
    /// First line before backup.
    pub duty: Vec<Shift>,
    /// From now on, in order.
    pub shifts: Vec<Shift>,
    /// Where nobody has the first line.
    pub gaps: Vec<(Timestamp, Timestamp)>,
}

/// Everybody who works with charts sees it; no patient is in it.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn on_call(app: &App, actor: &Actor, place: Place) -> Result<OnCall> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let now = desk.work.now;
    let until = now.saturating_add(jiff::SignedDuration::from_hours(24 * AHEAD_DAYS)).unwrap_or(now);
    let shifts = desk.work.tx.shifts(desk.practice.id, now, until).await?;
    Ok(OnCall {
        now,
        zone: desk.zone,
        today: desk.today,
        duty: on_duty(&shifts, now).into_iter().cloned().collect(),
        gaps: gaps(&shifts, now, until),
        shifts,
    })
}

/// Puts somebody on call. How many shifts that made.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for nobody of this practice; [`Error::Forbidden`].
pub async fn add_shifts(app: &App, actor: &Actor, place: Place, new: NewShifts) -> Result<usize> {
    let problems = new.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut work = app.begin(actor, place).await?.require(Permission::Assign).await?;
    let by = actor.person().ok_or(Error::Forbidden(Permission::Assign.word()))?;
    let (practice, now) = (work.practice().await?, work.now);
    let held = work.tx.held_roles(new.person).await?;
    let standings = standings_at(&app.rules, &held, Some(practice.id), now);
    if !standings.may(Permission::RecordCare) {
        return Err(Error::NotFound("person"));
    }
    let utc = TimeZone::UTC.to_datetime(now).date();
    let zone = practice.zone_on(utc).map(ZoneName::zone);
    let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let phone = new.phone.trim().to_owned();
    let shift = |(from, until)| Shift {
        id: ShiftId(work.id()),
        person: new.person,
        line: new.line,
        from,
        until,
        phone: phone.clone(),
    };
    let shifts: Vec<Shift> = new.stretches(&zone).into_iter().map(shift).collect();
    let Some(first) = shifts.first() else { return Ok(0) };
    work.tx.add_shifts(practice.id, &shifts, by, now).await?;
    let details = json!({
        "person": new.person, "line": new.line, "first": new.first, "last": new.last, "shifts": shifts.len(),
    });
    work.audit("record", "on_call_shift", &first.id.to_string(), None, details);
    work.changed("on_call_shift", first.id, 1);
    work.commit().await?;
    Ok(shifts.len())
}

/// Takes a shift that is not over back.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, that is over, or was taken back; [`Error::Forbidden`].
pub async fn withdraw_shift(app: &App, actor: &Actor, place: Place, id: ShiftId) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::Assign).await?;
    let by = actor.person().ok_or(Error::Forbidden(Permission::Assign.word()))?;
    let (practice, now) = (work.practice_id()?, work.now);
    let later = work.tx.shifts(practice, now, Timestamp::MAX).await?;
    let shift = later.into_iter().find(|one| one.id == id).ok_or(Error::NotFound("shift"))?;
    let row = ShiftId(work.id());
    work.tx.withdraw_shift(practice, &shift, row, by, now).await?;
    let details = json!({ "person": shift.person, "from": shift.from, "until": shift.until });
    work.audit("withdraw", "on_call_shift", &id.to_string(), None, details);
    work.changed("on_call_shift", id, 2);
    work.commit().await
}
