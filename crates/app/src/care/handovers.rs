//! One coordinator hands work to another: the facts as they stand, and a note. Its receiver accepts it, and the tasks that
//! were handed over become theirs.

use std::collections::{BTreeMap, BTreeSet};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::handover::{check_handover, in_order};
use ccm::care::referral::loop_standing;
use ccm::care::{
    Acceptance, EscalationStep, Handed, HandedKind, Handover, HandoverBody, Interviews, LoopTerms, TaskEvent,
    TaskStep,
};
use serde_json::json;

use super::desk::Desk;
use super::tasks::works_here;
use super::view::PatientName;
use crate::ports::{Purpose, WhichEscalations, WhichReferrals, WhichTasks};
use crate::{App, Error, Place, Result};

/// The most of each kind.
const MOST: i64 = 500;
/// How far ahead contacts are handed over.
const AHEAD_DAYS: i64 = 62;
/// Handovers shown.
const SHOWN: i64 = 200;

/// A handover on a page.
#[derive(Clone, Debug)]
pub struct HandoverView {
    pub handover: Handover,
    pub acceptance: Option<Acceptance>,
    pub names: BTreeMap<PatientId, PatientName>,
    pub me: PersonId,
}

/// What there would be to hand over now: of one patient, or of the caller's whole caseload.
///
/// # Errors
/// [`Error::NotFound`] for a chart that one may not see; [`Error::Forbidden`].
pub async fn to_hand_over(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: Option<PatientId>,
) -> Result<(Vec<Handed>, BTreeMap<PatientId, PatientName>)> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    if let Some(patient) = patient {
        desk = desk.chart(patient, Permission::RecordCare).await?;
    }
    let handed = facts(&mut desk, patient).await?;
    let names = desk.names(handed.iter().filter_map(|one| one.patient).chain(patient)).await?;
    drop(desk);
    app.audit_read(actor, place, "handover", "facts", patient).await?;
    Ok((handed, names))
}

/// Hands over, with the facts as they stand in this transaction.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a patient or a colleague who is not here.
pub async fn hand_over(
    app: &App,
    actor: &Actor,
    place: Place,
    to: PersonId,
    patient: Option<PatientId>,
    note: &str,
) -> Result<HandoverId> {
    let mut desk = Desk::open(app, actor, place).await?;
    if let Some(patient) = patient {
        desk = desk.chart(patient, Permission::RecordCare).await?;
    }
    let problems = check_handover(desk.person, to, note);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    works_here(&mut desk, Some(to)).await?;
    let handed = facts(&mut desk, patient).await?;
    let id = HandoverId(desk.work.id());
    let body = HandoverBody { note: note.trim().to_owned(), handed };
    let handover = Handover { id, from: desk.person, to, patient, body, made_at: desk.work.now };
    desk.work.tx.add_handover(desk.practice.id, &handover).await?;
    let details = json!({ "to": to, "pieces": handover.body.handed.len() });
    desk.work.audit("record", "handover", &id.to_string(), patient, details);
    desk.work.changed_of("handover", id, 1, patient);
    desk.work.commit().await?;
    Ok(id)
}

/// Its receiver says that it is theirs; open tasks in it that are still the giver's become theirs. How many.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the receiver; [`Error::Conflict`] where it was accepted already.
pub async fn accept_handover(app: &App, actor: &Actor, place: Place, id: HandoverId) -> Result<usize> {
    let mut desk = Desk::open(app, actor, place).await?;
    let (practice, now, me) = (desk.practice.id, desk.work.now, desk.person);
    let found = desk.work.tx.handover(practice, id).await?;
    let (handover, acceptance) =
        found.filter(|(handover, _)| handover.to == me).ok_or(Error::NotFound("handover"))?;
    if acceptance.is_some() {
        return Err(Error::Conflict("it was accepted already".to_owned()));
    }
    desk.work.tx.accept_handover(practice, id, Acceptance { at: now, by: me }).await?;
    desk.work.audit("accept", "handover", &id.to_string(), handover.patient, serde_json::Value::Null);
    desk.work.changed_of("handover", id, 2, handover.patient);
    let handed: BTreeSet<&str> = of_kind(&handover, HandedKind::Task).collect();
    let theirs = WhichTasks::DueFor(handover.from, Date::MAX);
    let mut moved = 0;
    for (task, events) in desk.work.tx.tasks(practice, theirs, MOST).await? {
        let is_theirs = task.standing(&events).owner == Some(handover.from);
        if !is_theirs || !handed.contains(task.id.to_string().as_str()) {
            continue;
        }
        let event = TaskEvent { at: now, by: me, step: TaskStep::Reassigned { owner: Some(me) } };
        desk.work.tx.add_task_event(practice, task.id, events.len(), &event).await?;
        let details = json!({ "handover": id });
        desk.work.audit("reassigned", "task", &task.id.to_string(), task.patient, details);
        let revision = i64::try_from(events.len()).unwrap_or(i64::MAX).saturating_add(2);
        desk.work.changed_of("task", task.id, revision, task.patient);
        moved += 1;
    }
    desk.work.commit().await?;
    Ok(moved)
}

fn of_kind(handover: &Handover, kind: HandedKind) -> impl Iterator<Item = &str> {
    handover.body.handed.iter().filter(move |one| one.kind == kind).map(|one| one.id.as_str())
}

