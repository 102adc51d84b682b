//! A patient's assessments: which are due, which are begun, what there was.

use app::care::OpenAssessment;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use ccm::basics::*;
use fluent::FluentArgs;
use serde::Deserialize;

use super::said;
use crate::care::of;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::reports::trend::Trend;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

struct Offer {
    id: String,
    title: String,
    status: Status,
    why: String,
    /// The digit that begins it.
    key: Option<usize>,
}

struct Line {
    href: String,
    what: String,
    more: String,
    state: Option<Status>,
}

struct Shown {
    trend: Trend,
    all: Vec<Line>,
}

#[derive(Template)]
#[template(path = "care/assessments.html")]
struct Index {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    patient: String,
    here: String,
    call: String,
    may_record: bool,
    offers: Vec<Offer>,
    drafts: Vec<Line>,
    histories: Vec<Shown>,
    replaced: Vec<Line>,
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    call: Option<String>,
}

pub(super) async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let call: Option<CallId> = asked.call.and_then(|call| call.parse().ok());
    let (actor, place) = of(&at);
    let t = visit.words;
    let list = app::care::assessments(&web.app, &actor, place, patient).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let offers = list.offered.iter().enumerate().map(|(number, one)| Offer {
        id: one.instrument.id.clone(),
        title: one.instrument.title.en.clone(),
        status: match one.due {
            Some(_) => Status::new(t.say("asm-due"), Tone::Watch),
            None => Status::new(t.say("asm-not-due"), Tone::Plain),
        },
        why: one.due.as_ref().map(|why| said::why(why, t)).unwrap_or_default(),
        key: Some(number + 1).filter(|key| *key <= 9),
    });
    let drafts = list.drafts.iter().map(|one| {
        let mut args = FluentArgs::new();
        args.set("answered", one.answered);
        args.set("at", t.moment(one.saved_at, &people.zone));
        args.set("by", people.name(one.opened_by).to_owned());
        Line {
            href: paths::assessment(one.id),
            what: one.instrument.title.en.clone(),
            more: t.say_all("asm-draft-said", &args).into_owned(),
            state: None,
        }
    });
    let line = |instrument: &ccm::care::Instrument, head: &app::ports::AssessmentHead| Line {
        href: paths::assessment(head.id),
        what: t.date(head.on),
        more: said::score(instrument, head, t).unwrap_or_default(),
        state: Some(said::band_status(instrument, head, t)),
    };
    let histories = list.histories.iter().filter_map(|history| {
        let all = history.all.iter().map(|head| line(history.instrument, head)).collect();
        Some(Shown { trend: said::trend(history, t)?, all })
    });
    let replaced = list.replaced.iter().filter_map(|head| {
        let instrument = ccm::care::Questionnaires::embedded().get(&head.instrument)?;
        let line = line(instrument, head);
        Some(Line { what: format!("{}, {}", instrument.title.en, line.what), ..line })
    });
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("asm-title")),
        t,
        name: list.name.0.clone(),
        chart: paths::patient(patient),
        patient: patient.to_string(),
        here: paths::patient_assessments(patient),
        call: call.map(|id| id.to_string()).unwrap_or_default(),
        may_record: at.may(ccm::access::Permission::RecordCare),
        offers: offers.collect(),
        drafts: drafts.collect(),
        histories: histories.collect(),
        replaced: replaced.collect(),
    })
    .into_response())
}

#[derive(Deserialize)]
pub(super) struct Form {
    instrument: String,
    #[serde(default)]
    call: String,
    #[serde(default)]
    replaces: String,
}

pub(super) async fn create(
    State(web): State<Web>,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let patient = patient.parse().map_err(|_| PageError::NotFound)?;
    let call = Some(form.call).filter(|id| !id.is_empty()).map(|id| id.parse()).transpose();
    let replaces = Some(form.replaces).filter(|id| !id.is_empty()).map(|id| id.parse()).transpose();
    let open = OpenAssessment {
        patient,
        instrument: form.instrument,
        call: call.map_err(|_| PageError::NotFound)?,
        replaces: replaces.map_err(|_| PageError::NotFound)?,
    };
    let is_correction = open.replaces.is_some();
    let (actor, place) = of(&at);
    let id = app::care::open_assessment(&web.app, &actor, place, open).await?;
    // A correction is looked at as a whole; a new one begins with its first question.
    let to = if is_correction { paths::assessment(id) } else { format!("{}?at=next", paths::assessment(id)) };
    Ok(Redirect::to(&to).into_response())
}
