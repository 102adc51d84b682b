//! What payers paid for claims that nobody here knows, each with the claims of ours that it may be for; and the form that
//! says which one it is.

use app::remittance::{UnmatchedMoney, match_claim, unmatch_claim, unmatched_money};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::{PaymentId, Problem};
use serde::Deserialize;

use crate::billing::dollars;
use crate::claim::reasons;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::reports::Who;
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::UNMATCHED, get(show))
        .route(paths::UNMATCHED_MATCHES, post(create))
        .route(paths::UNMATCHED_REOPENINGS, post(reopen))
}

#[derive(Template)]
#[template(path = "remittance/unmatched.html")]
struct Shown {
    frame: Frame,
    t: Words,
    said: Option<Status>,
    rows: Vec<Row>,
}

struct Row {
    number: String,
    payer: String,
    payment: String,
    payment_href: String,
    on: String,
    charge: String,
    paid: String,
    lines: Vec<String>,
    reasons: Vec<String>,
    action: String,
    entry: Entry,
    candidates: Vec<Proposed>,
}

struct Proposed {
    number: String,
    href: String,
    who: Who,
    month: String,
    total: String,
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
    let said = match asked.told.as_deref() {
        Some("matched") => Some("unmatched-done"),
        Some("reopened") => Some("unmatched-reopened"),
        _ => None,
    };
    let said = said.map(|key| Status::new(visit.words.say(key), Tone::Good));
    page(&web, &visit, &at, said, None).await
}

/// What was typed where, and what is wrong with it.
type Wrong<'a> = Option<(PaymentId, i64, &'a str, &'a [Problem])>;

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    said: Option<Status>,
    wrong: Wrong<'_>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = unmatched_money(&web.app, &at.actor(), at.place()).await?;
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("unmatched-title")),
        said,
        rows: found.iter().map(|one| Row::of(one, wrong, t)).collect(),
        t,
    }))
}

impl Row {
    fn of(one: &UnmatchedMoney, wrong: Wrong<'_>, t: Words) -> Self {
        // Each row has a field of its own: its name is its place.
        let name = format!("number-{}-{}", one.payment, one.place);
        let own = wrong.filter(|(payment, place, ..)| (*payment, *place) == (one.payment, one.place));
        let entry = match own {
            Some((_, _, typed, problems)) => {
                let of_row = |problem: &Problem| Problem { path: name.clone(), ..problem.clone() };
                let of_row: Vec<Problem> = problems.iter().map(of_row).collect();
                Entry::new(name, typed).with(&of_row, t)
            }
            None => Entry::new(name, ""),
        };
        let line = |line: &ccm::remittance::AdjudicatedLine| {
            let on = line.on.map(|day| format!(", {}", t.date(day))).unwrap_or_default();
            format!("{}{on}: {} / {}", line.code, dollars(line.charge, t), dollars(line.paid, t))
        };
        Self {
            number: one.said.number.clone(),
            payer: one.payer_name.clone(),
            payment: one.trace.clone(),
            payment_href: paths::remittance(one.payment),
            on: t.date(one.paid_on),
            charge: dollars(one.said.charge, t),
            paid: dollars(one.said.paid, t),
            lines: one.said.lines.iter().map(line).collect(),
            reasons: reasons(&one.said, t),
            action: paths::unmatched_matches(one.payment, one.place),
            entry,
            candidates: one
                .candidates
                .iter()
                .map(|candidate| Proposed {
                    number: candidate.claim.number.clone(),
                    href: paths::claim(candidate.claim.claim),
                    who: Who::of(&candidate.card, t),
                    month: t.month(candidate.claim.month),
                    total: dollars(candidate.claim.total, t),
                })
                .collect(),
        }
    }
}

/// Says that it is not whose somebody said.
async fn reopen(
    State(web): State<Web>,
    at: AtPractice,
    Path((payment, place)): Path<(String, String)>,
    Posted(_): Posted<Typed>,
) -> Result<Redirect, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let payment: PaymentId = payment.parse().map_err(|_| PageError::NotFound)?;
    let place: i64 = place.parse().map_err(|_| PageError::NotFound)?;
    unmatch_claim(&web.app, &at.actor(), at.place(), (payment, place)).await?;
    Ok(Redirect::to(&format!("{}?told=reopened", paths::UNMATCHED)))
}

/// Says whose it is.
async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((payment, place)): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let payment: PaymentId = payment.parse().map_err(|_| PageError::NotFound)?;
    let place: i64 = place.parse().map_err(|_| PageError::NotFound)?;
    // A proposal's button says its number; else it was typed into the row's own field.
    let own = format!("number-{payment}-{place}");
    let chosen = typed.text("claim");
    let number = if chosen.is_empty() { typed.text(&own) } else { chosen };
    let problem = match number.is_empty() {
        true => Some(Problem::new("required", own)),
        false => match match_claim(&web.app, &at.actor(), at.place(), (payment, place), number).await {
            Ok(()) => None,
            Err(app::Error::NotFound("claim")) => Some(Problem::new("unknown_claim", own)),
            Err(error) => return Err(error.into()),
        },
    };
    match problem {
        None => Ok(Redirect::to(&format!("{}?told=matched", paths::UNMATCHED)).into_response()),
        Some(problem) => {
            let wrong = Some((payment, place, number, std::slice::from_ref(&problem)));
            let again = page(&web, &visit, &at, None, wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}
