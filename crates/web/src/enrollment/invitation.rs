//! One patient's invitation on one page: who it is, what qualifies them, what it costs, what is read, and how it ended.

use app::enrollment::{NewAttempt, OutreachView, outreach, record_attempt};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::outreach::{Again, Outcome, Outcomes, Scripts, Stage};
use ccm::enrollment::{Attempt, Program};
use serde::Deserialize;

use super::told::{Cost, Evidence, Reading, Who, evidence, outcome_said, stage};
use super::{of, queue, whose};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::contact::{Helper, helpers};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::OUTREACH, get(show)).route(paths::OUTREACH_ATTEMPTS, post(attempt))
}

#[derive(Template)]
#[template(path = "enrollment/invitation.html")]
struct Shown {
    frame: Frame,
    t: Words,
    who: Who,
    mrn: String,
    program: &'static str,
    phones: Vec<(String, String)>,
    their_time: String,
    needs: Vec<Status>,
    helpers: Vec<Helper>,
    practitioner: String,
    stage: Status,
    claim: Option<Status>,
    is_mine: bool,
    may_record: bool,
    is_over: bool,
    cost: Cost,
    evidence: Vec<Evidence>,
    script: Script,
    outcomes: Vec<Choice>,
    again_on: Entry,
    remark: Entry,
    problems: Vec<String>,
    attempts: Vec<Tried>,
    seen: usize,
    language: String,
    patient: String,
    record: String,
    consent: String,
    start: Option<String>,
    words: String,
}

/// What is read aloud, in the patient's language.
pub(super) struct Script {
    pub lang: &'static str,
    pub steps: Vec<(String, String)>,
    pub is_unverified: bool,
}

struct Choice {
    word: String,
    label: String,
    follows: String,
    is_chosen: bool,
}

struct Tried {
    at: String,
    said: String,
    by: String,
    remark: String,
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    language: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let whose = whose(path)?;
    page(&web, &visit, &at, whose, &Typed::of([("language", asked.language)]), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (patient, program): (PatientId, Program),
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let view = outreach(&web.app, &actor, place, patient, program).await?;
    let row = &view.prospect;
    let is_closed = matches!(row.standing.stage, Stage::Closed { .. });
    let claim = row.claimed_by.map(|person| match person == view.me {
        true => Status::new(t.say("outreach-claimed-mine"), Tone::Good),
        false => Status::new(t.say_with("outreach-claimed", "name", view.name(person)), Tone::Alarm),
    });
    let names = ["outcome", "again_on", "remark"];
    let other = problems.iter().filter(|one| one.path == names[0]).map(|one| t.problem(one));
    let need = |word: &String| {
        Status::new(t.say(&format!("care-need-{}", word.replace('_', "-"))).into_owned(), Tone::Watch)
    };
    let is_agreed = matches!(row.said, Some(ccm::enrollment::ConsentKind::Consent));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("outreach-invitation")),
        t,
        who: Who::of(row, t),
        mrn: row.mrn.clone(),
        program: program.word(),
        phones: view.phones.iter().map(|phone| (digits(phone), phone.clone())).collect(),
        their_time: t.time(view.now, &view.zone.zone()),
        needs: view.needs.iter().map(need).collect(),
        helpers: helpers(&view.caregivers, view.today, t),
        practitioner: doctor(&view, row.practitioner, t),
        stage: stage(row, t),
        is_mine: row.claimed_by == Some(view.me),
        claim,
        may_record: at.may(Permission::RecordCare),
        is_over: is_closed || row.is_enrolled,
        cost: Cost::of(&row.cost, t),
        evidence: row.candidate.requirements.iter().map(|one| evidence(one, t)).collect(),
        script: script(at, &view, row.practitioner),
        outcomes: outcomes(&view, typed.text("outcome"), t),
        again_on: typed.entry("again_on", problems, t),
        remark: typed.entry("remark", problems, t),
        problems: other.collect(),
        attempts: view.attempts.iter().rev().map(|one| tried(one, &view, t)).collect(),
        seen: view.attempts.len(),
        language: typed.text("language").to_owned(),
        patient: patient.to_string(),
        record: paths::outreach_attempts(patient, program),
        consent: paths::new_consent(patient, program),
        start: (is_agreed && !row.is_enrolled).then(|| paths::program_start(patient, program)),
        words: paths::consent_words(patient),
    }))
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect()
}

