//! Appointments with their events. With whom and reasons are sealed.

use std::collections::HashMap;

use app::Result;
use app::ports::AppointmentRow;
use app::ports::store::Appointments;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{Appointment, AppointmentEvent};
use db::values;
use uuid::Uuid;

use super::calls::opened_json;
use crate::columns::{Columns, among, each, id_list};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! appointments {
    ($where:literal) => {
        concat!(
            "select appointment_id, patient_id, body_sealed, arranged_at, arranged_by from appointment
            where practice_id = $1 and organization_id = $2 ",
            $where
        )
    };
}

macro_rules! events {
    ($engine:ident) => {
        concat!(
            "select appointment_id, event, step_sealed, at, by_id from appointment_event
            where practice_id = $1 and organization_id = $2",
            among!($engine "appointment_id"),
            " order by appointment_id, event"
        )
    };
}

db::queries! {
    ADD_APPOINTMENT = "insert into appointment (practice_id, organization_id, appointment_id, patient_id, at, kind,
            body_sealed, arranged_at, arranged_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_EVENT = "insert into appointment_event (practice_id, organization_id, appointment_id, event, kind, step_sealed,
            at, by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    APPOINTMENT = appointments!("and appointment_id = $3");
    APPOINTMENTS_OF = appointments!("and patient_id = $3 order by at desc, appointment_id limit $4");
    EVENTS = { lite: events!(lite), pg: events!(pg) };
}

fn body_at(practice: Uuid, id: Uuid) -> At {
    At::column("appointment.body_sealed").id(practice).id(id)
}

fn step_at(practice: Uuid, id: Uuid, event: i64) -> At {
    At::column("appointment_event.step_sealed").id(practice).id(id).number(event)
}

impl StoreTx {
    async fn with_events(&mut self, practice: PracticeId, rows: Vec<db::Row>) -> Result<Vec<AppointmentRow>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let found = each(&rows, |row| {
            let (id, patient) = (AppointmentId(row.get()?), PatientId(row.get()?));
            let new = opened_json(&keys, &body_at(practice, id.0), row.get()?)?;
            Ok(Appointment { id, patient, new, arranged_at: row.get()?, arranged_by: PersonId(row.get()?) })
        })?;
        let ids = id_list(found.iter().map(|one| one.id.0));
        let rows = self.rows(&EVENTS, values![practice, tenant, ids]).await?;
        let mut events: HashMap<Uuid, Vec<AppointmentEvent>> = HashMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let (id, number): (Uuid, i64) = (row.get()?, row.get()?);
            let step = opened_json(&keys, &step_at(practice, id, number), row.get()?)?;
            let event = AppointmentEvent { step, at: row.get()?, by: PersonId(row.get()?) };
            events.entry(id).or_default().push(event);
        }
        let with = |one: Appointment| {
            let events = events.remove(&one.id.0).unwrap_or_default();
            (one, events)
        };
        Ok(found.into_iter().map(with).collect())
    }
}

#[async_trait]
impl Appointments for StoreTx {
    async fn add_appointment(&mut self, practice: PracticeId, one: &Appointment) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&body_at(practice, one.id.0), &one.new).await?;
        let (id, patient, at) = (one.id.0, one.patient.0, one.new.at);
        let (kind, arranged, by) = (one.new.kind.as_str(), one.arranged_at, one.arranged_by.0);
        let params = values![practice, tenant, id, patient, at, kind, sealed, arranged, by];
        self.write(&ADD_APPOINTMENT, params).await.map(drop)
    }

    async fn add_appointment_event(
        &mut self,
        practice: PracticeId,
        id: AppointmentId,
        number: usize,
        event: &AppointmentEvent,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let sealed = self.sealed_json(&step_at(practice, id.0, number), &event.step).await?;
        let (kind, at, by) = (event.step.kind(), event.at, event.by.0);
        let params = values![practice, tenant, id.0, number, kind, sealed, at, by];
        self.write(&ADD_EVENT, params).await.map(drop)
    }

    async fn appointment(
        &mut self,
        practice: PracticeId,
        id: AppointmentId,
    ) -> Result<Option<AppointmentRow>> {
        let (place, tenant) = self.place(practice)?;
        let rows = self.rows(&APPOINTMENT, values![place, tenant, id.0]).await?;
        Ok(self.with_events(practice, rows).await?.pop())
    }

    async fn appointments_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        limit: i64,
    ) -> Result<Vec<AppointmentRow>> {
        let (place, tenant) = self.place(practice)?;
        let rows = self.rows(&APPOINTMENTS_OF, values![place, tenant, patient.0, limit]).await?;
        self.with_events(practice, rows).await
    }
}
