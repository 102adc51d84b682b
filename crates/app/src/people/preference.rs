//! How a patient wishes to be reached, and who may speak for them: a new word beside the earlier ones.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::ContactPreference;

use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::ports::Recorded;
use crate::{App, Error, Place, Result, Work};

/// What a patient told us over time.
#[derive(Clone)]
pub struct Wishes {
    pub patient: PatientId,
    pub name: PatientName,
    /// As the record came.
    pub language: Option<String>,
    pub phones: Vec<String>,
    /// The newest first; it is in force.
    pub told: Vec<(ContactPreference, Recorded)>,
    pub today: Date,
    pub zone: ZoneName,
}

impl Wishes {
    pub fn newest(&self) -> Option<&ContactPreference> {
        self.told.first().map(|(told, _)| told)
    }
}

impl std::fmt::Debug for Wishes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wishes({} …)", self.patient)
    }
}

/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn wishes(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Wishes> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let told = desk.work.tx.preference_history(practice, patient).await?;
    let (today, zone) = (desk.today, desk.zone_name.clone());
    drop(desk);
    app.audit_read(actor, place, "contact_preference", &patient.to_string(), Some(patient)).await?;
    let name = PatientName::of(&row);
    Ok(Wishes { patient, name, language: row.language, phones: row.contact.phones, told, today, zone })
}

/// Keeps what a patient told one of our people. The id is made here; the newest word counts from now on. `seen` is the
/// word that stood when they began to write.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] when somebody has kept another word since;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn tell_preference(
    app: &App,
    actor: &Actor,
    place: Place,
    seen: Option<PreferenceId>,
    told: ContactPreference,
) -> Result<PreferenceId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(told.patient, Permission::RecordCare).await?;
    let problems = told.check(desk.today);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let newest = desk.work.tx.preferences_of(desk.practice.id, &[told.patient]).await?.pop();
    if newest.map(|one| one.id) != seen {
        return Err(Error::Conflict("somebody has written down other wishes of this patient since".into()));
    }
    let id = PreferenceId(desk.work.id());
    keep(&mut desk.work, &ContactPreference { id, ..told }, desk.person).await?;
    desk.work.commit().await?;
    Ok(id)
}

/// Keeps a word, with its audit event and its step of the feed.
pub(crate) async fn keep(work: &mut Work, told: &ContactPreference, by: PersonId) -> Result<()> {
    let (practice, recorded) = (work.practice_id()?, Recorded { at: work.now, by });
    work.tx.add_preference(practice, told, recorded).await?;
    work.recorded("contact_preference", told.id, Some(told.patient));
    Ok(())
}
