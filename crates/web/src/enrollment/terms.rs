//! How the practice does its outreach: tries, days, minutes, what an hour costs, the office's number.

use app::enrollment::{outreach_terms, set_outreach_terms};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Problem;
use ccm::enrollment::OutreachTerms;

use super::of;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::figures::{Figure, figures};
use crate::people::tabs::Tabs;
use crate::people::typed::{Reader, Typed};
use crate::ui::Entry;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::OUTREACH_TERMS, get(show).post(put))
}

#[derive(Template)]
#[template(path = "enrollment/terms.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    terms: Vec<Figure>,
    office_phone: Entry,
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
    let set = outreach_terms(&web.app, &actor, place).await?;
    let phone = match typed {
        Some(typed) => typed.text("office_phone").to_owned(),
        None => set.office_phone.clone().unwrap_or_default(),
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("settings-outreach")),
        t,
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        terms: figures(OutreachTerms::bounds(), &set.figures(), typed, problems, t),
        office_phone: Entry::new("office_phone", phone).with(problems, t),
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
        Ok(terms) => set_outreach_terms(&web.app, &actor, place, terms).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, Some(&typed), &problems).await;
    forms::answer(outcome.map(|()| paths::OUTREACH_TERMS), again).await
}

fn read(typed: &Typed) -> Result<OutreachTerms, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let office_phone = reader.optional("office_phone");
    let mut figure = |name| reader.parsed::<i64>(name, "whole_number").unwrap_or_default();
    let terms = OutreachTerms {
        attempts_at_most: figure("attempts_at_most"),
        unable_days: figure("unable_days"),
        considering_days: figure("considering_days"),
        claim_minutes: figure("claim_minutes"),
        hour_cents: figure("hour_cents"),
        office_phone,
    };
    reader.done(terms)
}
