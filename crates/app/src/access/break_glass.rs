//! Break the glass over a chart that is not one's own: for a reason, for some hours, and loudly.

use std::collections::{BTreeMap, BTreeSet};

use ccm::access::policy::reason as read_reason;
use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;

use crate::care::PatientName;
use crate::ports::BreakGlassRow;
use crate::{App, Error, Place, Result};

/// A glass that is open until an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Glass {
    pub id: BreakGlassId,
    pub patient: PatientId,
    pub person: PersonId,
    pub at: Timestamp,
    pub until: Timestamp,
}

/// A broken glass as it is reviewed: whose chart it was, and why. Redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct BrokenGlass {
    pub glass: Glass,
    pub name: PatientName,
    /// The record number, where there is one.
    pub mrn: Option<String>,
    pub reason: String,
}

impl std::fmt::Debug for BrokenGlass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BrokenGlass({} …)", self.glass.id)
    }
}

/// Opens a chart for the organization's number of hours. The reason is kept sealed; that it happened stands in the
/// audit log, and so does every look.
///
/// # Errors
/// [`Error::Invalid`] for a reason that says nothing; [`Error::Conflict`] for a chart that is open to the actor anyway;
/// [`Error::NotFound`] for no patient of this practice; [`Error::Forbidden`].
pub async fn break_glass(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    reason: &str,
) -> Result<Glass> {
    let mut work = app.begin(actor, place).await?.require(Permission::BreakGlass).await?;
    let reason = read_reason(reason).map_err(Error::invalid)?;
    let practice = work.practice_id()?;
    let person = work.actor.person().ok_or(Error::Forbidden(Permission::BreakGlass.word()))?;
    if !work.tx.patient_exists(practice, patient).await? {
        return Err(Error::NotFound("patient"));
    }
    if work.visible(Permission::ReadChart).await?.has(patient) {
        return Err(Error::Conflict("the chart is open to you".to_owned()));
    }
    let policy = work.tx.access_policy().await?;
    let hours = jiff::SignedDuration::from_hours(i64::from(policy.break_glass_hours));
    let row = BreakGlassRow {
        id: BreakGlassId(work.id()),
        patient,
        person,
        reason: reason.to_owned(),
        at: work.now,
        until: work.now.saturating_add(hours).unwrap_or(work.now),
    };
    work.tx.add_break_glass(practice, &row).await?;
    let details = serde_json::json!({"until": row.until.to_string()});
    work.audit("break_glass", "break_glass", &row.id.to_string(), Some(patient), details);
    work.changed_of("break_glass", row.id, 1, Some(patient));
    work.commit().await?;
    Ok(Glass { id: row.id, patient, person, at: row.at, until: row.until })
}

/// Whether a chart is shut to the actor, and they may break the glass over it. To everybody else it is not there.
///
/// # Errors
/// Storage's failures.
pub async fn is_behind_glass(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<bool> {
    let mut work = app.begin_read(actor, place).await?;
    if place.practice.is_none() || !work.may(Permission::BreakGlass) {
        return Ok(false);
    }
    let practice = work.practice_id()?;
    Ok(work.tx.patient_exists(practice, patient).await?
        && !work.visible(Permission::ReadChart).await?.has(patient))
}

/// Every glass that was broken since an instant, newest first, with whose chart it was: for whoever watches over privacy,
/// who cannot ask anybody about a chart without its name.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn broken_glasses(
    app: &App,
    actor: &Actor,
    place: Place,
    since: Timestamp,
) -> Result<Vec<BrokenGlass>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadAudit).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.broken_glasses(practice, since).await?;
    let charts: BTreeSet<PatientId> = rows.iter().map(|row| row.patient).collect();
    let charts: Vec<PatientId> = charts.into_iter().collect();
    let mrns = crate::enrollment::candidates::labels(&work.tx.identifiers_of(practice, &charts).await?);
    let patients = work.tx.patients_of(practice, &charts).await?;
    drop(work);
    app.audit_read(actor, place, "break_glass", &since.to_string(), None).await?;
    let names: BTreeMap<PatientId, PatientName> =
        patients.iter().map(|patient| (patient.id, PatientName::of(patient))).collect();
    let broken = |row: BreakGlassRow| BrokenGlass {
        name: names.get(&row.patient).cloned().unwrap_or_default(),
        mrn: mrns.get(&row.patient).cloned(),
        glass: Glass { id: row.id, patient: row.patient, person: row.person, at: row.at, until: row.until },
        reason: row.reason,
    };
    Ok(rows.into_iter().map(broken).collect())
}
