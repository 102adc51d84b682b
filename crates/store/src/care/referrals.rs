//! Referrals with their events. To whom, why, and what was said are sealed.

use std::collections::HashMap;

use app::Result;
use app::ports::store::Referrals;
use app::ports::{ReferralRow, WhichReferrals};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::referral::LoopState;
use ccm::care::{LoopEvent, Referral};
use db::values;
use uuid::Uuid;

use super::calls::opened_json;
use crate::ahead::Asked;
use crate::columns::{Columns, among, each, id_list};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! referrals {
    ($($where:tt)*) => {
        concat!(
            "select r.referral_id, r.patient_id, r.body_sealed, r.opened_at, r.opened_by
            from referral r where r.practice_id = $1 and r.organization_id = $2 ",
            $($where)*,
            " order by r.opened_at, r.referral_id limit $3"
        )
    };
}

macro_rules! events {
    ($engine:ident) => {
        concat!(
            "select referral_id, event, step_sealed, at, by_id from referral_event
            where practice_id = $1 and organization_id = $2",
            among!($engine "referral_id"),
            " order by referral_id, event"
        )
    };
}

db::queries! {
    ADD_REFERRAL = "insert into referral (practice_id, organization_id, referral_id, patient_id, entry_id, urgency,
            body_sealed, opened_at, opened_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_EVENT = "insert into referral_event (practice_id, organization_id, referral_id, event, kind, state, step_sealed,
            at, by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    REFERRAL = referrals!("and r.referral_id = $4");
    REFERRALS_OF = referrals!("and r.patient_id = $4");
    OPEN_REFERRALS = referrals!("and (select e.state from referral_event e where e.practice_id = r.practice_id
            and e.organization_id = r.organization_id and e.referral_id = r.referral_id order by e.event desc limit 1)
        not in ('closed', 'declined', 'lost')");
    EVENTS = { lite: events!(lite), pg: events!(pg) };
}

fn body_at(practice: Uuid, id: Uuid) -> At {
    At::column("referral.body_sealed").id(practice).id(id)
}

fn step_at(practice: Uuid, id: Uuid, event: i64) -> At {
    At::column("referral_event.step_sealed").id(practice).id(id).number(event)
}

impl StoreTx {
    /// Which referrals, as a question.
    pub(crate) fn referrals_question(
        &self,
        practice: PracticeId,
        which: WhichReferrals,
        limit: i64,
    ) -> Result<Asked> {
        let (practice, tenant) = self.place(practice)?;
        let mut params = values![practice, tenant, limit];
        let query = match which {
            WhichReferrals::One(id) => {
                params.push(id.0.into());
                &REFERRAL
            }
            WhichReferrals::OfPatient(patient) => {
                params.push(patient.0.into());
                &REFERRALS_OF
            }
            WhichReferrals::Open => &OPEN_REFERRALS,
        };
        Ok((query, params))
    }
}

#[async_trait]
impl Referrals for StoreTx {
    async fn add_referral(&mut self, practice: PracticeId, referral: &Referral) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&body_at(practice, referral.id.0), &referral.new).await?;
        let params = values![
            practice,
            tenant,
            referral.id.0,
            referral.patient.0,
            referral.new.entry.map(|entry| entry.0),
            referral.new.urgency.word(),
            sealed,
            referral.opened_at,
            referral.opened_by.0,
        ];
        self.write(&ADD_REFERRAL, params).await.map(drop)
    }

    async fn add_referral_event(
        &mut self,
        practice: PracticeId,
        id: ReferralId,
        number: usize,
        event: &LoopEvent,
        state: LoopState,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let sealed = self.sealed_json(&step_at(practice, id.0, number), &event.step).await?;
        let (kind, state, at, by) = (event.step.kind(), state.word(), event.at, event.by.0);
        let params = values![practice, tenant, id.0, number, kind, state, sealed, at, by];
        self.write(&ADD_EVENT, params).await.map(drop)
    }

    async fn referrals(
        &mut self,
        practice: PracticeId,
        which: WhichReferrals,
        limit: i64,
    ) -> Result<Vec<ReferralRow>> {
        let (query, params) = self.referrals_question(practice, which, limit)?;
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let found = each(&rows, |row| {
            let (id, patient) = (ReferralId(row.get()?), PatientId(row.get()?));
            let new = opened_json(&keys, &body_at(practice, id.0), row.get()?)?;
            Ok(Referral { id, patient, new, opened_at: row.get()?, opened_by: PersonId(row.get()?) })
        })?;
        let ids = id_list(found.iter().map(|one| one.id.0));
        let rows = self.rows(&EVENTS, values![practice, tenant, ids]).await?;
        let mut events: HashMap<Uuid, Vec<LoopEvent>> = HashMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let (id, number): (Uuid, i64) = (row.get()?, row.get()?);
            let step = opened_json(&keys, &step_at(practice, id, number), row.get()?)?;
            let event = LoopEvent { step, at: row.get()?, by: PersonId(row.get()?) };
            events.entry(id).or_default().push(event);
        }
        let with = |one: Referral| {
            let events = events.remove(&one.id.0).unwrap_or_default();
            (one, events)
        };
        Ok(found.into_iter().map(with).collect())
    }
}
