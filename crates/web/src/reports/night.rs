//! What somebody on call sees of a patient who calls at night, on one page: the plan, medications, the last notes; and
//! where they enter what was asked and answered. Opening it starts no clock.

use app::reports::Chart;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::access_call::{AccessWord, AccessWords};
use ccm::care::{AccessTerms, NewAccessCall};
use serde::Deserialize;

use super::banner::Banner;
use super::month::{Bar, bars};
use super::reasons::Told;
use super::sections::*;
use crate::care::{AccessRow, access_row};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::glass;
use crate::people::typed::{Reader, Typed};
use crate::time::Beside;
use crate::ui::{Choice, Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PATIENT_ACCESS_CALLS, get(show).post(create))
}

/// Notes shown.
const NOTES: usize = 5;

#[derive(Template)]
#[template(path = "around/night.html")]
struct Shown {
    frame: Frame,
    t: Words,
    id: PatientId,
    banner: Banner,
    beside: Beside,
    reasons: Vec<Status>,
    bars: Vec<Bar>,
    days_left: String,
    minutes: Option<String>,
    plan: Option<Plan>,
    problems: Vec<Line>,
    medications: Vec<Line>,
    allergies: Vec<Line>,
    contacts: Vec<Contact>,
    calls: Vec<AccessRow>,
    may_record: bool,
    action: String,
    zone: String,
    replaces: Option<String>,
    called_at: Entry,
    who: (Entry, Vec<Choice>),
    asked: Entry,
    answered: Entry,
    disposition: (Entry, Vec<Choice>),
}

#[derive(Default, Deserialize)]
struct Wanted {
    replaces: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let replaces = wanted.replaces.as_deref().map(str::parse::<AccessCallId>).transpose();
    let replaces = replaces.map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, id, Asked::New(replaces), &[]).await
}

/// What stands in the form.
enum Asked<'a> {
    /// Nothing, or what is to be corrected.
    New(Option<AccessCallId>),
    Typed(&'a Typed),
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: PatientId,
    asked: Asked<'_>,
    problems: &[Problem],
) -> Result<Response, PageError> {
    let (actor, place) = (at.actor(), at.place());
    let chart = match app::reports::chart(&web.app, &actor, place, id).await {
        Ok(chart) => chart,
        Err(error) => return Ok(glass::instead(web, at, id, error).await),
    };
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let calls = app::care::access_calls(&web.app, &actor, place, None, Some(id)).await?;
    let t = visit.words;
    let usual = match asked {
        Asked::Typed(typed) => typed.clone(),
        Asked::New(None) => Typed::of([("called_at", local(people.now, &people.zone))]),
        Asked::New(Some(replaced)) => {
            let known = calls.iter().find(|one| one.call.id == replaced && !one.is_replaced);
            let new = &known.ok_or(PageError::NotFound)?.call.new;
            Typed::of([
                ("called_at", local(new.called_at, &people.zone)),
                ("caller", new.caller.clone()),
                ("asked", new.words.asked.clone()),
                ("answered", new.words.answered.clone()),
                ("disposition", new.disposition.clone()),
                ("replaces", replaced.to_string()),
            ])
        }
    };
    let beside = Beside::of(web, visit, at, &chart.beside, Some(paths::access_calls(id, None)));
    let calls = calls.iter().map(|one| AccessRow { patient: None, ..access_row(one, &people, t) }).collect();
    let shown = shown(visit, at, (beside, chart, calls), &usual, problems);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Page(shown)).into_response())
}

/// As a browser's field of day and hour has it.
fn local(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

fn shown(
    visit: &Visit,
    at: &AtPractice,
    (beside, chart, calls): (Beside, Chart, Vec<AccessRow>),
    typed: &Typed,
    problems: &[Problem],
) -> Shown {
    let (id, t) = (chart.banner.patient.id, visit.words);
    let (now, zone, theirs) = (chart.as_of, chart.zone.zone(), chart.banner.zone.zone());
    let told = Told { now, zone: &zone, theirs: &theirs, t };
    let banner = Banner::of(&chart.banner, told);
    let terms = AccessTerms::embedded();
    let words = |words: &'static [AccessWord]| {
        words.iter().map(|one| (one.word.clone(), std::borrow::Cow::from(one.en.as_str())))
    };
    let taken = chart.medications.iter().filter(|one| is_taken(&one.status));
    let meter = chart.banner.meter.as_ref();
    Shown {
        frame: Frame::of(visit, at, banner.name.clone()),
        t,
        id,
        beside,
        reasons: chart.reasons.iter().map(|reason| told.status(reason)).collect(),
        bars: meter.map_or_else(Vec::new, |meter| bars(meter, t)),
        days_left: String::new(),
        minutes: meter.map(|meter| paths::minutes(id, meter.month)),
        plan: chart.plan.as_ref().map(|plan| Plan::of(plan, t)),
        problems: chart
            .problems
            .iter()
            .filter(|one| one.is_active)
            .map(|one| problem(one, &zone, t))
            .collect(),
        medications: taken.map(|one| fact(one, What::Medication, &zone, t)).collect(),
        allergies: chart.allergies.iter().map(|one| fact(one, What::Allergy, &zone, t)).collect(),
        contacts: chart.contacts.iter().take(NOTES).map(|one| Contact::of(one, id, told)).collect(),
        calls,
        may_record: at.may(Permission::RecordCare),
        action: paths::access_calls(id, None),
        zone: chart.zone.to_string(),
        replaces: Some(typed.text("replaces").to_owned()).filter(|text| !text.is_empty()),
        called_at: typed.entry("called_at", problems, t),
        who: (typed.entry("caller", problems, t), typed.choices("caller", words(terms.callers()))),
        asked: typed.entry("asked", problems, t),
        answered: typed.entry("answered", problems, t),
        disposition: (
            typed.entry("disposition", problems, t),
            typed.choices("disposition", words(terms.dispositions())),
        ),
        banner,
    }
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = (at.actor(), at.place());
    let replaces = match typed.text("replaces") {
        "" => None,
        replaced => Some(replaced.parse().map_err(|_| PageError::NotFound)?),
    };
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let outcome = match read(&typed, replaces, &people.zone) {
        Ok(new) => app::care::answer_call(&web.app, &actor, place, id, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&paths::access_calls(id, None)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            page(&web, &visit, &at, id, Asked::Typed(&typed), &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(
    typed: &Typed,
    replaces: Option<AccessCallId>,
    zone: &TimeZone,
) -> Result<NewAccessCall, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let called_at = reader.parsed::<jiff::civil::DateTime>("called_at", "date");
    let called_at = called_at.and_then(|at| zone.to_timestamp(at).ok());
    let words = AccessWords { asked: reader.text("asked"), answered: reader.text("answered") };
    let new = NewAccessCall {
        called_at: called_at.unwrap_or_default(),
        caller: typed.text("caller").to_owned(),
        disposition: typed.text("disposition").to_owned(),
        words,
        replaces,
    };
    reader.done(new)
}
