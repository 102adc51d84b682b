//! What is changed of a practice's settings; a form that is wrong shows the page again with what was typed.

use app::people::settings::{NewCharge, add_zone, ask_approval, bill_payer, set_charge};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use ccm::access::Permission;
use ccm::basics::{Hcpcs, Problem, ZoneName};
use ccm::time::ClockLimits;

use super::practice;
use super::typed::{Reader, Typed};
use crate::access::AtPractice;
use crate::forms::{self, Posted};
use crate::layout::Visit;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::BILLED_PAYERS, post(payer))
        .route(paths::MONTH_APPROVAL_SETTING, post(approval))
        .route(paths::CHARGES, post(charge))
        .route(paths::TIME_ZONES, post(zone))
        .route(paths::CLOCK_LIMITS, post(limits))
}

/// Back to the page; or the page itself, with what is wrong.
async fn answer(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: &Typed,
    outcome: app::Result<()>,
) -> Result<Response, PageError> {
    let again = async |problems: Vec<Problem>| practice::page(web, visit, at, typed, &problems).await;
    forms::answer(outcome.map(|()| paths::PRACTICE_SETTINGS), again).await
}

async fn payer(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let bills = typed.text("bills") == "yes";
    let outcome = bill_payer(&web.app, &at.actor(), at.place(), typed.text("payer"), bills).await;
    answer(&web, &visit, &at, &typed, outcome).await
}

async fn approval(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let outcome = ask_approval(&web.app, &at.actor(), at.place(), typed.text("asks") == "yes").await;
    answer(&web, &visit, &at, &typed, outcome).await
}

async fn charge(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let outcome = match read_charge(&typed) {
        Ok(new) => set_charge(&web.app, &at.actor(), at.place(), &new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer(&web, &visit, &at, &typed, outcome.map_err(|error| under("charge_", error))).await
}

fn read_charge(typed: &Typed) -> Result<NewCharge, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let code = reader.parsed::<Hcpcs>("charge_code", "hcpcs_shape");
    let cents = reader.dollars("charge_amount");
    let from = reader.date("charge_from");
    let read = code.zip(cents).map(|(code, cents)| NewCharge { code, cents, from });
    reader.done(read)?.ok_or_else(Vec::new)
}

/// The fields of one form have names of their own on a page with several.
fn under(prefix: &str, error: app::Error) -> app::Error {
    let renamed = |mut problem: Problem| {
        if !problem.path.starts_with(prefix) {
            problem.path = format!("{prefix}{}", problem.path);
        }
        problem
    };
    match error {
        app::Error::Invalid(problems) => app::Error::Invalid(problems.into_iter().map(renamed).collect()),
        other => other,
    }
}

async fn zone(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let mut reader = Reader::of(&typed);
    let (name, from) = (reader.parsed::<ZoneName>("zone_name", "time_zone"), reader.date("zone_from"));
    let outcome = match reader.done(name) {
        Ok(Some(name)) => add_zone(&web.app, &at.actor(), at.place(), from, name).await,
        Ok(None) => Err(app::Error::invalid(Problem::new("required", "zone_name"))),
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer(&web, &visit, &at, &typed, outcome).await
}

async fn limits(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let outcome = match read_limits(&typed) {
        Ok(limits) => app::time::set_limits(&web.app, &at.actor(), at.place(), limits).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer(&web, &visit, &at, &typed, outcome).await
}

fn read_limits(typed: &Typed) -> Result<ClockLimits, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let mut figure = |name| reader.parsed::<i64>(name, "whole_number").unwrap_or_default();
    let limits = ClockLimits {
        chart_ask_seconds: figure("chart_ask_seconds"),
        chart_stop_seconds: figure("chart_stop_seconds"),
        call_ask_seconds: figure("call_ask_seconds"),
        call_stop_seconds: figure("call_stop_seconds"),
        paused_seconds: figure("paused_seconds"),
        manual_past_days: figure("manual_past_days"),
        offline_past_hours: figure("offline_past_hours"),
    };
    reader.done(limits)
}
