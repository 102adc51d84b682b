//! The time ledger: entries on their segments, segments on their events, contacts, strikes. Written once.

pub(crate) mod clock;
pub(crate) mod clock_queries;
pub(crate) mod queries;

use std::collections::{HashMap, HashSet};

use app::Result;
use app::ports::store::Times;
use app::ports::{DiaryEntry, DiaryWalk, LedgerRow, Recorded, SharedMinutes, SharedMinutesRow};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::time::{ClockEvent, Contact, Segment, Strike, TimeEntry};
use db::{Query, Row, Value, values};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::columns::{Columns, each, id_list, patient_list, word};
use crate::error::Kept;
use crate::sealed::At;
use crate::tx::StoreTx;

use self::queries::*;

/// No entry is longer (ccm::time refuses it), so what overlaps a stretch begins at most this long before it.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(24);

crate::bulk::bulks! {
    NEW_SEGMENT = "time_segment", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "time_entry_id": Uuid, "segment": Int,
        "started_at": Instant, "length_seconds": Int,
    ];
    NEW_EVENT = "time_event", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "time_entry_id": Uuid, "segment": Int, "event": Int,
        "kind": Text, "wall_clock": Instant, "monotonic_ms": Int, "device": Text,
    ];
}

/// An entry with its first segment, as if it were the only one, and whether it is not.
fn read_entry(row: &mut Columns<'_>) -> Result<(LedgerRow, bool)> {
    let mut entry = TimeEntry {
        id: TimeEntryId(row.get()?),
        patient: PatientId(row.get()?),
        program: row.word()?,
        started_at: row.get()?,
        length_seconds: row.get()?,
        activity: row.get()?,
        performer: PersonId(row.get()?),
        performer_role: row.get()?,
        credential_active: row.get()?,
        supervisor: row.get::<Option<_>>()?.map(PersonId),
        country: row.get()?,
        live_contact: row.get()?,
        source: row.word()?,
        segments: Vec::new(),
    };
    let (started_at, length_seconds) = (entry.started_at, entry.length_seconds);
    entry.segments.push(Segment { started_at, length_seconds, events: Vec::new() });
    let recorded = Recorded { at: row.get()?, by: PersonId(row.get()?) };
    let has_paused = row.get::<Option<Timestamp>>()?.is_some();
    Ok((LedgerRow { entry, recorded }, has_paused))
}

/// Segments with their events, entry by entry.
pub(crate) fn segments_in(rows: &[Row]) -> Result<Vec<(TimeEntryId, Vec<Segment>)>> {
    let mut entries: Vec<(TimeEntryId, Vec<Segment>)> = Vec::new();
    let mut last = None;
    for row in rows {
        let mut row = Columns::of(row);
        let (entry, place) = (TimeEntryId(row.get()?), row.get::<i64>()?);
        let segment = Segment { started_at: row.get()?, length_seconds: row.get()?, events: Vec::new() };
        if last.replace((entry, place)) != Some((entry, place)) {
            match entries.last_mut() {
                Some((last, segments)) if *last == entry => segments.push(segment),
                _ => entries.push((entry, vec![segment])),
            }
        }
        let Some(kind) = row.word_opt()? else { continue };
        let event = ClockEvent { kind, wall_clock: row.get()?, monotonic_ms: row.get()?, device: row.get()? };
        if let Some(segment) = entries.last_mut().and_then(|(_, segments)| segments.last_mut()) {
            segment.events.push(event);
        }
    }
    Ok(entries)
}

/// The first instant after all segments.
fn end(segments: &[Segment]) -> Timestamp {
    let ends = segments.iter().map(|one| {
        let length = SignedDuration::from_secs(one.length_seconds);
        one.started_at.checked_add(length).unwrap_or(Timestamp::MAX)
    });
    ends.max().unwrap_or(Timestamp::MIN)
}

