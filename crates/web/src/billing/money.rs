//! What came of a month's claims, and what was paid otherwise than expected: rows of the month's result, and tables to take
//! away.

use app::billing::result::{MoneyResult, PaidOtherwise, PaidOtherwiseList, money, paid_otherwise};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use ccm::reports::money::{MoneyOf, MonthMoney};

use super::place::month_of;
use super::result::plain;
use super::said::dollars;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, csv, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_MONEY, get(claims)).route(paths::MONTH_PAID_OTHERWISE, get(otherwise))
}

/// Lines that the page shows; all of them are in the table to take away.
const SHOWN: usize = 50;

pub(super) struct MoneyRow {
    pub name: String,
    pub payer: String,
    pub claims: String,
    pub accepted: String,
    pub refused: String,
    pub billed: String,
    pub paid: String,
    pub denied: String,
    pub outstanding: String,
    pub patient: String,
    pub days: String,
}

pub(super) struct OtherwiseRow {
    pub number: String,
    pub href: String,
    pub payer: String,
    pub code: String,
    pub expected: String,
    pub paid: String,
    pub difference: String,
}

/// Ready to be printed into the result.
pub(super) struct Money {
    pub rows: Vec<MoneyRow>,
    pub all: MoneyRow,
    pub otherwise: Vec<OtherwiseRow>,
    pub otherwise_said: String,
}

fn programs(of: &MoneyOf) -> String {
    of.programs.iter().map(|program| program.word()).collect::<Vec<_>>().join(" + ")
}

fn row(name: String, payer: String, one: &MonthMoney, t: Words) -> MoneyRow {
    MoneyRow {
        name,
        payer,
        claims: t.number(one.claims),
        accepted: t.number(one.accepted),
        refused: t.number(one.refused),
        billed: dollars(one.billed, t),
        paid: dollars(one.paid, t),
        denied: dollars(one.denied, t),
        outstanding: dollars(one.outstanding, t),
        patient: dollars(one.patient, t),
        days: one.days_to_pay.map(|days| t.number(u64::from(days))).unwrap_or_default(),
    }
}

fn other(one: &PaidOtherwise, t: Words) -> OtherwiseRow {
    OtherwiseRow {
        number: one.number.clone(),
        href: paths::claim(one.claim),
        payer: one.payer_name.clone(),
        code: one.code.clone(),
        expected: dollars(one.expected, t),
        paid: dollars(one.paid, t),
        difference: dollars(one.difference, t),
    }
}

impl Money {
    pub async fn of(web: &Web, at: &AtPractice, month: &str, t: Words) -> Result<Self, PageError> {
        let month = month_of(month)?;
        let found: MoneyResult = money(&web.app, &at.actor(), at.place(), month).await?;
        let list: PaidOtherwiseList = paid_otherwise(&web.app, &at.actor(), at.place(), month, None).await?;
        let rows = found.rows.iter().map(|(of, payer, one)| row(programs(of), payer.clone(), one, t));
        Ok(Self {
            rows: rows.collect(),
            all: row(t.say("result-all").into_owned(), String::new(), &found.all, t),
            otherwise: list.rows.iter().take(SHOWN).map(|one| other(one, t)).collect(),
            otherwise_said: t
                .say_with("result-otherwise-said", "amount", dollars(list.tolerance, t))
                .into_owned(),
        })
    }
}

async fn claims(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Response, PageError> {
    let month = month_of(&month)?;
    let found = money(&web.app, &at.actor(), at.place(), month).await?;
    let row = |programs: String, payer: &str, one: &MonthMoney| {
        let counts = [one.claims, one.accepted, one.refused].map(|count| count.to_string());
        let cents =
            [one.billed, one.paid, one.reduced, one.denied, one.outstanding, one.patient, one.patient_owes];
        let days = one.days_to_pay.map(|days| days.to_string()).unwrap_or_default();
        let head = [programs, payer.to_owned()].into_iter();
        head.chain(counts).chain(cents.map(plain)).chain([days]).collect::<Vec<String>>()
    };
    let rows = found.rows.iter().map(|(of, payer, one)| row(programs(of), payer, one));
    let rows: Vec<Vec<String>> = rows.chain([row("all".to_owned(), "", &found.all)]).collect();
    let head = [
        "programs",
        "payer",
        "claims",
        "accepted",
        "refused",
        "billed",
        "paid",
        "reduced",
        "denied",
        "outstanding",
        "patient_share",
        "patient_owes",
        "days_to_pay_median",
    ];
    csv::answer(&format!("claims-{month}"), &head, rows)
}

async fn otherwise(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Response, PageError> {
    let month = month_of(&month)?;
    let mut rows: Vec<[String; 8]> = Vec::new();
    let mut after = None;
    loop {
        let list = paid_otherwise(&web.app, &at.actor(), at.place(), month, after).await?;
        rows.extend(list.rows.iter().map(|one| {
            let [expected, paid, difference] = [one.expected, one.paid, one.difference].map(plain);
            let (number, payer, code) = (one.number.clone(), one.payer_name.clone(), one.code.clone());
            let (on, paid_as) = (one.on.to_string(), one.paid_as.word().to_owned());
            [number, payer, code, on, expected, paid, difference, paid_as]
        }));
        after = list.next;
        if after.is_none() {
            break;
        }
    }
    let head = ["claim", "payer", "code", "on", "expected", "paid", "difference", "paid_as"];
    csv::answer(&format!("paid-otherwise-{month}"), &head, rows)
}
