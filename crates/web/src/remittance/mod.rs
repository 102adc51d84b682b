//! What were we paid, and why not? Payments with their claims and balance, money that nobody knows yet, the books; what was
//! not paid, and all of the same; what patients owe of it, and what goes back.

mod alike;
mod appeals;
mod books;
mod calls;
mod denial;
mod denials;
mod list;
mod patient;
mod payment;
mod told;
mod unmatched;

use axum::Router;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    let paid = Router::new().merge(list::routes()).merge(payment::routes()).merge(unmatched::routes());
    let refused = Router::new().merge(denials::routes()).merge(denial::routes()).merge(alike::routes());
    let refused = refused.merge(appeals::routes()).merge(calls::routes());
    paid.merge(books::routes()).merge(refused).merge(patient::routes())
}
