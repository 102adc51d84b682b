//! Whose patients are whose: a list of record numbers, given to one person at once.

use app::access::{assign_all, named};
use app::people::staff::staff;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::access::{Permission, Standing};
use ccm::basics::{PatientId, PersonId, Problem};

use super::role_form;
use super::typed::{Reader, Typed};
use crate::access::AtPractice;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::ASSIGNMENTS, get(show).post(create))
}

#[derive(Template)]
#[template(path = "people/assignments.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
    numbers: Entry,
    person: Entry,
    people: Vec<Choice>,
    done: Option<String>,
}

struct Row {
    name: String,
    standing: String,
    patients: String,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, &Typed::default(), &[], None).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: &Typed,
    problems: &[Problem],
    done: Option<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    if !at.may(Permission::Assign) {
        return Err(PageError::Denied(Permission::Assign.word()));
    }
    let mut people = staff(&web.app, &at.actor(), at.place()).await?;
    let treats = [Standing::ClinicalStaff, Standing::Practitioner, Standing::Trainee];
    people.retain(|one| treats.contains(&one.standing));
    let choices = people
        .iter()
        .map(|one| (one.person.to_string(), format!("{} {}", one.given, one.family).into()))
        .collect::<Vec<_>>();
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("rooms-assignments")),
        t,
        numbers: typed.entry("patients", problems, t),
        person: typed.entry("person", problems, t),
        people: typed.choices("person", choices),
        rows: people
            .into_iter()
            .map(|one| Row {
                name: format!("{} {}", one.given, one.family),
                standing: role_form::standing(one.standing, t),
                patients: t.number(one.patients as u64),
            })
            .collect(),
        done,
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    match make(&web, &at, &typed).await {
        Ok(new) => {
            let done = visit.words.say_with("assignments-done", "count", new).into_owned();
            Ok(page(&web, &visit, &at, &Typed::default(), &[], Some(done)).await?.into_response())
        }
        Err(app::Error::Invalid(problems)) => {
            let page = page(&web, &visit, &at, &typed, &problems, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn make(web: &Web, at: &AtPractice, typed: &Typed) -> app::Result<usize> {
    let mut reader = Reader::of(typed);
    reader.text("patients");
    let person = reader.parsed::<PersonId>("person", "unknown_person");
    let person = reader.done(person).map_err(app::Error::Invalid)?;
    let person = person.ok_or_else(|| app::Error::invalid(Problem::new("required", "person")))?;
    let patients = patients(web, at, Permission::Assign, typed).await?;
    assign_all(&web.app, &at.actor(), at.place(), &patients, person).await
}

/// The field `patients`: record numbers or ids, a line or a comma between them. Every one that means nobody, or
/// several, is told.
pub(super) async fn patients(
    web: &Web,
    at: &AtPractice,
    needs: Permission,
    typed: &Typed,
) -> app::Result<Vec<PatientId>> {
    let names: Vec<String> = typed
        .text("patients")
        .split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let found = named(&web.app, &at.actor(), at.place(), needs, &names).await?;
    let (mut patients, mut problems) = (Vec::new(), Vec::new());
    for (place, meant) in found.iter().enumerate() {
        match &meant[..] {
            [one] => patients.push(*one),
            [] => problems.push(Problem::new("unknown_number", "patients").with("line", place + 1)),
            _ => problems.push(Problem::new("number_of_several", "patients").with("line", place + 1)),
        }
    }
    if problems.is_empty() { Ok(patients) } else { Err(app::Error::Invalid(problems)) }
}
