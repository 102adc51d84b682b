//! The piece of work of somebody who records care, at a practice, on its local day.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::Practice;

use super::view::PatientName;
use crate::ports::Recorded;
use crate::{App, Error, Place, Result, Work};

/// Work with what nearly every use case of these rooms asks first.
pub(crate) struct Desk {
    pub work: Work,
    pub practice: Practice,
    pub person: PersonId,
    pub zone: TimeZone,
    pub zone_name: ZoneName,
    /// The practice's day.
    pub today: Date,
}

impl Desk {
    /// To write. What is about a patient asks [`Desk::chart`] besides.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who may record nobody's care or is no member of the staff.
    pub async fn open(app: &App, actor: &Actor, place: Place) -> Result<Self> {
        let work = app.begin(actor, place).await?.require_some(Permission::RecordCare).await?;
        Self::over(work).await
    }

    /// To read; nothing is written, so the reader says with [`App::audit_read`] what was seen. Of one patient, ask
    /// [`Desk::chart`] besides; of many, [`Work::visible`].
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who has the permission for nobody's chart.
    pub async fn read(app: &App, actor: &Actor, place: Place, permission: Permission) -> Result<Self> {
        let work = app.begin_read(actor, place).await?.require_some(permission).await?;
        Self::over(work).await
    }

    async fn over(mut work: Work) -> Result<Self> {
        let person = work.actor.person().ok_or(Error::Forbidden(Permission::RecordCare.word()))?;
        let practice = work.practice().await?;
        let utc = TimeZone::UTC.to_datetime(work.now).date();
        let zone_name =
            practice.zone_on(utc).ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let (zone, zone_name) = (zone_name.zone(), zone_name.clone());
        let today = zone.to_datetime(work.now).date();
        Ok(Self { work, practice, person, zone, zone_name, today })
    }

    pub fn recorded(&self) -> Recorded {
        Recorded { at: self.work.now, by: self.person }
    }

    /// Goes on only where this is a patient of the practice, and theirs a chart for which the actor has the permission.
    ///
    /// # Errors
    /// [`Error::NotFound`]: what one may not see is not there.
    pub async fn chart(self, patient: PatientId, permission: Permission) -> Result<Self> {
        let mut desk = Self { work: self.work.chart(patient, permission).await?, ..self };
        match desk.work.tx.patient_exists(desk.practice.id, patient).await? {
            true => Ok(desk),
            false => Err(Error::NotFound("patient")),
        }
    }

    /// Names for a list, by one query.
    pub async fn names(
        &mut self,
        patients: impl IntoIterator<Item = PatientId>,
    ) -> Result<BTreeMap<PatientId, PatientName>> {
        let mut patients: Vec<PatientId> = patients.into_iter().collect();
        patients.sort_unstable();
        patients.dedup();
        if patients.is_empty() {
            return Ok(BTreeMap::new());
        }
        let found = self.work.tx.patients_of(self.practice.id, &patients).await?;
        Ok(found.iter().map(|patient| (patient.id, PatientName::of(patient))).collect())
    }
}
