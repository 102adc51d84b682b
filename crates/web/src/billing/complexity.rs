//! How complex a patient's month was: the facts, and the practitioner's word on it.

use app::billing::complexity::{
    AttestationView, ComplexityView, NewAttestation, ask_attestation, attest, complexity,
};
use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::*;
use ccm::care::SupervisionTerms;
use fluent::FluentArgs;

use super::place::month_of;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::patient_name;
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::COMPLEXITY_NOW, get(newest))
        .route(paths::COMPLEXITY, get(show).post(create))
        .route(paths::COMPLEXITY_REQUESTS, post(request))
}

#[derive(Template)]
#[template(path = "billing/complexity.html")]
struct Shown {
    frame: Frame,
    t: Words,
    id: String,
    here: String,
    name: String,
    chart: String,
    month: String,
    previous: String,
    next: Option<String>,
    facts: Vec<(String, String)>,
    plans: Vec<String>,
    medications: Vec<String>,
    escalations: Vec<(String, String)>,
    /// What an auditor asks about.
    risk: Option<String>,
    said: Vec<Said>,
    /// Who may attest, where the reader may not.
    whose: String,
    form: Option<Form>,
    ask: Option<Entry>,
    is_asked: bool,
}

/// What was attested.
struct Said {
    state: Status,
    by: String,
    problems: String,
    remark: String,
}

struct Form {
    replaces: String,
    on: Entry,
    level: (Entry, Vec<Choice>),
    problems: Entry,
    conditions: Vec<Choice>,
    remark: Entry,
    problem: Option<String>,
}

/// What was typed.
#[derive(Clone, Default)]
struct Given {
    on: Option<String>,
    level: String,
    problems: Vec<String>,
    remark: String,
    replaces: Option<String>,
}

impl Given {
    /// Marks of one name come several times.
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut given = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "on" => given.on = Some(value),
                "level" => given.level = value,
                "problems" => given.problems.push(value),
                "remark" => given.remark = value,
                "replaces" => given.replaces = Some(value),
                _ => {}
            }
        }
        given
    }
}

/// Of the month that runs.
async fn newest(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Redirect, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let people = app::care::colleagues(&web.app, &at.actor(), at.place()).await?;
    Ok(Redirect::to(&paths::complexity(id, ServiceMonth::of(people.today))))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, month)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let ids = (id.parse().map_err(|_| PageError::NotFound)?, month_of(&month)?);
    Ok(page(&web, &visit, &at, ids, None, &[]).await?.into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (id, month): (PatientId, ServiceMonth),
    given: Option<&Given>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let view = complexity(&web.app, &at.actor(), at.place(), id, month).await?;
    let people = app::care::colleagues(&web.app, &at.actor(), at.place()).await?;
    let said = view.attestations.iter().map(|one| said(one, &view, &people, t));
    let running = ServiceMonth::of(view.today);
    let mut risk = FluentArgs::new();
    risk.set("count", view.in_a_row);
    let has_mine = view.attestations.iter().any(|one| one.practitioner == at.person && one.signed);
    let may_ask = !view.may_attest && at.may(ccm::access::Permission::RecordCare);
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("complexity-title")),
        id: id.to_string(),
        here: paths::complexity(id, month),
        name: patient_name(&view.name, t),
        chart: paths::patient(id),
        month: t.month(month),
        previous: paths::complexity(id, month.previous()),
        next: (month < running).then(|| paths::complexity(id, month.next())),
        facts: facts(&view, t),
        plans: view
            .changes
            .plans
            .iter()
            .map(|(version, day)| {
                format!("{} · {}", t.say_with("panel-plan", "version", *version), t.date(*day))
            })
            .collect(),
        medications: view.changes.medications.clone(),
        escalations: view
            .changes
            .escalations
            .iter()
            .map(|(id, label, at)| {
                let by_hand = (label == "by_hand").then(|| t.say("care-by-hand").into_owned());
                let label = by_hand.unwrap_or_else(|| label.clone());
                (paths::escalation(*id), format!("{label} · {}", t.moment(*at, &people.zone)))
            })
            .collect(),
        risk: view.is_risk.then(|| t.say_all("complexity-risk", &risk).into_owned()),
        said: said.collect(),
        whose: view.practitioner.map(|by| people.name(by).to_owned()).unwrap_or_default(),
        form: view.may_attest.then(|| form(&view, at.person, given, problems, t)),
        ask: (may_ask && view.asked.is_none() && !has_mine)
            .then(|| Entry::new("why", given.map_or("", |given| given.remark.as_str())).with(problems, t)),
        is_asked: view.asked.is_some(),
        t,
    }))
}

fn facts(view: &ComplexityView, t: Words) -> Vec<(String, String)> {
    let facts = view.facts;
    let minutes = |seconds: Option<u64>| match seconds {
        Some(seconds) => t.length(seconds),
        None => t.say("complexity-not-judged").into_owned(),
    };
    let told = |key: &str, value: String| (t.say(key).into_owned(), value);
    vec![
        told("complexity-conditions", facts.conditions.to_string()),
        told("complexity-plans", facts.plan_versions.to_string()),
        told("complexity-medications", facts.medications_changed.to_string()),
        told("complexity-escalations", facts.escalations.to_string()),
        told("complexity-minutes", minutes(facts.counted_seconds)),
        told("complexity-own-minutes", minutes(facts.own_seconds)),
    ]
}

