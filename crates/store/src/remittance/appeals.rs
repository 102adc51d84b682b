//! Appeals and calls to payers. Pages and words are sealed; days and lengths stand in clear.

use app::Result;
use app::ports::appeals::*;
use app::ports::store::{Appeals, PayerCalls};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::remittance::call_sheet::{CallAnswer, PayerCall};
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, among, each, id_list, json};
use crate::error::unreadable;
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

macro_rules! appeals {
    ($where:literal) => {
        concat!(
            "select appeal_id, claim_id, told, last_day, cents, letter_sha256, evidence_sha256, made_at, made_by from appeal
            where practice_id = $1 and organization_id = $2 and ",
            $where
        )
    };
}

macro_rules! of_appeals {
    ($engine:ident) => {
        concat!(
            "select appeal_id, way, on_day, proof_sealed, recorded_at, recorded_by from appeal_sending
            where practice_id = $1 and organization_id = $2",
            among!($engine "appeal_id")
        )
    };
}

macro_rules! answers {
    ($engine:ident) => {
        concat!(
            "select call_id, answer, claim_id, asks, answer_sealed from payer_call_answer
            where practice_id = $1 and organization_id = $2",
            among!($engine "call_id"),
            " order by call_id, answer"
        )
    };
}

db::queries! {
    ADD_APPEAL = "insert into appeal (practice_id, organization_id, appeal_id, claim_id, told, last_day, cents, letter_sealed,
            letter_sha256, evidence_sealed, evidence_sha256, made_at, made_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    APPEAL = appeals!("appeal_id = $3");
    OF_CLAIM = appeals!("claim_id = $3 order by made_at, appeal_id");
    FILES = "select letter_sealed, evidence_sealed from appeal
        where practice_id = $1 and organization_id = $2 and appeal_id = $3";
    ADD_SENDING = "insert into appeal_sending (practice_id, organization_id, appeal_id, way, on_day, proof_sealed, recorded_at,
            recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    SENDINGS = { lite: of_appeals!(lite), pg: of_appeals!(pg) };
    ADD_CALL = "insert into payer_call (practice_id, organization_id, call_id, payer_id, called_at, called_by, hold_seconds,
            said_sealed, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CALLS = "select call_id, said_sealed from payer_call
        where practice_id = $1 and organization_id = $2 and payer_id = $3 order by called_at desc, call_id limit $4";
    ANSWERS = { lite: answers!(lite), pg: answers!(pg) };
}

crate::bulk::bulks! {
    NEW_ANSWER = "payer_call_answer", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "call_id": Uuid, "answer": Int, "claim_id": Uuid, "asks": Text,
        "answer_sealed": Bytes,
    ];
}

fn at(column: &'static str, practice: Uuid, id: Uuid) -> At {
    At::column(column).id(practice).id(id)
}

fn answer_at(practice: Uuid, call: Uuid, number: i64) -> At {
    At::column("payer_call_answer.answer_sealed").id(practice).id(call).number(number)
}

fn read_appeal(row: &mut Columns<'_>) -> Result<AppealRow> {
    Ok(AppealRow {
        id: AppealId(row.get()?),
        claim: ClaimId(row.get()?),
        word: row.get()?,
        last_day: row.get()?,
        cents: Cents(row.get()?),
        letter_sha256: row.hash()?,
        evidence_sha256: row.hash()?,
        made_at: row.get()?,
        made_by: row.json()?,
    })
}

