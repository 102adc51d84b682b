//! The books: what stands on each account, and the proof that all of it sums to nothing.

use app::remittance::books;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ccm::basics::Cents;

use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::BOOKS, get(show))
}

#[derive(Template)]
#[template(path = "remittance/books.html")]
struct Shown {
    frame: Frame,
    t: Words,
    balance: Status,
    accounts: Vec<Account>,
    debits: String,
    credits: String,
    total: String,
    unbalanced: Vec<String>,
    /// Money that nobody knows yet.
    unmatched: Option<String>,
}

struct Account {
    name: String,
    debit: String,
    credit: String,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = books(&web.app, &at.actor(), at.place()).await?;
    let side = |cents: i64| if cents > 0 { dollars(Cents(cents), t) } else { String::new() };
    let sum = |sign: i64| {
        let own =
            found.balances.values().map(|cents| cents.0.saturating_mul(sign)).filter(|cents| *cents > 0);
        dollars(Cents(own.fold(0_i64, i64::saturating_add)), t)
    };
    let balance = match found.is_balanced() {
        true => Status::new(t.say("books-balanced"), Tone::Good),
        false => Status::new(t.say("books-not-balanced"), Tone::Alarm),
    };
    let account = |(account, cents): (&ccm::remittance::Account, &Cents)| Account {
        name: t.say(&format!("books-account-{}", account.word().replace('_', "-"))).into_owned(),
        debit: side(cents.0),
        credit: side(cents.0.saturating_neg()),
    };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("books-title")),
        balance,
        accounts: found.balances.iter().map(account).collect(),
        debits: sum(1),
        credits: sum(-1),
        total: dollars(found.total, t),
        unbalanced: found.unbalanced.clone(),
        unmatched: (found.unmatched.0 != 0).then(|| dollars(found.unmatched, t)),
        t,
    }))
}