impl StoreTx {
    /// Entries that overlap a stretch, with their segments and without the segments' events.
    pub(crate) async fn entries(
        &mut self,
        query: &Query,
        practice: PracticeId,
        (from, until): (Timestamp, Timestamp),
        more: Vec<Value>,
    ) -> Result<Vec<LedgerRow>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let mut params = values![practice, tenant, earliest, until];
        params.extend(more);
        let rows = self.rows(query, params).await?;
        self.with_segments(practice, &rows, from).await
    }

    /// The contact alone: a signed note hangs on an entry that is there already.
    pub(crate) async fn write_contact(
        &mut self,
        practice: PracticeId,
        contact: &Contact,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let note = self.sealed_text(&note_at(practice, contact.id), contact.note.as_deref()).await?;
        let (id, patient) = (contact.id.0, contact.patient.0);
        let params =
            values![practice, tenant, id, patient, contact.entry.0, note, recorded.at, recorded.by.0];
        self.write(&ADD_CONTACT, params).await.map(drop)
    }

    /// Entries in the order of their ids with their later segments; those alone that last beyond an instant.
    async fn with_segments(
        &mut self,
        practice: Uuid,
        rows: &[Row],
        from: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        let mut entries = each(rows, read_entry)?;
        entries.sort_unstable_by_key(|(row, _)| row.entry.id);
        let paused: Vec<Uuid> =
            entries.iter().filter(|(_, has_paused)| *has_paused).map(|(row, _)| row.entry.id.0).collect();
        let mut later: HashMap<TimeEntryId, Vec<Segment>> = HashMap::new();
        if !paused.is_empty() {
            let params = values![practice, self.tenant()?, id_list(paused)];
            for row in &self.rows(&LATER_SEGMENTS, params).await? {
                let mut row = Columns::of(row);
                let id = TimeEntryId(row.get()?);
                let segment =
                    Segment { started_at: row.get()?, length_seconds: row.get()?, events: Vec::new() };
                later.entry(id).or_default().push(segment);
            }
        }
        let mut entries: Vec<LedgerRow> = entries.into_iter().map(|(row, _)| row).collect();
        for row in &mut entries {
            if let Some(later) = later.remove(&row.entry.id) {
                let theirs: i64 = later.iter().map(|one| one.length_seconds).sum();
                row.entry.segments[0].length_seconds -= theirs;
                row.entry.segments.extend(later);
            }
        }
        entries.retain(|row| end(&row.entry.segments) > from);
        Ok(entries)
    }
}

#[async_trait]
impl Times for StoreTx {
    async fn add_contact(
        &mut self,
        practice: PracticeId,
        entry: &TimeEntry,
        contact: &Contact,
        reason: Option<&str>,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = At::column("time_entry.reason_sealed").id(practice).id(entry.patient.0).id(entry.id.0);
        let params = values![
            practice,
            tenant,
            entry.patient.0,
            entry.started_at,
            entry.id.0,
            entry.length_seconds,
            word(&entry.program)?,
            &entry.activity,
            entry.performer.0,
            &entry.performer_role,
            entry.credential_active,
            entry.supervisor.map(|id| id.0),
            &entry.country,
            entry.live_contact,
            word(&entry.source)?,
            self.sealed_text(&at, reason).await?,
            recorded.at,
            recorded.by.0,
            (entry.segments.len() > 1).then(|| end(&entry.segments)),
        ];
        self.write(&ADD_ENTRY, params).await?;

        let (mut segments, mut events) = (Vec::new(), Vec::new());
        for (place, one) in (0i64..).zip(&entry.segments) {
            segments.push(values![practice, tenant, entry.id.0, place, one.started_at, one.length_seconds]);
            for (number, event) in (0i64..).zip(&one.events) {
                events.push(values![
                    practice,
                    tenant,
                    entry.id.0,
                    place,
                    number,
                    word(&event.kind)?,
                    event.wall_clock,
                    event.monotonic_ms,
                    event.device.as_ref(),
                ]);
            }
        }
        self.insert(&NEW_SEGMENT, segments).await?;
        self.insert(&NEW_EVENT, events).await?;

        self.write_contact(PracticeId(practice), contact, recorded).await
    }

