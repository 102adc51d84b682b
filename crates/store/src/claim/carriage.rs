//! Files of claims on their way, and files that came: events in clear, bytes sealed a stretch at a time.

use std::collections::HashMap;

use app::Result;
use app::ports::ClaimFileRow;
use app::ports::carriage::{FileNumber, Received, ReceivedEventRow, ReceivedRow, WhichReceived};
use app::ports::store::Carriage;
use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::carriage::CarriageEvent;
use db::values;
use uuid::Uuid;

use super::file::{file_at, files, read_file};
use crate::columns::{Columns, among, each, id_list, json};
use crate::error::contended;
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

macro_rules! file_events {
    ($engine:ident) => {
        concat!(
            "select file_id, at, step from claim_file_event where practice_id = $1 and organization_id = $2",
            among!($engine "file_id"),
            " order by file_id, event"
        )
    };
}

macro_rules! received {
    ($($where:tt)*) => {
        concat!(
            "select r.received_id, r.name, r.way, r.payer_id, r.sha256, r.size, r.received_at, r.received_by
            from received_file r where r.practice_id = $1 and r.organization_id = $2 ",
            $($where)*
        )
    };
}

macro_rules! received_events {
    ($engine:ident) => {
        concat!(
            "select received_id, kind, detail, actor, at from received_event
            where practice_id = $1 and organization_id = $2",
            among!($engine "received_id"),
            " order by received_id, event"
        )
    };
}

