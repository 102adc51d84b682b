//! Audit events, their numbers and seals, the sealer's lease, and the change feed.
//!
//! An event waits in `audit_pending` from the transaction that wrote it until the one that numbers it. So the
//! sealer finds every committed event, however long its transaction lasted, without searching the history.

use app::ports::store::Audit;
use app::ports::{ChainRows, Change, EventsWanted, NewChange};
use app::{Error, Result};
use async_trait::async_trait;
use ccm::audit::{AuditEvent, Numbered, Seal};
use ccm::basics::*;
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, each, id_list, json};
use crate::tx::StoreTx;

macro_rules! events {
    ($($rest:literal),+) => {
        concat!(
            "select e.audit_event_id, e.organization_id, e.practice_id, e.at, e.actor, e.action, e.subject_kind,
                e.subject_id, e.patient_id, e.command_id, e.details from ",
            $($rest),+
        )
    };
}

/// What is not asked lets all through. A member of the actor's JSON is read, which each engine spells its own way.
macro_rules! events_like {
    ($person:literal, $patient:literal) => {
        events!(
            "audit_event e where e.organization_id = $1 and e.at >= $2 and e.at < $3
                and (e.at, e.audit_event_id) < ($4, $5) and ($6 or e.practice_id = $7) and ($8 = '' or e.action = $8)
                and ($9 = '' or e.subject_kind = $9) and ($10 = '' or ",
            $person,
            " = $10)",
            $patient,
            " order by e.at desc, e.audit_event_id desc limit $11"
        )
    };
}

macro_rules! seals {
    ($rest:literal) => {
        concat!(
            "select s.organization_id, s.first, s.last, s.sha256, s.previous, s.signature, s.public_key, s.sealed_at
            from audit_seal s where s.organization_id = $1 ",
            $rest
        )
    };
}

db::queries! {
    UNNUMBERED = events!("audit_pending p join audit_event e on e.organization_id = p.organization_id
        and e.at = p.at and e.audit_event_id = p.audit_event_id
        where p.organization_id = $1 order by p.at, p.audit_event_id limit $2");
    NUMBERED_NOW = "delete from audit_pending where organization_id = $1 and at = $2 and audit_event_id = $3";
    EVENTS_FROM = events!("audit_event e where e.organization_id = $1 and (e.at, e.audit_event_id) > ($2, $3)
        order by e.at, e.audit_event_id limit $4");
    EVENTS_LIKE = {
        lite: events_like!("json_extract(e.actor, '$.person')", ""),
        pg: events_like!("e.actor ->> 'person'", ""),
    };
    EVENTS_LIKE_OF = {
        lite: events_like!("json_extract(e.actor, '$.person')", " and e.patient_id = $12"),
        pg: events_like!("e.actor ->> 'person'", " and e.patient_id = $12"),
    };
    EVENTS_OF = events!("audit_event e where e.organization_id = $1 and e.patient_id = $2
        order by e.at, e.audit_event_id");
    EVENTS_ABOUT = {
        lite: events!("json_each($2) w cross join audit_event e on e.organization_id = $1
                and e.patient_id = unhex(w.value)
            order by e.at, e.audit_event_id"),
        pg: events!("audit_event e where e.organization_id = $1
                and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($2)))
            order by e.at, e.audit_event_id"),
    };
    LAST_SEAL = seals!("order by s.first desc limit 1");
    SEALS = seals!("order by s.first");
    SEALS_COVERING = {
        lite: seals!("and s.first in (
                select (select max(t.first) from audit_seal t
                    where t.organization_id = n.organization_id and t.first <= n.number)
                from audit_number n where n.organization_id = $1
                    and n.audit_event_id in (select unhex(value) from json_each($2)))
            order by s.first"),
        pg: seals!("and s.first in (
                select (select max(t.first) from audit_seal t
                    where t.organization_id = n.organization_id and t.first <= n.number)
                from audit_number n where n.organization_id = $1
                    and n.audit_event_id in (select cast(value as uuid) from jsonb_array_elements_text($2)))
            order by s.first"),
    };
    NUMBERED_UNDER = {
        lite: "select n.number, n.audit_event_id, n.sha256 from json_each($2) w
            cross join audit_seal s on s.organization_id = $1 and s.first = w.value
            cross join audit_number n on n.organization_id = $1 and n.number >= s.first and n.number <= s.last
            order by n.number",
        pg: "select n.number, n.audit_event_id, n.sha256 from jsonb_array_elements_text($2) w
            join audit_seal s on s.organization_id = $1 and s.first = cast(w.value as bigint)
            join audit_number n on n.organization_id = $1 and n.number >= s.first and n.number <= s.last
            order by n.number",
    };
    NUMBERED = "select number, audit_event_id, sha256 from audit_number where organization_id = $1 order by number";
    /// Who holds it keeps the token, who takes it over gets the next: a holder that woke up late has an old one.
    TAKE_LEASE = "insert into lease (organization_id, name, holder, token, until_at) values ($1, $2, $3, 1, $4)
        on conflict (organization_id, name) do update set holder = excluded.holder, until_at = excluded.until_at,
            token = case when lease.holder = excluded.holder and lease.until_at >= $5
                then lease.token else lease.token + 1 end
        where lease.holder = excluded.holder or lease.until_at < $5
        returning token";
    /// Locks the stream until the transaction ends: nobody takes a later position and commits earlier.
    TAKE_POSITIONS = "insert into feed_position (stream_id, organization_id, last) values ($1, $2, $3)
        on conflict (stream_id) do update set last = feed_position.last + excluded.last
        where feed_position.organization_id = excluded.organization_id
        returning last";
    CHANGES = "select position, kind, id, revision, patient_id, at from change_feed
        where stream_id = $1 and organization_id = $2 and position > $3 order by position limit $4";
}

crate::bulk::bulks! {
    NEW_EVENT = "audit_event", Fail, [
        "organization_id": Uuid, "at": Instant, "audit_event_id": Uuid, "practice_id": Uuid,
        "actor": Json, "action": Text, "subject_kind": Text, "subject_id": Text, "patient_id": Uuid,
        "command_id": Text, "details": Json,
    ];
    NEW_PENDING = "audit_pending", Fail, [
        "organization_id": Uuid, "at": Instant, "audit_event_id": Uuid,
    ];
    NEW_NUMBER = "audit_number", Fail, [
        "organization_id": Uuid, "number": Int, "at": Instant, "audit_event_id": Uuid, "sha256": Bytes,
    ];
    NEW_SEAL = "audit_seal", Fail, [
        "organization_id": Uuid, "first": Int, "last": Int, "sha256": Bytes, "previous": Bytes,
        "signature": Bytes, "public_key": Bytes, "sealed_at": Instant,
    ];
    NEW_CHANGE = "change_feed", Fail, [
        "stream_id": Uuid, "organization_id": Uuid, "position": Int, "kind": Text, "id": Uuid,
        "revision": Int, "patient_id": Uuid, "at": Instant,
    ];
}

/// Later than any event: both engines can hold it.
const NEVER: Timestamp = Timestamp::constant(253_000_000_000, 0);

fn read_event(row: &mut Columns<'_>) -> Result<AuditEvent> {
    Ok(AuditEvent {
        id: AuditEventId(row.get()?),
        organization: OrganizationId(row.get()?),
        practice: row.get::<Option<_>>()?.map(PracticeId),
        at: row.get()?,
        actor: row.json()?,
        action: row.get()?,
        subject_kind: row.get()?,
        subject_id: row.get()?,
        patient: row.get::<Option<_>>()?.map(PatientId),
        command: row.get()?,
        details: row.json()?,
    })
}

fn read_seal(row: &mut Columns<'_>) -> Result<Seal> {
    Ok(Seal {
        organization: OrganizationId(row.get()?),
        first: row.get()?,
        last: row.get()?,
        sha256: row.hash()?,
        previous: row.hash()?,
        signature: row.get()?,
        public_key: row.get()?,
        sealed_at: row.get()?,
    })
}

impl StoreTx {
    pub(crate) async fn events_of_all(&mut self, patients: &[PatientId]) -> Result<Vec<AuditEvent>> {
        let params = values![self.tenant()?, crate::columns::patient_list(patients)];
        each(&self.rows(&EVENTS_ABOUT, params).await?, read_event)
    }

    pub(crate) async fn numbered_of(&mut self, firsts: &[i64]) -> Result<Vec<Numbered>> {
        let firsts = serde_json::Value::from_iter(firsts.iter().copied());
        let params = values![self.tenant()?, db::Value::from(firsts)];
        each(&self.rows(&NUMBERED_UNDER, params).await?, |row| {
            let (number, event) = (row.get()?, AuditEventId(row.get()?));
            Ok(Numbered { number, event, sha256: row.hash()? })
        })
    }
}

#[async_trait]
impl Audit for StoreTx {
    async fn add_events(&mut self, events: &[AuditEvent]) -> Result<()> {
        let tenant = self.tenant()?;
        let (mut rows, mut pending) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()));
        for event in events {
            if event.organization.0 != tenant {
                return Err(Error::Internal("an audit event of another organization".to_owned()));
            }
            rows.push(values![
                tenant,
                event.at,
                event.id.0,
                event.practice.map(|id| id.0),
                json(&event.actor)?,
                &event.action,
                &event.subject_kind,
                &event.subject_id,
                event.patient.map(|id| id.0),
                event.command.as_ref(),
                &event.details,
            ]);
            pending.push(values![tenant, event.at, event.id.0]);
        }
        self.insert_uncounted(&NEW_EVENT, rows).await?;
        self.insert_uncounted(&NEW_PENDING, pending).await.map(drop)
    }

    async fn add_changes(&mut self, stream: Uuid, changes: &[NewChange], now: Timestamp) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let (tenant, count) = (self.tenant()?, changes.len() as i64);
        let last = self.row(&TAKE_POSITIONS, values![stream, tenant, count]).await?;
        let last = last.ok_or_else(|| Error::Internal("a stream of another organization".to_owned()))?;
        let first = Columns::of(&last).get::<i64>()? - count + 1;
        let rows = (first..).zip(changes).map(|(position, one)| {
            let patient = one.patient.map(|id| id.0);
            values![stream, tenant, position, &one.kind, one.id, one.revision, patient, now]
        });
        self.insert_uncounted(&NEW_CHANGE, rows.collect()).await.map(drop)
    }

    async fn changes(&mut self, stream: Uuid, after: i64, limit: i64) -> Result<Vec<Change>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&CHANGES, values![stream, tenant, after, limit]).await?;
        each(&rows, |row| {
            Ok(Change {
                position: row.get()?,
                kind: row.get()?,
                id: row.get()?,
                revision: row.get()?,
                patient: row.get::<Option<_>>()?.map(PatientId),
                at: row.get()?,
            })
        })
    }

    async fn take_lease(
        &mut self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<i64>> {
        let tenant = self.tenant()?;
        let row = self.row(&TAKE_LEASE, values![tenant, name, holder, until, now]).await?;
        row.map(|row| Columns::of(&row).get()).transpose()
    }

    async fn unnumbered(&mut self, limit: i64) -> Result<Vec<AuditEvent>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&UNNUMBERED, values![tenant, limit]).await?;
        each(&rows, read_event)
    }

    async fn last_seal(&mut self) -> Result<Option<Seal>> {
        let tenant = self.tenant()?;
        let row = self.row(&LAST_SEAL, values![tenant]).await?;
        row.map(|row| read_seal(&mut Columns::of(&row))).transpose()
    }

    async fn add_seal(
        &mut self,
        seal: &Seal,
        numbered: &[(i64, Timestamp, AuditEventId, [u8; 32])],
    ) -> Result<()> {
        let tenant = self.tenant()?;
        if seal.organization.0 != tenant {
            return Err(Error::Internal("a seal of another organization".to_owned()));
        }
        let numbers = numbered
            .iter()
            .map(|(number, at, event, sha256)| values![tenant, *number, *at, event.0, *sha256]);
        self.insert_uncounted(&NEW_NUMBER, numbers.collect()).await?;
        let row = values![
            tenant,
            seal.first,
            seal.last,
            seal.sha256,
            seal.previous,
            &seal.signature[..],
            &seal.public_key[..],
            seal.sealed_at,
        ];
        self.insert_uncounted(&NEW_SEAL, vec![row]).await?;
        let done = numbered.iter().map(|(_, at, event, _)| values![tenant, *at, event.0]);
        self.write_uncounted(&NUMBERED_NOW, done.collect()).await.map(drop)
    }

    async fn chain(&mut self) -> Result<ChainRows> {
        let tenant = self.tenant()?;
        let rows = self.rows(&NUMBERED, values![tenant]).await?;
        let numbered = each(&rows, |row| {
            Ok(Numbered { number: row.get()?, event: AuditEventId(row.get()?), sha256: row.hash()? })
        })?;
        let rows = self.rows(&SEALS, values![tenant]).await?;
        Ok(ChainRows { numbered, seals: each(&rows, read_seal)? })
    }

    async fn events(
        &mut self,
        after: Option<(Timestamp, AuditEventId)>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        let tenant = self.tenant()?;
        // Nothing happened before there were computers.
        let (at, id) = after.map_or((Timestamp::UNIX_EPOCH, Uuid::nil()), |(at, id)| (at, id.0));
        let rows = self.rows(&EVENTS_FROM, values![tenant, at, id, limit]).await?;
        each(&rows, read_event)
    }

    async fn events_like(&mut self, wanted: &EventsWanted) -> Result<Vec<AuditEvent>> {
        let tenant = self.tenant()?;
        let (from, until) = (wanted.from.unwrap_or(Timestamp::UNIX_EPOCH), wanted.until.unwrap_or(NEVER));
        let (at, id) = wanted.before.map_or((NEVER, Uuid::nil()), |(at, id)| (at, id.0));
        let word = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut params = values![
            tenant,
            from,
            until,
            at,
            id,
            wanted.practice.is_none(),
            wanted.practice.map_or(Uuid::nil(), |id| id.0),
            word(&wanted.action),
            word(&wanted.kind),
            wanted.person.map_or_else(String::new, |id| id.to_string()),
            wanted.limit,
        ];
        let rows = match wanted.patient {
            None => self.rows(&EVENTS_LIKE, params).await?,
            Some(patient) => {
                params.push(patient.0.into());
                self.rows(&EVENTS_LIKE_OF, params).await?
            }
        };
        each(&rows, read_event)
    }

    async fn events_of(&mut self, patient: PatientId) -> Result<Vec<AuditEvent>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&EVENTS_OF, values![tenant, patient.0]).await?;
        each(&rows, read_event)
    }

    async fn seals_covering(&mut self, events: &[AuditEventId]) -> Result<Vec<Seal>> {
        let tenant = self.tenant()?;
        let ids = id_list(events.iter().map(|id| id.0));
        let rows = self.rows(&SEALS_COVERING, values![tenant, ids]).await?;
        each(&rows, read_seal)
    }
}