    async fn add_strike(&mut self, practice: PracticeId, strike: &Strike, recorded: Recorded) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = At::column("time_strike.reason_sealed").id(practice).id(strike.id.0);
        let reason = self.keyring().await?.seal(&at, strike.reason.as_bytes())?;
        let (id, entry, patient) = (strike.id.0, strike.entry.0, strike.patient.0);
        let params = values![practice, tenant, id, entry, patient, reason, recorded.at, recorded.by.0];
        self.write(&ADD_STRIKE, params).await.map(drop)
    }

    async fn entry_of(
        &mut self,
        practice: PracticeId,
        contact_or_entry: Uuid,
    ) -> Result<Option<(TimeEntryId, PatientId, bool)>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&ENTRY_OF, values![practice, tenant, contact_or_entry]).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            Ok((TimeEntryId(row.get()?), PatientId(row.get()?), row.get::<Option<Uuid>>()?.is_some()))
        })
        .transpose()
    }

    async fn ledger(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        self.entries(&LEDGER, practice, (from, until), values![]).await
    }

    async fn ledger_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let params = values![practice, tenant, earliest, until, patient_list(patients)];
        let rows = self.rows(&LEDGER_OF, params).await?;
        self.with_segments(practice, &rows, from).await
    }

    async fn shared_minutes_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<SharedMinutesRow>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let params = values![practice, tenant, from, until, patient_list(patients), earliest];
        let rows = self.rows(&SHARED_MINUTES_OF, params).await?;
        each(&rows, |row| {
            Ok(SharedMinutesRow {
                patient: PatientId(row.get()?),
                performer: PersonId(row.get()?),
                started_at: row.get()?,
                ends_at: row.get()?,
                with: PatientId(row.get()?),
            })
        })
    }

    async fn shared_minutes(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<SharedMinutes> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let mut diaries = self.stream(&DIARIES, values![practice, tenant, earliest, until]).await?;
        let mut walk = DiaryWalk::default();
        while let Some(row) = diaries.next().await.kept()? {
            let mut row = Columns::of(&row);
            let next = DiaryEntry {
                performer: PersonId(row.get()?),
                started_at: row.get()?,
                ends_at: row.get()?,
                patient: PatientId(row.get()?),
                entry: TimeEntryId(row.get()?),
            };
            if next.ends_at > from {
                walk.pass(next);
            }
        }
        Ok(walk.end())
    }

    async fn notes(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(TimeEntryId, String)>> {
        let overlapping = self.clock_events(practice, patient, from, until).await?;
        let overlapping: HashSet<_> = overlapping.into_iter().map(|(entry, _)| entry).collect();
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let rows = self.rows(&NOTES, values![practice, tenant, patient.0, earliest, until]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let notes = each(&rows, |row| {
            let (contact, entry) = (ContactId(row.get()?), TimeEntryId(row.get()?));
            Ok((entry, keys.open_text(&note_at(practice, contact), row.get()?)?))
        })?;
        Ok(notes.into_iter().filter(|(entry, _)| overlapping.contains(entry)).collect())
    }

    async fn clock_events(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(TimeEntryId, Segment)>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let rows = self.rows(&CLOCK_EVENTS, values![practice, tenant, patient.0, earliest, until]).await?;
        let mut entries = segments_in(&rows)?;
        entries.retain(|(_, segments)| end(segments) > from);
        Ok(entries
            .into_iter()
            .flat_map(|(entry, all)| all.into_iter().map(move |one| (entry, one)))
            .collect())
    }
}

pub(crate) fn note_at(practice: Uuid, contact: ContactId) -> At {
    At::column("contact.note_sealed").id(practice).id(contact.0)
}
