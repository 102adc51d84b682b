//! A signed note with its minutes, and what was added to it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ccm::basics::*;
use ccm::care::Interviews;
use fluent::FluentArgs;
use serde::Deserialize;

use super::of;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::NOTE, get(show)).route(paths::NOTE_ADDENDA, post(create))
}

#[derive(Template)]
#[template(path = "care/note.html")]
struct Shown {
    frame: Frame,
    t: Words,
    patient: String,
    chart: String,
    born: Option<String>,
    signed: String,
    outcome: String,
    minutes: String,
    intact: Status,
    text: String,
    addenda: Vec<Addendum>,
    action: String,
    may_add: bool,
    entry: Entry,
}

struct Addendum {
    by: String,
    text: String,
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: NoteId,
    typed: &str,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let note = app::care::note(&web.app, &actor, place, id).await?;
    let callee = app::care::callee(&web.app, &actor, place, note.patient).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let signed = |key: &str, by: PersonId, on: Timestamp| {
        let mut args = FluentArgs::new();
        args.set("name", people.name(by).to_owned());
        args.set("at", t.moment(on, &people.zone));
        t.say_all(key, &args).into_owned()
    };
    let addenda = note
        .addenda
        .iter()
        .map(|one| Addendum { by: signed("care-addendum-by", one.by, one.at), text: one.text.clone() });
    let outcome = Interviews::embedded().outcomes.get(&note.outcome);
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("care-note")),
        t,
        patient: callee.name.0.clone(),
        chart: paths::patient(note.patient),
        born: callee.born_on.map(|day| t.date(day)),
        signed: signed("care-signed-by", note.signed_by, note.signed_at),
        outcome: outcome.map_or(note.outcome.clone(), |one| one.en.clone()),
        minutes: t.length(u64::try_from(note.seconds).unwrap_or_default()),
        intact: match note.is_intact {
            true => Status::new(t.say("care-intact"), Tone::Good),
            false => Status::new(t.say("care-not-intact"), Tone::Alarm),
        },
        text: note.text.clone(),
        addenda: addenda.collect(),
        action: paths::note_addenda(id),
        may_add: at.may(ccm::access::Permission::RecordCare),
        entry: Entry::new("text", typed).with(problems, t),
    }))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    Ok(page(&web, &visit, &at, id, "", &[]).await?.into_response())
}

#[derive(Deserialize)]
struct Form {
    text: String,
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let id: NoteId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let outcome = app::care::add_addendum(&web.app, &actor, place, id, &form.text).await;
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, &form.text, &problems).await;
    forms::answer(outcome.map(|_| paths::note(id)), again).await
}
