//! The worksheet of a payer's portal: each claim of a file in the portal's own order, to be copied field by field; and the
//! number that the portal answers, without which nothing counts as sent.

use app::claim::{Worksheet, confirm, portal_worksheet};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::{ClaimFileId, Problem};
use serde::Deserialize;

use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::Entry;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::CLAIM_FILE_WORKSHEET, get(show))
        .route(paths::CLAIM_FILE_CONFIRMATION, post(create))
}

#[derive(Template)]
#[template(path = "claim/worksheet.html")]
struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    payer: String,
    count: usize,
    confirmation: Option<String>,
    number: Entry,
    action: String,
    sheets: Vec<Sheet>,
    next: Option<String>,
}

struct Sheet {
    number: String,
    parts: Vec<Part>,
}

struct Part {
    title: Option<String>,
    fields: Vec<Field>,
}

struct Field {
    id: String,
    label: String,
    value: String,
}

#[derive(Default, Deserialize)]
struct Asked {
    from: Option<usize>,
}

fn file(id: &str) -> Result<ClaimFileId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, file(&id)?, asked.from.unwrap_or(0), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: ClaimFileId,
    from: usize,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found: Worksheet = portal_worksheet(&web.app, &at.actor(), at.place(), id, from).await?;
    let mut number = Entry::new("confirmation", String::new());
    number.problems = problems.iter().map(|_| t.say("worksheet-number-required").into_owned()).collect();
    let sheets = found.sheets.iter().enumerate().map(|(at, sheet)| Sheet {
        number: sheet.number.clone(),
        parts: sheet
            .parts
            .iter()
            .enumerate()
            .map(|(part_at, part)| Part {
                title: part.line.map(|line| t.say_with("paper-line", "number", line).into_owned()),
                fields: part
                    .fields
                    .iter()
                    .enumerate()
                    .map(|(field_at, (label, value))| Field {
                        id: format!("field-{at}-{part_at}-{field_at}"),
                        label: label.clone(),
                        value: value.clone(),
                    })
                    .collect(),
            })
            .collect(),
    });
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("worksheet-title")),
        name: found.name.clone(),
        payer: found.payer.clone(),
        count: found.claims,
        confirmation: found.confirmation.clone(),
        number,
        action: paths::claim_file_confirmation(id),
        sheets: sheets.collect(),
        next: found.next.map(|from| format!("{}?from={from}", paths::claim_file_worksheet(id))),
        t,
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = file(&id)?;
    match confirm(&web.app, &at.actor(), at.place(), id, typed.text("confirmation")).await {
        Ok(()) => Ok(Redirect::to(&paths::claim_file_worksheet(id)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let page = page(&web, &visit, &at, id, 0, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
