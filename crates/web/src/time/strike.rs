//! A line through an entry: asked for in a dialog, or on a page of its own.

use app::time::StrikeEntry;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::{CommandId, Permission};
use ccm::basics::*;
use serde::Deserialize;

use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{AtPractice, PageError, SignedIn, Web, door::csrf, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::STRIKE, get(new).post(create))
}

#[derive(Template)]
#[template(path = "time/strike.html")]
struct Shown {
    frame: Frame,
    t: Words,
    csrf: String,
    address: String,
    back: String,
    reason: Entry,
    command_id: String,
}

/// Patient, month and entry of an address.
type Which = (PatientId, ServiceMonth, TimeEntryId);

fn which(path: &(String, String, String)) -> Result<Which, PageError> {
    let (patient, month, entry) = path;
    let read = || Some((patient.parse().ok()?, month.parse().ok()?, entry.parse().ok()?));
    read().ok_or(PageError::NotFound)
}

fn page(
    visit: &Visit,
    signed_in: &SignedIn,
    (patient, month, entry): Which,
    reason: Entry,
    command_id: String,
) -> Page<Shown> {
    Page(Shown {
        frame: Frame::of(visit, signed_in, visit.words.say("minutes-strike")),
        t: visit.words,
        csrf: csrf::masked(&signed_in.csrf.0),
        address: paths::strike(patient, month, entry),
        back: paths::minutes(patient, month),
        reason,
        command_id,
    })
}

async fn new(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Path(path): Path<(String, String, String)>,
) -> Result<Page<Shown>, PageError> {
    if !signed_in.may(Permission::RecordCare) {
        return Err(PageError::Denied("record_care"));
    }
    let command_id = web.app.ids.next().to_string();
    Ok(page(&visit, &signed_in, which(&path)?, Entry::new("reason", ""), command_id))
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    reason: String,
    /// A dialog that is one of many has none of its own making.
    command_id: Option<String>,
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Path(path): Path<(String, String, String)>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let (patient, month, entry) = which(&path)?;
    let command = form.command_id.clone().unwrap_or_else(|| web.app.ids.next().to_string());
    let command_id = CommandId::new(&command).map_err(|_| PageError::Malformed)?;
    let told = StrikeEntry { entry, reason: form.reason.clone(), command_id };
    match app::time::strike(&web.app, &signed_in.actor(), signed_in.place(), told).await {
        Ok(_) => Ok(Redirect::to(&paths::minutes(patient, month)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let reason = Entry::new("reason", form.reason).with(&problems, visit.words);
            let page = page(&visit, &signed_in, (patient, month, entry), reason, command);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
