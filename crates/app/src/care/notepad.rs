//! A person's own notes at a practice, over any page. Nobody else reads them.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;

use super::desk::Desk;
use crate::ports::NotepadRow;
use crate::{App, Error, Place, Result};

/// The longest notepad.
const CHARACTERS: usize = 20_000;

/// What is on it. It redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NotepadView {
    /// To be named at the next save; 0: nothing was ever written.
    pub revision: i64,
    pub body: String,
    pub saved_at: Option<Timestamp>,
}

impl std::fmt::Debug for NotepadView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NotepadView({} …)", self.revision)
    }
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NotepadSaved {
    Saved {
        revision: i64,
    },
    /// Another window of the same person was faster: nothing was overwritten.
    Differs {
        theirs: NotepadView,
    },
}

/// One's own notepad.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn notepad(app: &App, actor: &Actor, place: Place) -> Result<NotepadView> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    read(&mut desk).await
}

/// Writes one's own notepad anew, as it was seen under a revision.
///
/// # Errors
/// [`Error::Invalid`] when it is too long; [`Error::Forbidden`].
pub async fn put_notepad(
    app: &App,
    actor: &Actor,
    place: Place,
    seen: i64,
    body: String,
) -> Result<NotepadSaved> {
    if body.chars().count() > CHARACTERS {
        let problem = Problem::new("too_long", "body").with("characters_at_most", CHARACTERS);
        return Err(Error::invalid(problem));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    let row = NotepadRow { revision: seen.saturating_add(1), body, saved_at: desk.work.now };
    if !desk.work.tx.put_notepad(desk.practice.id, desk.person, &row, seen).await? {
        return Ok(NotepadSaved::Differs { theirs: read(&mut desk).await? });
    }
    let person = desk.person;
    desk.work.audit("save", "notepad", &person.to_string(), None, serde_json::Value::Null);
    desk.work.changed("notepad", person, row.revision);
    desk.work.commit().await?;
    Ok(NotepadSaved::Saved { revision: row.revision })
}

async fn read(desk: &mut Desk) -> Result<NotepadView> {
    let row = desk.work.tx.notepad(desk.practice.id, desk.person).await?;
    Ok(row.map_or(NotepadView { revision: 0, body: String::new(), saved_at: None }, |row| NotepadView {
        revision: row.revision,
        body: row.body,
        saved_at: Some(row.saved_at),
    }))
}
