//! Read signed notes.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;

use super::desk::Desk;
use super::sign::hash;
use crate::ports::NoteRow;
use crate::{App, Error, Place, Result};

/// A signed note with what was added to it.
#[derive(Clone, Serialize)]
pub struct NoteView {
    pub schema: &'static str,
    pub id: NoteId,
    pub call: CallId,
    pub patient: PatientId,
    pub contact: Option<ContactId>,
    /// A word of `interviews/outcomes.toml`.
    pub outcome: String,
    pub reached: bool,
    pub seconds: i64,
    pub text: String,
    /// Whether text and ticks are those that were signed, by their hash.
    pub is_intact: bool,
    pub signed_at: Timestamp,
    pub signed_by: PersonId,
    pub addenda: Vec<AddendumView>,
}

#[derive(Clone, Serialize)]
pub struct AddendumView {
    pub text: String,
    pub at: Timestamp,
    pub by: PersonId,
}

impl std::fmt::Debug for NoteView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NoteView({})", self.id)
    }
}

impl NoteView {
    fn of(row: NoteRow, addenda: Vec<AddendumView>) -> Self {
        Self {
            schema: "perennial.call.note.1",
            is_intact: hash(&row.text, &row.ticks) == row.sha256,
            id: row.id,
            call: row.call,
            patient: row.patient,
            contact: row.contact,
            outcome: row.outcome,
            reached: row.reached,
            seconds: row.seconds,
            text: row.text,
            signed_at: row.signed_at,
            signed_by: row.signed_by,
            addenda,
        }
    }
}

/// A note with its addenda.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn note(app: &App, actor: &Actor, place: Place, id: NoteId) -> Result<NoteView> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.note(practice, id).await?.ok_or(Error::NotFound("note"))?;
    desk = desk.chart(row.patient, Permission::ReadChart).await?;
    let addenda = desk.work.tx.addenda(practice, id).await?;
    drop(desk);
    app.audit_read(actor, place, "call_note", &id.to_string(), Some(row.patient)).await?;
    let addenda = addenda.into_iter().map(|one| AddendumView {
        text: one.text,
        at: one.recorded.at,
        by: one.recorded.by,
    });
    Ok(NoteView::of(row, addenda.collect()))
}

/// The most notes of one list.
const MOST: i64 = 200;

/// A patient's notes, newest first, without their addenda.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn notes(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    limit: i64,
) -> Result<Vec<NoteView>> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let rows = desk.work.tx.call_notes(desk.practice.id, patient, limit.clamp(1, MOST)).await?;
    drop(desk);
    app.audit_read(actor, place, "call_note", "of patient", Some(patient)).await?;
    Ok(rows.into_iter().map(|row| NoteView::of(row, Vec::new())).collect())
}
