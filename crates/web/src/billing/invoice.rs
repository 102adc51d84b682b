//! What the company asks the practice for a month.

use app::billing::result::{Invoice, InvoiceItem, invoice};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Cents;

use super::place::{Place, month_of};
use super::result::plain;
use super::said::{dollars, label};
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, csv, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_INVOICE, get(show)).route(paths::MONTH_INVOICE_LINES, get(lines))
}

#[derive(Template)]
#[template(path = "billing/invoice.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    number: String,
    practice: String,
    closed: String,
    lines: Vec<Line>,
    total: String,
    /// What the closing before came to, and what is owed or given back since.
    before: Option<(String, String)>,
    has_gaps: bool,
    rates: Option<&'static str>,
}

struct Line {
    code: String,
    label: String,
    units: String,
    price: String,
    amount: String,
}

async fn read(web: &Web, at: &AtPractice, month: &str) -> Result<Invoice, PageError> {
    let month = month_of(month)?;
    Ok(invoice(&web.app, &at.actor(), at.place(), month).await?)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = read(&web, &at, &month).await?;
    let zone = found.board.zone.zone();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("invoice-title", "month", t.month(found.board.month))),
        place: Place::of(&found.board, &visit, &at),
        number: found.number.clone(),
        practice: found.practice.clone(),
        closed: t.moment(found.closed_at, &zone),
        lines: found
            .lines
            .iter()
            .map(|one| Line {
                code: one.code.to_string(),
                label: label(&one.code, &found.board.rules).to_owned(),
                units: t.number(u64::try_from(one.units).unwrap_or(0)),
                price: one
                    .price
                    .map_or_else(|| t.say("invoice-no-price").into_owned(), |price| dollars(price, t)),
                amount: dollars(one.amount, t),
            })
            .collect(),
        total: dollars(found.total, t),
        before: found.before.map(|before| (dollars(before, t), dollars(Cents(found.total.0 - before.0), t))),
        has_gaps: found.lines.iter().any(|one| one.price.is_none()),
        rates: at.may(Permission::Configure).then_some(paths::RATES),
        t,
    }))
}

async fn lines(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Response, PageError> {
    let found = read(&web, &at, &month).await?;
    let row = |one: &InvoiceItem| {
        let amount = one.price.map(|price| plain(Cents(price.0 * one.units))).unwrap_or_default();
        let price = one.price.map(plain).unwrap_or_default();
        let (code, on) = (one.code.to_string(), one.on.to_string());
        vec![found.number.clone(), one.mrn.clone(), on, code, one.units.to_string(), price, amount]
    };
    let head = ["invoice", "record_number", "service_date", "code", "units", "price_usd", "amount_usd"];
    csv::answer(&found.number, &head, found.items.iter().map(row))
}