fn level(word: &str) -> String {
    let known = SupervisionTerms::levels().iter().find(|one| one.word == word);
    known.map_or_else(|| word.to_owned(), |one| one.en.clone())
}

fn said(one: &AttestationView, view: &ComplexityView, people: &app::care::Colleagues, t: Words) -> Said {
    let serves = view.levels.iter().any(|level| level.word == one.level && level.serves);
    let mut args = FluentArgs::new();
    args.set("name", people.name(one.practitioner).to_owned());
    args.set("on", t.date(one.on));
    let key = if one.replaces.is_some() { "complexity-corrected-by" } else { "complexity-attested-by" };
    let (remark, codes) = match &one.note {
        Some(note) => {
            (note.remark.clone(), note.problems.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        None => (t.say("complexity-no-note").into_owned(), Vec::new()),
    };
    Said {
        state: Status::new(level(&one.level), if serves && one.signed { Tone::Good } else { Tone::Plain }),
        by: t.say_all(key, &args).into_owned(),
        problems: codes.join(", "),
        remark,
    }
}

fn form(view: &ComplexityView, me: PersonId, given: Option<&Given>, problems: &[Problem], t: Words) -> Form {
    let standing = view.attestations.iter().rev().find(|one| one.practitioner == me && one.signed);
    let note = standing.and_then(|one| one.note.as_ref());
    let day = if view.month.covers(view.today) { view.today } else { view.month.last_day() };
    let on = given.and_then(|given| given.on.clone()).unwrap_or_else(|| day.to_string());
    let chosen = match (given, standing) {
        (Some(given), _) => given.level.clone(),
        (None, Some(standing)) => standing.level.clone(),
        (None, None) => String::new(),
    };
    let is_marked = |code: &str| match (given, note) {
        (Some(given), _) => given.problems.iter().any(|one| one == code),
        (None, Some(note)) => note.problems.iter().any(|one| one.to_string() == code),
        (None, None) => true,
    };
    let levels = view.levels.iter().map(|one| Choice {
        value: one.word.to_owned(),
        label: match one.serves {
            true => format!("{} ({})", one.said, t.say("complexity-serves")),
            false => one.said.to_owned(),
        },
        is_chosen: one.word == chosen,
    });
    let none = Choice { label: t.say("care-choose").into_owned(), ..Choice::default() };
    let conditions = view.conditions.iter().map(|one| {
        let code = one.code.to_string();
        let label = one.label.as_ref().map_or_else(|| code.clone(), |label| format!("{label} · {code}"));
        Choice { is_chosen: is_marked(&code), value: code, label }
    });
    let remark = given.map_or_else(
        || note.map(|note| note.remark.clone()).unwrap_or_default(),
        |given| given.remark.clone(),
    );
    let stale = problems.iter().any(|one| one.code == "conflict");
    Form {
        replaces: standing.map(|one| one.id.to_string()).unwrap_or_default(),
        on: Entry::new("on", on).with(problems, t),
        level: (Entry::new("level", "").with(problems, t), std::iter::once(none).chain(levels).collect()),
        problems: Entry::new("problems", "").with(problems, t),
        conditions: conditions.collect(),
        remark: Entry::new("remark", remark).with(problems, t),
        problem: stale.then(|| t.say("complexity-differs").into_owned()),
    }
}

/// Attests, or corrects. Whoever was slower is told, and keeps what was typed.
async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, month)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, PageError> {
    let ids = (id.parse().map_err(|_| PageError::NotFound)?, month_of(&month)?);
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&body).map_err(|_| PageError::Malformed)?;
    let given = Given::of(fields);
    let replaces = given.replaces.as_deref().filter(|text| !text.is_empty());
    let replaces = replaces.map(|text| text.parse().map_err(|_| PageError::Malformed)).transpose()?;
    let on = given.on.as_deref().and_then(|text| text.trim().parse().ok());
    let codes = given.problems.iter().map(|text| text.parse().map_err(|_| PageError::Malformed));
    let new = NewAttestation {
        on,
        level: given.level.clone(),
        problems: codes.collect::<Result<_, _>>()?,
        remark: given.remark.clone(),
        replaces,
    };
    let outcome = attest(&web.app, &at.actor(), at.place(), ids, new).await;
    let (status, problems) = match outcome {
        Ok(_) => return Ok(Redirect::to(&paths::complexity(ids.0, ids.1)).into_response()),
        Err(app::Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(app::Error::Conflict(_)) => (StatusCode::CONFLICT, vec![Problem::new("conflict", "attestation")]),
        Err(error) => return Err(error.into()),
    };
    Ok((status, page(&web, &visit, &at, ids, Some(&given), &problems).await?).into_response())
}

/// Asks the practitioner for the attestation.
async fn request(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, month)): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let ids = (id.parse().map_err(|_| PageError::NotFound)?, month_of(&month)?);
    let outcome = ask_attestation(&web.app, &at.actor(), at.place(), ids, typed.text("why")).await;
    let given = Given { remark: typed.text("why").to_owned(), ..Given::default() };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, ids, Some(&given), &problems).await;
    crate::forms::answer(outcome.map(|_| paths::complexity(ids.0, ids.1)), again).await
}
