//! What is done to a case: build its packs, hand them out, let an auditor look, close it.

use app::proof::{Outcome, begin_build, build_archive, close_case, end_access, give_access};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::dates::start_of_day;
use ccm::basics::{AuditCaseId, Cents, PersonId, Problem};

use super::{case, handed_out, keeps_cases};
use crate::forms::{self, Posted};
use crate::layout::Visit;
use crate::people::typed::{Reader, Typed};
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::AUDIT_CASE_BUILDS, post(build))
        .route(paths::AUDIT_CASE_ARCHIVE, get(archive))
        .route(paths::AUDIT_CASE_ACCESSES, post(grant))
        .route(paths::AUDIT_CASE_ACCESS_END, post(end))
        .route(paths::AUDIT_CASE_OUTCOME, post(close))
}

fn of(id: &str) -> Result<AuditCaseId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn build(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    keeps_cases(&at)?;
    let id = of(&id)?;
    begin_build(&web.app, &at.actor(), at.place(), id).await?;
    Ok(Redirect::to(&paths::audit_case(id)).into_response())
}

async fn archive(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::KeepAuditCases)?;
    Ok(handed_out(build_archive(&web.app, &at.actor(), at.place(), of(&id)?).await?))
}

async fn grant(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::KeepAuditCases)?;
    let id = of(&id)?;
    let granted = async {
        let mut reader = Reader::of(&typed);
        let person = reader.parsed::<PersonId>("person", "unknown_person");
        let day = reader.date("until");
        let (person, day) = reader.done((person, day)).map_err(app::Error::Invalid)?;
        let wrong = |name: &str| app::Error::invalid(Problem::new("required", name));
        let person = person.ok_or_else(|| wrong("person"))?;
        // To the end of that day, where the practice is.
        let zone = app::people::zone_now(&web.app, at.place()).await?;
        let next = day.tomorrow().map_err(|_| wrong("until"))?;
        let until = start_of_day(next, &zone);
        give_access(&web.app, &at.actor(), at.place(), id, person, until).await?;
        Ok(paths::audit_case(id))
    };
    let again = async |problems: Vec<Problem>| case::page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(granted.await, again).await
}

async fn end(
    State(web): State<Web>,
    at: AtPractice,
    Path((id, access)): Path<(String, String)>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::KeepAuditCases)?;
    let (id, access) = (of(&id)?, access.parse().map_err(|_| PageError::NotFound)?);
    end_access(&web.app, &at.actor(), at.place(), id, access).await?;
    Ok(Redirect::to(&paths::audit_case(id)).into_response())
}

async fn close(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::KeepAuditCases)?;
    let id = of(&id)?;
    let closed = async {
        let mut problems = Vec::new();
        let outcome = Outcome::from_word(typed.text("outcome"));
        if outcome.is_none() {
            problems.push(Problem::new("required", "outcome"));
        }
        let repaid = match typed.text("repaid").trim_start_matches('$').replace(',', "").as_str() {
            "" => None,
            amount => {
                let cents = Cents::parse(amount);
                if cents.is_none() {
                    problems.push(Problem::new("dollars", "repaid"));
                }
                cents
            }
        };
        let (Some(outcome), true) = (outcome, problems.is_empty()) else {
            return Err(app::Error::Invalid(problems));
        };
        close_case(&web.app, &at.actor(), at.place(), id, outcome, repaid, typed.text("note")).await?;
        Ok(paths::audit_case(id))
    };
    let again = async |problems: Vec<Problem>| case::page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(closed.await, again).await
}
