//! Minutes by hand: one's own, with a reason, never in the future.

use app::App;
use app::time::ManualEntry;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use ccm::access::{CommandId, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use jiff::civil::Time;
use serde::Deserialize;

use super::{minutes, words};
use crate::forms::Posted;
use crate::layout::{Page, Visit};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MINUTES, post(create))
}

/// The form, as it was typed.
pub struct Typed {
    pub is_open: bool,
    pub date: Entry,
    pub time: Entry,
    pub length: Entry,
    pub program: Entry,
    pub programs: Vec<Choice>,
    pub activity: Entry,
    pub activities: Vec<Choice>,
    pub reason: Entry,
    pub note: Entry,
    pub was_reached: bool,
    pub command_id: String,
}

impl Typed {
    pub fn fresh(app: &App, t: Words, enrolled: &[Program], today: Date) -> Self {
        let form = Form { date: today.to_string(), ..Form::default() };
        let command_id = app.ids.next().to_string();
        Self { is_open: false, ..Self::of(app, t, enrolled, &Form { command_id, ..form }, &[]) }
    }

    fn of(app: &App, t: Words, enrolled: &[Program], form: &Form, problems: &[Problem]) -> Self {
        let entry = |name, value: &str| Entry::new(name, value).with(problems, t);
        let program = super::clock::program(&form.program).ok();
        Self {
            is_open: true,
            date: entry("date", &form.date),
            time: entry("time", &form.time),
            length: entry("length", &form.length),
            program: entry("program", &form.program),
            programs: words::programs(enrolled, program),
            activity: entry("activity", &form.activity),
            activities: words::activities(app, t, Some(&form.activity)),
            reason: entry("reason", &form.reason),
            note: entry("note", &form.note),
            was_reached: form.was_reached.is_some(),
            command_id: form.command_id.clone(),
        }
    }
}

#[derive(Default, Deserialize)]
struct Form {
    #[serde(default)]
    date: String,
    #[serde(default)]
    time: String,
    /// Whole minutes, or `12:30` with seconds.
    #[serde(default)]
    length: String,
    #[serde(default)]
    program: String,
    #[serde(default)]
    activity: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
    was_reached: Option<String>,
    #[serde(default)]
    command_id: String,
}

impl Form {
    /// What it says, or everything that cannot be read.
    fn read(&self, patient: PatientId, zone: &TimeZone) -> Result<ManualEntry, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut read = |name: &str, text: &str| {
            let code = if text.trim().is_empty() { "required" } else { "wrong_type" };
            problems.push(Problem::new(code, name));
        };
        let date: Option<Date> = self.date.trim().parse().ok();
        let time: Option<Time> = self.time.trim().parse().ok();
        let length = seconds(self.length.trim());
        let program = super::clock::program(&self.program).ok();
        let started_at = match (date, time) {
            (Some(date), Some(time)) => zone.to_timestamp(date.to_datetime(time)).ok(),
            _ => None,
        };
        if date.is_none() {
            read("date", &self.date);
        }
        if time.is_none() || (date.is_some() && started_at.is_none()) {
            read("time", &self.time);
        }
        if length.is_none() {
            read("length", &self.length);
        }
        if program.is_none() {
            read("program", &self.program);
        }
        if self.reason.trim().is_empty() {
            read("reason", "");
        }
        let command_id = CommandId::new(&self.command_id);
        match (started_at, length, program, command_id) {
            (Some(started_at), Some(length_seconds), Some(program), Ok(command_id))
                if problems.is_empty() =>
            {
                Ok(ManualEntry {
                    patient,
                    program,
                    started_at,
                    length_seconds,
                    activity: self.activity.clone(),
                    live_contact: Some(self.was_reached.is_some()),
                    reason: self.reason.trim().to_owned(),
                    note: super::said::filled(Some(self.note.clone())),
                    command_id,
                })
            }
            (.., Err(problem)) if problems.is_empty() => Err(vec![problem]),
            _ => Err(problems),
        }
    }
}

/// `12`, `12:30`.
fn seconds(text: &str) -> Option<i64> {
    let (minutes, rest) = text.split_once(':').unwrap_or((text, "0"));
    let (minutes, rest): (u32, u32) = (minutes.parse().ok()?, rest.parse().ok()?);
    (rest < 60).then(|| i64::from(minutes) * 60 + i64::from(rest)).filter(|seconds| *seconds > 0)
}

/// What the use case calls a field, as the form calls it.
fn in_the_form(mut problems: Vec<Problem>) -> Vec<Problem> {
    for problem in &mut problems {
        match problem.path.as_str() {
            "started_at" if problem.code == "too_old" => problem.path = "date".into(),
            "started_at" => problem.path = "time".into(),
            "length_seconds" => problem.path = "length".into(),
            _ => {}
        }
    }
    problems
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Path(patient): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    if !signed_in.may(Permission::RecordCare) {
        return Err(PageError::Denied(Permission::RecordCare.word()));
    }
    let (actor, place) = (signed_in.actor(), signed_in.place());
    let known = app::time::beside(&web.app, &actor, place, patient).await?;
    let problems = match form.read(patient, &known.zone) {
        Err(problems) => problems,
        Ok(entry) => {
            let month = ServiceMonth::of(known.zone.to_datetime(entry.started_at).date());
            match app::time::manual(&web.app, &actor, place, entry).await {
                Ok(_) => return Ok(Redirect::to(&paths::minutes(patient, month)).into_response()),
                Err(app::Error::Invalid(problems)) => in_the_form(problems),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let typed = Typed::of(&web.app, visit.words, &known.plate.programs, &form, &problems);
    let today = known.zone.to_datetime(known.now).date();
    let month = form.date.parse().map_or(ServiceMonth::of(today), ServiceMonth::of);
    let page = minutes::page(&web, &visit, &signed_in, (patient, month), Some(typed)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_minutes_or_minutes_and_seconds() {
        assert_eq!(seconds("12"), Some(720));
        assert_eq!(seconds("12:30"), Some(750));
        for wrong in ["", "0", "-1", "1:60", "x", "1:2:3", "99999999999"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn all_that_cannot_be_read_is_told_at_once() {
        let form = Form { command_id: "a".into(), ..Form::default() };
        let problems =
            form.read(PatientId(uuid::Uuid::nil()), &TimeZone::UTC).expect_err("nothing was typed");
        let names: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(names, ["date", "time", "length", "program", "reason"]);
    }
}
