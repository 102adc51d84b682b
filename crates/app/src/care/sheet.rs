//! An escalation on one page: what was asked and answered that raised it. What the chart says stands beside it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::Interviews;
use serde::Serialize;

use super::desk::Desk;
use super::view::EscalationView;
use crate::ports::WhichEscalations;
use crate::{App, Error, Place, Result};

/// What a clinician answers.
#[derive(Clone, Debug, Serialize)]
pub struct EscalationSheet {
    pub view: EscalationView,
    /// `None`: opened by hand, by a score, or by a question that is asked no more.
    pub trigger: Option<Trigger>,
}

/// The question that raised it, and its newest answer. Redacts itself.
#[derive(Clone, Serialize)]
pub struct Trigger {
    /// As it is read aloud.
    pub question: String,
    pub answer: String,
    /// `None`: the call is not signed yet.
    pub on: Option<Date>,
}

impl std::fmt::Debug for Trigger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Trigger(…)")
    }
}

/// An escalation with what raised it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn escalation_sheet(
    app: &App,
    actor: &Actor,
    place: Place,
    id: EscalationId,
) -> Result<EscalationSheet> {
    let book = Interviews::embedded();
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let found = desk.work.tx.escalations(practice, WhichEscalations::One(id), 1).await?;
    let row = found.into_iter().next().ok_or(Error::NotFound("escalation"))?;
    desk = desk.chart(row.0.patient, Permission::ReadChart).await?;
    let mut trigger = None;
    if let Some(question) = book.question(&row.0.source) {
        let draft = match row.0.call {
            Some(call) => desk.work.tx.call(practice, call).await?,
            None => None,
        };
        let drafted = draft.and_then(|call| call.draft.answers.get(&row.0.source).cloned());
        let signed = match &drafted {
            Some(_) => None,
            None => {
                let all = desk.work.tx.previous_answers(practice, row.0.patient).await?;
                all.into_iter().find(|one| one.question == row.0.source)
            }
        };
        let on = signed.as_ref().map(|one| one.on);
        trigger = drafted.or(signed.map(|one| one.value)).map(|value| Trigger {
            question: question.en.clone(),
            answer: question.answer.shown(&value, false),
            on,
        });
    }
    let name = desk.names([row.0.patient]).await?.remove(&row.0.patient);
    let view = EscalationView::of(book, row, desk.work.now, name);
    drop(desk);
    app.audit_read(actor, place, "escalation", &id.to_string(), Some(view.patient)).await?;
    Ok(EscalationSheet { view, trigger })
}
