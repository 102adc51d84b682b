//! By what terms the days were reckoned on which claims ask for somebody.

use app::Result;
use app::ports::ClaimRow;
use app::ports::claim_timings::{ClaimTiming, ClaimTimings, LookOn};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Value, values};
use serde_json::json;
use uuid::Uuid;

use crate::columns::each;
use crate::tx::StoreTx;

macro_rules! put_looks {
    ($list:literal, $claim:literal, $events:literal, $on:literal) => {
        concat!(
            "update claim_standing set matters = v.value -> 'matters', look_on = ",
            $on,
            " from ",
            $list,
            " where practice_id = $1 and organization_id = $2 and claim_standing.claim_id in (select ",
            $claim,
            " from ",
            $list,
            ") and claim_standing.claim_id = ",
            $claim,
            " and (select count(*) from claim_event e where e.practice_id = $1 and e.organization_id = $2
                and e.claim_id = claim_standing.claim_id) = ",
            $events
        )
    };
}

db::queries! {
    TIMINGS = "select payer_id, terms, after_claim_id from claim_timing
        where practice_id = $1 and organization_id = $2 order by payer_id";
    PUT_TIMING = "insert into claim_timing (practice_id, organization_id, payer_id, terms, after_claim_id)
        values ($1, $2, $3, $4, $5)
        on conflict (practice_id, payer_id) do update
            set terms = excluded.terms, after_claim_id = excluded.after_claim_id";
    WAITING = concat!(
        super::claims_head!(),
        " and payer_id = $3 and claim_id > $4
            and exists (select 1 from claim_standing s where s.practice_id = claim.practice_id
                and s.organization_id = claim.organization_id and s.claim_id = claim.claim_id
                and s.state not in ('closed', 'superseded', 'voided'))
        order by claim_id limit $5"
    );
    PUT_LOOKS = {
        lite: put_looks!("json_each($3) v", "unhex(v.value ->> 'claim')", "v.value ->> 'events'", "v.value ->> 'on'"),
        pg: put_looks!("jsonb_array_elements($3) v(value)", "cast(v.value ->> 'claim' as uuid)",
            "cast(v.value ->> 'events' as bigint)", "cast(v.value ->> 'on' as date)"),
    };
}

#[async_trait]
impl ClaimTimings for StoreTx {
    async fn claim_timings(&mut self, practice: PracticeId) -> Result<Vec<ClaimTiming>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&TIMINGS, values![practice, tenant]).await?, |row| {
            let payer = PayerId(row.get()?);
            Ok(ClaimTiming { payer, terms: row.hash()?, after: row.get::<Option<_>>()?.map(ClaimId) })
        })
    }

    async fn put_claim_timing(&mut self, practice: PracticeId, timing: ClaimTiming) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (payer, terms, after) =
            (timing.payer.0, timing.terms.as_slice(), timing.after.map(|claim| claim.0));
        self.write(&PUT_TIMING, values![practice, tenant, payer, terms, after]).await.map(drop)
    }

    async fn waiting_claims(
        &mut self,
        practice: PracticeId,
        payer: PayerId,
        after: Option<ClaimId>,
        limit: i64,
    ) -> Result<Vec<ClaimRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let after = after.map_or(Uuid::nil(), |claim| claim.0);
        let params = values![practice_id, tenant, payer.0, after, limit];
        self.claims_with(&WAITING, practice, params).await
    }

    async fn put_looks(&mut self, practice: PracticeId, looks: &[LookOn]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let list = looks.iter().map(|one| {
            let claim = one.claim.0.simple().to_string();
            json!({ "claim": claim, "events": one.events, "on": one.on, "matters": one.matters })
        });
        let list = Value::Json(serde_json::Value::Array(list.collect()).to_string());
        self.write(&PUT_LOOKS, values![practice, tenant, list]).await.map(drop)
    }
}