db::queries! {
    /// Files of before there was any carriage were handed out: they are no one's to send.
    TO_CARRY = files!("", " and f.batch is not null and not exists (select 1 from claim_file_event e where e.practice_id = f.practice_id
            and e.organization_id = f.organization_id and e.file_id = f.file_id and e.kind = 'transmitted')
        order by f.created_at, f.file_id");
    BY_INTERCHANGE = files!(", f.body_sealed", " and f.interchange = $3 order by f.file_id desc");
    BY_GROUP = files!(", f.body_sealed", " and f.group_number = $3 order by f.file_id desc");
    BY_BATCH = files!(", f.body_sealed", " and f.batch = $3 order by f.file_id desc");
    FILE_EVENTS = { lite: file_events!(lite), pg: file_events!(pg) };
    ADD_FILE_EVENT = "insert into claim_file_event (practice_id, organization_id, file_id, event, kind, step, actor, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_RECEIVED = "insert into received_file (practice_id, organization_id, received_id, name, way, payer_id, sha256, size,
            received_at, received_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ADD_CHUNK = "insert into received_chunk (practice_id, organization_id, received_id, chunk, body_sealed)
        values ($1, $2, $3, $4, $5)";
    CHUNK = "select body_sealed from received_chunk
        where practice_id = $1 and organization_id = $2 and received_id = $3 and chunk = $4";
    ADD_RECEIVED_EVENT = "insert into received_event (practice_id, organization_id, received_id, event, kind, detail, actor, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    RECEIVED = received!("and r.received_id = $4 limit $3");
    RECEIVED_WITH = received!("and r.sha256 = $3");
    RECEIVED_WAITING = received!("and not exists (select 1 from received_event e where e.practice_id = r.practice_id
            and e.organization_id = r.organization_id and e.received_id = r.received_id)
        order by r.received_id limit $3");
    RECEIVED_NEWEST = received!("and r.received_id < $4 order by r.received_id desc limit $3");
    RECEIVED_QUARANTINED = received!("and r.received_id < $4 and (select e.kind from received_event e
            where e.practice_id = r.practice_id and e.organization_id = r.organization_id and e.received_id = r.received_id
            order by e.event desc limit 1) = 'quarantined'
        order by r.received_id desc limit $3");
    RECEIVED_ELSEWHERE = "select practice_id from received_file
        where organization_id = $1 and sha256 = $2 and practice_id <> $3 order by practice_id";
    RECEIVED_NAMES = "select name, size from received_file where practice_id = $1 and organization_id = $2 and payer_id = $3
        union select name, size from received_name where practice_id = $1 and organization_id = $2 and payer_id = $3
        order by name, size";
    ADD_NAME = "insert into received_name (practice_id, organization_id, payer_id, name, size, received_id, at)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (practice_id, payer_id, name, size) do nothing";
    RECEIVED_EVENTS = { lite: received_events!(lite), pg: received_events!(pg) };
}

fn chunk_at(practice: Uuid, id: Uuid, chunk: i64) -> At {
    At::column("received_chunk.body_sealed").id(practice).id(id).number(chunk)
}

fn read_received(row: &mut Columns<'_>) -> Result<ReceivedRow> {
    Ok(ReceivedRow {
        id: ReceivedId(row.get()?),
        name: row.get()?,
        way: row.get()?,
        payer: row.get::<Option<_>>()?.map(PayerId),
        sha256: row.hash()?,
        size: row.get()?,
        at: row.get()?,
        by: row.json()?,
    })
}

impl StoreTx {
    pub(crate) async fn events_of_files(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
    ) -> Result<HashMap<ClaimFileId, Vec<CarriageEvent>>> {
        let mut events: HashMap<_, Vec<_>> = HashMap::new();
        if files.is_empty() {
            return Ok(events);
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(files.iter().map(|id| id.0));
        let rows = self.rows(&FILE_EVENTS, values![practice, tenant, list]).await?;
        let read = each(&rows, |row| {
            let id = ClaimFileId(row.get()?);
            Ok((id, CarriageEvent { at: row.get()?, step: row.json()? }))
        })?;
        for (id, event) in read {
            events.entry(id).or_default().push(event);
        }
        Ok(events)
    }
}

#[async_trait]
impl Carriage for StoreTx {
    async fn files_to_carry(
        &mut self,
        practice: PracticeId,
    ) -> Result<Vec<(ClaimFileRow, Vec<CarriageEvent>)>> {
        let (id, tenant) = self.place(practice)?;
        let files = each(&self.rows(&TO_CARRY, values![id, tenant]).await?, read_file)?;
        let ids: Vec<ClaimFileId> = files.iter().map(|file| file.id).collect();
        let mut events = self.events_of_files(practice, &ids).await?;
        Ok(files
            .into_iter()
            .map(|file| {
                let events = events.remove(&file.id).unwrap_or_default();
                (file, events)
            })
            .collect())
    }

    async fn files_numbered(
        &mut self,
        practice: PracticeId,
        number: &FileNumber,
    ) -> Result<Vec<ClaimFileRow>> {
        let (id, tenant) = self.place(practice)?;
        let (query, named) = match number {
            FileNumber::Interchange(control) => (&BY_INTERCHANGE, (*control).into()),
            FileNumber::Group(control) => (&BY_GROUP, (*control).into()),
            FileNumber::Batch(batch) => (&BY_BATCH, batch.as_str().into()),
        };
        let rows = self.rows(query, vec![id.into(), tenant.into(), named]).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let mut file = read_file(row)?;
            file.body = keys.open(&file_at(practice, file.id.0), row.get()?)?;
            Ok(file)
        })
    }

    async fn file_events(&mut self, practice: PracticeId, file: ClaimFileId) -> Result<Vec<CarriageEvent>> {
        Ok(self.events_of_files(practice, &[file]).await?.remove(&file).unwrap_or_default())
    }

    async fn add_file_event(
        &mut self,
        practice: PracticeId,
        file: ClaimFileId,
        number: i64,
        event: &CarriageEvent,
        by: &Actor,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (kind, step) = (event.step.kind(), json(&event.step)?);
        let params = values![practice, tenant, file.0, number, kind, step, json(by)?, event.at];
        self.write(&ADD_FILE_EVENT, params).await.map(drop).map_err(contended)
    }

    async fn received_with(
        &mut self,
        practice: PracticeId,
        sha256: &[u8; 32],
    ) -> Result<Option<ReceivedRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&RECEIVED_WITH, values![practice, tenant, *sha256]).await?;
        row.map(|row| read_received(&mut Columns::of(&row))).transpose()
    }

    async fn received_elsewhere(
        &mut self,
        practice: PracticeId,
        sha256: &[u8; 32],
    ) -> Result<Vec<PracticeId>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&RECEIVED_ELSEWHERE, values![tenant, *sha256, practice]).await?;
        each(&rows, |row| Ok(PracticeId(row.get()?)))
    }

    async fn received_names(&mut self, practice: PracticeId, payer: PayerId) -> Result<Vec<(String, i64)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&RECEIVED_NAMES, values![practice, tenant, payer.0]).await?;
        each(&rows, |row| Ok((row.get()?, row.get()?)))
    }

    async fn add_received_name(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        (payer, name, size): (PayerId, &str, i64),
        at: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, payer.0, name, size, id.0, at];
        self.write(&ADD_NAME, params).await.map(drop)
    }

    async fn add_received_chunk(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        chunk: i64,
        bytes: &[u8],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let sealed = Packer::new()?.seal(&keys, &chunk_at(practice, id.0, chunk), bytes)?;
        self.write(&ADD_CHUNK, values![practice, tenant, id.0, chunk, sealed]).await.map(drop)
    }

    async fn received_chunk(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        chunk: i64,
    ) -> Result<Option<Vec<u8>>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&CHUNK, values![practice, tenant, id.0, chunk]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        keys.open(&chunk_at(practice, id.0, chunk), Columns::of(&row).get()?).map(Some)
    }

    async fn add_received(&mut self, practice: PracticeId, row: &ReceivedRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            row.id.0,
            &row.name,
            &row.way,
            row.payer.map(|id| id.0),
            row.sha256,
            row.size,
            row.at,
            json(&row.by)?,
        ];
        self.write(&ADD_RECEIVED, params).await.map(drop).map_err(contended)
    }

    async fn received(
        &mut self,
        practice: PracticeId,
        which: WhichReceived,
        limit: i64,
    ) -> Result<Vec<Received>> {
        let (id, tenant) = self.place(practice)?;
        let mut params = values![id, tenant, limit];
        let query = match which {
            WhichReceived::One(one) => {
                params.push(one.0.into());
                &RECEIVED
            }
            WhichReceived::Waiting => &RECEIVED_WAITING,
            WhichReceived::Newest(before) => {
                params.push(before.map_or(Uuid::max(), |one| one.0).into());
                &RECEIVED_NEWEST
            }
            WhichReceived::Quarantined(before) => {
                params.push(before.map_or(Uuid::max(), |one| one.0).into());
                &RECEIVED_QUARANTINED
            }
        };
        let files = each(&self.rows(query, params).await?, read_received)?;
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let list = id_list(files.iter().map(|file| file.id.0));
        let rows = self.rows(&RECEIVED_EVENTS, values![id, tenant, list]).await?;
        let mut events: HashMap<ReceivedId, Vec<ReceivedEventRow>> = HashMap::new();
        for (of, event) in each(&rows, |row| {
            let of = ReceivedId(row.get()?);
            let step = row.word()?;
            Ok((of, ReceivedEventRow { step, detail: row.json()?, by: row.json()?, at: row.get()? }))
        })? {
            events.entry(of).or_default().push(event);
        }
        Ok(files
            .into_iter()
            .map(|file| {
                let events = events.remove(&file.id).unwrap_or_default();
                (file, events)
            })
            .collect())
    }

    async fn add_received_event(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        number: i64,
        row: &ReceivedEventRow,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (kind, detail) = (row.step.word(), json(&row.detail)?);
        let params = values![practice, tenant, id.0, number, kind, detail, json(&row.by)?, row.at];
        self.write(&ADD_RECEIVED_EVENT, params).await.map(drop).map_err(contended)
    }
}
