//! The jobs that go on by themselves: when each last ran, when it runs next, and what went wrong.

use app::ports::job_runs::JobRunRow;
use app::reports::{EXCHANGE, JobBoard, exchange_now, job_runs};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use serde::Deserialize;

use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::OPERATIONS, get(show)).route(paths::EXCHANGE_ROUNDS, post(create))
}

/// Beyond its time by so much, a job is not going on: nobody serves, or it hangs.
const LATE_SECONDS: i64 = 300;

#[derive(Template)]
#[template(path = "reports/operations.html")]
struct Shown {
    frame: Frame,
    t: Words,
    said: Option<Status>,
    jobs: Vec<Job>,
}

struct Job {
    name: String,
    does: String,
    state: Status,
    began: String,
    next: String,
    well: String,
    failed: String,
    why: String,
    /// May be asked for a round now.
    run: Option<&'static str>,
}

#[derive(Deserialize, Default)]
struct Asked {
    told: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let board = job_runs(&web.app, &at.actor(), at.place()).await?;
    let said = match asked.told.as_deref() {
        Some("well") => Some(Status::new(t.say("jobs-told-well"), Tone::Good)),
        Some("trouble") => Some(Status::new(t.say("jobs-told-trouble"), Tone::Watch)),
        _ => None,
    };
    let may_run = at.may(Permission::ExchangeClaims);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-operations")),
        said,
        jobs: board.jobs.iter().map(|row| Job::of(row, &board, may_run, t)).collect(),
        t,
    }))
}

impl Job {
    fn of(row: &JobRunRow, board: &JobBoard, may_run: bool, t: Words) -> Self {
        let moment = |at: Option<ccm::basics::Timestamp>| match at {
            Some(at) => t.moment(at, &board.zone),
            None => t.say("jobs-never").into_owned(),
        };
        let is_late = board.now.as_second().saturating_sub(row.next_at.as_second()) > LATE_SECONDS;
        let state = match row.failures {
            0 if is_late => Status::new(t.say("jobs-late"), Tone::Alarm),
            0 => Status::new(t.say("jobs-well"), Tone::Good),
            count => Status::new(t.say_with("jobs-failing", "count", count), Tone::Alarm),
        };
        let word = row.name.replace('_', "-");
        let named = |group: &str| {
            let key = format!("jobs-{group}-{word}");
            if t.knows(&key) { t.say(&key).into_owned() } else { row.name.clone() }
        };
        Self {
            name: named("name"),
            does: named("does"),
            state,
            began: moment(Some(row.began_at)),
            next: moment(Some(row.next_at)),
            well: moment(row.well_at),
            failed: moment(row.failed_at),
            why: row.why.clone().unwrap_or_default(),
            run: (may_run && row.name == EXCHANGE).then_some(paths::EXCHANGE_ROUNDS),
        }
    }
}

/// One round of the exchange now. Whoever leaves the page meanwhile does not end what is under way.
async fn create(State(web): State<Web>, at: AtPractice) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let (app, actor, place) = (web.app.clone(), at.actor(), at.place());
    let round = tokio::spawn(async move { exchange_now(&app, &actor, place).await });
    let done = round.await.map_err(|_| PageError::Internal)??;
    let is_well = done.polled.troubles.is_empty() && done.sent.files.iter().all(|file| file.why.is_none());
    let word = if is_well { "well" } else { "trouble" };
    Ok(Redirect::to(&format!("{}?told={word}", paths::OPERATIONS)).into_response())
}
