//! All of the same, over all months, with what has to go back.

use app::remittance::denials::alike;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;

use super::told::{Row, label, step};
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::DENIAL_CAUSES, get(show))
}

#[derive(Template)]
#[template(path = "remittance/alike.html")]
struct Shown {
    frame: Frame,
    t: Words,
    payer: String,
    codes: String,
    label: String,
    step: String,
    summary: String,
    to_refund: String,
    owes: bool,
    months: Vec<Month>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Month {
    month: String,
    claims: String,
    refused: String,
    paid: String,
    to_refund: String,
}

#[derive(Deserialize)]
struct Asked {
    /// The name of a matter; without one there is nothing here.
    #[serde(default)]
    cause: String,
    after: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = alike(&web.app, &at.actor(), at.place(), &asked.cause, asked.after.as_deref()).await?;
    let mut args = fluent::FluentArgs::new();
    args.set("claims", found.claims);
    args.set("months", found.months.len());
    args.set("refused", dollars(found.refused, t));
    args.set("paid", dollars(found.paid, t));
    let month = |one: &app::ports::denials::AlikeMonth| Month {
        month: t.month(one.month),
        claims: t.number(one.claims),
        refused: dollars(one.refused, t),
        paid: dollars(one.paid, t),
        to_refund: dollars(one.to_refund, t),
    };
    let next = found.next.as_deref();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("denials-alike-title", "codes", found.codes.as_str())),
        payer: found.payer_name.clone(),
        codes: found.codes.clone(),
        label: label(&found.proposal, found.kind, t),
        step: step(&found.proposal, t),
        summary: t.say_all("denials-alike-summary", &args).into_owned(),
        to_refund: t.say_with("denials-alike-refund", "amount", dollars(found.to_refund, t)).into_owned(),
        owes: found.to_refund.0 > 0,
        months: found.months.iter().map(month).collect(),
        rows: found.rows.iter().map(|row| Row::of(row, found.today, t)).collect(),
        next: next.map(|next| {
            paths::with_query(paths::DENIAL_CAUSES, [("cause", asked.cause.as_str()), ("after", next)])
        }),
        t,
    }))
}
