//! What the forms of an account send.

use app::remittance::patient::{
    NewPlan, NewReceipt, NewReversal, NewStatementDelivery, agree_plan, deliver_statements, end_plan,
    forgive, make_statement, receive, reverse,
};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use ccm::basics::document::Print;
use ccm::basics::*;
use ccm::remittance::statement::PaidBy;

use super::account::page;
use super::of;
use crate::forms::{self, Posted};
use crate::layout::Visit;
use crate::people::typed::{Reader, Typed};
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::ACCOUNT_STATEMENTS, post(make))
        .route(paths::ACCOUNT_DELIVERIES, post(deliver))
        .route(paths::ACCOUNT_RECEIPTS, post(pay))
        .route(paths::ACCOUNT_REVERSALS, post(take_back))
        .route(paths::ACCOUNT_PLANS, post(agree))
        .route(paths::ACCOUNT_PLAN_END, post(end))
        .route(paths::ACCOUNT_HARDSHIPS, post(hardship))
}

/// The account again, with all that was wrong; names of fields as the page has them.
async fn answer<T>(
    (web, visit, at): (&Web, &Visit, &AtPractice),
    patient: PatientId,
    typed: &Typed,
    named: &[(&str, &str)],
    outcome: app::Result<T>,
) -> Result<Response, PageError> {
    let again = async |problems: Vec<Problem>| {
        let renamed = problems.into_iter().map(|mut one| {
            if let Some((_, field)) = named.iter().find(|(path, _)| *path == one.path) {
                one.path = (*field).to_owned();
            }
            one
        });
        let problems: Vec<Problem> = renamed.collect();
        page(web, visit, at, patient, typed, &problems).await
    };
    forms::answer(outcome.map(|_| paths::account(patient, "")), again).await
}

fn whose(patient: &str) -> Result<PatientId, PageError> {
    patient.parse().map_err(|_| PageError::NotFound)
}

async fn make(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let print = if typed.text("variant") == "large_print" { Print::Large } else { Print::Standard };
    let outcome = make_statement(&web.app, &actor, place, patient, print).await;
    answer((&web, &visit, &at), patient, &typed, &[], outcome).await
}

async fn deliver(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let read = || {
        let mut reader = Reader::of(&typed);
        let statement = reader.parsed::<StatementId>("statement", "unknown_word");
        let on = reader.date("delivered_on");
        let (way, proof) = (typed.text("way").to_owned(), typed.text("proof").to_owned());
        let statements = statement.into_iter().collect();
        reader.done(NewStatementDelivery { statements, way, on, proof, corrects: None })
    };
    let outcome = match read() {
        Ok(new) => deliver_statements(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer((&web, &visit, &at), patient, &typed, &[("on", "delivered_on")], outcome).await
}

async fn pay(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let read = || {
        let mut reader = Reader::of(&typed);
        let cents = reader.dollars("cents");
        let by = PaidBy::from_word(typed.text("by"));
        if by.is_none() {
            reader.wrong("unknown_word", "by");
        }
        let on = reader.date("received_on");
        let reference = typed.text("reference").to_owned();
        let read = cents.zip(by).map(|(cents, by)| NewReceipt { cents, by, on, reference });
        reader.done(read)?.ok_or_else(Vec::new)
    };
    let outcome = match read() {
        Ok(new) => receive(&web.app, &actor, place, patient, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    // A number of a card is not shown again either.
    let shown: Typed = typed
        .fields()
        .filter(|(_, value)| !ccm::remittance::statement::holds_card_number(value))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    answer((&web, &visit, &at), patient, &shown, &[("on", "received_on")], outcome).await
}

async fn take_back(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let read = || {
        let mut reader = Reader::of(&typed);
        let receipt = reader.parsed::<MoneyDeedId>("receipt", "unknown_word");
        let on = reader.date("reversed_on");
        let reason = typed.text("reason").to_owned();
        let read = receipt.map(|receipt| NewReversal { receipt, on, reason });
        reader.done(read)?.ok_or_else(Vec::new)
    };
    let outcome = match read() {
        Ok(new) => reverse(&web.app, &actor, place, patient, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer((&web, &visit, &at), patient, &typed, &[("on", "reversed_on")], outcome).await
}

async fn agree(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let read = || {
        let mut reader = Reader::of(&typed);
        let parts = reader.parsed::<u32>("parts", "out_of_range");
        let first_due = reader.date("first_due");
        let read = parts.map(|parts| NewPlan { parts, first_due });
        reader.done(read)?.ok_or_else(Vec::new)
    };
    let outcome = match read() {
        Ok(new) => agree_plan(&web.app, &actor, place, patient, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer((&web, &visit, &at), patient, &typed, &[], outcome).await
}

async fn end(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let outcome = end_plan(&web.app, &actor, place, patient, typed.text("end_reason")).await;
    answer((&web, &visit, &at), patient, &typed, &[("reason", "end_reason")], outcome).await
}

async fn hardship(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient = whose(&patient)?;
    let (actor, place) = of(&at);
    let mut reader = Reader::of(&typed);
    // Nothing: it is only noted.
    let cents = if typed.text("forgiven").is_empty() { Some(Cents(0)) } else { reader.dollars("forgiven") };
    let outcome = match reader.done(cents.unwrap_or_default()) {
        Ok(cents) => forgive(&web.app, &actor, place, patient, cents, typed.text("basis")).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer((&web, &visit, &at), patient, &typed, &[("cents", "forgiven")], outcome).await
}
