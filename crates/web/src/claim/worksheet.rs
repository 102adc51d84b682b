//! The worksheet of a payer's portal: each claim of a file in the portal's own order, to be copied field by field. The
//! number that the portal answers, without which nothing counts as sent, is said on the file's own page.

use app::claim::{Worksheet, portal_worksheet};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use ccm::basics::ClaimFileId;
use serde::Deserialize;

use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CLAIM_FILE_WORKSHEET, get(show))
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
    /// Where the portal's number is said.
    file_href: String,
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

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let id: ClaimFileId = id.parse().map_err(|_| PageError::NotFound)?;
    let from = asked.from.unwrap_or(0);
    let t = visit.words;
    let found: Worksheet = portal_worksheet(&web.app, &at.actor(), at.place(), id, from).await?;
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
        frame: Frame::of(&visit, &at, t.say("worksheet-title")),
        name: found.name.clone(),
        payer: found.payer.clone(),
        count: found.claims,
        confirmation: found.confirmation.clone(),
        file_href: paths::submission(id),
        sheets: sheets.collect(),
        next: found.next.map(|from| format!("{}?from={from}", paths::claim_file_worksheet(id))),
        t,
    }))
}
