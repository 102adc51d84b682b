//! A line through an entry, signed, with its reason.

use ccm::access::{Actor, CommandId, Permission};
use ccm::basics::*;
use ccm::time::Strike;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keep::text_problem;
use super::manual::LONGEST_REASON;
use crate::ports::Recorded;
use crate::{App, Error, Place, Result, Work};

/// Strikes an entry through.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrikeEntry {
    pub entry: TimeEntryId,
    pub reason: String,
    pub command_id: CommandId,
}

/// The entry stays readable, and counts no more. What was right of it is recorded anew.
///
/// # Errors
/// [`Error::Conflict`] when it is struck already; [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Forbidden`].
pub async fn strike(app: &App, actor: &Actor, place: Place, new: StrikeEntry) -> Result<StrikeId> {
    let mut work = app.begin(actor, place).await?.require_some(Permission::RecordCare).await?;
    let practice = work.practice_id()?;
    let (_, patient, _) = work.tx.entry_of(practice, new.entry.0).await?.ok_or(Error::NotFound("contact"))?;
    let mut work = work.chart(patient, Permission::RecordCare).await?;
    let by = actor.person().ok_or(Error::Forbidden("record_care"))?;
    let command = match work.take_up(&new.command_id, "strike_entry", &new).await? {
        Ok(command) => command,
        Err(answer) => {
            return serde_json::from_value(answer).map_err(|error| Error::Internal(error.to_string()));
        }
    };
    if let Some(problem) = text_problem("reason", Some(&new.reason), LONGEST_REASON, true) {
        return Err(Error::invalid(problem));
    }
    let id = StrikeId(work.id());
    strike_through(&mut work, by, id, new.entry.0, new.reason.trim().to_owned()).await?;
    work.done(command, &id).await?;
    work.commit().await?;
    Ok(id)
}

/// Strikes what a contact or an entry names.
pub(crate) async fn strike_through(
    work: &mut Work,
    by: PersonId,
    id: StrikeId,
    contact_or_entry: Uuid,
    reason: String,
) -> Result<()> {
    let practice = work.practice_id()?;
    let found = work.tx.entry_of(practice, contact_or_entry).await?;
    let (entry, patient, is_struck) = found.ok_or(Error::NotFound("contact"))?;
    if is_struck {
        return Err(Error::Conflict("the entry is struck already".into()));
    }
    let strike = Strike { id, entry, patient, reason };
    work.tx.add_strike(practice, &strike, Recorded { at: work.now, by }).await?;
    work.recorded("strike", id, Some(patient));
    Ok(())
}
