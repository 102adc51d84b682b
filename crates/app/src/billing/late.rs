//! What came in after a month was closed: it changes nothing by itself, and is listed for a person to decide on.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;

use crate::ports::LedgerRow;
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result};

/// Entries and strikes of a closed month that were recorded after its closing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LateList {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub revision: i64,
    pub closed_at: Timestamp,
    pub entries: Vec<LateEntry>,
    /// Whose they are, for a page; the data names them by id.
    #[serde(skip)]
    pub patients: Vec<PatientCard>,
    #[serde(skip)]
    pub zone: ZoneName,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LateEntry {
    pub entry: TimeEntryId,
    pub patient: PatientId,
    pub performer: PersonId,
    /// `Given Family`; of whoever did it.
    #[serde(skip)]
    pub performer_name: String,
    pub started_at: Timestamp,
    pub length_seconds: i64,
    pub recorded_at: Timestamp,
    /// An entry that was in the closing and has been struck since.
    pub is_strike: bool,
}

/// Lists what is late.
///
/// # Errors
/// [`Error::Conflict`] when the month is not closed.
pub async fn late(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<LateList> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let practice = work.practice().await?;
    let closure = work.tx.newest_closure(practice.id, month).await?;
    let closure = closure.ok_or_else(|| Error::Conflict(format!("{month} is not closed")))?;
    let zone =
        practice.zone_of(month).ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let (from, until) = month.bounds(&zone.zone());
    let added = work.tx.recorded_after(practice.id, from, until, closure.closed_at).await?;
    let struck = work.tx.struck_after(practice.id, from, until, closure.closed_at).await?;
    let persons = work.tx.persons().await?;
    let name = |id: PersonId| {
        let person = persons.iter().find(|person| person.id == id);
        person.map(|person| format!("{} {}", person.given, person.family)).unwrap_or_default()
    };
    let entry = |row: LedgerRow, is_strike| LateEntry {
        entry: row.entry.id,
        patient: row.entry.patient,
        performer: row.entry.performer,
        performer_name: name(row.entry.performer),
        started_at: row.entry.started_at,
        length_seconds: row.entry.length_seconds,
        recorded_at: row.recorded.at,
        is_strike,
    };
    let mut entries: Vec<LateEntry> = added.into_iter().map(|row| entry(row, false)).collect();
    entries.extend(struck.into_iter().map(|row| entry(row, true)));
    let mut ids: Vec<PatientId> = entries.iter().map(|entry| entry.patient).collect();
    ids.sort_unstable();
    ids.dedup();
    let (found, today) = (work.tx.found(practice.id, &ids).await?, crate::work::now_date(work.now));
    let zone = zone.clone();
    drop(work);
    app.audit_read(actor, place, "late_entries", &month.to_string(), None).await?;
    Ok(LateList {
        schema: "perennial.late.1",
        month,
        revision: closure.revision,
        closed_at: closure.closed_at,
        entries,
        patients: found.into_iter().map(|one| PatientCard::of(one.patient, today)).collect(),
        zone,
    })
}
