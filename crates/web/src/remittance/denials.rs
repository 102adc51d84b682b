//! Everything that was not paid, by who said why; and the claims of one matter.

use app::ports::denials::DenialView;
use app::remittance::denials::{DenialMatter, denial_claims, denials};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::told::{Row, deadline, label, step};
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::DENIALS, get(show))
}

#[derive(Template)]
#[template(path = "remittance/denials.html")]
struct Index {
    frame: Frame,
    t: Words,
    views: Vec<View>,
    here: String,
    calls: &'static str,
    summary: String,
    matters: Vec<Matter>,
}

struct View {
    label: String,
    href: String,
    is_here: bool,
}

struct Matter {
    href: String,
    alike: String,
    payer: String,
    codes: String,
    label: String,
    is_unverified: bool,
    claims: String,
    cents: String,
    age: String,
    step: String,
    deadline: Status,
    passed: u64,
}

#[derive(Template)]
#[template(path = "remittance/denial_claims.html")]
struct Listed {
    frame: Frame,
    t: Words,
    list: String,
    alike: String,
    payer: String,
    codes: String,
    label: String,
    step: String,
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Deserialize, Default)]
struct Asked {
    view: Option<String>,
    cause: Option<String>,
    after: Option<String>,
}

fn address(view: DenialView, cause: Option<&str>, after: Option<&str>) -> String {
    let view = (view != DenialView::Open).then(|| ("view", view.word()));
    let rest = cause.map(|cause| ("cause", cause)).into_iter().chain(after.map(|after| ("after", after)));
    paths::with_query(paths::DENIALS, view.into_iter().chain(rest))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let view = match asked.view.as_deref() {
        None | Some("") => DenialView::Open,
        Some(word) => DenialView::from_word(word).ok_or(PageError::Malformed)?,
    };
    match asked.cause.as_deref() {
        Some(cause) => listed(&web, &visit, &at, (view, cause), asked.after.as_deref()).await,
        None => index(&web, &visit, &at, view).await,
    }
}

async fn index(web: &Web, visit: &Visit, at: &AtPractice, view: DenialView) -> Result<Response, PageError> {
    let t = visit.words;
    let found = denials(&web.app, &at.actor(), at.place(), view).await?;
    let mut args = fluent::FluentArgs::new();
    args.set("claims", found.claims);
    args.set("amount", dollars(found.cents, t));
    let today = found.today;
    let choice = |one: DenialView| View {
        label: t.say(&format!("denials-view-{}", one.word())).into_owned(),
        href: address(one, None, None),
        is_here: one == view,
    };
    let matter = |one: &DenialMatter| Matter {
        href: address(view, Some(&one.name), None),
        alike: paths::denial_cause(&one.name),
        payer: one.payer_name.clone(),
        codes: one.codes.clone(),
        label: label(&one.proposal, one.matter.told.kind, t),
        is_unverified: !one.proposal.is_verified,
        claims: t.number(one.claims),
        cents: dollars(one.cents, t),
        age: t.date(one.oldest),
        step: step(&one.proposal, t),
        deadline: deadline(one.first_deadline, today, t),
        passed: one.passed,
    };
    Ok(Page(Index {
        frame: Frame::of(visit, at, t.say("rooms-denials")),
        views: [DenialView::Open, DenialView::Waiting].map(choice).into(),
        here: address(view, None, None),
        calls: paths::PAYER_CALLS,
        summary: t.say_all("denials-summary", &args).into_owned(),
        matters: found.matters.iter().map(matter).collect(),
        t,
    })
    .into_response())
}

async fn listed(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (view, cause): (DenialView, &str),
    after: Option<&str>,
) -> Result<Response, PageError> {
    let t = visit.words;
    let found = denial_claims(&web.app, &at.actor(), at.place(), cause, view, after).await?;
    Ok(Page(Listed {
        frame: Frame::of(visit, at, t.say_with("denials-cause-title", "codes", found.codes.as_str())),
        list: address(view, None, None),
        alike: paths::denial_cause(cause),
        payer: found.payer_name.clone(),
        codes: found.codes.clone(),
        label: label(&found.proposal, found.kind, t),
        step: step(&found.proposal, t),
        rows: found.rows.iter().map(|row| Row::of(row, found.today, t)).collect(),
        next: found.next.as_deref().map(|next| address(view, Some(cause), Some(next))),
        t,
    })
    .into_response())
}
