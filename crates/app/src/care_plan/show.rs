//! A patient's plan: the draft with what it still needs, its versions, and what one of them changes.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::dates::months_later;
use ccm::basics::*;
use ccm::care_plan::difference::difference;
use ccm::care_plan::elements::ElementStanding;
use ccm::care_plan::{Part, PlanContent, PlanState, PlannedCondition, ReviewWord, Templates};

use super::view::*;
use crate::care::desk::Desk;
use crate::ports::{PlanDraftRow, PlanHistoryRow};
use crate::{App, Error, Place, Result};

/// The draft and all versions.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn plan(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<PlanView> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let templates = desk.templates().await?;
    let conditions = desk.lasting_conditions(patient).await?;
    let draft = desk.work.tx.plan_draft(practice, patient).await?.filter(|row| row.is_open);
    let history = desk.work.tx.plan_history(practice, patient).await?;
    let view = PlanView {
        patient,
        draft: draft.map(|row| draft_view(app, row, &templates, &conditions)),
        versions: versions(&desk, history)?,
        templates: choices(&templates, &conditions),
        may_sign: desk.may_sign_plan(patient).await?,
        today: desk.today,
    };
    drop(desk);
    app.audit_read(actor, place, "care_plan", "all", Some(patient)).await?;
    Ok(view)
}

/// One version, held against the one that counted before it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn plan_version(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    id: CarePlanId,
) -> Result<PlanVersionShown> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let history = desk.work.tx.plan_history(desk.practice.id, patient).await?;
    let mut all = versions(&desk, history)?;
    let at = all.iter().position(|one| one.plan.id == id).ok_or(Error::NotFound("care plan"))?;
    let before = &all[at + 1..];
    let against = before.iter().find(|one| one.state == PlanState::Signed).or(before.first());
    let shown = PlanVersionShown {
        patient,
        against: against.map(|one| one.version),
        changes: difference(against.map(|one| &one.plan), &all[at].plan),
        versions: all.iter().map(|one| (one.plan.id, one.version, one.state)).collect(),
        may_sign: desk.may_sign_plan(patient).await?,
        today: desk.today,
        templates: desk.templates().await?,
        shown: all.swap_remove(at),
    };
    drop(desk);
    app.audit_read(actor, place, "care_plan", &id.to_string(), Some(patient)).await?;
    Ok(shown)
}

fn needed(app: &App) -> impl Iterator<Item = &str> {
    app.rules.programs().plan_elements.iter().map(|word| word.as_str())
}

fn draft_view(
    app: &App,
    row: PlanDraftRow,
    templates: &Templates,
    conditions: &[PlannedCondition],
) -> PlanDraftView {
    let (content, problems) = PlanContent::readable(&row.draft.fields);
    let codes: Vec<Icd10Cm> = conditions.iter().map(|one| one.code.clone()).collect();
    let mut prompts: BTreeMap<Part, Vec<String>> = BTreeMap::new();
    for (part, prompt) in templates.for_conditions(&codes).iter().flat_map(|one| &one.prompts) {
        let known = prompts.entry(*part).or_default();
        if !known.contains(prompt) {
            known.push(prompt.clone());
        }
    }
    PlanDraftView {
        revision: row.revision,
        revises: row.draft.revises,
        saved_at: row.saved_at,
        saved_by: row.saved_by,
        elements: content.completeness(needed(app)),
        fields: row.draft.fields,
        problems,
        prompts,
    }
}

fn choices(templates: &Templates, conditions: &[PlannedCondition]) -> Vec<TemplateChoice> {
    let choice = |one: &ccm::care_plan::Template| TemplateChoice {
        plan: one.plan.clone(),
        title: one.problem.en.clone(),
        fits: conditions.iter().any(|condition| one.is_for(&condition.code)),
    };
    let mut all: Vec<TemplateChoice> = templates.all.iter().map(|one| choice(one)).collect();
    all.sort_by_key(|one| !one.fits);
    all
}

fn versions(desk: &Desk, history: Vec<PlanHistoryRow>) -> Result<Vec<PlanVersionView>> {
    let months = desk.review_months()?;
    let newest = history.first().map(|row| row.plan.id);
    let view = |row: PlanHistoryRow| version(desk.work.app(), row, months, newest);
    Ok(history.into_iter().map(view).collect())
}

fn version(
    app: &App,
    row: PlanHistoryRow,
    months: Option<i64>,
    newest: Option<CarePlanId>,
) -> PlanVersionView {
    let PlanHistoryRow { plan, version, recorded_at, recorded_by, reviews, copies } = row;
    let signature = reviews.iter().find(|one| one.word == ReviewWord::Signed);
    let as_set = months.and_then(|months| months_later(plan.dated, months));
    let own = plan.content.as_ref().and_then(|content| content.review_on);
    let elements = match &plan.content {
        Some(content) => content.completeness(needed(app)),
        None => needed(app)
            .map(|word| ElementStanding {
                element: word.to_owned(),
                is_there: plan.elements.get(word).is_some_and(|text| !text.trim().is_empty()),
                to_do: Vec::new(),
            })
            .collect(),
    };
    PlanVersionView {
        version,
        recorded: crate::ports::Recorded { at: recorded_at, by: recorded_by },
        state: PlanState::of(plan.signed_by.is_some(), &reviews),
        signed_by: plan.signed_by.or(signature.map(|one| one.by)),
        signed_at: signature.map(|one| one.at),
        review_by: as_set.into_iter().chain(own).min(),
        is_newest: newest == Some(plan.id),
        elements,
        reviews,
        copies,
        plan,
    }
}
