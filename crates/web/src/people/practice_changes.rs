//! What is changed of a practice's settings; a form that is wrong shows the page again with what was typed.

use app::people::settings::{NewCharge, add_zone, bill_payer, set_charge};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use ccm::access::Permission;
use ccm::basics::{Cents, Hcpcs, Problem, ZoneName};
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
    let amount = reader.text("charge_amount");
    let cents = dollars(&amount);
    if cents.is_none() && !amount.is_empty() {
        reader.wrong("amount", "charge_amount");
    }
    let from = reader.date("charge_from");
    let read = code.zip(cents).map(|(code, cents)| NewCharge { code, cents, from });
    reader.done(read)?.ok_or_else(Vec::new)
}

/// `62.50`, `$62.50`, `1,062`: no more than two places behind the point.
fn dollars(text: &str) -> Option<Cents> {
    let plain: String = text.trim_start_matches('$').chars().filter(|c| *c != ',').collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let cents = whole.parse::<i64>().ok()?.checked_mul(100)?;
    let part = format!("{part:0<2}").parse::<i64>().ok()?;
    cents.checked_add(part).map(Cents)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_read_as_people_write_them() {
        for (text, cents) in [("62.50", 6_250), ("$62.5", 6_250), ("1,062", 106_200), ("0.07", 7)] {
            assert_eq!(dollars(text), Some(Cents(cents)), "{text}");
        }
        for text in ["", "$", "1.005", "-3", "1e3", "٣", "99999999999999999999"] {
            assert_eq!(dollars(text), None, "{text}");
        }
    }
}
