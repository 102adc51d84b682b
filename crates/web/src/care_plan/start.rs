//! Where a draft begins: templates that speak of the patient's conditions, or the version that stands. And its end without
//! a version.

use app::care_plan::{PlanView, StartPlan};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::post;
use ccm::care_plan::Tongue;

use crate::forms::Posted;
use crate::ui::Choice;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PLAN_DRAFT, post(create))
}

/// The form.
pub struct StartForm {
    pub action: String,
    /// Of the draft that is open; empty: none is.
    pub seen: String,
    /// Those for the patient's conditions are chosen, where nothing is planned yet.
    pub fitting: Vec<Choice>,
    pub others: Vec<Choice>,
    pub tongues: Vec<Choice>,
    /// The version that it goes on from.
    pub revises: Option<String>,
}

impl StartForm {
    pub fn of(view: &PlanView, speaks_spanish: bool, t: Words) -> Self {
        let is_first = view.versions.is_empty() && view.draft.is_none();
        let choice = |one: &app::care_plan::TemplateChoice| Choice {
            value: one.plan.clone(),
            label: one.title.clone(),
            is_chosen: one.fits && is_first,
        };
        let tongue = |one: Tongue| Choice {
            value: one.tag().to_owned(),
            label: t
                .say(if one == Tongue::Spanish { "care-language-es" } else { "care-language-en" })
                .into_owned(),
            is_chosen: speaks_spanish == (one == Tongue::Spanish),
        };
        Self {
            action: paths::plan_draft(view.patient),
            seen: view.draft.as_ref().map(|draft| draft.revision.to_string()).unwrap_or_default(),
            fitting: view.templates.iter().filter(|one| one.fits).map(choice).collect(),
            others: view.templates.iter().filter(|one| !one.fits).map(choice).collect(),
            tongues: Tongue::ALL.map(tongue).to_vec(),
            revises: view
                .versions
                .first()
                .map(|one| t.say_with("plan-revise", "version", one.version).into_owned()),
        }
    }
}

async fn create(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(pairs): Posted<Vec<(String, String)>>,
) -> Result<Redirect, PageError> {
    let id = super::patient(&id)?;
    let (mut start, mut set_aside) = (StartPlan::default(), false);
    for (name, value) in pairs {
        match name.as_str() {
            "template" => start.templates.push(value),
            "tongue" => start.tongue = Tongue::of(&value),
            "seen" if value.is_empty() => start.seen = None,
            "seen" => start.seen = Some(value.parse().map_err(|_| PageError::Malformed)?),
            "set_aside" => set_aside = true,
            _ => {}
        }
    }
    let (actor, place) = (at.actor(), at.place());
    match (set_aside, start.seen) {
        (true, Some(seen)) => {
            app::care_plan::set_plan_aside(&web.app, &actor, place, id, seen).await?;
        }
        (true, None) => return Err(PageError::Malformed),
        (false, _) => {
            app::care_plan::start_plan(&web.app, &actor, place, id, start).await?;
        }
    }
    Ok(Redirect::to(&paths::plan(id)))
}
