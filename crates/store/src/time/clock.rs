//! Running clocks, what their devices said, and what waits to become an entry.

use app::ports::store::RunningClocks;
use app::ports::{EntryWords, LedgerRow, OfflineReceiptRow, Recorded, SignalRow, UnfinishedRow};
use app::{Error, Result};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::time::{ClockLimits, Reading, RunningClock};
use db::{Query, Value, values};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::columns::{Columns, each, id_list, json};
use crate::sealed::At;
use crate::tx::StoreTx;

use super::LONGEST;
use super::clock_queries::*;

crate::bulk::bulks! {
    NEW_SIGNAL = "clock_event", Ignore, [
        "practice_id": Uuid, "organization_id": Uuid, "time_entry_id": Uuid, "device": Text, "boot": Text, "seq": Int,
        "kind": Text, "at": Instant, "wall_clock": Instant, "monotonic_ms": Int, "activity_ms": Json,
    ];
}

/// A signal's row. What the server did itself has no device, and its instant for a number.
fn signal_row(practice: Uuid, tenant: Uuid, row: &SignalRow) -> Result<Vec<Value>> {
    let reading = row.reading.as_ref();
    let marks = (!row.activity_ms.is_empty()).then(|| json(&row.activity_ms)).transpose()?;
    Ok(values![
        practice,
        tenant,
        row.entry.0,
        reading.map_or("", |one| one.device.as_str()),
        reading.map_or("", |one| one.boot.as_str()),
        reading.map_or(row.at.as_microsecond(), |one| one.seq),
        &row.kind,
        row.at,
        reading.map(|one| one.wall),
        reading.map(|one| one.monotonic_ms),
        marks.unwrap_or(Value::Null),
    ])
}

fn read_signal(row: &mut Columns<'_>) -> Result<SignalRow> {
    let (entry, kind, at) = (TimeEntryId(row.get()?), row.get()?, row.get()?);
    let (device, boot, seq): (String, String, i64) = (row.get()?, row.get()?, row.get()?);
    let (wall, monotonic_ms): (Option<Timestamp>, Option<i64>) = (row.get()?, row.get()?);
    let reading =
        wall.zip(monotonic_ms).map(|(wall, monotonic_ms)| Reading { device, boot, seq, wall, monotonic_ms });
    let activity_ms = row.json_opt::<Vec<i64>>()?.unwrap_or_default();
    Ok(SignalRow { entry, kind, at, reading, activity_ms })
}

impl StoreTx {
    fn clock_row(&self, clock: &RunningClock) -> Result<Vec<Value>> {
        let of = &clock.of;
        let tenant = self.tenant()?;
        let due = clock.due_at();
        Ok(values![tenant, of.person.0, of.practice.0, of.patient.0, clock.is_calling(), due, json(clock)?,])
    }

    async fn read_clocks(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<RunningClock>> {
        let rows = self.rows(query, params).await?;
        each(&rows, |row| row.json())
    }
}

#[async_trait]
impl RunningClocks for StoreTx {
    async fn lock_clock(&mut self, person: PersonId) -> Result<Option<RunningClock>> {
        let params = values![self.tenant()?, person.0];
        let query = if self.is_read_only() { &CLOCK } else { &LOCK_CLOCK };
        // A lock writes nothing that anybody could miss.
        let row = self.row(query, params).await?;
        row.map_or(Ok(None), |row| Columns::of(&row).json_opt())
    }

    async fn put_clock(&mut self, clock: &RunningClock) -> Result<()> {
        let row = self.clock_row(clock)?;
        self.put(&PUT_CLOCK, row).await
    }

    async fn keep_beat(&mut self, clock: &RunningClock, signal: &SignalRow) -> Result<()> {
        let (practice, tenant) = self.place(clock.of.practice)?;
        let signal = signal_row(practice, tenant, signal)?;
        self.insert_uncounted(&NEW_SIGNAL, vec![signal]).await?;
        let row = self.clock_row(clock)?;
        match self.write_uncounted(&PUT_CLOCK, vec![row]).await? {
            0 => Err(Error::Conflict("the clock is not ours to change".to_owned())),
            _ => Ok(()),
        }
    }

    async fn end_clock(&mut self, person: PersonId) -> Result<()> {
        let params = values![self.tenant()?, person.0];
        self.write(&END_CLOCK, params).await.map(drop)
    }

    async fn add_signals(&mut self, practice: PracticeId, signals: &[SignalRow]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let rows: Result<Vec<_>> = signals.iter().map(|row| signal_row(practice, tenant, row)).collect();
        self.insert(&NEW_SIGNAL, rows?).await.map(drop)
    }

