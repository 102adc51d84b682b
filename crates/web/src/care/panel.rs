//! The panel beside any page: what is to do this week, which calls are left today, and a notepad of one's own.

use app::care::{NotepadSaved, NotepadView};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::Timestamp;
use serde::Deserialize;

use super::call::why_words;
use super::of;
use super::tasks::{self, Row};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::WEEK, get(show)).route(paths::NOTEPAD, post(keep))
}

/// The page of it, for narrow screens and without scripts.
#[derive(Template)]
#[template(path = "care/week.html")]
struct Shown {
    frame: Frame,
    t: Words,
    week: Week,
    is_page: bool,
}

/// The part beside another page.
#[derive(Template)]
#[template(path = "care/_week.html")]
struct Part {
    t: Words,
    week: Week,
    is_page: bool,
}

struct Week {
    until: String,
    calls: Vec<Call>,
    rows: Vec<Row>,
    notepad: Notepad,
    back: &'static str,
}

struct Call {
    name: String,
    chart: String,
    action: String,
    when: Status,
    why: String,
}

pub struct Notepad {
    revision: i64,
    body: String,
    saved: Option<String>,
    /// What another window of the same person has written meanwhile.
    theirs: Option<String>,
    csrf: String,
}

impl Notepad {
    fn of(view: NotepadView, at: &AtPractice, saved: impl FnOnce(Timestamp) -> String) -> Self {
        Self {
            revision: view.revision,
            body: view.body,
            saved: view.saved_at.map(saved),
            theirs: None,
            csrf: crate::door::csrf::masked(&at.csrf.0),
        }
    }
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let week = app::care::week(&web.app, &actor, place).await?;
    let notepad = app::care::notepad(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let calls = week.calls.iter().map(|one| {
        let until = t.date(one.until);
        Call {
            name: one.name.as_ref().map(|name| name.0.clone()).unwrap_or_default(),
            chart: paths::patient(one.patient),
            action: paths::patient_calls(one.patient),
            when: match (one.is_overdue, one.until == week.today) {
                (true, _) => Status::new(t.say_with("care-due-over", "day", until), Tone::Alarm),
                (false, true) => Status::new(t.say("care-due-today"), Tone::Watch),
                (false, false) => Status::new(t.say_with("care-until", "day", until), Tone::Plain),
            },
            why: one.why.first().map(|why| why_words(*why, t)).unwrap_or_default(),
        }
    });
    let week = Week {
        until: t.date(week.until),
        calls: calls.collect(),
        rows: week.tasks.iter().map(|one| tasks::row(one, &people, t)).collect(),
        notepad: Notepad::of(notepad, &at, |saved| t.moment(saved, &people.zone)),
        back: paths::WEEK,
    };
    if visit.is_part {
        return Ok(Page(Part { t, week, is_page: false }).into_response());
    }
    let frame = Frame::of(&visit, &at, t.say("care-week")).without_panel();
    Ok(Page(Shown { frame, t, week, is_page: true }).into_response())
}

#[derive(Deserialize)]
struct Form {
    revision: i64,
    body: String,
}

/// The notepad alone, after a save.
#[derive(Template)]
#[template(path = "care/_notepad.html")]
struct NotepadPart {
    t: Words,
    notepad: Notepad,
    is_page: bool,
}

async fn keep(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let body = form.body.replace("\r\n", "\n");
    let kept = app::care::put_notepad(&web.app, &actor, place, form.revision, body.clone()).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let saved = |at: Timestamp| t.moment(at, &people.zone);
    let notepad = match kept {
        NotepadSaved::Saved { revision } => {
            Notepad::of(NotepadView { revision, body, saved_at: Some(people.now) }, &at, saved)
        }
        // What was typed here stays in the field; what the other window wrote stands beside it.
        NotepadSaved::Differs { theirs } if theirs.body == body => Notepad::of(theirs, &at, saved),
        NotepadSaved::Differs { theirs } => Notepad {
            theirs: Some(theirs.body.clone()),
            ..Notepad::of(NotepadView { body, ..theirs }, &at, saved)
        },
    };
    if visit.is_part || notepad.theirs.is_some() {
        return Ok(Page(NotepadPart { t, notepad, is_page: !visit.is_part }).into_response());
    }
    Ok(Redirect::to(paths::WEEK).into_response())
}
