//! The month: where everybody's codes stand, how far it will come, its closing. Every count opens the list that it counted.
//!
//! Nothing is judged while somebody waits: pages read what the keeper made ([`app::billing::board`]). Money is told with
//! its reason, and no page asks anybody for more of it (workflows.md §7).

mod board;
mod close;
mod closing;
mod company;
mod complexity;
mod eligibility;
mod fix;
mod forecast;
mod invoice;
mod late;
mod money;
mod patient;
mod people;
mod place;
mod rates;
mod reopen;
mod result;
mod said;
mod what_if;

use axum::Router;

use crate::Web;

pub(crate) use place::month_of;
pub(crate) use said::dollars;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(board::routes())
        .merge(people::routes())
        .merge(patient::routes())
        .merge(what_if::routes())
        .merge(forecast::routes())
        .merge(close::routes())
        .merge(late::routes())
        .merge(eligibility::routes())
        .merge(reopen::routes())
        .merge(company::routes())
        .merge(result::routes())
        .merge(money::routes())
        .merge(invoice::routes())
        .merge(rates::routes())
        .merge(complexity::routes())
}
