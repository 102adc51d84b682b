//! Save what was ticked or typed, as it is typed.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{Difference, DraftEdit, Interviews, MedicationStatement};
use serde::Serialize;

use super::desk::Desk;
use super::raise;
use super::situation::unraised;
use super::view::EscalationView;
use crate::ports::{CallState, WhichEscalations};
use crate::{App, Error, Place, Result};

/// More escalations than a call has.
const MOST: i64 = 200;

/// What became of a save.
#[derive(Clone, Debug, Serialize)]
pub struct Saved {
    pub schema: &'static str,
    /// To be named at the next save.
    pub revision: i64,
    /// Fields that somebody else had changed meanwhile: left as they are, with both values.
    pub differences: Vec<Difference>,
    /// Escalations that these answers have opened.
    pub raised: Vec<EscalationView>,
}

/// Takes edits of somebody who has seen the revision `seen`. What nobody else touched since is kept; where somebody did,
/// nothing is overwritten. An answer that cannot wait opens its escalation in the same transaction.
///
/// # Errors
/// [`Error::Invalid`] with all problems, nothing kept; [`Error::Conflict`] for a call that is signed;
/// [`Error::Contended`] when another save was in the way.
pub async fn save(
    app: &App,
    actor: &Actor,
    place: Place,
    id: CallId,
    seen: i64,
    mut edits: Vec<DraftEdit>,
) -> Result<Saved> {
    let book = Interviews::embedded();
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let mut row = desk.work.tx.call(practice, id).await?.ok_or(Error::NotFound("call"))?;
    desk = desk.chart(row.patient, Permission::RecordCare).await?;
    if row.state == CallState::Signed {
        return Err(Error::Conflict("the note is signed: what is missing becomes an addendum".into()));
    }
    if seen > row.revision {
        return Err(Error::invalid(Problem::new("revision", "revision").with("at_most", row.revision)));
    }
    label(&mut desk, row.patient, &mut edits).await?;
    let (before, standing) = (row.revision, row.draft.clone());
    let differences = row.draft.merge(edits, seen, before + 1, desk.person, book).map_err(Error::Invalid)?;
    if row.draft == standing {
        desk.work.tx.rollback().await?;
        return Ok(Saved {
            schema: "perennial.call.saved.1",
            revision: before,
            differences,
            raised: Vec::new(),
        });
    }
    row.revision = before + 1;
    (row.saved_at, row.saved_by) = (desk.work.now, desk.person);
    if !desk.work.tx.save_call(practice, &row, before).await? {
        return Err(Error::Contended);
    }
    let open = desk.work.tx.escalations(practice, WhichEscalations::OfCall(id), MOST).await?;
    let flags = unraised(book, &row, &open);
    let supervisor = if flags.is_empty() { None } else { raise::supervisor(&mut desk).await? };
    let mut raised = Vec::new();
    for flag in &flags {
        let about = (row.patient, Some(row.id));
        let what = (flag.source.as_str(), flag.severity, flag.protocol.as_str());
        let opened = raise::open(&mut desk, about, what, supervisor).await?;
        raised.push(EscalationView::of(book, opened, desk.work.now, None));
    }
    let details = serde_json::json!({"revision": row.revision});
    desk.work.audit("save", "care_call", &id.to_string(), Some(row.patient), details);
    desk.work.changed_of("care_call", id, row.revision, Some(row.patient));
    desk.work.commit().await?;
    Ok(Saved { schema: "perennial.call.saved.1", revision: row.revision, differences, raised })
}

/// A medication is called as the list calls it, not as a page does.
async fn label(desk: &mut Desk, patient: PatientId, edits: &mut [DraftEdit]) -> Result<()> {
    let mut statements: Vec<&mut MedicationStatement> = edits
        .iter_mut()
        .filter_map(|edit| match edit {
            DraftEdit::Medication { value: Some(value), .. } => Some(value),
            _ => None,
        })
        .collect();
    if statements.is_empty() {
        return Ok(());
    }
    let listed = desk.work.tx.medication_list(desk.practice.id, patient).await?;
    for statement in &mut statements {
        if let Some(known) = listed.iter().find(|one| one.medication == statement.medication) {
            statement.label.clone_from(&known.label);
        }
    }
    Ok(())
}
