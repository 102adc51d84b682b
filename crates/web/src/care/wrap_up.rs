//! Before one goes home: notes to be signed, stretches without an activity, what is due, what waits for somebody.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use super::of;
use super::steps::{Card, Cards};
use super::tasks::{self, Row};
use crate::layout::{Frame, Page, Visit};
use crate::time::unfinished::{self, Waiting};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::WRAP_UP, get(show))
}

#[derive(Template)]
#[template(path = "care/wrap_up.html")]
struct Shown {
    frame: Frame,
    t: Words,
    today: String,
    unsigned: Vec<Unsigned>,
    waiting: Vec<Waiting>,
    rows: Vec<Row>,
    cards: Vec<Card>,
    csrf: String,
    back: &'static str,
}

impl Shown {
    fn is_empty(&self) -> bool {
        self.unsigned.is_empty() && self.waiting.is_empty() && self.rows.is_empty() && self.cards.is_empty()
    }
}

struct Unsigned {
    page: String,
    name: String,
    opened: String,
    before: Option<Status>,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let wrap_up = app::care::wrap_up(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let waiting = match unfinished::waiting(&web, &visit, &at).await {
        Ok(waiting) => waiting,
        // Who may work on assigned charts alone logs no time that counts.
        Err(PageError::Denied(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let unsigned = wrap_up.unsigned.iter().map(|one| Unsigned {
        page: paths::call(one.call),
        name: one.name.as_ref().map(|name| name.0.clone()).unwrap_or_default(),
        opened: t.moment(one.opened_at, &people.zone),
        before: one.is_from_before.then(|| Status::new(t.say("care-from-before"), Tone::Watch)),
    });
    let cards = Cards { t, people: &people, back: paths::WRAP_UP.to_owned(), at: &at };
    let frame = Frame::of(&visit, &at, t.say("care-wrap-up"));
    Ok(Page(Shown {
        t,
        today: t.date(wrap_up.today),
        unsigned: unsigned.collect(),
        waiting,
        rows: wrap_up.tasks.iter().map(|one| tasks::row(one, &people, t)).collect(),
        cards: wrap_up.escalations.iter().map(|one| cards.card(one, &[])).collect(),
        csrf: frame.csrf.clone(),
        frame,
        back: paths::WRAP_UP,
    }))
}
