//! Claims with their events, and the files they went out in.

pub(crate) mod carriage;
pub(crate) mod file;
pub(crate) mod list;
pub(crate) mod submissions;
pub(crate) mod timings;

use std::collections::HashMap;

use app::Result;
use app::ports::store::Claims;
use app::ports::{ClaimEventRow, ClaimFileRow, ClaimRow, LineRow, StandingRow};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::claim::ClaimStep;
use ccm::claim::life::Outcome;
use db::{Query, Value, values};
use uuid::Uuid;

use self::file::{file_at, files, read_file};
use crate::columns::{Columns, among, each, id_list, json, word};
use crate::error::unreadable;
use crate::sealed::{At, Keyring, Packer};
use crate::tx::StoreTx;

/// Whole claims of a practice; what else they must be follows.
macro_rules! claims_head {
    () => {
        "select claim_id, number, patient_id, month, revision, payer_id, practitioner_id, total_cents, body_sealed,
                created_at, correction
            from claim where practice_id = $1 and organization_id = $2"
    };
}
pub(crate) use claims_head;

macro_rules! claims {
    ($where:literal) => {
        concat!(claims_head!(), " and ", $where, " order by created_at, number")
    };
}

macro_rules! events {
    ($list:literal) => {
        concat!(
            "select claim_id, kind, file_id, step_sealed, event, received_id, actor, at from claim_event
            where practice_id = $1 and organization_id = $2 and claim_id in (select ",
            $list,
            ")
            order by claim_id, event"
        )
    };
}

db::queries! {
    CLAIMS = claims!("month = $3");
    CLAIM_BY_ID = claims!("claim_id = $3");
    CLAIM_BY_NUMBER = claims!("number = $3");
    EVENTS = {
        lite: events!("unhex(value) from json_each($3)"),
        pg: events!("cast(value as uuid) from jsonb_array_elements_text($3)"),
    };
    CLAIM_FILES = files!(", f.body_sealed", " and f.month = $3 and coalesce(f.kind, '837P') <> '270'
        order by f.created_at, f.file_id");
    STANDINGS_GONE = {
        lite: concat!("delete from claim_standing where practice_id = $1 and organization_id = $2", among!(lite "claim_id")),
        pg: concat!("delete from claim_standing where practice_id = $1 and organization_id = $2", among!(pg "claim_id")),
    };
    ADD_FILE = "insert into claim_file (practice_id, organization_id, file_id, month, name, receiver, interchange, claims,
            total_cents, sha256, body_sealed, created_at, group_number, batch, submitter, goes_by_itself, kind)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
}

crate::bulk::bulks! {
    NEW_CLAIM = "claim", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "claim_id": Uuid, "number": Text,
        "patient_id": Uuid, "month": Text, "revision": Int, "payer_id": Uuid, "practitioner_id": Uuid,
        "total_cents": Int, "body_sealed": Bytes, "created_at": Instant, "correction": Int,
    ];
    NEW_LINE = "claim_line", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "claim_id": Uuid, "line": Int, "code": Text,
        "units": Int, "on_date": Date, "charge_cents": Int, "expected_cents": Int,
    ];
    NEW_EVENT = "claim_event", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "claim_id": Uuid, "event": Int, "kind": Text,
        "file_id": Uuid, "step_sealed": Bytes, "received_id": Uuid, "actor": Json, "at": Instant,
    ];
    NEW_STANDING = "claim_standing", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "claim_id": Uuid, "state": Text, "acts": Text, "since": Instant,
        "outcome": Text, "paid_cents": Int, "share_cents": Int, "look_on": Date, "told": Text,
        "matters": Json,
    ];
}

fn body_at(practice: PracticeId, claim: ClaimId) -> At {
    At::column("claim.body_sealed").id(practice.0).id(claim.0)
}

fn step_at(practice: Uuid, claim: Uuid, event: i64) -> At {
    At::column("claim_event.step_sealed").id(practice).id(claim).number(event)
}

