//! How the practice watches over its work: how many notes, how far back, what counts as worsening.

use app::care::{set_supervision_terms, supervision_terms};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Problem;
use ccm::care::SupervisionTerms;

use super::of;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::figures::{Figure, figures};
use crate::people::tabs::Tabs;
use crate::people::typed::{Reader, Typed};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::SUPERVISION_TERMS, get(show).post(put))
}

#[derive(Template)]
#[template(path = "care/supervision_terms.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    terms: Vec<Figure>,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, None, &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    if !at.may(Permission::Configure) {
        return Err(PageError::Denied(Permission::Configure.word()));
    }
    let (actor, place) = of(at);
    let t = visit.words;
    let set = supervision_terms(&web.app, &actor, place).await?;
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("settings-supervision")),
        t,
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        terms: figures(SupervisionTerms::bounds(), &set.figures(), typed, problems, t),
    }))
}

async fn put(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let (actor, place) = of(&at);
    let outcome = match read(&typed) {
        Ok(terms) => set_supervision_terms(&web.app, &actor, place, terms).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, Some(&typed), &problems).await;
    forms::answer(outcome.map(|()| paths::SUPERVISION_TERMS), again).await
}

fn read(typed: &Typed) -> Result<SupervisionTerms, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let mut figure = |name| reader.parsed::<i64>(name, "whole_number").unwrap_or_default();
    let terms = SupervisionTerms {
        notes_per_coordinator: figure("notes_per_coordinator"),
        days_back: figure("days_back"),
        worsening_readings: figure("worsening_readings"),
        worsening_days: figure("worsening_days"),
        withdrawn_days: figure("withdrawn_days"),
        complex_months: figure("complex_months"),
    };
    reader.done(terms)
}
