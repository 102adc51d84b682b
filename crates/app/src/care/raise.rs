//! Open an escalation: by an answer of a call, or by hand.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::Interviews;
use ccm::care::escalation::{Escalation, EscalationEvent, EscalationStep};
use ccm::care::red_flag::Severity;
use serde::Deserialize;

use super::desk::Desk;
use super::view::EscalationView;
use crate::ports::EscalationRow;
use crate::{App, Error, Place, Result};

/// An escalation that a person opens.
#[derive(Clone, Debug, Deserialize)]
pub struct Raise {
    pub patient: PatientId,
    pub call: Option<CallId>,
    pub severity: Severity,
    /// Id of a protocol of `interviews/protocols.toml`.
    pub protocol: String,
}

/// Opens an escalation by hand, tells the opener's supervisor of it, and starts its clock.
///
/// # Errors
/// [`Error::NotFound`] for a patient or call that is not here; [`Error::Invalid`] for an unknown protocol.
pub async fn raise(app: &App, actor: &Actor, place: Place, raise: Raise) -> Result<EscalationView> {
    let book = Interviews::embedded();
    if book.protocols.get(&raise.protocol).is_none() {
        return Err(Error::invalid(Problem::new("unknown_word", "protocol")));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    desk = desk.chart(raise.patient, Permission::RecordCare).await?;
    if let Some(call) = raise.call {
        let found = desk.work.tx.call(desk.practice.id, call).await?;
        if found.is_none_or(|found| found.patient != raise.patient) {
            return Err(Error::NotFound("call"));
        }
    }
    let supervisor = supervisor(&mut desk).await?;
    let row = open(
        &mut desk,
        (raise.patient, raise.call),
        ("by_hand", raise.severity, &raise.protocol),
        supervisor,
    )
    .await?;
    let view = EscalationView::of(book, row, desk.work.now, None);
    desk.work.commit().await?;
    Ok(view)
}

/// Whom the person at the desk works under today.
pub(super) async fn supervisor(desk: &mut Desk) -> Result<Option<PersonId>> {
    let roles = desk.work.tx.roles(desk.practice.id).await?;
    let mine = roles.iter().filter(|role| role.person == desk.person && role.covers(desk.today));
    Ok(mine.filter_map(|role| role.supervisor).next())
}

/// Opens one in the work at hand, and notifies.
pub(super) async fn open(
    desk: &mut Desk,
    (patient, call): (PatientId, Option<CallId>),
    (source, severity, protocol): (&str, Severity, &str),
    supervisor: Option<PersonId>,
) -> Result<EscalationRow> {
    let (practice, now) = (desk.practice.id, desk.work.now);
    let escalation = Escalation {
        id: EscalationId(desk.work.id()),
        patient,
        call,
        source: source.to_owned(),
        severity,
        protocol: protocol.to_owned(),
        opened_at: now,
        opened_by: desk.person,
        acknowledge_by: Escalation::clock(&Interviews::embedded().severities, severity, now),
    };
    desk.work.tx.add_escalation(practice, &escalation).await?;
    let mut events = Vec::new();
    if let Some(person) = supervisor {
        let event = EscalationEvent { at: now, by: desk.person, step: EscalationStep::Notified { person } };
        desk.work.tx.add_escalation_event(practice, escalation.id, 0, &event).await?;
        events.push(event);
    }
    let details = serde_json::json!({
        "severity": severity.word(), "notified": supervisor.map(|person| person.to_string()),
    });
    desk.work.audit("open", "escalation", &escalation.id.to_string(), Some(patient), details);
    desk.work.changed_of("escalation", escalation.id, 1, Some(patient));
    Ok((escalation, events))
}
