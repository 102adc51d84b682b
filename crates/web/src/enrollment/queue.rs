//! The outreach queue: one next patient, and doors to everybody else.

use app::enrollment::{ProspectView, Queue, QueueShow, claim, claim_next, queue};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::Program;
use serde::{Deserialize, Serialize};

use super::told::{Cost, Who, any, language, programs, reasons};
use super::{of, program};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::OUTREACH_QUEUE, get(index)).route(paths::OUTREACH_CLAIMS, post(open))
}

#[derive(Template)]
#[template(path = "enrollment/queue.html")]
struct Shown {
    frame: Frame,
    t: Words,
    here: String,
    doors: Vec<Door>,
    show: &'static str,
    program: (Entry, Vec<Choice>),
    language: (Entry, Vec<Choice>),
    rows: Vec<Row>,
    hidden: Option<String>,
    may_record: bool,
    program_word: String,
    language_word: String,
    /// Said after somebody was recorded and nobody is left.
    is_empty_now: bool,
}

struct Door {
    label: String,
    count: String,
    href: String,
    is_here: bool,
}

struct Row {
    who: Who,
    id: String,
    why: Vec<Status>,
    cost: Cost,
    practitioner: String,
    href: String,
    is_theirs: bool,
}

#[derive(Clone, Default, Deserialize, Serialize)]
struct Asked {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    program: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    show: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    language: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    nobody: String,
}

fn address(asked: &Asked) -> String {
    let query = serde_urlencoded::to_string(asked).unwrap_or_default();
    if query.is_empty() {
        paths::OUTREACH_QUEUE.to_owned()
    } else {
        format!("{}?{query}", paths::OUTREACH_QUEUE)
    }
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let chosen = if asked.program.is_empty() { Program::Ccm } else { program(&asked.program)? };
    let show = match asked.show.as_str() {
        "" => QueueShow::Ready,
        word => QueueShow::ALL.into_iter().find(|one| one.word() == word).ok_or(PageError::Malformed)?,
    };
    let spoken = Some(asked.language.as_str()).filter(|language| !language.is_empty());
    let found = queue(&web.app, &actor, place, chosen, show, spoken).await?;
    let languages = found.languages.iter().map(|tag| Choice {
        value: tag.clone(),
        label: language(tag, t),
        is_chosen: *tag == asked.language,
    });
    let every = any(t.say("patients-any").into_owned(), &asked.language);
    let total = found.counts.iter().find(|(one, _)| *one == show).map_or(0, |(_, count)| *count);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-outreach")),
        t,
        here: address(&Asked { nobody: String::new(), ..asked.clone() }),
        doors: doors(&found, &asked, t),
        show: show.word(),
        program: (Entry::new("program", chosen.word()), programs(&web.app, chosen)),
        language: (Entry::new("language", ""), std::iter::once(every).chain(languages).collect()),
        hidden: total
            .checked_sub(found.rows.len())
            .filter(|more| *more > 0)
            .map(|more| t.say_with("outreach-more", "count", more).into_owned()),
        rows: found.rows.iter().map(|one| row(one, &found, t)).collect(),
        may_record: at.may(Permission::RecordCare),
        program_word: chosen.word().to_owned(),
        language_word: asked.language.clone(),
        is_empty_now: !asked.nobody.is_empty(),
    }))
}

fn doors(found: &Queue, asked: &Asked, t: Words) -> Vec<Door> {
    let door = |(show, count): &(QueueShow, usize)| Door {
        label: t.say(&format!("outreach-{}", show.word())).into_owned(),
        count: t.number(*count as u64),
        href: address(&Asked { show: show.word().to_owned(), nobody: String::new(), ..asked.clone() }),
        is_here: *show == found.show,
    };
    found.counts.iter().map(door).collect()
}

fn row(one: &ProspectView, found: &Queue, t: Words) -> Row {
    let name = one.practitioner.and_then(|id| found.people.get(&id).cloned());
    Row {
        who: Who::of(one, t),
        id: one.patient.to_string(),
        why: reasons(one, &found.people, &found.zone.zone(), t),
        cost: Cost::of(&one.cost, t),
        practitioner: name.unwrap_or_else(|| t.say("chart-not-known").into_owned()),
        href: match found.show {
            QueueShow::Agreed => paths::program_start(one.patient, found.program),
            _ => paths::outreach(one.patient, found.program),
        },
        is_theirs: one.claimed_by.is_some_and(|person| person != found.me),
    }
}

#[derive(Deserialize)]
struct Form {
    program: String,
    /// Empty: the next of the queue.
    #[serde(default)]
    patient: String,
    #[serde(default)]
    language: String,
}

/// Opens a patient: for some minutes nobody else calls them.
async fn open(
    State(web): State<Web>,
    at: AtPractice,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let program = program(&form.program)?;
    let (actor, place) = of(&at);
    if !form.patient.is_empty() {
        let patient: PatientId = form.patient.parse().map_err(|_| PageError::NotFound)?;
        claim(&web.app, &actor, place, patient).await?;
        return Ok(Redirect::to(&paths::outreach(patient, program)).into_response());
    }
    next(&web, &at, program, &form.language, None).await
}

/// On to the next patient of the queue, or to the queue where nobody is left.
pub(super) async fn next(
    web: &Web,
    at: &AtPractice,
    program: Program,
    language: &str,
    but: Option<PatientId>,
) -> Result<Response, PageError> {
    let (actor, place) = of(at);
    let spoken = Some(language).filter(|language| !language.is_empty());
    let to = match claim_next(&web.app, &actor, place, program, spoken, but).await? {
        Some(patient) => {
            let to = paths::outreach(patient, program);
            let query = serde_urlencoded::to_string([("language", language)]).unwrap_or_default();
            if language.is_empty() { to } else { format!("{to}?{query}") }
        }
        None => address(&Asked {
            program: program.word().to_owned(),
            language: language.to_owned(),
            nobody: "yes".to_owned(),
            ..Asked::default()
        }),
    };
    Ok(Redirect::to(&to).into_response())
}
