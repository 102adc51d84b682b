//! How a patient wishes to be reached: a new word beside the earlier ones.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::ContactPreference;

use crate::ports::Recorded;
use crate::{App, Error, Place, Result, Work};

/// Keeps what a patient told one of our people. The id is made here; the newest word counts from now on.
///
/// # Errors
/// [`Error::NotFound`] for a patient of another practice; [`Error::Invalid`] for needs that are no words of ours;
/// [`Error::Forbidden`]; storage's failures.
pub async fn tell_preference(
    app: &App,
    actor: &Actor,
    place: Place,
    told: ContactPreference,
) -> Result<PreferenceId> {
    let Actor::Staff { person, .. } = actor else {
        return Err(Error::Forbidden(Permission::RecordCare.word()));
    };
    let unknown = told.needs.iter().filter(|need| !ContactPreference::NEEDS.contains(&need.as_str()));
    let problems: Vec<Problem> = unknown.map(|_| Problem::new("unknown_word", "needs")).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut work = app.begin(actor, place).await?.require(Permission::RecordCare).await?;
    let practice = work.practice_id()?;
    if !work.tx.patient_exists(practice, told.patient).await? {
        return Err(Error::NotFound("patient"));
    }
    let told = ContactPreference { id: PreferenceId(work.id()), ..told };
    let id = told.id;
    keep(&mut work, &told, *person).await?;
    work.commit().await?;
    Ok(id)
}

/// Keeps a word, with its audit event and its step of the feed.
pub(crate) async fn keep(work: &mut Work, told: &ContactPreference, by: PersonId) -> Result<()> {
    let (practice, recorded) = (work.practice_id()?, Recorded { at: work.now, by });
    work.tx.add_preference(practice, told, recorded).await?;
    work.recorded("contact_preference", told.id, Some(told.patient));
    Ok(())
}
