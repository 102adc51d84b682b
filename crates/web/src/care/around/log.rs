//! The log of round-the-clock access: a month of calls, who answered, how each ended.

use app::care::{AccessCallView, Colleagues};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::basics::*;
use ccm::care::AccessTerms;
use serde::Deserialize;

use super::super::of;
use super::{Tab, tabs};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::ACCESS_LOG, get(index))
}

/// One call in words.
pub struct Row {
    pub at: String,
    pub patient: Option<(String, String)>,
    pub caller: String,
    pub asked: String,
    pub answered: String,
    pub by: String,
    pub disposition: String,
    pub was_on_call: Status,
    pub is_replaced: bool,
    pub is_correction: bool,
    /// Where it is corrected.
    pub correction: String,
}

pub fn row(one: &AccessCallView, people: &Colleagues, t: Words) -> Row {
    let (call, terms) = (&one.call, AccessTerms::embedded());
    let label = |known: Option<&ccm::care::access_call::AccessWord>, word: &str| {
        known.map_or_else(|| word.to_owned(), |known| known.en.clone())
    };
    let name = one.name.as_ref().map(|name| name.0.clone());
    Row {
        at: t.moment(call.new.called_at, &people.zone),
        patient: name.map(|name| (paths::chart(call.patient), name)),
        caller: label(terms.caller(&call.new.caller), &call.new.caller),
        asked: call.new.words.asked.clone(),
        answered: call.new.words.answered.clone(),
        by: people.name(call.recorded_by).to_owned(),
        disposition: label(terms.disposition(&call.new.disposition), &call.new.disposition),
        was_on_call: match call.was_on_call {
            true => Status::new(t.say("around-was-on-call"), Tone::Good),
            false => Status::new(t.say("around-was-not-on-call"), Tone::Plain),
        },
        is_replaced: one.is_replaced,
        is_correction: call.new.replaces.is_some(),
        correction: paths::access_calls(call.patient, Some(call.id)),
    }
}

#[derive(Template)]
#[template(path = "around/log.html")]
struct Index {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    month: String,
    here: String,
    before: (String, String),
    after: (String, String),
    said: String,
    rows: Vec<Row>,
}

#[derive(Default, Deserialize)]
struct Filter {
    month: Option<String>,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(filter): Query<Filter>,
) -> Result<Page<Index>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let wanted = filter.month.as_deref().map(str::parse::<ServiceMonth>).transpose();
    let month = wanted.map_err(|_| PageError::NotFound)?.unwrap_or(ServiceMonth::of(people.today));
    let calls = app::care::access_calls(&web.app, &actor, place, Some(month), None).await?;
    let door = |day: Result<Date, _>| {
        let other: Result<_, jiff::Error> = day.map(ServiceMonth::of);
        let other = other.unwrap_or(month);
        (paths::access_log(other), t.month(other))
    };
    let standing = calls.iter().filter(|one| !one.is_replaced).count();
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("around-log")),
        t,
        tabs: tabs(paths::ACCESS_LOG),
        month: t.month(month),
        here: paths::access_log(month),
        before: door(month.first_day().yesterday()),
        after: door(month.last_day().tomorrow()),
        said: t.say_with("around-log-count", "count", standing).into_owned(),
        rows: calls.iter().map(|one| row(one, &people, t)).collect(),
    }))
}
