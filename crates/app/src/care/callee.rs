//! Who is called, and what one must know before the first word.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::people::{CallWindow, Caregiver, ContactPreference, Patient};
use serde::Serialize;

use super::desk::Desk;
use super::situation::Gathered;
use super::view::PatientName;
use crate::reports::banner::{caregivers, phones};
use crate::{App, Error, Place, Result};

/// A patient, as far as whoever calls needs to know. It redacts itself.
#[derive(Clone, Serialize)]
pub struct Callee {
    pub patient: PatientId,
    pub name: PatientName,
    pub born_on: Option<Date>,
    /// As the patient told us, else as the record came.
    pub language: Option<String>,
    pub needs_interpreter: bool,
    /// Words of [`ContactPreference::NEEDS`].
    pub needs: Vec<String>,
    /// The preferred first, each once.
    pub phones: Vec<String>,
    pub windows: Vec<CallWindow>,
    /// The patient's clock now, where it is known; the practice's otherwise.
    pub zone: ZoneName,
    /// Whom the patient lets speak and hear today, and how far.
    pub caregivers: Vec<Caregiver>,
    pub has_died: bool,
    /// Enrolled, in the order of programs.
    pub programs: Vec<Program>,
}

impl Callee {
    pub(super) fn of(gathered: &Gathered, desk: &Desk) -> Self {
        let programs = gathered.programs.clone();
        Self::made(&gathered.patient, gathered.preference.as_ref(), programs, desk)
    }

    fn made(
        patient: &Patient,
        preference: Option<&ContactPreference>,
        mut programs: Vec<Program>,
        desk: &Desk,
    ) -> Self {
        programs.sort_unstable();
        programs.dedup();
        let told = preference.and_then(|one| one.language.clone());
        Self {
            patient: patient.id,
            name: PatientName::of(patient),
            born_on: patient.born_on,
            language: told.or_else(|| patient.language.clone()),
            needs_interpreter: preference.is_some_and(|one| one.needs_interpreter),
            needs: preference.map(|one| one.needs.clone()).unwrap_or_default(),
            phones: phones(preference, &patient.contact),
            windows: preference.map(|one| one.windows.clone()).unwrap_or_default(),
            zone: preference.and_then(|one| one.zone.clone()).unwrap_or_else(|| desk.zone_name.clone()),
            caregivers: caregivers(preference, desk.today),
            has_died: patient.deceased.is_some(),
            programs,
        }
    }

    pub fn speaks_spanish(&self) -> bool {
        self.language.as_ref().is_some_and(|tag| tag.to_lowercase().starts_with("es"))
    }
}

impl std::fmt::Debug for Callee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Callee({} …)", self.patient)
    }
}

/// Whom one is about to call or to write of.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn callee(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Callee> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let preference = desk.work.tx.preferences_of(practice, &[patient]).await?.pop();
    let episodes = desk.work.tx.episodes_of(practice, &[patient]).await?;
    let programs = episodes.iter().map(|episode| episode.program).collect();
    let callee = Callee::made(&row, preference.as_ref(), programs, &desk);
    drop(desk);
    app.audit_read(actor, place, "patient", &patient.to_string(), Some(patient)).await?;
    Ok(callee)
}
