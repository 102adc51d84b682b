//! Add words to a signed note. The note itself never changes.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::call::NOTE_CHARACTERS;

use super::desk::Desk;
use crate::ports::AddendumRow;
use crate::{App, Error, Place, Result};

/// Adds to a note, under the name of whoever adds. Answers with the addendum's number, the first being 1.
///
/// # Errors
/// [`Error::Invalid`] for no words or too many; [`Error::NotFound`]; [`Error::Conflict`] when somebody else added to it
/// in the same instant.
pub async fn add_addendum(app: &App, actor: &Actor, place: Place, note: NoteId, text: &str) -> Result<i64> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(Problem::new("required", "text")));
    }
    if text.chars().count() > NOTE_CHARACTERS {
        let problem = Problem::new("too_long", "text").with("characters_at_most", NOTE_CHARACTERS);
        return Err(Error::invalid(problem));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.note(practice, note).await?.ok_or(Error::NotFound("note"))?;
    desk = desk.chart(row.patient, Permission::RecordCare).await?;
    let before = desk.work.tx.addenda(practice, note).await?;
    let number = before.last().map_or(0, |last| last.number) + 1;
    let addendum = AddendumRow { number, text: text.to_owned(), recorded: desk.recorded() };
    desk.work.tx.add_addendum(practice, note, &addendum).await?;
    let details = serde_json::json!({"addendum": number});
    desk.work.audit("add", "call_note", &note.to_string(), Some(row.patient), details);
    desk.work.changed_of("addendum", note, number, Some(row.patient));
    desk.work.commit().await?;
    Ok(number)
}
