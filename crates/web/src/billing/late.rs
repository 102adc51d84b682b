//! What came in after the month was closed. It changes nothing by itself.

use app::billing::board;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::access::Permission;

use super::place::{Place, month_of};
use crate::layout::{Frame, Page, Visit};
use crate::reports::Who;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_LATE, get(show))
}

#[derive(Template)]
#[template(path = "billing/late.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    closed: String,
    rows: Vec<Row>,
    reopening: Option<String>,
}

struct Row {
    who: Option<Who>,
    performer: String,
    worked: String,
    length: String,
    recorded: String,
    state: Status,
    href: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let board = board::board(&web.app, &at.actor(), at.place(), month).await?;
    if board.closing.is_none() {
        return Err(PageError::NotFound);
    }
    let found = app::billing::late(&web.app, &at.actor(), at.place(), month).await?;
    let zone = found.zone.zone();
    let row = |one: &app::billing::LateEntry| Row {
        who: found.patients.iter().find(|card| card.id == one.patient).map(|card| Who::of(card, t)),
        performer: one.performer_name.clone(),
        worked: t.moment(one.started_at, &zone),
        length: t.length(u64::try_from(one.length_seconds).unwrap_or(0)),
        recorded: t.moment(one.recorded_at, &zone),
        state: match one.is_strike {
            true => Status::new(t.say("month-late-struck"), Tone::Watch),
            false => Status::new(t.say("month-late-added"), Tone::Open),
        },
        href: format!("/patients/{}/minutes/{month}#{}", one.patient, one.entry),
    };
    let may_reopen = board.is_closed() && at.may(Permission::ReopenMonth);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("month-late-title", "month", t.month(month))),
        place: Place::of(&board, &visit, &at),
        closed: t.moment(found.closed_at, &zone),
        rows: found.entries.iter().map(row).collect(),
        reopening: may_reopen.then(|| paths::month(month, "reopenings")),
        t,
    }))
}