    async fn signals_of(&mut self, practice: PracticeId, entries: &[TimeEntryId]) -> Result<Vec<SignalRow>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, id_list(entries.iter().map(|id| id.0))];
        let rows = self.rows(&SIGNALS_OF, params).await?;
        each(&rows, read_signal)
    }

    async fn clocks(&mut self, practice: PracticeId) -> Result<Vec<RunningClock>> {
        let (practice, tenant) = self.place(practice)?;
        self.read_clocks(&CLOCKS, values![practice, tenant]).await
    }

    async fn call_with(&mut self, practice: PracticeId, patient: PatientId) -> Result<Option<RunningClock>> {
        let (practice, tenant) = self.place(practice)?;
        Ok(self.read_clocks(&CALL_WITH, values![practice, tenant, patient.0]).await?.pop())
    }

    async fn clocks_due(&mut self, by: Timestamp, limit: i64) -> Result<Vec<(PracticeId, PersonId)>> {
        let params = values![self.tenant()?, by, limit];
        let rows = self.rows(&CLOCKS_DUE, params).await?;
        each(&rows, |row| Ok((PracticeId(row.get()?), PersonId(row.get()?))))
    }

    async fn counted_of(
        &mut self,
        person: PersonId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(Timestamp, Timestamp)>> {
        let tenant = self.tenant()?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let rows = self.rows(&COUNTED_OF, values![tenant, person.0, earliest, until]).await?;
        let mut spans = each(&rows, |row| {
            let (start, seconds): (Timestamp, i64) = (row.get()?, row.get()?);
            Ok((start, start.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)))
        })?;
        let rows = self.rows(&UNFINISHED_BETWEEN, values![tenant, person.0, earliest, until]).await?;
        for stretch in each(&rows, |row| row.json::<ccm::time::clock::Stopped>())? {
            spans.extend(stretch.segments.iter().map(|one| (one.started_at, one.ends_at())));
        }
        spans.retain(|span| span.1 > from && span.0 < until);
        Ok(spans)
    }

    async fn add_unfinished(&mut self, row: &UnfinishedRow) -> Result<()> {
        let of = &row.stretch.of;
        let (practice, tenant) = self.place(of.practice)?;
        let started_at = row.stretch.segments.first().map_or(row.stopped_at, |first| first.started_at);
        let params = values![
            practice,
            tenant,
            of.person.0,
            of.entry.0,
            json(&row.stretch)?,
            started_at,
            row.stopped_at,
        ];
        self.write(&ADD_UNFINISHED, params).await.map(drop)
    }

    async fn unfinished(&mut self, practice: PracticeId, person: PersonId) -> Result<Vec<UnfinishedRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&UNFINISHED, values![practice, tenant, person.0]).await?;
        each(&rows, |row| Ok(UnfinishedRow { stretch: row.json()?, stopped_at: row.get()? }))
    }

    async fn take_unfinished(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        entry: TimeEntryId,
    ) -> Result<Option<UnfinishedRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, person.0, entry.0];
        let row = self.write_returning(&TAKE_UNFINISHED, params).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            Ok(UnfinishedRow { stretch: row.json()?, stopped_at: row.get()? })
        })
        .transpose()
    }

    async fn offline_receipt(&mut self, segment: &str) -> Result<Option<OfflineReceiptRow>> {
        let params = values![self.tenant()?, segment];
        let row = self.row(&OFFLINE_RECEIPT, params).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            Ok(OfflineReceiptRow {
                segment: segment.to_owned(),
                person: PersonId(row.get()?),
                sha256: row.hash()?,
                answer: row.json()?,
                at: row.get()?,
            })
        })
        .transpose()
    }

    async fn add_offline_receipt(&mut self, practice: PracticeId, row: &OfflineReceiptRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (sha256, answer) = (row.sha256.to_vec(), json(&row.answer)?);
        let params = values![tenant, &row.segment, practice, row.person.0, sha256, answer, row.at];
        self.write(&ADD_OFFLINE_RECEIPT, params).await.map(drop)
    }

    async fn clock_limits(&mut self, practice: PracticeId) -> Result<Option<ClockLimits>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&CLOCK_LIMITS, values![practice, tenant]).await?;
        row.map(|row| Columns::of(&row).json()).transpose()
    }

    async fn put_clock_limits(&mut self, practice: PracticeId, limits: &ClockLimits) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.put(&PUT_CLOCK_LIMITS, values![practice, tenant, json(limits)?]).await
    }

    async fn entries_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        self.entries(&super::queries::ENTRIES_OF, practice, (from, until), values![patient.0]).await
    }

    async fn entry_words_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<EntryWords>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let params = values![practice, tenant, patient.0, earliest, until];
        let rows = self.rows(&ENTRY_WORDS_OF, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let entry = TimeEntryId(row.get()?);
            let reason: Option<Vec<u8>> = row.get()?;
            let reason_at = At::column("time_entry.reason_sealed").id(practice).id(patient.0).id(entry.0);
            let reason = reason.map(|sealed| keys.open_text(&reason_at, sealed)).transpose()?;
            let strike: Option<Uuid> = row.get()?;
            let (sealed, at, by): (Option<Vec<u8>>, Option<Timestamp>, Option<Uuid>) =
                (row.get()?, row.get()?, row.get()?);
            let strike = match (strike, sealed, at, by) {
                (Some(id), Some(sealed), Some(at), Some(by)) => {
                    let place = At::column("time_strike.reason_sealed").id(practice).id(id);
                    let recorded = Recorded { at, by: PersonId(by) };
                    Some((StrikeId(id), keys.open_text(&place, sealed)?, recorded))
                }
                _ => None,
            };
            Ok(EntryWords { entry, reason, strike })
        })
    }
}
