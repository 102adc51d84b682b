//! Open a call, and show it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::note::{self, Signing};
use ccm::care::{CallDraft, Direction, Interviews};
use ccm::enrollment::Program;
use serde::{Deserialize, Serialize};

use super::callee::Callee;
use super::desk::Desk;
use super::situation::{Gathered, unraised};
use super::view::*;
use crate::ports::{CallRow, CallState};
use crate::{App, Error, Place, Result};

/// What somebody begins.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct OpenCall {
    pub patient: PatientId,
    pub program: Program,
    #[serde(default)]
    pub direction: Direction,
}

#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    pub call: CallId,
    /// It was open already, with what was typed before.
    pub is_resumed: bool,
}

/// Opens a call's draft, or goes on with one's own unsigned one of the same patient. No clock starts by it.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here; [`Error::Conflict`] when another window opened it in the same
/// instant; [`Error::Forbidden`].
pub async fn open_call(app: &App, actor: &Actor, place: Place, open: OpenCall) -> Result<Opened> {
    let mut desk = Desk::open(app, actor, place).await?;
    desk = desk.chart(open.patient, Permission::RecordCare).await?;
    let (practice, person, now) = (desk.practice.id, desk.person, desk.work.now);
    let known = desk.work.tx.open_calls(practice, open.patient).await?;
    if let Some(mine) = known.into_iter().find(|call| call.opened_by == person) {
        desk.work.tx.rollback().await?;
        return Ok(Opened { call: mine.id, is_resumed: true });
    }
    let row = CallRow {
        id: CallId(desk.work.id()),
        patient: open.patient,
        program: open.program,
        state: CallState::Open,
        revision: 1,
        draft: CallDraft { direction: open.direction, ..CallDraft::default() },
        opened_at: now,
        opened_by: person,
        saved_at: now,
        saved_by: person,
    };
    desk.work.tx.add_call(practice, &row).await?;
    desk.work.recorded("care_call", row.id, Some(row.patient));
    desk.work.commit().await?;
    Ok(Opened { call: row.id, is_resumed: false })
}

/// A call of somebody's that has no signed note yet.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenDraft {
    pub call: CallId,
    pub by: PersonId,
    pub since: Timestamp,
}

/// The drafts that stand open for a patient, oldest first: who finds a colleague's can go there instead of writing a
/// second one.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here; [`Error::Forbidden`].
pub async fn open_drafts(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<Vec<OpenDraft>> {
    let desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let calls = desk.work.tx.open_calls(desk.practice.id, patient).await?;
    drop(desk);
    app.audit_read(actor, place, "care_calls", "open", Some(patient)).await?;
    let draft = |call: crate::ports::OpenCallRow| OpenDraft {
        call: call.id,
        by: call.opened_by,
        since: call.opened_at,
    };
    Ok(calls.into_iter().map(draft).collect())
}

/// A call with everything that its page shows.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn call(app: &App, actor: &Actor, place: Place, id: CallId) -> Result<CallView> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.call(practice, id).await?.ok_or(Error::NotFound("call"))?;
    desk = desk.chart(row.patient, Permission::RecordCare).await?;
    let note = match row.state {
        CallState::Signed => desk.work.tx.note_of_call(practice, id).await?,
        CallState::Open => None,
    };
    let gathered = Gathered::of(&mut desk, row).await?;
    let view = view(&desk, gathered, note);
    drop(desk);
    app.audit_read(actor, place, "care_call", &id.to_string(), Some(view.patient)).await?;
    Ok(view)
}

fn view(desk: &Desk, gathered: Gathered, note: Option<NoteId>) -> CallView {
    let book = Interviews::embedded();
    let noted = gathered.noted();
    let drafted = note::text(&note::draft(book, &gathered.call.draft, &noted));
    let unraised = unraised(book, &gathered.call, &gathered.escalations);
    let signing = Signing {
        book,
        call: &gathered.call.draft,
        patient: gathered.call.patient,
        opened_by: gathered.call.opened_by,
        signer: desk.person,
        escalations: &noted,
        unraised: &unraised,
        entries: &[],
    };
    let mut problems = signing.problems();
    problems.retain(|problem| problem.code != "no_time");
    let next = gathered.propose(book, desk);
    let sections = sections(book, desk, &gathered);
    let callee = Callee::of(&gathered, desk);
    let Gathered { call, entries, medications, reconciled, goals, mut progress, escalations, .. } = gathered;
    let (before_on, before) = reconciled.map_or((None, Vec::new()), |(on, one)| (Some(on), one.statements));
    let medications = medications.into_iter().map(|listed| MedicationView {
        said: call.draft.medications.get(&listed.medication).cloned(),
        before: before.iter().find(|one| one.medication == listed.medication).cloned(),
        before_on,
        listed,
    });
    // A goal that the plan has dropped stays while something is said of it.
    let dropped = call.draft.goals.keys().filter(|goal| !goals.contains(goal)).cloned();
    let goals = goals.iter().cloned().chain(dropped).map(|goal| {
        let (before_on, before) =
            progress.remove(&goal).map_or((None, None), |(on, one)| (Some(on), Some(one)));
        GoalView { said: call.draft.goals.get(&goal).cloned(), goal, before, before_on }
    });
    CallView {
        schema: "perennial.call.1",
        id: call.id,
        patient: call.patient,
        callee,
        program: call.program,
        state: call.state,
        revision: call.revision,
        opened_at: call.opened_at,
        opened_by: call.opened_by,
        saved_at: call.saved_at,
        saved_by: call.saved_by,
        is_mine: call.opened_by == desk.person,
        sections,
        medications: medications.collect(),
        goals: goals.collect(),
        entries,
        escalations: escalations
            .into_iter()
            .map(|row| EscalationView::of(book, row, desk.work.now, None))
            .collect(),
        body: call.draft.note.clone().unwrap_or_else(|| drafted.clone()),
        is_edited: call.draft.note.is_some(),
        drafted,
        next,
        problems,
        recording: book.scripts.recording.rule(&desk.practice.profile.address.state),
        note,
        draft: call.draft,
    }
}

fn sections(book: &'static Interviews, desk: &Desk, gathered: &Gathered) -> Vec<SectionView> {
    let situation = gathered.situation(desk.today);
    let due = book.due(&situation).into_iter().map(|section| {
        let questions = section.questions.iter().filter_map(|one| {
            Some(QuestionView {
                // By id, so that the view outlives what it was made from.
                question: book.question(&one.question.id)?,
                given: one.given.cloned(),
                previous: one.previous.map(|previous| PreviousView::of(one.question, previous)),
            })
        });
        let bank = book.bank_of(&section.questions[0].question.id)?;
        Some(SectionView {
            bank: &bank.bank,
            title: &bank.title,
            asked_of: bank.asked_of,
            answered: section.progress().0,
            questions: questions.collect(),
        })
    });
    due.flatten().collect()
}
