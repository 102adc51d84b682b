//! The piece of work of somebody who records care, at a practice, on its local day.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::Practice;

use super::view::PatientName;
use crate::ports::Recorded;
use crate::{App, Error, Place, Result, Work};

/// Work with what nearly every use case of this room asks first.
pub(super) struct Desk {
    pub work: Work,
    pub practice: Practice,
    pub person: PersonId,
    pub zone: TimeZone,
    /// The practice's day.
    pub today: Date,
}

impl Desk {
    /// To write.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who may not record care or is no member of the staff.
    pub async fn open(app: &App, actor: &Actor, place: Place) -> Result<Self> {
        let work = app.begin(actor, place).await?.require(Permission::RecordCare).await?;
        Self::over(work).await
    }

    /// To read; nothing is written, so the reader says with [`App::audit_read`] what was seen.
    pub async fn read(app: &App, actor: &Actor, place: Place, permission: Permission) -> Result<Self> {
        let work = app.begin_read(actor, place).await?;
        if !work.standing.may(permission) {
            work.tx.rollback().await?;
            // The refusal is put on record, which a snapshot cannot.
            app.begin(actor, place).await?.require(permission).await?;
            return Err(Error::Forbidden(permission.word()));
        }
        Self::over(work).await
    }

    async fn over(mut work: Work) -> Result<Self> {
        let person = work.actor.person().ok_or(Error::Forbidden(Permission::RecordCare.word()))?;
        let practice = work.practice().await?;
        let utc = TimeZone::UTC.to_datetime(work.now).date();
        let zone =
            practice.zone_on(utc).ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let zone = zone.zone();
        let today = zone.to_datetime(work.now).date();
        Ok(Self { work, practice, person, zone, today })
    }

    pub fn recorded(&self) -> Recorded {
        Recorded { at: self.work.now, by: self.person }
    }

    /// A patient of this practice.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn patient(&mut self, patient: PatientId) -> Result<()> {
        if self.work.tx.patient_exists(self.practice.id, patient).await? {
            return Ok(());
        }
        Err(Error::NotFound("patient"))
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