fn doctor(view: &OutreachView, person: Option<PersonId>, t: Words) -> String {
    match person.map(|id| view.name(id)) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => t.say("chart-not-known").into_owned(),
    }
}

/// The talk, filled with this patient's own figure, doctor and office.
pub(super) fn script(at: &AtPractice, view: &OutreachView, doctor: Option<PersonId>) -> Script {
    let caller = at.name();
    let reading = reading(&caller, view, doctor);
    let filled = reading.filled();
    let steps = Scripts::embedded().read_aloud(&filled);
    Script {
        lang: if reading.is_spanish { "es" } else { "en" },
        steps: steps.into_iter().map(|(word, text)| (word.to_owned(), text)).collect(),
        is_unverified: !Scripts::embedded().verified,
    }
}

pub(super) fn reading<'a>(caller: &'a str, view: &'a OutreachView, doctor: Option<PersonId>) -> Reading<'a> {
    Reading {
        caller,
        practice: &view.practice,
        doctor: doctor.map(|person| view.name(person)).unwrap_or_default(),
        number: view.terms.office_phone.as_deref(),
        program: view.program,
        cost: &view.prospect.cost,
        is_spanish: view.speaks_spanish(),
    }
}

fn outcomes(view: &OutreachView, chosen: &str, t: Words) -> Vec<Choice> {
    let follows = |one: &Outcome| {
        let days = |days: i64| t.say_with("outreach-again", "days", days).into_owned();
        match one.again {
            Some(Again::Considering) => days(view.terms.considering_days),
            Some(Again::Unable) => days(view.terms.unable_days),
            Some(Again::Asked) => t.say("outreach-again-asked").into_owned(),
            None if one.refusal => t.say("outreach-refusal").into_owned(),
            None => t.say("outreach-ends").into_owned(),
        }
    };
    let choice = |one: &Outcome| Choice {
        word: one.word.clone(),
        label: one.en.clone(),
        follows: follows(one),
        is_chosen: one.word == chosen,
    };
    Outcomes::embedded().offered().map(choice).collect()
}

fn tried(one: &Attempt, view: &OutreachView, t: Words) -> Tried {
    let mut said = outcome_said(&one.outcome, t);
    if let Some(day) = one.again_on {
        said = super::told::two(t, "outreach-said-again", ("said", said), ("day", t.date(day)));
    }
    Tried {
        at: t.moment(one.at, &view.here.zone()),
        said,
        by: view.name(one.by).to_owned(),
        remark: one.remark.clone().unwrap_or_default(),
    }
}

/// Records how it ended, and goes on to the next patient.
async fn attempt(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (patient, program) = whose(path)?;
    let (actor, place) = of(&at);
    let outcome = match read(&typed, patient, program) {
        Ok(new) => record_attempt(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    match outcome {
        Ok(_) => queue::next(&web, &at, program, typed.text("language"), Some(patient)).await,
        Err(app::Error::Invalid(problems)) => {
            let again = page(&web, &visit, &at, (patient, program), &typed, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn read(typed: &Typed, patient: PatientId, program: Program) -> Result<NewAttempt, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let new = NewAttempt {
        patient,
        program,
        seen: reader.parsed("seen", "wrong_type").unwrap_or_default(),
        outcome: typed.text("outcome").to_owned(),
        again_on: reader.date_or_none("again_on"),
        remark: reader.optional("remark"),
    };
    reader.done(new)
}
