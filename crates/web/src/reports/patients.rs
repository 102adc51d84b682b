//! Finding patients. What is typed may be a name or a Medicare number: it is posted, so that no address ever holds it.

use app::reports::search::{FoundBy, SearchState};
use app::reports::{Found, SearchPage, SearchQuery, recent, search};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ccm::basics::*;
use ccm::enrollment::Program;
use serde::Deserialize;

use super::month::nearest_said;
use super::person::{Who, named};
use super::reasons::Told;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PATIENTS, get(index).post(find))
}

#[derive(Template)]
#[template(path = "reports/patients.html")]
struct Shown {
    frame: Frame,
    t: Words,
    text: Entry,
    program: Entry,
    programs: Vec<Choice>,
    state: Entry,
    states: Vec<Choice>,
    whose: Entry,
    whoses: Vec<Choice>,
    /// What the text was taken for, and how many this page has.
    said: String,
    rows: Vec<Row>,
    next: Option<String>,
    recent: Vec<Who>,
}

struct Row {
    who: Who,
    mrn: String,
    programs: String,
    month: String,
    why: Option<Status>,
    last_contact: String,
}

/// As it was typed and chosen.
#[derive(Deserialize, Default)]
struct Form {
    #[serde(default)]
    text: String,
    #[serde(default)]
    program: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    whose: String,
    after: Option<String>,
}

async fn index(web: State<Web>, visit: Visit, signed_in: AtPractice) -> Result<Page<Shown>, PageError> {
    find(web, visit, signed_in, Posted(Form::default())).await
}

async fn find(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Posted(form): Posted<Form>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let (actor, place) = (signed_in.actor(), signed_in.place());
    let query = SearchQuery {
        text: form.text.clone(),
        program: chosen(&form.program, Program::from_word)?,
        condition: None,
        assigned: (form.whose == "mine").then_some(signed_in.person),
        state: chosen(&form.state, SearchState::from_word)?,
        after: form.after.clone().filter(|after| !after.is_empty()),
    };
    let (page, recent, problems) = match search(&web.app, &actor, place, &query).await {
        Ok(mut page) => {
            let recent = std::mem::take(&mut page.recent);
            (Some(page), recent, Vec::new())
        }
        Err(app::Error::Invalid(problems)) => (None, recent(&web.app, &actor, place).await?, problems),
        Err(error) => return Err(error.into()),
    };
    let choice = |value: &str, label: String, now: &str| Choice {
        value: value.to_owned(),
        label,
        is_chosen: value == now,
    };
    let any = || std::iter::once(choice("", t.say("patients-any").into_owned(), ""));
    let programs = Program::ALL.iter().map(|one| choice(one.word(), one.word().to_owned(), &form.program));
    let states =
        SearchState::ALL.iter().map(|one| choice(one.word(), named("state", one.word(), t), &form.state));
    let mine = choice("mine", t.say("today-mine").into_owned(), &form.whose);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &signed_in, t.say("rooms-patients")),
        said: page.as_ref().map_or_else(String::new, |page| said(page, t)),
        next: page.as_ref().and_then(|page| page.next.clone()),
        rows: page.as_ref().map_or_else(Vec::new, |page| rows(page, t)),
        recent: recent.iter().map(|one| Who::of(&one.patient, t)).collect(),
        text: Entry::new("text", form.text).with(&problems, t),
        program: Entry::new("program", form.program.as_str()),
        programs: any().chain(programs).collect(),
        state: Entry::new("state", form.state.as_str()),
        states: any().chain(states).collect(),
        whose: Entry::new("whose", form.whose.as_str()),
        whoses: vec![choice("", t.say("today-practice").into_owned(), ""), mine],
        t,
    }))
}

/// Nothing chosen is no limit; a word that no list of ours has is no form of ours.
fn chosen<T>(word: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, PageError> {
    match word {
        "" => Ok(None),
        word => read(word).map(Some).ok_or(PageError::Malformed),
    }
}

fn said(page: &SearchPage, t: Words) -> String {
    let key = match (page.by, page.next.is_some()) {
        (FoundBy::Everybody, false) => "patients-everybody",
        (FoundBy::Name, false) => "patients-by-name",
        (FoundBy::Identifier, false) => "patients-by-number",
        (FoundBy::Condition, false) => "patients-by-condition",
        (_, true) => "patients-more",
    };
    t.say_with(key, "count", page.rows.len()).into_owned()
}

fn rows(page: &SearchPage, t: Words) -> Vec<Row> {
    let zone = page.zone.zone();
    page.rows.iter().map(|found| Row::of(found, page.as_of, &zone, t)).collect()
}

impl Row {
    fn of(found: &Found, now: Timestamp, zone: &TimeZone, t: Words) -> Self {
        let told = Told { now, zone, theirs: zone, t };
        let programs: Vec<&str> = found.programs.iter().map(|program| program.word()).collect();
        Self {
            who: Who::of(&found.patient, t),
            mrn: found.mrn.clone().unwrap_or_default(),
            programs: match programs.is_empty() {
                true => t.say("patients-in-none").into_owned(),
                false => programs.join(" · "),
            },
            month: found.meter.as_ref().and_then(|meter| nearest_said(meter, t)).unwrap_or_default(),
            why: found.reasons.first().map(|reason| told.status(reason)),
            last_contact: found
                .last_contact
                .map(|at| t.date(zone.to_datetime(at).date()))
                .unwrap_or_default(),
        }
    }
}
