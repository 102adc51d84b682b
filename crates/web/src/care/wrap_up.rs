//! Before one goes home: notes to be signed, stretches without an activity, what is due, what waits for somebody.

use app::time::{Finish, UnfinishedStretch};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use ccm::basics::*;
use serde::Deserialize;

use super::of;
use super::steps::{Card, Cards};
use super::tasks::{self, Row};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::WRAP_UP, get(show)).route(paths::STRETCH_ACTIVITY, post(finish))
}

#[derive(Template)]
#[template(path = "care/wrap_up.html")]
struct Shown {
    frame: Frame,
    t: Words,
    today: String,
    unsigned: Vec<Unsigned>,
    stretches: Vec<Stretch>,
    waiting: String,
    rows: Vec<Row>,
    cards: Vec<Card>,
    activities: Vec<Choice>,
    back: &'static str,
}

impl Shown {
    fn is_empty(&self) -> bool {
        self.unsigned.is_empty() && self.stretches.is_empty() && self.rows.is_empty() && self.cards.is_empty()
    }
}

struct Unsigned {
    page: String,
    name: String,
    opened: String,
    before: Option<Status>,
}

struct Stretch {
    action: String,
    chart: String,
    name: String,
    when: String,
    length: String,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let wrap_up = app::care::wrap_up(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let waiting = match app::time::unfinished(&web.app, &actor, place).await {
        Ok(waiting) => waiting,
        // Who may work on assigned charts alone logs no time that counts.
        Err(app::Error::Forbidden(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let names =
        app::care::names(&web.app, &actor, place, waiting.iter().map(|one| one.patient).collect()).await?;
    let unsigned = wrap_up.unsigned.iter().map(|one| Unsigned {
        page: paths::call(one.call),
        name: one.name.as_ref().map(|name| name.0.clone()).unwrap_or_default(),
        opened: t.moment(one.opened_at, &people.zone),
        before: one.is_from_before.then(|| Status::new(t.say("care-from-before"), Tone::Watch)),
    });
    let stretch = |one: &UnfinishedStretch| Stretch {
        action: paths::stretch_activity(one.entry),
        chart: paths::patient(one.patient),
        name: names.get(&one.patient).map(|name| name.0.clone()).unwrap_or_default(),
        when: t.moment(one.started_at, &people.zone),
        length: t.length(u64::try_from(one.seconds).unwrap_or_default()),
    };
    let seconds: i64 = waiting.iter().map(|one| one.seconds).sum();
    let mut args = fluent::FluentArgs::new();
    args.set("count", waiting.len());
    args.set("length", t.length(u64::try_from(seconds).unwrap_or_default()));
    let cards = Cards { t, people: &people, back: paths::WRAP_UP.to_owned(), at: &at };
    let activities = web.app.rules.activities().map(|one| Choice {
        value: one.to_owned(),
        label: one.replace('_', " "),
        is_chosen: false,
    });
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("care-wrap-up")),
        t,
        today: t.date(wrap_up.today),
        unsigned: unsigned.collect(),
        stretches: waiting.iter().map(stretch).collect(),
        waiting: t.say_all("care-stretches-said", &args).into_owned(),
        rows: wrap_up.tasks.iter().map(|one| tasks::row(one, &people, t)).collect(),
        cards: wrap_up.escalations.iter().map(|one| cards.card(one, &[])).collect(),
        activities: activities.collect(),
        back: paths::WRAP_UP,
    }))
}

#[derive(Deserialize)]
struct Form {
    activity: String,
    live_contact: Option<String>,
}

async fn finish(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Redirect, PageError> {
    let entry: TimeEntryId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let live_contact = form.live_contact.map(|word| word == "yes");
    let finish = Finish { entry, activity: form.activity, live_contact, note: None };
    app::time::finish(&web.app, &actor, place, finish).await?;
    Ok(Redirect::to(paths::WRAP_UP))
}
