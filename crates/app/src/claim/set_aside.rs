//! What somebody does with a file in quarantine that is not to be read again.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde_json::json;

use super::take_in::next_number;
use crate::ports::carriage::{ReceivedEventRow, ReceivedStep, WhichReceived};
use crate::{App, Error, Place, Result};

/// Puts a quarantined file out of the way, with the reason: it was sent anew, or is nobody's business here.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] where it is not in quarantine; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn set_aside(app: &App, actor: &Actor, place: Place, id: ReceivedId, reason: &str) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS {
        let problem = Problem::new("required", "reason").with("characters_at_most", REASON_CHARACTERS);
        return Err(Error::invalid(problem));
    }
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let found = work.tx.received(practice, WhichReceived::One(id), 1).await?.pop();
    let (_, events) = found.ok_or(Error::NotFound("received_file"))?;
    if events.last().is_none_or(|event| event.step != ReceivedStep::Quarantined) {
        return Err(Error::Conflict("it is not in quarantine".to_owned()));
    }
    let step = ReceivedStep::SetAside;
    let (by, at) = (work.actor.clone(), work.now);
    let row = ReceivedEventRow { step, detail: json!({ "reason": reason }), by, at };
    let number = next_number(&events);
    work.tx.add_received_event(practice, id, number, &row).await?;
    work.audit(step.word(), "received_file", &id.to_string(), None, json!({}));
    work.changed("received_file", id, number + 1);
    work.commit().await
}

/// The longest reason.
const REASON_CHARACTERS: usize = 500;
