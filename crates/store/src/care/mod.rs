//! Visits, and days in a facility; calls with their notes, and what is left to do.

pub(crate) mod appointments;
pub(crate) mod assessments;
pub(crate) mod calls;
pub(crate) mod directory;
pub(crate) mod handovers;
pub(crate) mod notes;
pub(crate) mod on_call;
pub(crate) mod queries;
pub(crate) mod referrals;
pub(crate) mod supervision;
pub(crate) mod tasks;

use std::collections::HashMap;

use app::ports::Recorded;
use app::ports::store::Cares;
use app::{Error, Result};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{FacilityStay, Visit};
use db::{Row, values};

use crate::columns::{Columns, among, each, patient_list};
use crate::tx::StoreTx;

macro_rules! visits {
    ($($more:tt)*) => {
        concat!(
            "select v.patient_id, v.visit_id, v.status, v.class, v.code, v.on_date, v.until_date, v.practitioner_id,
                v.practitioner_npi, v.discussed, v.extra_planning
            from visit v where v.practice_id = $1 and v.organization_id = $2
                and v.status not in ('entered-in-error', 'refuted')
                and not exists (select 1 from visit n where n.practice_id = v.practice_id
                    and n.organization_id = v.organization_id and n.patient_id = v.patient_id
                    and n.visit_id = v.visit_id and n.version > v.version)",
            $($more)*,
            " order by v.patient_id, v.visit_id"
        )
    };
}

macro_rules! stays {
    ($($more:tt)*) => {
        concat!(
            "select patient_id, stay_id, kind, from_moment, to_moment, ends_stay_id from facility_stay
            where practice_id = $1 and organization_id = $2",
            $($more)*,
            " order by recorded_at, stay_id"
        )
    };
}

db::queries! {
    VISITS = visits!(" and v.on_date >= $3");
    VISITS_OF = {
        lite: visits!(" and v.on_date >= $4", among!(lite "v.patient_id")),
        pg: visits!(" and v.on_date >= $4", among!(pg "v.patient_id")),
    };
    ADD_VISIT = "insert into visit (practice_id, organization_id, patient_id, visit_id, version, status, class, code,
            on_date, until_date, practitioner_id, practitioner_npi, discussed, extra_planning, recorded_at, recorded_by)
        values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    ADD_STAY = "insert into facility_stay (practice_id, organization_id, stay_id, patient_id, kind, from_moment,
            to_moment, ends_stay_id, facility, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    STAY = "select kind, from_moment, facility from facility_stay
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and stay_id = $4 and ends_stay_id is null";
    STAYS = stays!("");
    STAYS_OF = { lite: stays!(among!(lite "patient_id")), pg: stays!(among!(pg "patient_id")) };
}

fn read_visit(row: &mut Columns<'_>) -> Result<(PatientId, Visit)> {
    let patient = PatientId(row.get()?);
    let visit = Visit {
        id: VisitId(row.get()?),
        status: row.get()?,
        class: row.get()?,
        // A source may call a visit by a code that is none: then the visit has no code.
        code: row.get::<Option<String>>()?.and_then(|code| code.parse().ok()),
        on: row.get()?,
        until: row.get()?,
        practitioner: row.get::<Option<_>>()?.map(PersonId),
        practitioner_npi: row.parsed_opt()?,
        discussed: row.get()?,
        extra_planning: row.get()?,
    };
    Ok((patient, visit))
}

/// Stays with the ends that were recorded for them.
fn read_stays(rows: &[Row]) -> Result<Vec<(PatientId, FacilityStay)>> {
    let (mut stays, mut ends) = (Vec::new(), HashMap::new());
    for row in rows {
        let mut row = Columns::of(row);
        let (patient, id) = (PatientId(row.get()?), StayId(row.get()?));
        let (kind, from, to) = (row.get()?, row.parsed()?, row.parsed_opt()?);
        match row.get::<Option<_>>()?.map(StayId) {
            None => stays.push((patient, FacilityStay { id, kind, from, to })),
            // The end recorded last is the one that counts.
            Some(ended) => drop(ends.insert(ended, to)),
        }
    }
    for (_, stay) in &mut stays {
        stay.to = ends.get(&stay.id).copied().unwrap_or(stay.to);
    }
    Ok(stays)
}

#[async_trait]
impl Cares for StoreTx {
    async fn visits(&mut self, practice: PracticeId, from: Date) -> Result<Vec<(PatientId, Visit)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&VISITS, values![practice, tenant, from]).await?;
        each(&rows, read_visit)
    }

    async fn visits_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
    ) -> Result<Vec<(PatientId, Visit)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&VISITS_OF, values![practice, tenant, patient_list(patients), from]).await?;
        each(&rows, read_visit)
    }

    async fn add_visit(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        visit: &Visit,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            patient.0,
            visit.id.0,
            &visit.status,
            visit.class.as_ref(),
            visit.code.as_ref().map(Hcpcs::as_str),
            visit.on,
            visit.until,
            visit.practitioner.map(|id| id.0),
            visit.practitioner_npi.as_ref().map(Npi::as_str),
            visit.discussed,
            visit.extra_planning,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_VISIT, params).await.map(drop)
    }

    async fn add_stay(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        stay: &FacilityStay,
        facility: Option<&str>,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            stay.id.0,
            patient.0,
            &stay.kind,
            stay.from.to_string(),
            stay.to.map(|moment| moment.to_string()),
            None::<uuid::Uuid>,
            facility,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_STAY, params).await.map(drop)
    }

    async fn end_stay(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        stay: StayId,
        id: StayId,
        to: Moment,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&STAY, values![practice, tenant, patient.0, stay.0]).await?;
        let row = row.ok_or(Error::NotFound("facility stay"))?;
        let mut row = Columns::of(&row);
        let (kind, from): (String, String) = (row.get()?, row.get()?);
        let facility: Option<String> = row.get()?;
        let params = values![
            practice,
            tenant,
            id.0,
            patient.0,
            kind,
            from,
            to.to_string(),
            stay.0,
            facility,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_STAY, params).await.map(drop)
    }

    async fn stays(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, FacilityStay)>> {
        let (practice, tenant) = self.place(practice)?;
        read_stays(&self.rows(&STAYS, values![practice, tenant]).await?)
    }

    async fn stays_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, FacilityStay)>> {
        let (practice, tenant) = self.place(practice)?;
        read_stays(&self.rows(&STAYS_OF, values![practice, tenant, patient_list(patients)]).await?)
    }
}
