//! The weekly sample: what was drawn, what was said of it, and the evidence of it for whoever asks.

use app::care::{Colleagues, SampleView, SampledNoteView, SupervisionView};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::*;
use ccm::care::supervision::Rating;
use ccm::care::{Interviews, SupervisionTerms};
use fluent::FluentArgs;
use serde::Deserialize;

use super::of;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::patient_name;
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::SUPERVISION, get(index))
        .route(paths::SUPERVISION_SAMPLES, post(draw))
        .route(paths::SUPERVISION_NOTE, get(show).post(create))
}

#[derive(Template)]
#[template(path = "care/supervision.html")]
struct Index {
    frame: Frame,
    t: Words,
    may_rate: bool,
    said: Option<Status>,
    asked: String,
    /// This week's, then the earlier ones.
    this_week: Vec<Shown>,
    earlier: Vec<Shown>,
}

struct Shown {
    coordinator: String,
    drawn: String,
    seed: String,
    state: Status,
    notes: Vec<Item>,
}

struct Item {
    /// `None`: a chart that the reader may not see.
    href: Option<String>,
    name: String,
    what: String,
    /// What was said of it, the newest first.
    said: Vec<(Status, String)>,
}

#[derive(Template)]
#[template(path = "care/sampled.html")]
struct Sampled {
    frame: Frame,
    t: Words,
    here: String,
    name: String,
    chart: String,
    note: String,
    signed: String,
    what: String,
    text: String,
    said: Vec<(Status, String)>,
    left: String,
    form: Option<Form>,
}

struct Form {
    seen: usize,
    rating: Entry,
    ratings: Vec<Choice>,
    comment: Entry,
    differs: bool,
}

#[derive(Deserialize, Default)]
struct Told {
    drawn: Option<usize>,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(told): Query<Told>,
) -> Result<Page<Index>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let view = app::care::supervision(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let (this_week, earlier): (Vec<_>, Vec<_>) =
        view.samples.iter().partition(|one| one.sample.week == view.week);
    let all =
        |samples: Vec<&SampleView>| samples.into_iter().map(|one| shown(one, &view, &people, t)).collect();
    let said = told.drawn.map(|count| match count {
        0 => Status::new(t.say("supervision-drawn-none"), Tone::Plain),
        count => Status::new(t.say_with("supervision-drawn", "count", count), Tone::Good),
    });
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("rooms-supervision")),
        may_rate: view.may_rate,
        said,
        asked: t.say_with("supervision-said", "count", view.terms.notes_per_coordinator).into_owned(),
        this_week: all(this_week),
        earlier: all(earlier),
        t,
    }))
}

fn rating(one: &Rating, people: &Colleagues, t: Words) -> (Status, String) {
    let known = SupervisionTerms::ratings().iter().find(|word| word.word == one.word);
    let said = known.map_or(one.word.as_str(), |word| word.en.as_str());
    let tone = if known.is_some_and(|word| word.comment) { Tone::Watch } else { Tone::Good };
    let mut args = FluentArgs::new();
    args.set("name", people.name(one.by).to_owned());
    args.set("at", t.moment(one.at, &people.zone));
    let by = t.say_all("supervision-rated-by", &args);
    let comment = one.comment.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
    (Status::new(said, tone), format!("{by}{comment}"))
}

/// Outcome, minutes and when.
fn what(one: &SampledNoteView, people: &Colleagues, t: Words) -> String {
    let note = &one.row.note;
    let outcome = Interviews::embedded().outcomes.get(&note.outcome);
    let outcome = outcome.map_or(note.outcome.as_str(), |known| known.en.as_str());
    let length = t.length(u64::try_from(note.seconds).unwrap_or_default());
    format!("{outcome} · {length} · {}", t.moment(note.signed_at, &people.zone))
}

fn name(one: &SampledNoteView, t: Words) -> String {
    one.name.as_ref().map_or_else(|| t.say("supervision-hidden").into_owned(), |name| patient_name(name, t))
}

