//! The cases: all of them, and a new one from its letter.

use app::proof::{CaseHead, NewCase, audit_cases, open_case};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::basics::Problem;

use super::keeps_cases;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::AUDIT_CASES, get(index).post(create)).route(paths::NEW_AUDIT_CASE, get(new))
}

#[derive(Template)]
#[template(path = "proof/cases.html")]
struct Index {
    frame: Frame,
    t: Words,
    new: &'static str,
    here: &'static str,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    reference: String,
    auditor: String,
    authority: String,
    due: String,
    listed: String,
    state: Status,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Index>, PageError> {
    let t = visit.words;
    let cases = audit_cases(&web.app, &at.actor(), at.place()).await?;
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    let today = zone.to_datetime(web.app.now()).date();
    let row = |case: CaseHead| {
        let mut listed = fluent::FluentArgs::new();
        listed.set("matched", case.matched);
        listed.set("listed", case.listed);
        Row {
            href: paths::audit_case(case.id),
            due: t.date(case.due_on),
            listed: t.say_all("proof-matched-of", &listed).into_owned(),
            state: match case.outcome {
                Some(outcome) => Status::new(t.say(&outcome_key(outcome)), Tone::Plain),
                None if case.due_on < today => Status::new(t.say("proof-overdue"), Tone::Alarm),
                None => Status::new(t.say("proof-open"), Tone::Open),
            },
            reference: case.reference,
            auditor: case.auditor,
            authority: case.authority,
        }
    };
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("rooms-audit-cases")),
        t,
        new: paths::NEW_AUDIT_CASE,
        here: paths::AUDIT_CASES,
        rows: cases.into_iter().map(row).collect(),
    }))
}

pub(super) fn outcome_key(outcome: app::proof::Outcome) -> String {
    format!("proof-outcome-{}", outcome.word().replace('_', "-"))
}

#[derive(Template)]
#[template(path = "proof/new_case.html")]
struct New {
    frame: Frame,
    t: Words,
    action: &'static str,
    auditor: Entry,
    authority: Entry,
    reference: Entry,
    due_on: Entry,
    list: Entry,
}

async fn new(visit: Visit, at: AtPractice) -> Result<Page<New>, PageError> {
    form(&visit, &at, &Typed::default(), &[])
}

fn form(visit: &Visit, at: &AtPractice, typed: &Typed, problems: &[Problem]) -> Result<Page<New>, PageError> {
    keeps_cases(at)?;
    let t = visit.words;
    Ok(Page(New {
        frame: Frame::of(visit, at, t.say("proof-new-case")),
        t,
        action: paths::AUDIT_CASES,
        auditor: typed.entry("auditor", problems, t),
        authority: typed.entry("authority", problems, t),
        reference: typed.entry("reference", problems, t),
        due_on: typed.entry("due_on", problems, t),
        list: typed.entry("list", problems, t),
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let opened = async {
        let mut reader = Reader::of(&typed);
        let due_on = reader.date_or_none("due_on");
        let due_on = reader.done(due_on).map_err(app::Error::Invalid)?;
        let text = |name: &str| typed.text(name).to_owned();
        let case = NewCase {
            auditor: text("auditor"),
            authority: text("authority"),
            reference: text("reference"),
            due_on,
            list: text("list"),
        };
        open_case(&web.app, &at.actor(), at.place(), &case).await.map(paths::audit_case)
    };
    forms::answer(opened.await, async |problems| form(&visit, &at, &typed, &problems)).await
}
