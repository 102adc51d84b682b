//! One payment: its claims, what was done to it as a whole, and that it balances to the cent, as it was posted.

use app::ports::ledger::AdjudicationRow;
use app::remittance::{PaymentPage, payment};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use ccm::basics::{Cents, PaymentId};
use serde::Deserialize;

use super::list::Row;
use crate::billing::dollars;
use crate::claim::{outcome, reasons};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::REMITTANCE, get(show))
}

#[derive(Template)]
#[template(path = "remittance/payment.html")]
struct Shown {
    frame: Frame,
    t: Words,
    row: Row,
    received: (String, String),
    balance: Status,
    /// Label and amount: claims paid, each adjustment to the whole, what it comes to, what was paid, what stands in the books.
    sums: Vec<(String, String)>,
    claims: Vec<Claim>,
    next: Option<String>,
}

struct Claim {
    number: String,
    /// `None`: nobody knows it yet.
    href: Option<String>,
    /// Where to say that it is not this one; `None`: the payer named it by its number.
    reopen: Option<String>,
    charge: String,
    paid: String,
    share: String,
    outcome: String,
    reasons: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Asked {
    from: Option<i64>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let id: PaymentId = id.parse().map_err(|_| PageError::NotFound)?;
    let from = asked.from.unwrap_or_default().max(0);
    let found = payment(&web.app, &at.actor(), at.place(), id, from).await?;
    let balance = match found.is_balanced() {
        true => Status::new(t.say("paid-balanced"), Tone::Good),
        false => Status::new(t.say("paid-not-balanced"), Tone::Alarm),
    };
    let row = Row::of(&found.head, t);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("paid-title", "trace", row.trace.as_str())),
        received: (found.received.clone(), paths::received_file(found.head.row.received)),
        balance,
        sums: sums(&found, t),
        claims: found.claims.iter().map(|one| Claim::of(one, t)).collect(),
        next: found.next.map(|from| format!("{}?from={from}", paths::remittance(id))),
        row,
        t,
    }))
}

fn sums(found: &PaymentPage, t: Words) -> Vec<(String, String)> {
    let payment = &found.head.row.payment;
    let line = |key: &str, cents: Cents| (t.say(key).into_owned(), dollars(cents, t));
    let mut sums = vec![line("paid-sum-claims", found.head.sums.paid)];
    sums.extend(payment.adjustments.iter().map(|one| {
        let known = PaymentPage::provider_level(&one.code);
        let label = known.map_or_else(|| t.say("claim-code-unknown").into_owned(), |term| term.en.clone());
        let reference = one.reference.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
        (format!("PLB {}: {label}{reference}", one.code), dollars(Cents(one.cents.0.saturating_neg()), t))
    }));
    sums.push(line("paid-sum-comes-to", found.comes_to()));
    sums.push(line("paid-sum-total", payment.total));
    sums.push(line("paid-sum-ledger", found.in_ledger()));
    sums
}

impl Claim {
    fn of(row: &AdjudicationRow, t: Words) -> Self {
        Self {
            number: row.said.number.clone(),
            href: row.claim.map(paths::claim),
            reopen: row.is_given().then(|| paths::unmatched_reopenings(row.payment, row.place)),
            charge: dollars(row.said.charge, t),
            paid: dollars(row.said.paid, t),
            share: dollars(row.said.told_share(), t),
            outcome: row
                .outcome
                .map_or_else(|| t.say("paid-outcome-none").into_owned(), |one| outcome(one, t)),
            reasons: reasons(&row.said, t),
        }
    }
}
