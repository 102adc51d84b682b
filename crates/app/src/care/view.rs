//! What leaves this room: everything ready to be shown.

use ccm::basics::*;
use ccm::care::escalation::{self, EscalationEvent, EscalationState, EscalationStep};
use ccm::care::interview::{AskedOf, PreviousAnswer, Question, Words};
use ccm::care::next_contact::Proposal;
use ccm::care::red_flag::{Protocol, Severity};
use ccm::care::script::RecordingRule;
use ccm::care::task::{ReferralStep, TaskKind, TaskOrigin, TaskState};
use ccm::care::{AnswerValue, CallDraft, GoalProgress, Interviews, ListedMedication, MedicationStatement};
use ccm::care::{TaskEvent, TaskStep};
use ccm::enrollment::Program;
use ccm::people::Patient;
use serde::Serialize;

use super::callee::Callee;
use crate::ports::{CallState, EscalationRow, OpenEntryRow, TaskRow};

/// `Family, Given` of a patient; empty where the record has neither. Redacts itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PatientName(pub String);

impl PatientName {
    pub fn of(patient: &Patient) -> Self {
        let parts = [&patient.family, &patient.given];
        Self(parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", "))
    }
}

impl std::fmt::Debug for PatientName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PatientName(…)")
    }
}

/// A call on one screen.
#[derive(Clone, Debug, Serialize)]
pub struct CallView {
    pub schema: &'static str,
    pub id: CallId,
    pub patient: PatientId,
    pub callee: Callee,
    pub program: Program,
    pub state: CallState,
    /// To be named when something is saved.
    pub revision: i64,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub saved_at: Timestamp,
    pub saved_by: PersonId,
    /// Whether the reader is who will sign it.
    pub is_mine: bool,
    pub draft: CallDraft,
    /// Due questions, with progress, in the order of the interview.
    pub sections: Vec<SectionView>,
    pub medications: Vec<MedicationView>,
    pub goals: Vec<GoalView>,
    /// The caller's time with this patient that stands in no note yet, oldest first.
    pub entries: Vec<OpenEntryRow>,
    pub escalations: Vec<EscalationView>,
    /// The body of the note as it drafts itself, and the text that will be signed.
    pub drafted: String,
    pub body: String,
    pub is_edited: bool,
    pub next: Proposal,
    /// What stands in the way of signing, minutes aside: those come with the signature.
    pub problems: Vec<Problem>,
    /// What the practice's state asks of who records, and whether that has been verified.
    pub recording: (RecordingRule, bool),
    pub note: Option<NoteId>,
}

/// The due questions of one bank.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    pub bank: &'static str,
    pub title: &'static Words,
    pub asked_of: AskedOf,
    pub answered: usize,
    pub questions: Vec<QuestionView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    pub question: &'static Question,
    pub given: Option<AnswerValue>,
    pub previous: Option<PreviousView>,
}

/// What was answered before, and when.
#[derive(Clone, Debug, Serialize)]
pub struct PreviousView {
    pub on: Date,
    pub value: AnswerValue,
    /// In English.
    pub shown: String,
}

impl PreviousView {
    pub(super) fn of(question: &Question, previous: &PreviousAnswer) -> Self {
        Self {
            on: previous.on,
            value: previous.value.clone(),
            shown: question.answer.shown(&previous.value, false),
        }
    }
}

/// A medication of the list, with what is said of it now and was said before.
#[derive(Clone, Debug, Serialize)]
pub struct MedicationView {
    pub listed: ListedMedication,
    pub said: Option<MedicationStatement>,
    pub before: Option<MedicationStatement>,
    pub before_on: Option<Date>,
}

/// A goal of the care plan, likewise.
#[derive(Clone, Debug, Serialize)]
pub struct GoalView {
    pub goal: String,
    pub said: Option<GoalProgress>,
    pub before: Option<GoalProgress>,
    pub before_on: Option<Date>,
}

/// An escalation as it stands at an instant.
#[derive(Clone, Debug, Serialize)]
pub struct EscalationView {
    pub id: EscalationId,
    pub patient: PatientId,
    /// `None` where who reads has this patient's call open.
    pub name: Option<PatientName>,
    pub call: Option<CallId>,
    pub source: String,
    /// How the note names what raised it.
    pub label: String,
    pub severity: Severity,
    /// `None`: a protocol that is no longer among ours.
    pub protocol: Option<&'static Protocol>,
    /// The words to read aloud, where the protocol advises 911.
    pub advise_911: Option<&'static Words>,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub acknowledge_by: Timestamp,
    pub state: EscalationState,
    pub is_overdue: bool,
    pub notified: Vec<(PersonId, Timestamp)>,
    /// Who took it over last; `None`: it is with whoever bills for the patient.
    pub assigned: Option<PersonId>,
    pub acknowledged: Option<(PersonId, Timestamp)>,
    pub disposition: Option<String>,
    pub steps: Vec<StepView<EscalationStep>>,
}

/// A step, with who took it and when.
#[derive(Clone, Debug, Serialize)]
pub struct StepView<Step> {
    pub at: Timestamp,
    pub by: PersonId,
    pub step: Step,
}

impl EscalationView {
    pub(crate) fn of(
        book: &'static Interviews,
        row: EscalationRow,
        now: Timestamp,
        name: Option<PatientName>,
    ) -> Self {
        let (escalation, events) = row;
        let standing = escalation::standing(&events);
        let protocol = book.protocols.get(&escalation.protocol);
        let step = |event: EscalationEvent| StepView { at: event.at, by: event.by, step: event.step };
        Self {
            id: escalation.id,
            patient: escalation.patient,
            name,
            call: escalation.call,
            label: book.label(&escalation.source).to_owned(),
            severity: escalation.severity,
            protocol,
            advise_911: protocol.filter(|one| one.advise_911).map(|_| &book.protocols.advise_911),
            opened_at: escalation.opened_at,
            opened_by: escalation.opened_by,
            acknowledge_by: escalation.acknowledge_by,
            state: standing.state,
            is_overdue: standing.is_overdue(&escalation, now),
            notified: standing.notified,
            assigned: standing.assigned,
            acknowledged: standing.acknowledged,
            disposition: standing.disposition,
            steps: events.into_iter().map(step).collect(),
            source: escalation.source,
        }
    }
}

/// A task as it stands on a day.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    pub id: TaskId,
    pub patient: Option<PatientId>,
    pub name: Option<PatientName>,
    pub kind: TaskKind,
    pub title: String,
    pub due: Date,
    pub owner: Option<PersonId>,
    pub state: TaskState,
    pub is_overdue: bool,
    pub referral: Option<ReferralStep>,
    pub origin: TaskOrigin,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub steps: Vec<StepView<TaskStep>>,
}

impl TaskView {
    pub(super) fn of((task, events): TaskRow, today: Date, name: Option<PatientName>) -> Self {
        let standing = task.standing(&events);
        let step = |event: TaskEvent| StepView { at: event.at, by: event.by, step: event.step };
        Self {
            id: task.id,
            patient: task.patient,
            name,
            kind: task.new.kind,
            due: standing.due,
            owner: standing.owner,
            state: standing.state,
            is_overdue: standing.state == TaskState::Open && standing.due < today,
            referral: standing.referral,
            origin: task.origin,
            opened_at: task.opened_at,
            opened_by: task.opened_by,
            steps: events.into_iter().map(step).collect(),
            title: task.new.title,
        }
    }
}
