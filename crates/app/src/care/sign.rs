//! Sign a call: note, minutes, answers, reconciliation, progress, tasks and the next contact become one record.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::interview::AnswerValue;
use ccm::care::note::{self, NoteHead, NotedEntry, Signing};
use ccm::care::outcome::OutcomeTask;
use ccm::care::{CallDraft, ChosenContact, Interviews, NewTask, TaskOrigin};
use ccm::time::Contact;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::desk::Desk;
use super::reconcile::{keep_progress, keep_reconciliation};
use super::situation::{Gathered, unraised};
use super::tasks::{keep_task, works_here};
use crate::ports::{CallState, NextContactRow, NoteRow};
use crate::{App, Error, Place, Result};

/// Work on a call may begin so long before its page was opened: a review of the record, a clock without network.
pub(super) const BEFORE: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// The most entries of one note.
const ENTRIES: usize = 100;

/// What is signed.
#[derive(Clone, Debug, Deserialize)]
pub struct SignNote {
    pub call: CallId,
    /// The revision whose note the signer has read.
    pub revision: i64,
    /// The finished time entries of this call.
    pub entries: Vec<TimeEntryId>,
    /// Take the proposed next contact where none was chosen.
    #[serde(default)]
    pub accept_proposal: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedNote {
    pub schema: &'static str,
    pub note: NoteId,
    pub contact: Option<ContactId>,
    pub seconds: i64,
    pub tasks: Vec<TaskId>,
    /// It was signed before, and nothing was done now.
    pub is_repeated: bool,
}

/// Signs a call's note with its minutes, in one transaction. Signing twice is once.
///
/// # Errors
/// [`Error::Invalid`] with everything that stands in the way, at once: a red flag that is not disposed of, an identity
/// that was not checked, no time on a call that reached somebody. [`Error::Conflict`] when the draft has changed since
/// it was read. [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn sign(app: &App, actor: &Actor, place: Place, sign: SignNote) -> Result<SignedNote> {
    let book = Interviews::embedded();
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.call(practice, sign.call).await?.ok_or(Error::NotFound("call"))?;
    desk = desk.chart(row.patient, Permission::RecordCare).await?;
    if row.state == CallState::Signed {
        return repeated(desk, sign.call).await;
    }
    if row.revision != sign.revision {
        return Err(Error::Conflict(
            "the draft has changed since it was read: read it again, then sign".into(),
        ));
    }
    let entries = entries(&mut desk, &row.patient, row.opened_at, &sign.entries).await?;
    let mut gathered = Gathered::of(&mut desk, row).await?;
    if sign.accept_proposal && gathered.call.draft.next.is_none() {
        let proposal = gathered.propose(book, &desk);
        gathered.call.draft.next =
            Some(ChosenContact { from: proposal.from, until: proposal.until, part: proposal.part });
    }
    let noted = gathered.noted();
    let unraised = unraised(book, &gathered.call, &gathered.escalations);
    let signing = Signing {
        book,
        call: &gathered.call.draft,
        patient: gathered.call.patient,
        opened_by: gathered.call.opened_by,
        signer: desk.person,
        escalations: &noted,
        unraised: &unraised,
        entries: &entries,
    };
    let mut problems = signing.problems();
    let found = |id: &&TimeEntryId| !entries.iter().any(|entry| entry.id == **id);
    problems.extend(
        sign.entries
            .iter()
            .filter(found)
            .map(|id| Problem::new("unknown_entry", "entries").with("entry", id)),
    );
    let Some(outcome) = signing.outcome().filter(|_| problems.is_empty()).cloned() else {
        return Err(Error::Invalid(problems));
    };

    let why = gathered.propose(book, &desk).why;
    let body = match &gathered.call.draft.note {
        Some(edited) => edited.clone(),
        None => note::text(&note::draft(book, &gathered.call.draft, &noted)),
    };
    let seconds = entries.iter().map(|entry| entry.seconds).sum();
    let head = head(&mut desk, gathered.call.opened_at, &entries, seconds).await?;
    let text = note::signed_text(book, &gathered.call.draft, &head, &body);
    let mut call = gathered.call;
    let ticks = serde_json::to_vec(&call.draft).map_err(|error| Error::Internal(error.to_string()))?;
    let ids: Vec<TimeEntryId> = entries.iter().map(|entry| entry.id).collect();
    let contact = ids.first().map(|entry| Contact {
        id: ContactId(desk.work.id()),
        patient: call.patient,
        entry: *entry,
        note: Some(text.clone()),
    });
    let signed = NoteRow {
        id: NoteId(desk.work.id()),
        call: call.id,
        patient: call.patient,
        contact: contact.as_ref().map(|contact| contact.id),
        outcome: outcome.word.clone(),
        reached: outcome.reached,
        seconds,
        sha256: hash(&text, &ticks),
        text,
        ticks,
        signed_at: desk.work.now,
        signed_by: desk.person,
    };

