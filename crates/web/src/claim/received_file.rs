//! One file that came: what became of it, everything that is wrong in it and where, what can be done about it, its bytes.

use app::claim::{inbox_file, read_again, set_aside, stretch, take_away};
use app::ports::carriage::ReceivedStep;
use app::ports::outside::Unwatched;
use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::{PersonId, Problem, ReceivedId};
use fluent::FluentArgs;
use serde::Deserialize;

use super::received::{File, just_said};
use crate::audit::who;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::RECEIVED_FILE, get(show))
        .route(paths::RECEIVED_BYTES, get(bytes))
        .route(paths::RECEIVED_READINGS, post(again))
        .route(paths::RECEIVED_SET_ASIDE, post(aside))
}

#[derive(Template)]
#[template(path = "claim/received_file.html")]
struct One {
    frame: Frame,
    t: Words,
    said: Option<Status>,
    file: File,
    bytes: Option<String>,
    sha256: String,
    steps: Vec<(String, String)>,
    problems: Vec<Wrong>,
    /// In quarantine: where it is read once more, and where it is put out of the way.
    mend: Option<(String, String)>,
    reason: Entry,
}

/// What is wrong in a file, and where.
struct Wrong {
    place: String,
    said: String,
    /// What to ask whoever sent it.
    to_do: String,
}

#[derive(Deserialize, Default)]
struct Asked {
    told: Option<String>,
    count: Option<u64>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<One>, PageError> {
    let id: ReceivedId = id.parse().map_err(|_| PageError::NotFound)?;
    one(&web, &visit, &at, id, &asked, &[]).await
}

async fn one(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: ReceivedId,
    asked: &Asked,
    wrong: &[Problem],
) -> Result<Page<One>, PageError> {
    let t = visit.words;
    let found = inbox_file(&web.app, &at.actor(), at.place(), id).await?;
    let file = found.files.first().ok_or(PageError::NotFound)?;
    let name = |person: &PersonId| found.names.get(person).cloned();
    let step = |one: &app::ports::carriage::ReceivedEventRow| {
        let what = t.say(&format!("came-outcome-{}", one.step.word().replace('_', "-"))).into_owned();
        (what, format!("{} · {}", t.moment(one.at, &found.zone), who(&one.by, name, t)))
    };
    let came = (
        t.say("came-came").into_owned(),
        format!("{} · {}", t.moment(file.file.at, &found.zone), who(&file.file.by, name, t)),
    );
    Ok(Page(One {
        frame: Frame::of(visit, at, file.file.name.clone()),
        said: asked.told.as_deref().and_then(|word| just_said(word, asked.count.unwrap_or_default(), t)),
        bytes: at.may(Permission::ExportClaims).then(|| paths::received_bytes(id)),
        sha256: file.file.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        steps: std::iter::once(came).chain(file.steps.iter().map(step)).collect(),
        mend: (file.outcome == Some(ReceivedStep::Quarantined))
            .then(|| (paths::received_readings(id), paths::received_set_aside(id))),
        reason: Entry::new("reason", "").with(wrong, t),
        problems: file.problems.iter().map(|problem| Wrong::of(problem, t)).collect(),
        file: File::of(file, &found.zone, name, t),
        t,
    }))
}

/// Reads it once more: what kept it from being read may be mended by now.
async fn again(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let id: ReceivedId = id.parse().map_err(|_| PageError::NotFound)?;
    let taken = read_again(&web.app, &at.actor(), at.place(), id, &Unwatched).await?;
    let next = format!("{}?told={}&count={}", paths::received_file(id), taken.outcome, taken.claims);
    Ok(Redirect::to(&next).into_response())
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default)]
    reason: String,
}

/// Puts it out of the way, with the reason.
async fn aside(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Reason>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let id: ReceivedId = id.parse().map_err(|_| PageError::NotFound)?;
    match set_aside(&web.app, &at.actor(), at.place(), id, &typed.reason).await {
        Ok(()) => Ok(Redirect::to(&paths::received_file(id)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let again = one(&web, &visit, &at, id, &Asked::default(), &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The file as it came, a stretch at a time.
async fn bytes(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExportClaims)?;
    let id: ReceivedId = id.parse().map_err(|_| PageError::NotFound)?;
    let (app, actor, place) = (web.app.clone(), at.actor(), at.place());
    let file = take_away(&app, &actor, place, id).await?;
    let stretches = async_stream::stream! {
        let mut number = 0;
        loop {
            match stretch(&app, &actor, place, id, number).await {
                Ok(Some(bytes)) => yield Ok(Bytes::from(bytes)),
                Ok(None) => break,
                Err(error) => {
                    tracing::error!(%error, "a received file broke off on its way out");
                    yield Err(std::io::Error::other("it broke off"));
                    break;
                }
            }
            number += 1;
        }
    };
    // A name that others chose goes into no header as it is.
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
        .collect();
    let name = format!("attachment; filename=\"{plain}\"");
    let headers = [(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(stretches)).into_response())
}

impl Wrong {
    fn of(problem: &Problem, t: Words) -> Self {
        let mut args = FluentArgs::new();
        for (name, value) in &problem.args {
            args.set(name.as_str(), value.as_str());
        }
        let plain = problem.code.replace('_', "-");
        let key = format!("came-problem-{plain}");
        let reason = problem
            .args
            .iter()
            .find(|(name, _)| name.as_str() == "reason")
            .map(|(_, value)| value.to_string());
        let said = match t.knows(&key) {
            true => t.say_all(&key, &args).into_owned(),
            false => t.problem(problem),
        };
        // The reader's own words beside ours: what was said, what was counted.
        let said = match reason {
            Some(reason) => format!("{said} ({reason})"),
            None => said,
        };
        let ours = matches!(
            problem.code.as_str(),
            "not_for_us" | "nothing_of_ours" | "unknown_payer" | "payment_differs" | "posted_elsewhere"
        );
        let to_do = if ours { format!("came-do-{plain}") } else { "came-do-sender".to_owned() };
        Self { place: place(&problem.path, t), said, to_do: t.say(&to_do).into_owned() }
    }
}

/// `segments[12].CLP04` becomes `Segment 12, CLP04`; a path of another kind stays as it is.
fn place(path: &str, t: Words) -> String {
    let Some((number, element)) = path.strip_prefix("segments[").and_then(|rest| rest.split_once(']')) else {
        return path.to_owned();
    };
    let segment = t.say_with("came-segment", "number", number.to_owned()).into_owned();
    match element.trim_start_matches('.') {
        "" => segment,
        element => format!("{segment}, {element}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_file_is_told_as_payers_count() {
        let t = Words::default();
        assert_eq!(place("segments[12].CLP04", t), "Segment 12, CLP04");
        assert_eq!(place("segments[3].", t), "Segment 3");
        assert_eq!(place("ISA08", t), "ISA08");
    }
}