fn shown(one: &SampleView, view: &SupervisionView, people: &Colleagues, t: Words) -> Shown {
    let item = |(place, note): (usize, &SampledNoteView)| Item {
        href: (note.name.is_some() && view.may_rate).then(|| paths::sampled_note(one.sample.id, place)),
        name: name(note, t),
        what: what(note, people, t),
        said: note.row.ratings.iter().rev().map(|said| rating(said, people, t)).collect(),
    };
    let mut args = FluentArgs::new();
    args.set("name", people.name(one.sample.drawn_by).to_owned());
    args.set("at", t.moment(one.drawn_at, &people.zone));
    args.set("among", one.sample.among);
    args.set("count", one.notes.len());
    Shown {
        coordinator: people.name(one.sample.coordinator).to_owned(),
        drawn: t.say_all("supervision-drawn-by", &args).into_owned(),
        seed: one.sample.seed.0.to_string(),
        state: match one.left() {
            0 => Status::new(t.say("supervision-whole"), Tone::Good),
            left => Status::new(t.say_with("supervision-left", "count", left), Tone::Watch),
        },
        notes: one.notes.iter().enumerate().map(item).collect(),
    }
}

/// Draws this week's samples; doing it again draws nothing.
async fn draw(State(web): State<Web>, at: AtPractice) -> Result<Redirect, PageError> {
    let (actor, place) = of(&at);
    let count = app::care::draw_samples(&web.app, &actor, place).await?;
    Ok(Redirect::to(&format!("{}?drawn={count}", paths::SUPERVISION)))
}

fn ids(id: &str, item: &str) -> Result<(SampleId, usize), PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    Ok((id, item.parse().map_err(|_| PageError::NotFound)?))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, item)): Path<(String, String)>,
) -> Result<Page<Sampled>, PageError> {
    page(&web, &visit, &at, ids(&id, &item)?, &Typed::default(), &[], false).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (id, item): (SampleId, usize),
    typed: &Typed,
    problems: &[Problem],
    differs: bool,
) -> Result<Page<Sampled>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let view = app::care::supervision(&web.app, &actor, place).await?;
    let sample = view.samples.iter().find(|one| one.sample.id == id).ok_or(PageError::NotFound)?;
    let drawn = sample.notes.get(item).ok_or(PageError::NotFound)?;
    let note = app::care::note(&web.app, &actor, place, drawn.row.note.id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let mut args = FluentArgs::new();
    args.set("name", people.name(note.signed_by).to_owned());
    args.set("at", t.moment(note.signed_at, &people.zone));
    let ratings = SupervisionTerms::ratings().iter().map(|one| Choice {
        value: one.word.clone(),
        label: one.en.clone(),
        is_chosen: typed.text("rating") == one.word,
    });
    Ok(Page(Sampled {
        frame: Frame::of(visit, at, t.say("supervision-note")),
        here: paths::sampled_note(id, item),
        name: name(drawn, t),
        chart: paths::patient(note.patient),
        note: paths::note(note.id),
        signed: t.say_all("care-signed-by", &args).into_owned(),
        what: what(drawn, &people, t),
        text: note.text,
        said: drawn.row.ratings.iter().rev().map(|said| rating(said, &people, t)).collect(),
        left: t.say_with("supervision-left", "count", sample.left()).into_owned(),
        form: (view.may_rate && note.signed_by != at.person).then(|| Form {
            seen: drawn.row.ratings.len(),
            rating: typed.entry("rating", problems, t),
            ratings: ratings.collect(),
            comment: typed.entry("comment", problems, t),
            differs,
        }),
        t,
    }))
}

/// Says something of the note, and goes on to the next that nobody has spoken of.
async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, item)): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (id, item) = ids(&id, &item)?;
    let (actor, place) = of(&at);
    let seen = typed.text("seen").parse().map_err(|_| PageError::Malformed)?;
    let said = (typed.text("rating"), Some(typed.text("comment")).filter(|text| !text.is_empty()));
    let outcome = app::care::rate(&web.app, &actor, place, (id, item), said, seen).await;
    let (status, problems, differs) = match outcome {
        Ok(()) => {
            let view = app::care::supervision(&web.app, &actor, place).await?;
            let open = |one: &&SampleView| one.sample.week == view.week;
            let mut left = view.samples.iter().filter(open).flat_map(|one| {
                let notes = one.notes.iter().enumerate().filter(|(_, note)| note.row.ratings.is_empty());
                notes.filter(|(_, note)| note.name.is_some()).map(|(place, _)| (one.sample.id, place))
            });
            let next = left.next().map(|(sample, place)| paths::sampled_note(sample, place));
            let next = next.unwrap_or_else(|| paths::SUPERVISION.to_owned());
            return Ok(Redirect::to(&next).into_response());
        }
        Err(app::Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, false),
        Err(app::Error::Conflict(_)) => (StatusCode::CONFLICT, Vec::new(), true),
        Err(error) => return Err(error.into()),
    };
    let again = page(&web, &visit, &at, (id, item), &typed, &problems, differs).await?;
    Ok((status, again).into_response())
}
