//! A draft: begun from templates or from the newest version, saved as it is typed, put aside.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care_plan::{FieldDifference, FieldEdit, PlanContent, PlanDraft, PlannedCondition, Tongue};

use super::room::content_of;
use crate::care::desk::Desk;
use crate::ports::PlanDraftRow;
use crate::{App, Error, Place, Result};

/// What a draft begins with, or what is added to one.
#[derive(Clone, Debug, Default)]
pub struct StartPlan {
    /// Names of templates.
    pub templates: Vec<String>,
    /// The language that the patient reads.
    pub tongue: Tongue,
    /// The revision that was seen, where a draft was open.
    pub seen: Option<i64>,
}

/// What became of a save.
#[derive(Clone, Debug)]
pub struct PlanSaved {
    /// To be named at the next save.
    pub revision: i64,
    /// Fields that somebody else had changed meanwhile: left as they are, with both texts.
    pub differences: Vec<FieldDifference>,
}

/// Opens a draft over the newest version, or adds templates to the one that is open. Its revision.
///
/// # Errors
/// [`Error::NotFound`] for a patient or template that is not here; [`Error::Conflict`] when a draft was opened or saved
/// meanwhile; [`Error::Forbidden`].
pub async fn start_plan(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    start: StartPlan,
) -> Result<i64> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let known = desk.work.tx.plan_draft(practice, patient).await?;
    let open = known.as_ref().filter(|row| row.is_open);
    if open.map(|row| row.revision) != start.seen {
        return Err(Error::Conflict("the draft was opened or saved meanwhile".into()));
    }
    let newest = desk.work.tx.plan_history(practice, patient).await?.into_iter().next();
    let conditions = desk.lasting_conditions(patient).await?;
    let templates = desk.templates().await?;
    let find = |plan: &String| templates.get(plan).ok_or(Error::NotFound("plan template"));
    let chosen = start.templates.iter().map(find).collect::<Result<Vec<_>>>()?;
    let mut draft = match (open, &newest) {
        (Some(row), _) => row.draft.clone(),
        (None, Some(version)) => PlanDraft {
            revises: Some(version.plan.id),
            fields: content_of(version).sheet(),
            ..PlanDraft::default()
        },
        (None, None) => PlanDraft::default(),
    };
    let (mut content, _) = PlanContent::readable(&draft.fields);
    content.add_templates(&chosen, &conditions, start.tongue, desk.today);
    if open.is_none() && newest.is_none() {
        let is_open = |one: &PlannedCondition| !chosen.iter().any(|plan| plan.is_for(&one.code));
        let rest: Vec<_> = conditions.into_iter().filter(is_open).collect();
        content.add_conditions(&rest);
    }
    let mut sheet = content.sheet();
    // What cannot be read stays as it was typed.
    for (field, text) in &draft.fields {
        sheet.entry(field.clone()).or_insert_with(|| text.clone());
    }
    let before = known.as_ref().map(|row| row.revision);
    let revision = before.unwrap_or(0) + 1;
    draft.replace(&sheet, revision, desk.person);
    let (opened_at, opened_by) = match open {
        Some(row) => (row.opened_at, row.opened_by),
        None => (desk.work.now, desk.person),
    };
    let row = PlanDraftRow { opened_at, opened_by, ..fresh(&desk, patient, revision, draft) };
    keep(&mut desk, &row, before, "open").await?;
    desk.work.commit().await?;
    Ok(revision)
}

/// Takes edits of somebody who has seen the revision `seen`. What nobody else touched since is kept; where somebody did,
/// nothing is overwritten.
///
/// # Errors
/// [`Error::Invalid`] with all problems, nothing kept; [`Error::Conflict`] where no draft is open any more;
/// [`Error::Contended`] when another save was in the way.
pub async fn save_plan(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    seen: i64,
    edits: Vec<FieldEdit>,
) -> Result<PlanSaved> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let row = open_draft(&mut desk, patient).await?;
    if seen > row.revision {
        return Err(Error::invalid(Problem::new("revision", "revision").with("at_most", row.revision)));
    }
    let (before, mut draft) = (row.revision, row.draft.clone());
    let differences = draft.merge(edits, seen, before + 1, desk.person).map_err(Error::Invalid)?;
    if draft == row.draft {
        desk.work.tx.rollback().await?;
        return Ok(PlanSaved { revision: before, differences });
    }
    let (opened_at, opened_by) = (row.opened_at, row.opened_by);
    let row = PlanDraftRow { opened_at, opened_by, ..fresh(&desk, patient, before + 1, draft) };
    keep(&mut desk, &row, Some(before), "save").await?;
    desk.work.commit().await?;
    Ok(PlanSaved { revision: row.revision, differences })
}

/// Closes a draft that is not to become a version. What was typed stays on record until another draft is begun.
///
/// # Errors
/// [`Error::Conflict`] where none is open, or somebody saved meanwhile.
pub async fn set_plan_aside(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    seen: i64,
) -> Result<()> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let row = open_draft(&mut desk, patient).await?;
    close_draft(&mut desk, row, seen, "set_aside").await?;
    desk.work.commit().await
}

pub(super) async fn open_draft(desk: &mut Desk, patient: PatientId) -> Result<PlanDraftRow> {
    let known = desk.work.tx.plan_draft(desk.practice.id, patient).await?;
    known.filter(|row| row.is_open).ok_or_else(|| Error::Conflict("no draft is open".into()))
}

/// # Errors
/// [`Error::Conflict`] when somebody saved since `seen`.
pub(super) async fn close_draft(desk: &mut Desk, row: PlanDraftRow, seen: i64, action: &str) -> Result<()> {
    if row.revision != seen {
        return Err(Error::Conflict("the draft was saved meanwhile: look at it again".into()));
    }
    let closed = PlanDraftRow {
        is_open: false,
        revision: seen + 1,
        saved_at: desk.work.now,
        saved_by: desk.person,
        ..row
    };
    keep(desk, &closed, Some(seen), action).await
}

fn fresh(desk: &Desk, patient: PatientId, revision: i64, draft: PlanDraft) -> PlanDraftRow {
    let (now, person) = (desk.work.now, desk.person);
    let (opened_at, opened_by, saved_at, saved_by) = (now, person, now, person);
    PlanDraftRow { patient, revision, is_open: true, draft, opened_at, opened_by, saved_at, saved_by }
}

async fn keep(desk: &mut Desk, row: &PlanDraftRow, seen: Option<i64>, action: &str) -> Result<()> {
    if !desk.work.tx.put_plan_draft(desk.practice.id, row, seen).await? {
        return Err(Error::Contended);
    }
    let details = serde_json::json!({"revision": row.revision});
    let id = row.patient.to_string();
    desk.work.audit(action, "care_plan_draft", &id, Some(row.patient), details);
    desk.work.changed_of("care_plan_draft", row.patient, row.revision, Some(row.patient));
    Ok(())
}
