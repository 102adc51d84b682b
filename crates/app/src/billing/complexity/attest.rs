//! The practitioner attests; anybody who treats asks for it (CCM-MDM-01).

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::complexity::ComplexityNote;
use ccm::care::{NewTask, TaskEvent, TaskKind, TaskOrigin, TaskStep};

use super::view::facts;
use crate::care::desk::Desk;
use crate::care::tasks::keep_task;
use crate::ports::{AttestationNoteRow, AttestationRow, WhichTasks};
use crate::{App, Error, Place, Result};

/// More tasks than a patient has.
const MOST: i64 = 200;

/// What a practitioner says.
#[derive(Clone)]
pub struct NewAttestation {
    /// The day in the month on which the decisions were made; `None`: what was typed is no day.
    pub on: Option<Date>,
    pub level: String,
    pub problems: Vec<Icd10Cm>,
    pub remark: String,
    /// The attestation that this one corrects; `None`: the first of the month.
    pub replaces: Option<AttestationId>,
}

/// Attests. It is written once: who thinks again says so anew, naming what it replaces. Tasks that asked for it are done.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Forbidden`] for who does not bill for the patient; [`Error::Conflict`] where
/// there is one that stands and is not named; [`Error::NotFound`].
pub async fn attest(
    app: &App,
    actor: &Actor,
    place: Place,
    (patient, month): (PatientId, ServiceMonth),
    new: NewAttestation,
) -> Result<AttestationId> {
    let desk = Desk::open(app, actor, place).await?;
    let desk = desk.chart(patient, Permission::RecordCare).await?;
    let mut desk = Desk { work: desk.work.require(Permission::Attest).await?, ..desk };
    let practice = desk.practice.id;
    if !bills_for(&mut desk, patient).await? {
        return Err(Error::Forbidden(Permission::Attest.word()));
    }
    let note = ComplexityNote {
        level: new.level.clone(),
        problems: new.problems,
        remark: new.remark.trim().to_owned(),
        facts: facts(&mut desk, patient, month).await?.0,
    };
    let mut problems = note.check();
    let wrong = match new.on {
        None => Some(Problem::new("date", "on")),
        Some(on) if !month.covers(on) => {
            Some(Problem::new("out_of_range", "on").with("expected", format!("a day of {month}")))
        }
        Some(on) if on > desk.today => Some(Problem::new("in_future", "on")),
        Some(_) => None,
    };
    problems.extend(wrong);
    let Some(on) = new.on.filter(|_| problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let (first, last) = (month.first_day(), month.last_day());
    let standing = desk.work.tx.attestations_of(practice, &[patient], first, last).await?;
    let mut mine = standing.iter().filter(|one| one.practitioner == desk.person && one.signed);
    let newest = mine.next_back().map(|one| one.id);
    if newest != new.replaces {
        return Err(Error::Conflict("an attestation of this month stands, or was replaced meanwhile".into()));
    }
    let id = AttestationId(desk.work.id());
    let row = AttestationRow { id, patient, on, level: new.level, signed: true, practitioner: desk.person };
    let recorded = desk.recorded();
    desk.work.tx.add_attestation(practice, &row, recorded).await?;
    let stands_on = AttestationNoteRow { attestation: id, patient, replaces: new.replaces, note };
    desk.work.tx.add_attestation_note(practice, &stands_on).await?;
    desk.work.recorded("attestation", id, Some(patient));
    for (task, events) in desk.work.tx.tasks(practice, WhichTasks::OpenOf(patient), MOST).await? {
        let is_of_month = month.covers(task.new.due) || month.covers(task.standing(&events).due);
        if task.new.kind == TaskKind::Attestation && is_of_month {
            let done =
                TaskEvent { at: desk.work.now, by: desk.person, step: TaskStep::Done { remark: None } };
            desk.work.tx.add_task_event(practice, task.id, events.len(), &done).await?;
            desk.work.audit("done", "task", &task.id.to_string(), task.patient, serde_json::Value::Null);
            let revision = i64::try_from(events.len()).unwrap_or(i64::MAX).saturating_add(2);
            desk.work.changed_of("task", task.id, revision, task.patient);
        }
    }
    desk.work.commit().await?;
    Ok(id)
}

/// Asks whoever bills for the patient, by the end of the month. Asking again while it is open asks nothing new.
///
/// # Errors
/// [`Error::Conflict`] for a patient who is in no program; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn ask_attestation(
    app: &App,
    actor: &Actor,
    place: Place,
    (patient, month): (PatientId, ServiceMonth),
    why: &str,
) -> Result<TaskId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let episodes = desk.work.tx.episodes_of(practice, &[patient]).await?;
    let Some(practitioner) = episodes.last().map(|one| one.practitioner) else {
        return Err(Error::Conflict("the patient is in no program".into()));
    };
    let open = desk.work.tx.tasks(practice, WhichTasks::OpenOf(patient), MOST).await?;
    let asked =
        open.iter().find(|(task, _)| task.new.kind == TaskKind::Attestation && month.covers(task.new.due));
    if let Some((task, _)) = asked {
        let id = task.id;
        desk.work.tx.rollback().await?;
        return Ok(id);
    }
    let (kind, title, due) = (TaskKind::Attestation, crate::care::title(why), month.last_day());
    let new = NewTask { kind, title, due, owner: Some(practitioner) };
    let problems = new.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(vec![Problem::new("required", "why")]));
    }
    let id = keep_task(&mut desk, Some(patient), new, TaskOrigin::ByHand).await?;
    desk.work.commit().await?;
    Ok(id)
}

/// Whether the person at the desk is the billing practitioner of one of the patient's programs.
pub(super) async fn bills_for(desk: &mut Desk, patient: PatientId) -> Result<bool> {
    let episodes = desk.work.tx.episodes_of(desk.practice.id, &[patient]).await?;
    Ok(desk.work.may(Permission::Attest) && episodes.iter().any(|one| one.practitioner == desk.person))
}
