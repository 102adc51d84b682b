//! An assessment while it is asked: one question at a time, or all on one page. Once it is kept, its result.

use app::Error;
use app::care::{AssessmentSheet, AssessmentView};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ccm::basics::AssessmentId;
use serde::Deserialize;

use super::making::{Making, Told};
use super::posted::Posted;
use super::result;
use crate::care::of;
use crate::layout::Visit;
use crate::{AtPractice, PageError, Web, forms, paths};

/// Tries when another save comes in the same instant.
const TRIES: usize = 4;

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    /// The number of an item, or `next`: the first that is not answered.
    at: Option<String>,
}

pub(super) async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let id = read_id(&id)?;
    let (actor, place) = of(&at);
    let view = app::care::assessment(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    match view {
        AssessmentView::Result(result) => Ok(result::page(&visit, &at, &people, &result)),
        AssessmentView::Sheet(sheet) => {
            let making =
                Making { visit: &visit, at: &at, people: &people, sheet: &sheet, told: Told::default() };
            Ok(making.page(asked.at.as_deref()))
        }
    }
}

/// Takes what was answered, and goes on.
pub(super) async fn save(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    forms::Posted(pairs): forms::Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    take(&web, &visit, &at, read_id(&id)?, pairs, false).await
}

/// Keeps it for good.
pub(super) async fn record(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    forms::Posted(pairs): forms::Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    take(&web, &visit, &at, read_id(&id)?, pairs, true).await
}

fn read_id(id: &str) -> Result<AssessmentId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn take(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: AssessmentId,
    pairs: Vec<(String, String)>,
    is_last: bool,
) -> Result<Response, PageError> {
    let posted = Posted::read(pairs).ok_or(PageError::Malformed)?;
    let (actor, place) = of(at);
    let here = paths::assessment(id);
    let sheet = match app::care::assessment(&web.app, &actor, place, id).await? {
        AssessmentView::Sheet(sheet) => sheet,
        // Kept meanwhile, by whomever: its address leads to the result.
        AssessmentView::Result(_) => return Ok(Redirect::to(&here).into_response()),
    };
    let (edits, mut problems) = posted.edits(sheet.instrument);
    let mut notice = None;
    let mut saved = None;
    if problems.is_empty() {
        for _ in 0..TRIES {
            match app::care::save_assessment(&web.app, &actor, place, id, posted.revision, edits.clone())
                .await
            {
                Ok(done) => saved = Some(done),
                Err(Error::Contended) => continue,
                Err(Error::Conflict(_)) => notice = Some("asm-differs"),
                Err(Error::Invalid(wrong)) => problems = wrong,
                Err(error) => return Err(error.into()),
            }
            break;
        }
    }
    let sheet = match app::care::assessment(&web.app, &actor, place, id).await? {
        AssessmentView::Sheet(sheet) => sheet,
        AssessmentView::Result(_) => return Ok(Redirect::to(&here).into_response()),
    };
    if let Some(saved) = saved {
        let missing = sheet.instrument.scored(&sheet.row.draft.answers).missing.len();
        if is_last && (missing == 0 || posted.is_missing_accepted) {
            let none = Default::default();
            match app::care::keep_assessment(&web.app, &actor, place, id, saved.revision, none).await {
                Ok(_) => return Ok(Redirect::to(&here).into_response()),
                Err(Error::Invalid(_)) => notice = Some("asm-none-answered"),
                Err(Error::Conflict(_)) => notice = Some("asm-differs"),
                Err(error) => return Err(error.into()),
            }
        } else if !is_last {
            let to = match (posted.at, saved.raised.is_empty()) {
                // What cannot wait is looked at before anything else is asked.
                (Some(number), false) => format!("{here}?at={number}#cannot-wait"),
                (Some(number), true) => match next_after(&sheet, number) {
                    Some(next) => format!("{here}?at={next}"),
                    None => format!("{here}#end"),
                },
                (None, _) => match posted.stay {
                    Some(number) => format!("{here}?at={number}"),
                    None => here,
                },
            };
            return Ok(Redirect::to(&to).into_response());
        }
    }
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let number = posted.at.or(posted.stay).map(|number| number.to_string());
    let told = Told { posted, problems, notice, is_refused: is_last };
    let making = Making { visit, at, people: &people, sheet: &sheet, told };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, making.page(number.as_deref())).into_response())
}

/// The item behind this one that these answers leave to be asked.
fn next_after(sheet: &AssessmentSheet, number: usize) -> Option<usize> {
    let items = sheet.instrument.items.iter().enumerate().skip(number + 1);
    items.filter(|(_, item)| item.is_asked(&sheet.row.draft.answers)).map(|(at, _)| at).next()
}
