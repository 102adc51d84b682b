//! A patient's month of minutes: from the sum down to the raw events.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;

use super::beside::Beside;
use super::log::{Reading, Row};
use super::manual::Typed;
use super::words;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Meter;
use crate::words::Words;
use crate::{AtPractice, PageError, SignedIn, Web, door::csrf, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MINUTES_OF_MONTH, get(show)).route(paths::MINUTES, get(newest))
}

#[derive(Template)]
#[template(path = "time/minutes.html")]
pub struct Minutes {
    frame: Frame,
    t: Words,
    csrf: String,
    beside: Beside,
    month: String,
    address: String,
    previous: String,
    next: Option<String>,
    /// One for each program with anything in it.
    meters: Vec<Meter>,
    measured: String,
    is_judged: bool,
    may_record: bool,
    rows: Vec<Row>,
    manual: Typed,
}

async fn newest(
    State(web): State<Web>,
    signed_in: AtPractice,
    Path(patient): Path<String>,
) -> Result<Redirect, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let known = app::time::beside(&web.app, &signed_in.actor(), signed_in.place(), patient).await?;
    let today = known.zone.to_datetime(known.now).date();
    Ok(Redirect::to(&paths::minutes(patient, ServiceMonth::of(today))))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Path((patient, month)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let month: ServiceMonth = month.parse().map_err(|_| PageError::NotFound)?;
    Ok(Page(page(&web, &visit, &signed_in, (patient, month), None).await?).into_response())
}

/// The page, with what was typed where something of it was wrong.
pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    (patient, month): (PatientId, ServiceMonth),
    typed: Option<Typed>,
) -> Result<Minutes, PageError> {
    let (actor, place, t) = (signed_in.actor(), signed_in.place(), visit.words);
    let known = app::time::beside(&web.app, &actor, place, patient).await?;
    let log = app::time::month_log(&web.app, &actor, place, patient, month).await?;
    let address = paths::minutes(patient, month);
    let beside = Beside::of(web, visit, signed_in, &known, Some(address.clone()));
    let reading = Reading { app: &web.app, t, zone: known.zone.clone(), names: &known.names, month, patient };
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for entry in &log.entries {
        *counted.entry(words::program(entry.program)).or_default() += entry.counted_seconds.unwrap_or(0);
    }
    let today = known.zone.to_datetime(known.now);
    let is_over = month < ServiceMonth::of(today.date());
    let manual = match typed {
        Some(typed) => typed,
        None => Typed::fresh(&web.app, t, &known.plate.programs, today.date()),
    };
    let title = t.say_with("minutes-title", "name", crate::people::patient_name(&known.plate.name, t));
    Ok(Minutes {
        frame: Frame::of(visit, signed_in, title),
        t,
        csrf: csrf::masked(&signed_in.csrf.0),
        beside,
        month: t.month(month),
        address,
        previous: paths::minutes(patient, month.previous()),
        next: is_over.then(|| paths::minutes(patient, month.next())),
        meters: counted
            .into_iter()
            .map(|(program, seconds)| Meter::new(program, seconds, Vec::new()))
            .collect(),
        measured: t.length(u64::try_from(log.measured_seconds).unwrap_or(0)),
        is_judged: log.revision.is_some(),
        may_record: signed_in.may(Permission::RecordCare),
        rows: reading.rows(&log),
        manual,
    })
}
