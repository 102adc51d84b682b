//! The one place that keeps what a line asks for, with its audit event and its step of the feed.

use ccm::basics::*;
use ccm::enrollment::ConsentKind;
use uuid::Uuid;

use super::actions::Action;
use crate::people::preference;
use crate::ports::{ProgramFact, ProgramFactRow, Recorded};
use crate::{Error, Result, Work};

impl Action {
    /// Keeps it, with its audit event and its step of the feed.
    ///
    /// # Errors
    /// [`Error::Conflict`] when what it points at is in another state: struck already, no plan yet.
    pub async fn keep(self, work: &mut Work, by: PersonId) -> Result<()> {
        let practice = work.practice_id()?;
        let recorded = Recorded { at: work.now, by };
        match self {
            Self::Enroll(episode) => {
                work.tx.add_episode(practice, &episode, recorded).await?;
                work.recorded("episode", episode.id, Some(episode.patient));
            }
            Self::Consent { consent, reason } => {
                work.tx.add_consent(practice, &consent, reason.as_deref(), recorded).await?;
                let kind = match consent.kind {
                    ConsentKind::Consent => "consent",
                    ConsentKind::Refusal => "refusal",
                    ConsentKind::Revocation => "revocation",
                };
                work.recorded(kind, consent.id, Some(consent.patient));
            }
            Self::Visit { patient, visit } => {
                work.tx.add_visit(practice, patient, &visit, recorded).await?;
                work.recorded("visit", visit.id, Some(patient));
            }
            Self::Confirm(confirmation) => {
                work.tx.add_confirmation(practice, &confirmation, recorded).await?;
                work.recorded("condition_confirmation", confirmation.id, Some(confirmation.patient));
            }
            Self::Plan(plan) => {
                work.tx.add_plan(practice, &plan, recorded).await?;
                work.recorded("care_plan", plan.id, Some(plan.patient));
            }
            Self::Copy { mut copy } => {
                let newest = work.tx.newest_plan(practice, copy.patient).await?;
                copy.care_plan = newest
                    .ok_or_else(|| Error::Conflict("there is no care plan to give a copy of".into()))?;
                work.tx.add_copy(practice, &copy, recorded).await?;
                work.recorded("care_plan_copy", copy.id, Some(copy.patient));
            }
            Self::Contact { entry, contact, reason } => {
                work.tx.add_contact(practice, &entry, &contact, reason.as_deref(), recorded).await?;
                work.recorded("contact", contact.id, Some(contact.patient));
                work.recorded("time_entry", entry.id, Some(entry.patient));
            }
            Self::Strike { target, reason, id } => {
                crate::time::strike_through(work, by, id, target, reason).await?;
            }
            Self::Attest(row) => {
                work.tx.add_attestation(practice, &row, recorded).await?;
                work.recorded("attestation", row.id, Some(row.patient));
            }
            Self::OutsideClaim(row) => {
                work.tx.add_outside_claim(practice, &row, recorded).await?;
                work.recorded("outside_claim", row.id, Some(row.patient));
            }
            Self::Stay { patient, stay, facility } => {
                work.tx.add_stay(practice, patient, &stay, facility.as_deref(), recorded).await?;
                work.recorded("facility_stay", stay.id, Some(patient));
            }
            Self::EndStay { target, id, patient, to } => {
                work.tx.end_stay(practice, patient, StayId(target), id, to, recorded).await?;
                work.recorded("facility_stay", id, Some(patient));
            }
            Self::ProgramFact(row) => {
                let row = correct(work, row).await?;
                add_fact(work, &row, recorded).await?;
            }
            Self::Preference(told) => preference::keep(work, &told, by).await?,
            Self::Withdraw { target, reason, id } => {
                let wrong = work.tx.program_fact(practice, ProgramFactId(target)).await?;
                let wrong = wrong.ok_or(Error::NotFound("record that still stands"))?;
                let fact = ProgramFact::Withdrawal { reason };
                let row = ProgramFactRow { id, fact, replaces: Some(wrong.id), ..wrong };
                add_fact(work, &row, recorded).await?;
            }
        }
        Ok(())
    }

    /// The outside id of what it makes.
    pub fn made(&self) -> (Uuid, String) {
        fn both<Id: Into<Uuid> + std::fmt::Display + Copy>(id: Id) -> (Uuid, String) {
            (id.into(), id.to_string())
        }
        match self {
            Self::Enroll(episode) => both(episode.id),
            Self::Consent { consent, .. } => both(consent.id),
            Self::Visit { visit, .. } => both(visit.id),
            Self::Confirm(confirmation) => both(confirmation.id),
            Self::Plan(plan) => both(plan.id),
            Self::Copy { copy } => both(copy.id),
            Self::Contact { contact, .. } => both(contact.id),
            Self::Strike { id, .. } => both(*id),
            Self::Attest(row) => both(row.id),
            Self::OutsideClaim(row) => both(row.id),
            Self::Stay { stay, .. } => both(stay.id),
            Self::EndStay { id, .. } => both(*id),
            Self::ProgramFact(row) => both(row.id),
            Self::Preference(told) => both(told.id),
            Self::Withdraw { id, .. } => both(*id),
        }
    }
}

/// The fact with the earlier one that it takes the place of: the one that its line names, else the one about the same
/// thing.
async fn correct(work: &mut Work, mut row: ProgramFactRow) -> Result<ProgramFactRow> {
    let practice = work.practice_id()?;
    let standing = work.tx.standing_facts(practice, row.patient, row.fact.kind()).await?;
    if let Some(named) = row.replaces
        && !standing.iter().any(|earlier| earlier.id == named)
    {
        return Err(Error::NotFound("record of this kind for this patient that still stands"));
    }
    let named = row.replaces;
    let mut same =
        standing.iter().filter(|earlier| Some(earlier.id) != named && row.is_about_the_same(earlier));
    match (named, same.next(), same.next()) {
        (_, None, _) => {}
        (None, Some(earlier), None) => row.replaces = Some(earlier.id),
        _ => return Err(Error::Conflict("two earlier records speak of the same: withdraw one".into())),
    }
    Ok(row)
}

async fn add_fact(work: &mut Work, row: &ProgramFactRow, recorded: Recorded) -> Result<()> {
    let practice = work.practice_id()?;
    work.tx.add_program_fact(practice, row, recorded).await?;
    work.recorded(row.fact.kind(), row.id, Some(row.patient));
    Ok(())
}