/// What of a step stands in clear: its kind, and the file that it is about. The rest is what a payer said.
fn file_in(step: &ClaimStep) -> Option<Uuid> {
    match step {
        ClaimStep::Queued { file } | ClaimStep::Transmitted { file, .. } => Some(file.0),
        _ => None,
    }
}

/// A step of before steps were kept whole.
fn old_step(kind: &str, file: Option<Uuid>) -> Result<ClaimStep> {
    match (kind, file) {
        ("drafted", _) => Ok(ClaimStep::Drafted { corrects: None }),
        ("reviewed", _) => Ok(ClaimStep::Reviewed),
        ("exported", Some(file)) => Ok(ClaimStep::Queued { file: ClaimFileId(file) }),
        _ => Err(unreadable("a claim's event")),
    }
}

fn event_row(
    (practice, tenant): (Uuid, Uuid),
    claim: ClaimId,
    number: i64,
    event: &ClaimEventRow,
    (keys, packer): (&Keyring, &mut Packer),
) -> Result<Vec<Value>> {
    let step = serde_json::to_vec(&event.step).map_err(|_| unreadable("a claim's step"))?;
    let sealed = packer.seal(keys, &step_at(practice, claim.0, number), &step)?;
    Ok(values![
        practice,
        tenant,
        claim.0,
        number,
        event.step.kind(),
        file_in(&event.step),
        sealed,
        event.received.map(|id| id.0),
        json(&event.actor)?,
        event.at,
    ])
}

impl StoreTx {
    async fn claims_by(
        &mut self,
        query: &Query,
        practice: PracticeId,
        third: Value,
    ) -> Result<Vec<ClaimRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        self.claims_with(query, practice, vec![practice_id.into(), tenant.into(), third]).await
    }

    /// Claims of a statement over their head, with their events.
    pub(crate) async fn claims_with(
        &mut self,
        query: &Query,
        practice: PracticeId,
        params: Vec<Value>,
    ) -> Result<Vec<ClaimRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let mut claims = each(&rows, |row| {
            let id = ClaimId(row.get()?);
            Ok(ClaimRow {
                id,
                number: row.get()?,
                patient: PatientId(row.get()?),
                month: row.parsed()?,
                revision: row.get()?,
                payer: PayerId(row.get()?),
                practitioner: PersonId(row.get()?),
                total: Cents(row.get()?),
                body: keys.open(&body_at(practice, id), row.get()?)?,
                created_at: row.get()?,
                correction: row.get()?,
                events: Vec::new(),
            })
        })?;
        let places: HashMap<_, _> =
            claims.iter().enumerate().map(|(place, claim)| (claim.id, place)).collect();
        let ids = id_list(claims.iter().map(|claim| claim.id.0));
        for row in &self.rows(&EVENTS, values![practice_id, tenant, ids]).await? {
            let mut row = Columns::of(row);
            let claim = ClaimId(row.get()?);
            let (kind, file) = (row.get::<String>()?, row.get::<Option<Uuid>>()?);
            let (sealed, number) = (row.get::<Option<Vec<u8>>>()?, row.get()?);
            let step = match sealed {
                Some(sealed) => {
                    let body = keys.open(&step_at(practice_id, claim.0, number), sealed)?;
                    serde_json::from_slice(&body).map_err(|_| unreadable("a claim's step"))?
                }
                None => old_step(&kind, file)?,
            };
            let received = row.get::<Option<_>>()?.map(ReceivedId);
            let event = ClaimEventRow { step, received, actor: row.json()?, at: row.get()? };
            if let Some(place) = places.get(&claim) {
                claims[*place].events.push(event);
            }
        }
        Ok(claims)
    }
}

