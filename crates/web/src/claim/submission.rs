//! One file of claims: what happened on its way and who did it, its claims, and where a person says that the payer has it.

use app::claim::{FileWay, SubmissionPage, confirm, send_file, submission};
use app::ports::outside::Unwatched;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::{Actor, Permission};
use ccm::basics::{ClaimFileId, Problem, TimeZone, hex};
use ccm::claim::carriage::{CarriageEvent, CarriageStep};
use serde::Deserialize;

use super::list::state;
use super::submissions::{File, just_said};
use crate::audit::who;
use crate::billing::dollars;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::reports::Who;
use crate::ui::{Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::SUBMISSION, get(show))
        .route(paths::SUBMISSION_CONFIRMATIONS, post(create))
        .route(paths::SUBMISSION_SENDINGS, post(send))
}

#[derive(Template)]
#[template(path = "claim/submission.html")]
struct Shown {
    frame: Frame,
    t: Words,
    said: Option<Status>,
    file: File,
    bytes: Option<String>,
    sha256: String,
    interchange: String,
    events: Vec<Event>,
    /// Where the number of the portal, or of whoever took it, is said; `None`: it is known to be there.
    confirm: Option<String>,
    confirm_said: String,
    /// The program can carry it: where it is told to do so now.
    send: Option<String>,
    /// Its claims in the order of the payer's portal.
    worksheet: Option<String>,
    confirmation: Entry,
    claims: Vec<Claim>,
    next: Option<String>,
}

struct Event {
    at: String,
    what: String,
    more: String,
    who: String,
}

struct Claim {
    number: String,
    href: String,
    who: Who,
    total: String,
    paid: String,
    state: Status,
    asks: bool,
}

#[derive(Deserialize, Default)]
struct Asked {
    after: Option<String>,
    told: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let id: ClaimFileId = id.parse().map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, id, &asked, (&Typed::default(), &[])).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: ClaimFileId,
    asked: &Asked,
    (typed, problems): (&Typed, &[Problem]),
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let after = asked.after.as_deref().unwrap_or_default();
    let found = submission(&web.app, &at.actor(), at.place(), id, after).await?;
    let file = &found.submission;
    let row = &file.file;
    let name = |(event, by): &(CarriageEvent, Actor)| Event::of(event, by, &found, t);
    let to_confirm = !file.is_sent() && file.way != FileWay::Before;
    Ok(Page(Shown {
        frame: Frame::of(visit, at, row.name.clone()),
        said: asked.told.as_deref().and_then(|word| just_said(word, 0, t)),
        bytes: at.may(Permission::ExportClaims).then(|| paths::claim_file(id)),
        sha256: hex(&row.sha256),
        interchange: row.interchange.to_string(),
        events: found.events.iter().map(name).collect(),
        confirm: to_confirm.then(|| paths::submission_confirmations(id)),
        confirm_said: t.say(confirm_words(file.way)).into_owned(),
        send: (to_confirm && matches!(file.way, FileWay::Carried | FileWay::OnRequest))
            .then(|| paths::submission_sendings(id)),
        worksheet: (file.way == FileWay::Portal).then(|| paths::claim_file_worksheet(id)),
        confirmation: typed.entry("confirmation", problems, t),
        claims: found
            .claims
            .iter()
            .map(|(claim, card)| Claim {
                number: claim.number.clone(),
                href: paths::claim(claim.claim),
                who: Who::of(card, t),
                total: dollars(claim.total, t),
                paid: dollars(claim.paid, t),
                state: state(claim.state, t),
                asks: claim.look_on.is_some_and(|day| day <= found.today),
            })
            .collect(),
        next: found.next.as_deref().map(|after| format!("{}?after={after}", paths::submission(id))),
        file: File::of(file, &found.zone, t),
        t,
    }))
}

fn confirm_words(way: FileWay) -> &'static str {
    match way {
        FileWay::Portal => "sent-confirm-portal",
        FileWay::Carried => "sent-confirm-carried",
        FileWay::Hand | FileWay::OnRequest | FileWay::Broken | FileWay::Before => "sent-confirm-hand",
    }
}

impl Event {
    fn of(event: &CarriageEvent, by: &Actor, found: &SubmissionPage, t: Words) -> Self {
        let zone: &TimeZone = &found.zone;
        let more = match &event.step {
            CarriageStep::Begun => String::new(),
            CarriageStep::Transmitted { confirmation } => match confirmation {
                Some(number) => t.say_with("sent-number", "number", number.as_str()).into_owned(),
                None => String::new(),
            },
            CarriageStep::NotSent { why } | CarriageStep::Unclear { why } => why.clone(),
        };
        Self {
            at: t.moment(event.at, zone),
            what: t.say(&format!("sent-step-{}", event.step.kind().replace('_', "-"))).into_owned(),
            more,
            who: who(by, |person| found.names.get(person).cloned(), t),
        }
    }
}

/// Carries this one now. Whoever leaves the page meanwhile does not end what is under way.
async fn send(State(web): State<Web>, at: AtPractice, Path(id): Path<String>) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let id: ClaimFileId = id.parse().map_err(|_| PageError::NotFound)?;
    let (app, actor, place) = (web.app.clone(), at.actor(), at.place());
    let sending = tokio::spawn(async move { send_file(&app, &actor, place, id, &Unwatched).await });
    let report = sending.await.map_err(|_| PageError::Internal)??;
    let is_sent = report.files.iter().any(|file| file.outcome == "sent");
    let word = match (report.is_elsewhere, is_sent) {
        (true, _) => "elsewhere",
        (_, true) => "confirmed",
        (_, false) => "none",
    };
    Ok(Redirect::to(&format!("{}?told={word}", paths::submission(id))).into_response())
}

/// The payer has it, with the number that it answered.
async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let id: ClaimFileId = id.parse().map_err(|_| PageError::NotFound)?;
    match confirm(&web.app, &at.actor(), at.place(), id, typed.text("confirmation")).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?told=confirmed", paths::submission(id))).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let again = page(&web, &visit, &at, id, &Asked::default(), (&typed, &problems)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
