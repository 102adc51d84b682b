//! The months of all practices that somebody works at, side by side: which are open, in review, locked, exported.

use app::billing::board::{MonthStage, StageView, company};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::PracticeId;

use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTHS, get(show))
}

#[derive(Template)]
#[template(path = "billing/company.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    is_here: bool,
    months: Vec<Cell>,
}

struct Cell {
    name: String,
    /// `None`: one works elsewhere now, and goes there first.
    href: Option<String>,
    state: Status,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    if !at.may(Permission::CloseMonth) {
        return Err(PageError::Denied(Permission::CloseMonth.word()));
    }
    let t = visit.words;
    let practices: Vec<PracticeId> = at.practices.iter().map(|card| card.id).collect();
    let found = company(&web.app, &at.actor(), at.place().organization, &practices).await?;
    let rows = found.into_iter().filter_map(|one| {
        let card = at.practices.iter().find(|card| card.id == one.practice)?;
        let is_here = at.practice == Some(one.practice);
        let cell = |month: &StageView| Cell {
            name: t.month(month.month),
            href: is_here.then(|| paths::month(month.month, if month.is_over { "close" } else { "" })),
            state: state(month, t),
        };
        Some(Row { name: card.name.clone(), is_here, months: one.months.iter().map(cell).collect() })
    });
    Ok(Page(Shown { frame: Frame::of(&visit, &at, t.say("months-title")), rows: rows.collect(), t }))
}

fn state(month: &StageView, t: Words) -> Status {
    match month.stage {
        MonthStage::Open if month.is_over => Status::new(t.say("month-to-close"), Tone::Watch),
        MonthStage::Open => Status::new(t.say("month-open"), Tone::Open),
        MonthStage::InReview => {
            Status::new(t.say_with("months-in-review", "count", month.waiting), Tone::Open)
        }
        MonthStage::Unapproved => Status::new(t.say("months-unapproved"), Tone::Open),
        MonthStage::Locked => Status::new(t.say("months-locked"), Tone::Plain),
        MonthStage::Exported if month.claims == 0 => Status::new(t.say("months-nothing"), Tone::Plain),
        MonthStage::Exported => Status::new(t.say_with("months-exported", "count", month.claims), Tone::Good),
    }
}