#[async_trait]
impl Claims for StoreTx {
    async fn add_claims(
        &mut self,
        practice: PracticeId,
        claims: &[(ClaimRow, Vec<(LineRow, Cents)>)],
    ) -> Result<()> {
        if claims.is_empty() {
            return Ok(());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let (mut heads, mut parts, mut events) = (Vec::new(), Vec::new(), Vec::new());
        for (claim, lines) in claims {
            heads.push(values![
                practice_id,
                tenant,
                claim.id.0,
                &claim.number,
                claim.patient.0,
                claim.month.to_string(),
                claim.revision,
                claim.payer.0,
                claim.practitioner.0,
                claim.total.0,
                packer.seal(&keys, &body_at(practice, claim.id), &claim.body)?,
                claim.created_at,
                claim.correction,
            ]);
            for (place, (line, charge)) in (1i64..).zip(lines) {
                let (code, expected) = (line.code.as_str(), line.amount.map(|cents| cents.0));
                let (id, on) = (claim.id.0, line.on);
                parts.push(values![practice_id, tenant, id, place, code, line.units, on, charge.0, expected]);
            }
            for (number, event) in (1..).zip(&claim.events) {
                events.push(event_row((practice_id, tenant), claim.id, number, event, (&keys, &mut packer))?);
            }
        }
        self.insert(&NEW_CLAIM, heads).await?;
        self.insert(&NEW_LINE, parts).await?;
        self.insert(&NEW_EVENT, events).await.map(drop)
    }

    async fn claims(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<ClaimRow>> {
        self.claims_by(&CLAIMS, practice, month.to_string().into()).await
    }

    async fn claim(&mut self, practice: PracticeId, number_or_id: &str) -> Result<Option<ClaimRow>> {
        let found = match number_or_id.parse::<ClaimId>() {
            Ok(id) => self.claims_by(&CLAIM_BY_ID, practice, id.0.into()).await?,
            Err(_) => self.claims_by(&CLAIM_BY_NUMBER, practice, number_or_id.into()).await?,
        };
        Ok(found.into_iter().next())
    }

    async fn add_claim_events(
        &mut self,
        practice: PracticeId,
        events: &[(ClaimId, i64, ClaimEventRow)],
    ) -> Result<()> {
        let place = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let mut rows = Vec::with_capacity(events.len());
        for (claim, number, event) in events {
            rows.push(event_row(place, *claim, *number, event, (&keys, &mut packer))?);
        }
        self.insert(&NEW_EVENT, rows).await.map(drop)
    }

    async fn put_claim_standings(&mut self, practice: PracticeId, standings: &[StandingRow]) -> Result<()> {
        if standings.is_empty() {
            return Ok(());
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(standings.iter().map(|row| row.claim.0));
        self.write(&STANDINGS_GONE, values![practice, tenant, list]).await?;
        let row = |one: &StandingRow| -> Result<Vec<Value>> {
            Ok(values![
                practice,
                tenant,
                one.claim.0,
                one.state.word(),
                one.acts.word(),
                one.since,
                one.outcome.map(Outcome::word),
                one.paid.0,
                one.share.0,
                one.look_on,
                one.told.as_deref(),
                json(&one.matters)?,
            ])
        };
        let rows = standings.iter().map(row).collect::<Result<_>>()?;
        self.insert(&NEW_STANDING, rows).await.map(drop)
    }

    async fn add_claim_file(&mut self, practice: PracticeId, file: &ClaimFileRow) -> Result<()> {
        let (practice_id, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let params = values![
            practice_id,
            tenant,
            file.id.0,
            file.month.to_string(),
            &file.name,
            &file.receiver,
            file.interchange,
            file.claims,
            file.total.0,
            file.sha256,
            Packer::new()?.seal(&keys, &file_at(practice, file.id.0), &file.body)?,
            file.created_at,
            file.group,
            file.batch.as_deref(),
            file.submitter.as_deref(),
            file.goes_by_itself,
            word(&file.kind)?,
        ];
        self.write(&ADD_FILE, params).await.map(drop)
    }

    async fn claim_files(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<ClaimFileRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = self.rows(&CLAIM_FILES, values![practice_id, tenant, month.to_string()]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let mut file = read_file(row)?;
            file.body = keys.open(&file_at(practice, file.id.0), row.get()?)?;
            Ok(file)
        })
    }
}
