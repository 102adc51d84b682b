//! The time ledger: entries on their segments, segments on their events, contacts, strikes. Written once.

use std::collections::{HashMap, HashSet};

use app::Result;
use app::ports::store::Times;
use app::ports::{LedgerRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::time::{ClockEvent, Contact, Segment, Strike, TimeEntry};
use db::{Bulk, OnConflict, Query, Type, Value, values};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::columns::{Columns, each, word};
use crate::sealed::At;
use crate::tx::StoreTx;

/// No entry is longer (ccm::time refuses it), so what overlaps a stretch begins at most this long before it.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

macro_rules! entries {
    ($recorded:literal, $join:literal, $where:literal) => {
        concat!(
            "select e.time_entry_id, e.patient_id, e.program, e.started_at, e.length_seconds, e.activity, e.performer_id,
                e.performer_role, e.credential_active, e.supervisor_id, e.country, e.live_contact, e.source, ",
            $recorded,
            " from time_entry e ",
            $join,
            " where e.practice_id = $1 and e.organization_id = $2 and e.started_at >= $3 and e.started_at < $4 ",
            $where,
            " order by e.time_entry_id"
        )
    };
}

macro_rules! notes {
    ($join:literal) => {
        concat!(
            "select c.contact_id, c.time_entry_id, c.note_sealed from time_entry e ",
            $join,
            " contact c on c.practice_id = e.practice_id and c.organization_id = e.organization_id
                and c.time_entry_id = e.time_entry_id and c.patient_id = e.patient_id
            where e.practice_id = $1 and e.organization_id = $2 and e.patient_id = $3
                and e.started_at >= $4 and e.started_at < $5 and c.note_sealed is not null
            order by c.time_entry_id"
        )
    };
}

macro_rules! clock_events {
    ($join:literal) => {
        concat!(
            "select s.time_entry_id, s.segment, s.started_at, s.length_seconds,
                v.kind, v.wall_clock, v.monotonic_ms, v.device
            from time_entry e ",
            $join,
            " time_segment s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
                and s.time_entry_id = e.time_entry_id
            left join time_event v on v.practice_id = s.practice_id and v.organization_id = s.organization_id
                and v.time_entry_id = s.time_entry_id and v.segment = s.segment
            where e.practice_id = $1 and e.organization_id = $2 and e.patient_id = $3
                and e.started_at >= $4 and e.started_at < $5
            order by s.time_entry_id, s.segment, v.event"
        )
    };
}

db::queries! {
    ADD_ENTRY = "insert into time_entry (practice_id, organization_id, patient_id, started_at, time_entry_id,
            length_seconds, program, activity, performer_id, performer_role, credential_active, supervisor_id, country,
            live_contact, source, reason_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    ADD_CONTACT = "insert into contact (practice_id, organization_id, contact_id, patient_id, time_entry_id,
            note_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_STRIKE = "insert into time_strike (practice_id, organization_id, strike_id, time_entry_id, patient_id,
            reason_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// By the contact, which every entry has: entries themselves are kept by month, and have no index by id alone.
    ENTRY_OF = "select c.time_entry_id, c.patient_id, s.strike_id from (
            select time_entry_id, patient_id from contact
            where practice_id = $1 and organization_id = $2 and contact_id = $3
            union select time_entry_id, patient_id from contact
            where practice_id = $1 and organization_id = $2 and time_entry_id = $3) c
        left join time_strike s on s.practice_id = $1 and s.organization_id = $2
            and s.time_entry_id = c.time_entry_id";
    LEDGER = entries!(
        "e.recorded_at, e.recorded_by", "",
        "and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
            and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)");
    RECORDED_AFTER = entries!(
        "e.recorded_at, e.recorded_by", "",
        "and e.recorded_at > $5 and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
            and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)");
    STRUCK_AFTER = entries!(
        "s.recorded_at, s.recorded_by",
        "join time_strike s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id",
        "and e.recorded_at <= $5 and s.recorded_at > $5");
    /// All segments but each entry's first, which the others leave to be known.
    LATER_SEGMENTS = "select time_entry_id, started_at, length_seconds from time_segment
        where practice_id = $1 and organization_id = $2 and segment > 0 and started_at >= $3 and started_at < $4
        order by time_entry_id, segment";
    NOTES = {
        // The patient's entries first, or it walks through everybody's contacts; so below.
        lite: notes!("cross join"),
        pg: notes!("join"),
    };
    CLOCK_EVENTS = {
        lite: clock_events!("cross join"),
        pg: clock_events!("join"),
    };
}

static NEW_SEGMENT: Bulk = Bulk {
    table: "time_segment",
    columns: &[
        ("practice_id", Type::Uuid),
        ("organization_id", Type::Uuid),
        ("time_entry_id", Type::Uuid),
        ("segment", Type::Int),
        ("started_at", Type::Instant),
        ("length_seconds", Type::Int),
    ],
    on_conflict: OnConflict::Fail,
};

static NEW_EVENT: Bulk = Bulk {
    table: "time_event",
    columns: &[
        ("practice_id", Type::Uuid),
        ("organization_id", Type::Uuid),
        ("time_entry_id", Type::Uuid),
        ("segment", Type::Int),
        ("event", Type::Int),
        ("kind", Type::Text),
        ("wall_clock", Type::Instant),
        ("monotonic_ms", Type::Int),
        ("device", Type::Text),
    ],
    on_conflict: OnConflict::Fail,
};

pub(crate) static BULKS: &[&Bulk] = &[&NEW_SEGMENT, &NEW_EVENT];

fn read_entry(row: &mut Columns<'_>) -> Result<LedgerRow> {
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
    Ok(LedgerRow { entry, recorded: Recorded { at: row.get()?, by: PersonId(row.get()?) } })
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
        let mut entries = each(&rows, read_entry)?;

        let latest = until.checked_add(LONGEST).unwrap_or(until);
        let mut later: HashMap<TimeEntryId, Vec<Segment>> = HashMap::new();
        for row in self.rows(&LATER_SEGMENTS, values![practice, tenant, earliest, latest]).await? {
            let mut row = Columns::of(&row);
            let id = TimeEntryId(row.get()?);
            let segment = Segment { started_at: row.get()?, length_seconds: row.get()?, events: Vec::new() };
            later.entry(id).or_default().push(segment);
        }
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

        let note = self.sealed_text(&note_at(practice, contact.id), contact.note.as_deref()).await?;
        let (id, patient) = (contact.id.0, contact.patient.0);
        let params =
            values![practice, tenant, id, patient, contact.entry.0, note, recorded.at, recorded.by.0];
        self.write(&ADD_CONTACT, params).await.map(drop)
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
        let mut entries: Vec<(TimeEntryId, Vec<Segment>)> = Vec::new();
        let mut last = None;
        for row in &rows {
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
            let event =
                ClockEvent { kind, wall_clock: row.get()?, monotonic_ms: row.get()?, device: row.get()? };
            if let Some(segment) = entries.last_mut().and_then(|(_, segments)| segments.last_mut()) {
                segment.events.push(event);
            }
        }
        entries.retain(|(_, segments)| end(segments) > from);
        Ok(entries
            .into_iter()
            .flat_map(|(entry, all)| all.into_iter().map(move |one| (entry, one)))
            .collect())
    }
}

fn note_at(practice: Uuid, contact: ContactId) -> At {
    At::column("contact.note_sealed").id(practice).id(contact.0)
}