    let seen = call.revision;
    (call.state, call.revision) = (CallState::Signed, seen + 1);
    (call.saved_at, call.saved_by) = (desk.work.now, desk.person);
    if !desk.work.tx.save_call(practice, &call, seen).await? {
        return Err(Error::Contended);
    }
    desk.work.tx.add_note(practice, &signed, &ids, contact.as_ref()).await?;
    let recorded = desk.recorded();
    let answers: Vec<(String, u32, AnswerValue)> = call
        .draft
        .answers
        .iter()
        .map(|(id, value)| (id.clone(), book.bank_of(id).map_or(0, |bank| bank.version), value.clone()))
        .collect();
    desk.work.tx.add_answers(practice, &call, desk.today, &answers, recorded).await?;
    let reconciliation = call.draft.reconciliation();
    if !reconciliation.is_empty() {
        keep_reconciliation(&mut desk, call.patient, Some(call.id), &reconciliation).await?;
    }
    keep_progress(&mut desk, call.patient, Some(call.id), call.draft.goals.values()).await?;
    let mut tasks = Vec::new();
    for new in to_do(&call.draft, outcome.task.as_ref(), &desk) {
        works_here(&mut desk, new.owner).await?;
        tasks.push(keep_task(&mut desk, Some(call.patient), new, TaskOrigin::Call(call.id)).await?);
    }
    if let Some(next) = &call.draft.next {
        let next = NextContactRow {
            patient: call.patient,
            note: signed.id,
            from: next.from,
            until: next.until,
            part: next.part,
            why,
        };
        desk.work.tx.add_next_contact(practice, &next, recorded).await?;
        desk.work.changed_of("next_contact", signed.id, 1, Some(call.patient));
    }
    let details = serde_json::json!({
        "call": call.id.to_string(), "outcome": &signed.outcome, "seconds": seconds,
        "entries": ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    desk.work.audit("sign", "call_note", &signed.id.to_string(), Some(call.patient), details);
    desk.work.changed_of("call_note", signed.id, 1, Some(call.patient));
    desk.work.changed_of("care_call", call.id, call.revision, Some(call.patient));
    if let Some(contact) = &contact {
        desk.work.recorded("contact", contact.id, Some(call.patient));
    }
    desk.work.commit().await?;
    Ok(SignedNote {
        schema: "perennial.call.signed.1",
        note: signed.id,
        contact: signed.contact,
        seconds,
        tasks,
        is_repeated: false,
    })
}

/// Text and ticks under one hash, each with its length before it.
pub(super) fn hash(text: &str, ticks: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [text.as_bytes(), ticks] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

async fn repeated(mut desk: Desk, call: CallId) -> Result<SignedNote> {
    let practice = desk.practice.id;
    let lost = || Error::Internal("a signed call without its note".into());
    let id = desk.work.tx.note_of_call(practice, call).await?.ok_or_else(lost)?;
    let note = desk.work.tx.note(practice, id).await?.ok_or_else(lost)?;
    desk.work.tx.rollback().await?;
    if note.signed_by != desk.person {
        return Err(Error::Conflict("somebody else has signed this call".into()));
    }
    Ok(SignedNote {
        schema: "perennial.call.signed.1",
        note: note.id,
        contact: note.contact,
        seconds: note.seconds,
        tasks: Vec::new(),
        is_repeated: true,
    })
}

async fn entries(
    desk: &mut Desk,
    patient: &PatientId,
    opened_at: Timestamp,
    ids: &[TimeEntryId],
) -> Result<Vec<NotedEntry>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if ids.len() > ENTRIES {
        return Err(Error::invalid(Problem::new("too_many", "entries").with("at_most", ENTRIES)));
    }
    let from = opened_at.checked_sub(BEFORE).unwrap_or(opened_at);
    let practice = desk.practice.id;
    desk.work.tx.noted_entries(practice, *patient, from, ids).await
}

/// Who signs and when the call was, in the practice's time.
async fn head(
    desk: &mut Desk,
    opened_at: Timestamp,
    entries: &[NotedEntry],
    seconds: i64,
) -> Result<NoteHead> {
    let local = desk.zone.to_datetime(opened_at);
    let zone = desk.practice.zone_on(local.date()).map(|zone| zone.as_str().to_owned()).unwrap_or_default();
    let persons = desk.work.tx.persons().await?;
    let name = persons.iter().find(|one| one.id == desk.person);
    let name = name.map(|one| format!("{} {}", one.given, one.family)).unwrap_or_default();
    let roles = desk.work.tx.roles(desk.practice.id).await?;
    let role = roles.iter().find(|role| role.person == desk.person && role.covers(desk.today));
    let by = role.map_or(name.clone(), |role| format!("{name}, {}", role.word));
    Ok(NoteHead {
        when: format!("{}, {:02}:{:02} {zone}", note::written(local.date()), local.hour(), local.minute()),
        by,
        entries: entries.len(),
        seconds,
    })
}

/// What the coordinator has planned, and what the outcome leaves to do.
fn to_do(draft: &CallDraft, left: Option<&OutcomeTask>, desk: &Desk) -> Vec<NewTask> {
    let left = left.map(|task| NewTask {
        kind: task.kind,
        title: task.title.clone(),
        due: desk.today.saturating_add(jiff::Span::new().days(i64::from(task.due_days))),
        owner: Some(desk.person),
    });
    draft.tasks.iter().cloned().chain(left).collect()
}
