//! Payments that came, the newest first.

use app::remittance::{PaymentHeadView, payments};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::basics::PaymentId;
use serde::Deserialize;

use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::REMITTANCES, get(show))
}

#[derive(Template)]
#[template(path = "remittance/list.html")]
struct Shown {
    frame: Frame,
    t: Words,
    payments: Vec<Row>,
    next: Option<String>,
    is_first: bool,
}

/// One payment as lists show it.
pub(super) struct Row {
    pub payer: String,
    pub trace: String,
    pub href: String,
    pub on: String,
    pub total: String,
    pub claims: String,
    /// Claims that nobody knows yet.
    pub unmatched: u64,
    pub method: String,
}

impl Row {
    pub fn of(one: &PaymentHeadView, t: Words) -> Self {
        let payment = &one.row.payment;
        let method = match payment.method.as_str() {
            "ACH" => "paid-method-ach",
            "CHK" => "paid-method-check",
            "NON" => "paid-method-none",
            _ => "paid-method-other",
        };
        Self {
            payer: one.payer_name.clone(),
            trace: payment.key.trace.clone(),
            href: paths::remittance(one.row.id),
            on: t.date(payment.on),
            total: dollars(payment.total, t),
            claims: t.number(one.sums.claims),
            unmatched: one.sums.unmatched,
            method: match payment.is_notification {
                true => t.say("paid-method-none").into_owned(),
                false => t.say(method).into_owned(),
            },
        }
    }
}

#[derive(Deserialize, Default)]
struct Asked {
    before: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let before = asked.before.as_deref().filter(|text| !text.is_empty());
    let before = before.map(|id| id.parse::<PaymentId>().map_err(|_| PageError::Malformed)).transpose()?;
    let found = payments(&web.app, &at.actor(), at.place(), before).await?;
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-remittances")),
        payments: found.payments.iter().map(|one| Row::of(one, t)).collect(),
        next: found.next.map(|id| format!("{}?before={id}", paths::REMITTANCES)),
        is_first: before.is_none(),
        t,
    }))
}