#[async_trait]
impl Appeals for StoreTx {
    async fn add_appeal(&mut self, practice: PracticeId, row: &AppealRow, files: &AppealFiles) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let letter = packer.seal(&keys, &at("appeal.letter_sealed", practice, row.id.0), &files.letter)?;
        let evidence =
            packer.seal(&keys, &at("appeal.evidence_sealed", practice, row.id.0), &files.evidence)?;
        let params = values![
            practice,
            tenant,
            row.id.0,
            row.claim.0,
            &row.word,
            row.last_day,
            row.cents.0,
            letter,
            row.letter_sha256,
            evidence,
            row.evidence_sha256,
            row.made_at,
            json(&row.made_by)?,
        ];
        self.write(&ADD_APPEAL, params).await.map(drop)
    }

    async fn appeal(&mut self, practice: PracticeId, id: AppealId) -> Result<Option<AppealRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&APPEAL, values![practice, tenant, id.0]).await?;
        row.map(|row| read_appeal(&mut Columns::of(&row))).transpose()
    }

    async fn appeals_of(
        &mut self,
        practice: PracticeId,
        claim: ClaimId,
    ) -> Result<Vec<(AppealRow, Option<AppealSending>)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = each(&self.rows(&OF_CLAIM, values![practice, tenant, claim.0]).await?, read_appeal)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let list = id_list(rows.iter().map(|row| row.id.0));
        let sent = each(&self.rows(&SENDINGS, values![practice, tenant, list]).await?, |row| {
            let id: Uuid = row.get()?;
            let (way, on) = (row.get()?, row.get()?);
            let proof = keys.open_text(&at("appeal_sending.proof_sealed", practice, id), row.get()?)?;
            Ok(AppealSending { appeal: AppealId(id), way, on, proof, at: row.get()?, by: row.json()? })
        })?;
        let of = |row: AppealRow| {
            let sending = sent.iter().find(|one| one.appeal == row.id).cloned();
            (row, sending)
        };
        Ok(rows.into_iter().map(of).collect())
    }

    async fn appeal_files(&mut self, practice: PracticeId, id: AppealId) -> Result<Option<AppealFiles>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&FILES, values![practice, tenant, id.0]).await? else { return Ok(None) };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        let letter = keys.open(&at("appeal.letter_sealed", practice, id.0), row.get()?)?;
        let evidence = keys.open(&at("appeal.evidence_sealed", practice, id.0), row.get()?)?;
        Ok(Some(AppealFiles { letter, evidence }))
    }

    async fn add_appeal_sending(&mut self, practice: PracticeId, row: &AppealSending) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let id = row.appeal.0;
        let proof = keys.seal(&at("appeal_sending.proof_sealed", practice, id), row.proof.as_bytes())?;
        let params = values![practice, tenant, id, &row.way, row.on, proof, row.at, json(&row.by)?];
        self.write(&ADD_SENDING, params).await.map(drop)
    }
}

#[async_trait]
impl PayerCalls for StoreTx {
    async fn add_payer_call(
        &mut self,
        practice: PracticeId,
        call: &PayerCall,
        answers: &[CallAnswer],
        now: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let said = serde_json::to_vec(call).map_err(|_| unreadable("a call"))?;
        let said = packer.seal(&keys, &at("payer_call.said_sealed", practice, call.id.0), &said)?;
        let (id, payer, seconds) = (call.id.0, call.payer.0, i64::from(call.hold_seconds));
        let params = values![practice, tenant, id, payer, call.at, call.by.0, seconds, said, now];
        self.write(&ADD_CALL, params).await?;
        let mut rows = Vec::with_capacity(answers.len());
        for (number, one) in (0_i64..).zip(answers) {
            let sealed = packer.seal(&keys, &answer_at(practice, id, number), one.answer.as_bytes())?;
            let claim = one.claim.map(|claim| claim.0);
            rows.push(values![practice, tenant, id, number, claim, one.asks.word(), sealed]);
        }
        self.insert(&NEW_ANSWER, rows).await.map(drop)
    }

    async fn payer_calls(
        &mut self,
        practice: PracticeId,
        payer: PayerId,
        limit: i64,
    ) -> Result<Vec<(PayerCall, Vec<CallAnswer>)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CALLS, values![practice, tenant, payer.0, limit]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let calls: Vec<PayerCall> = each(&rows, |row| {
            let id: Uuid = row.get()?;
            let said = keys.open(&at("payer_call.said_sealed", practice, id), row.get()?)?;
            serde_json::from_slice(&said).map_err(|_| unreadable("a call"))
        })?;
        let list = id_list(calls.iter().map(|call| call.id.0));
        let answers = each(&self.rows(&ANSWERS, values![practice, tenant, list]).await?, |row| {
            let (call, number): (Uuid, i64) = (row.get()?, row.get()?);
            let (claim, asks) = (row.get::<Option<_>>()?.map(ClaimId), row.word()?);
            let answer = keys.open_text(&answer_at(practice, call, number), row.get()?)?;
            Ok((PayerCallId(call), CallAnswer { asks, claim, answer }))
        })?;
        let of = |call: PayerCall| {
            let mine = answers.iter().filter(|(id, _)| *id == call.id).map(|(_, one)| one.clone());
            let mine = mine.collect();
            (call, mine)
        };
        Ok(calls.into_iter().map(of).collect())
    }
}