/// One that the caller gave or is to receive.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub async fn handover(app: &App, actor: &Actor, place: Place, id: HandoverId) -> Result<HandoverView> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let me = desk.person;
    let found = desk.work.tx.handover(desk.practice.id, id).await?;
    let found = found.filter(|(one, _)| one.to == me || one.from == me);
    let (mut handover, acceptance) = found.ok_or(Error::NotFound("handover"))?;
    // What was handed over opens no chart: pieces of charts that are not the reader's are left out.
    let visible = desk.work.visible(Permission::ReadChart).await?;
    if handover.patient.is_some_and(|patient| !visible.has(patient)) {
        return Err(Error::NotFound("handover"));
    }
    handover.body.handed.retain(|one| one.patient.is_none_or(|patient| visible.has(patient)));
    let named = handover.body.handed.iter().filter_map(|one| one.patient).chain(handover.patient);
    let names = desk.names(named).await?;
    drop(desk);
    app.audit_read(actor, place, "handover", &id.to_string(), handover.patient).await?;
    Ok(HandoverView { handover, acceptance, names, me })
}

/// Those that the caller gave or received, the newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn handovers(app: &App, actor: &Actor, place: Place) -> Result<Vec<HandoverView>> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let me = desk.person;
    let mut all = desk.work.tx.handovers(desk.practice.id, SHOWN).await?;
    let visible = desk.work.visible(Permission::ReadChart).await?;
    all.retain(|(one, _)| {
        (one.to == me || one.from == me) && one.patient.is_none_or(|patient| visible.has(patient))
    });
    let names = desk.names(all.iter().filter_map(|(one, _)| one.patient)).await?;
    drop(desk);
    app.audit_read(actor, place, "handover", "all", None).await?;
    let view = |(handover, acceptance): (Handover, _)| HandoverView {
        names: handover.patient.and_then(|id| Some((id, names.get(&id)?.clone()))).into_iter().collect(),
        handover,
        acceptance,
        me,
    };
    Ok(all.into_iter().map(view).collect())
}

/// Open work, by a fixed number of queries.
async fn facts(desk: &mut Desk, patient: Option<PatientId>) -> Result<Vec<Handed>> {
    let (practice, me, now, today) = (desk.practice.id, desk.person, desk.work.now, desk.today);
    let (which_tasks, which_escalations, which_referrals) = match patient {
        Some(patient) => (
            WhichTasks::OpenOf(patient),
            WhichEscalations::OpenOf(patient),
            WhichReferrals::OfPatient(patient),
        ),
        None => (WhichTasks::DueFor(me, Date::MAX), WhichEscalations::Open, WhichReferrals::Open),
    };
    let mine: BTreeSet<PatientId> = match patient {
        Some(patient) => BTreeSet::from([patient]),
        None => {
            let rows = desk.work.tx.assigned_to(practice, me, Purpose::Care, now).await?;
            rows.into_iter().map(|row| row.patient).collect()
        }
    };
    let mut handed = Vec::new();
    let mut piece = |kind, patient, what: String, on, id: String| {
        handed.push(Handed { kind, patient, what, on, id });
    };
    for (task, events) in desk.work.tx.tasks(practice, which_tasks, MOST).await? {
        let standing = task.standing(&events);
        if patient.is_some() || standing.owner == Some(me) {
            let id = task.id.to_string();
            piece(HandedKind::Task, task.patient, task.new.title, Some(standing.due), id);
        }
    }
    let book = Interviews::embedded();
    for (one, events) in desk.work.tx.escalations(practice, which_escalations, MOST).await? {
        let was_told =
            |event: &ccm::care::EscalationEvent| event.step == EscalationStep::Notified { person: me };
        if mine.contains(&one.patient) || one.opened_by == me || events.iter().any(was_told) {
            let protocol = book.protocols.get(&one.protocol);
            let what =
                protocol.map_or_else(|| book.label(&one.source).to_owned(), |known| known.title.en.clone());
            let on = desk.zone.to_datetime(one.acknowledge_by).date();
            piece(HandedKind::Escalation, Some(one.patient), what, Some(on), one.id.to_string());
        }
    }
    for (one, events) in desk.work.tx.referrals(practice, which_referrals, MOST).await? {
        let standing = loop_standing(&one, &events);
        if standing.state.is_open() && mine.contains(&one.patient) {
            let due = standing.due(LoopTerms::embedded(), one.new.urgency, &desk.zone);
            piece(HandedKind::Referral, Some(one.patient), one.new.to, due, one.id.to_string());
        }
    }
    let contacts = match patient {
        Some(patient) => desk.work.tx.next_contact(practice, patient).await?.into_iter().collect(),
        None => {
            let by = today.saturating_add(jiff::Span::new().days(AHEAD_DAYS));
            desk.work.tx.contacts_due(practice, me, (by, now), MOST).await?
        }
    };
    for one in contacts {
        piece(
            HandedKind::NextContact,
            Some(one.patient),
            String::new(),
            Some(one.until),
            one.note.to_string(),
        );
    }
    let drafts = match patient {
        Some(patient) => desk.work.tx.open_calls(practice, patient).await?,
        None => desk.work.tx.unsigned_calls(practice, me).await?,
    };
    for one in drafts {
        let on = desk.zone.to_datetime(one.opened_at).date();
        piece(HandedKind::Draft, Some(one.patient), String::new(), Some(on), one.id.to_string());
    }
    Ok(in_order(handed))
}
