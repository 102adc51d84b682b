//! From the meter of a month down to the raw events: every entry of a patient, what of it counted, and why the rest did
//! not. Told from the kept answer where there is one.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::findings::{ClocksDisagree, clocks_disagree};
use ccm::time::{Segment, TimeEntry, TimeSource};
use serde::Serialize;

use crate::billing::close::StoredDetermination;
use crate::billing::refresh::open_revision;
use crate::ports::{EntryWords, Recorded, SignalRow};
use crate::{App, Error, Place, Result};

/// A month's time of one patient.
#[derive(Clone, Serialize)]
pub struct MonthLog {
    pub schema: &'static str,
    pub patient: PatientId,
    pub month: ServiceMonth,
    pub zone: String,
    /// Whose answer tells what counted; `None`: nobody has judged the month yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// Seconds of all entries that are not struck, as measured.
    pub measured_seconds: i64,
    /// Of entries that were judged.
    pub counted_seconds: u64,
    pub entries: Vec<LoggedEntry>,
}

/// An entry with everything under it.
#[derive(Clone, Serialize)]
pub struct LoggedEntry {
    pub entry: TimeEntryId,
    pub performer: PersonId,
    pub performer_role: String,
    pub credential_active: Option<bool>,
    pub supervisor: Option<PersonId>,
    pub program: Program,
    pub activity: String,
    pub live_contact: Option<bool>,
    pub source: TimeSource,
    pub started_at: Timestamp,
    pub length_seconds: i64,
    pub recorded_at: Timestamp,
    pub recorded_by: PersonId,
    /// Why it was typed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub struck: Option<LoggedStrike>,
    /// Seconds that the kept answer counts; `None`: it was not judged, or struck since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_seconds: Option<u64>,
    pub left_out: Vec<LoggedLeftOut>,
    pub clocks_disagree: Vec<ClocksDisagree>,
    pub segments: Vec<Segment>,
    /// What the devices said, in the order in which it came.
    pub signals: Vec<SignalRow>,
}

#[derive(Clone, Serialize)]
pub struct LoggedStrike {
    pub strike: StrikeId,
    pub reason: String,
    pub at: Timestamp,
    pub by: PersonId,
}

/// Seconds that a rule took out.
#[derive(Clone, Debug, Serialize)]
pub struct LoggedLeftOut {
    pub rule: String,
    pub seconds: u64,
}

/// Reads a month's log: eleven questions, however long it is. That it was read is on record before it leaves.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here; [`Error::Forbidden`]; storage's failures.
pub async fn month_log(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    month: ServiceMonth,
) -> Result<MonthLog> {
    let work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let practice = work.practice().await?;
    if !work.tx.patient_exists(practice.id, patient).await? {
        return Err(Error::NotFound("patient"));
    }
    let zone = practice.zone_of(month);
    let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?.clone();
    let (from, until) = month.bounds(&zone.zone());
    let rows = work.tx.entries_of(practice.id, patient, from, until).await?;
    let words = work.tx.entry_words_of(practice.id, patient, from, until).await?;
    let mut segments: HashMap<TimeEntryId, Vec<Segment>> = HashMap::new();
    for (entry, segment) in work.tx.clock_events(practice.id, patient, from, until).await? {
        segments.entry(entry).or_default().push(segment);
    }
    let ids: Vec<TimeEntryId> = rows.iter().map(|row| row.entry.id).collect();
    let mut signals: HashMap<TimeEntryId, Vec<SignalRow>> = HashMap::new();
    for signal in work.tx.signals_of(practice.id, &ids).await? {
        signals.entry(signal.entry).or_default().push(signal);
    }
    let revision = match open_revision(&mut work, month).await? {
        Some(revision) => Some(revision),
        None => work.tx.newest_closure(practice.id, month).await?.map(|closure| closure.revision),
    };
    let kept = match revision {
        Some(revision) => work.tx.determination(practice.id, patient, month, revision).await?,
        None => None,
    };
    let stored = kept.map(|row| StoredDetermination::read(&row.body)).transpose()?;
    drop(work);
    app.audit_read(actor, place, "month_log", &format!("{patient} {month}"), Some(patient)).await?;

    let mut words: HashMap<TimeEntryId, EntryWords> = words.into_iter().map(|one| (one.entry, one)).collect();
    let mut entries: Vec<LoggedEntry> = rows
        .into_iter()
        .map(|row| {
            let id = row.entry.id;
            let segments = segments.remove(&id).unwrap_or_default();
            let (reason, strike) = words.remove(&id).map_or((None, None), |one| (one.reason, one.strike));
            let struck =
                strike.map(|(strike, reason, Recorded { at, by })| LoggedStrike { strike, reason, at, by });
            let (counted_seconds, left_out) = judged(stored.as_ref(), &row.entry);
            LoggedEntry {
                clocks_disagree: clocks_disagree(&segments),
                segments,
                signals: signals.remove(&id).unwrap_or_default(),
                reason,
                struck,
                counted_seconds,
                left_out,
                entry: id,
                performer: row.entry.performer,
                performer_role: row.entry.performer_role,
                credential_active: row.entry.credential_active,
                supervisor: row.entry.supervisor,
                program: row.entry.program,
                activity: row.entry.activity,
                live_contact: row.entry.live_contact,
                source: row.entry.source,
                started_at: row.entry.started_at,
                length_seconds: row.entry.length_seconds,
                recorded_at: row.recorded.at,
                recorded_by: row.recorded.by,
            }
        })
        .collect();
    entries.sort_by_key(|entry| (entry.started_at, entry.entry));
    Ok(MonthLog {
        schema: "perennial.month_log.1",
        patient,
        month,
        zone: zone.as_str().to_owned(),
        revision: stored.is_some().then_some(revision).flatten(),
        measured_seconds: entries
            .iter()
            .filter(|entry| entry.struck.is_none())
            .map(|entry| entry.length_seconds)
            .sum(),
        counted_seconds: entries.iter().filter_map(|entry| entry.counted_seconds).sum(),
        entries,
    })
}

/// What the kept answer says of an entry: seconds counted, and what each rule left out.
fn judged(stored: Option<&StoredDetermination>, entry: &TimeEntry) -> (Option<u64>, Vec<LoggedLeftOut>) {
    let id = entry.id.to_string();
    let Some(stored) = stored.filter(|stored| stored.facts.entries.iter().any(|one| one.id.as_str() == id))
    else {
        return (None, Vec::new());
    };
    let left_out: Vec<LoggedLeftOut> = stored
        .determination
        .left_out
        .iter()
        .filter(|left| left.entry.as_str() == id)
        .map(|left| LoggedLeftOut { rule: left.rule.to_string(), seconds: left.seconds })
        .collect();
    let out = left_out.iter().fold(0u64, |sum, left| sum.saturating_add(left.seconds));
    let worked = u64::try_from(entry.length_seconds).unwrap_or(0);
    (Some(worked.saturating_sub(out)), left_out)
}
