//! Who is on call when, and the log of urgent calls. What was asked and answered is sealed.

use app::Result;
use app::ports::store::OnCalls;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{AccessCall, NewAccessCall, Shift};
use db::{Row, Value, values};
use uuid::Uuid;

use super::calls::opened_json;
use crate::columns::{Columns, each};
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! calls {
    ($($where:tt)*) => {
        concat!(
            "select access_call_id, patient_id, called_at, caller, disposition, terms_version, was_on_call, words_sealed,
                task_id, replaces_id, recorded_at, recorded_by
            from access_call where practice_id = $1 and organization_id = $2 ",
            $($where)*
        )
    };
}

db::queries! {
    SHIFTS = "select s.shift_id, s.person_id, s.line, s.from_at, s.until_at, s.phone from on_call_shift s
        where s.practice_id = $1 and s.organization_id = $2 and s.until_at > $3 and s.from_at < $4
            and s.withdraws_id is null
            and not exists (select 1 from on_call_shift w where w.practice_id = s.practice_id
                and w.organization_id = s.organization_id and w.withdraws_id = s.shift_id)
        order by s.from_at, s.line, s.shift_id";
    ADD_ACCESS_CALL = "insert into access_call (practice_id, organization_id, access_call_id, patient_id, called_at,
            caller, disposition, terms_version, was_on_call, words_sealed, task_id, replaces_id, recorded_at,
            recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    ACCESS_CALL = calls!("and access_call_id = $3");
    ACCESS_CALLS = calls!("and called_at >= $3 and called_at < $4 order by called_at desc, access_call_id limit $5");
    ACCESS_CALLS_OF = calls!("and called_at >= $3 and called_at < $4 and patient_id = $6
        order by called_at desc, access_call_id limit $5");
}

crate::bulk::bulks! {
    NEW_SHIFT = "on_call_shift", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "shift_id": Uuid, "person_id": Uuid, "line": Text,
        "from_at": Instant, "until_at": Instant, "phone": Text, "withdraws_id": Uuid, "recorded_at": Instant,
        "recorded_by": Uuid,
    ];
}

fn words_at(practice: Uuid, id: Uuid) -> At {
    At::column("access_call.words_sealed").id(practice).id(id)
}

fn shift_row(
    (practice, tenant): (Uuid, Uuid),
    shift: &Shift,
    (id, withdraws): (ShiftId, Option<ShiftId>),
    (by, at): (PersonId, Timestamp),
) -> Vec<Value> {
    values![
        practice,
        tenant,
        id.0,
        shift.person.0,
        shift.line.word(),
        shift.from,
        shift.until,
        shift.phone.as_str(),
        withdraws.map(|id| id.0),
        at,
        by.0,
    ]
}

fn read_call(practice: Uuid, keys: &Keyring, row: &Row) -> Result<AccessCall> {
    let mut row = Columns::of(row);
    let (id, patient) = (AccessCallId(row.get()?), PatientId(row.get()?));
    let (called_at, caller, disposition) = (row.get()?, row.get()?, row.get()?);
    let terms_version = u32::try_from(row.get::<i64>()?).unwrap_or_default();
    let was_on_call = row.get()?;
    let words = opened_json(keys, &words_at(practice, id.0), row.get()?)?;
    let task = row.get::<Option<_>>()?.map(TaskId);
    let replaces = row.get::<Option<_>>()?.map(AccessCallId);
    let new = NewAccessCall { called_at, caller, disposition, words, replaces };
    let (recorded_at, recorded_by) = (row.get()?, PersonId(row.get()?));
    Ok(AccessCall { id, patient, new, terms_version, was_on_call, task, recorded_at, recorded_by })
}

#[async_trait]
impl OnCalls for StoreTx {
    async fn add_shifts(
        &mut self,
        practice: PracticeId,
        shifts: &[Shift],
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let place = self.place(practice)?;
        let rows = shifts.iter().map(|shift| shift_row(place, shift, (shift.id, None), (by, at))).collect();
        self.insert(&NEW_SHIFT, rows).await.map(drop)
    }

    async fn withdraw_shift(
        &mut self,
        practice: PracticeId,
        shift: &Shift,
        id: ShiftId,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let place = self.place(practice)?;
        let row = shift_row(place, shift, (id, Some(shift.id)), (by, at));
        self.insert(&NEW_SHIFT, vec![row]).await.map(drop)
    }

    async fn shifts(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Shift>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&SHIFTS, values![practice, tenant, from, until]).await?;
        each(&rows, |row| {
            let (id, person) = (ShiftId(row.get()?), PersonId(row.get()?));
            let line = row.word()?;
            Ok(Shift { id, person, line, from: row.get()?, until: row.get()?, phone: row.get()? })
        })
    }

    async fn add_access_call(&mut self, practice: PracticeId, call: &AccessCall) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&words_at(practice, call.id.0), &call.new.words).await?;
        let params = values![
            practice,
            tenant,
            call.id.0,
            call.patient.0,
            call.new.called_at,
            &call.new.caller,
            &call.new.disposition,
            i64::from(call.terms_version),
            call.was_on_call,
            sealed,
            call.task.map(|id| id.0),
            call.new.replaces.map(|id| id.0),
            call.recorded_at,
            call.recorded_by.0,
        ];
        self.write(&ADD_ACCESS_CALL, params).await.map(drop)
    }

    async fn access_call(&mut self, practice: PracticeId, id: AccessCallId) -> Result<Option<AccessCall>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&ACCESS_CALL, values![practice, tenant, id.0]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        read_call(practice, &keys, &row).map(Some)
    }

    async fn access_calls(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
        patient: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<AccessCall>> {
        let (practice, tenant) = self.place(practice)?;
        let mut params = values![practice, tenant, from, until, limit];
        let query = if patient.is_some() { &ACCESS_CALLS_OF } else { &ACCESS_CALLS };
        params.extend(patient.map(|patient| Value::from(patient.0)));
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        rows.iter().map(|row| read_call(practice, &keys, row)).collect()
    }
}
