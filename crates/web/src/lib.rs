//! The pages: rendered here, swapped in parts by htmx, working before any script arrives.
//!
//! - [`router`] is the whole of it: rooms hang their routes on it, `door` stands before them.
//! - [`door`]: what every request passes: its id and log line, headers, limits, the session, the check that a change was
//!   meant, and the page that is shown where something went wrong.
//! - [`layout`]: the frame around a page. [`ui`]: what pages are put together from. [`words`]: what they say.
//! - [`access`]: coming in; [`SignedIn`] and [`AtPractice`] are what pages ask of whoever reads them.
//! - [`live`]: others' changes, named by kind and id, over one open connection for each page.
//! - one module for each room: `src/<room>.rs`, `templates/<room>/`. A handler reads, asks a use case, and answers. It
//!   decides nothing.
//!
//! A new page is a template, a view struct, a handler, a line in its room's `routes()`, and where it has a place in the
//! navigation, a line in `layout/rooms.rs`. ADR 15 says why.

pub mod access;
pub mod audit;
pub mod billing;
pub mod care;
pub mod care_plan;
pub mod claim;
mod csv;
pub mod door;
pub mod enrollment;
pub mod error;
pub mod files;
pub mod forms;
pub mod health;
pub mod layout;
pub mod live;
pub mod options;
pub mod paths;
pub mod people;
pub mod preferences;
pub mod proof;
pub mod remittance;
pub mod reports;
pub mod time;
pub mod ui;
pub mod upload;
pub mod words;

mod web;

pub use access::{AtPractice, SignedIn};
pub use error::PageError;
pub use layout::{Page, Visit};
pub use options::{Limits, WebOptions};
pub use web::Web;

use axum::Router;

/// The pages over the use cases.
pub fn router(app: app::App, options: WebOptions) -> Router {
    let web = Web::new(app, options);
    let pages = Router::new()
        .merge(preferences::routes())
        .merge(access::routes())
        .merge(audit::routes())
        .merge(care::routes())
        .merge(billing::routes())
        .merge(claim::routes())
        .merge(remittance::routes())
        .merge(proof::routes())
        .merge(care_plan::routes())
        .merge(enrollment::routes())
        .merge(reports::routes())
        .merge(live::routes())
        .merge(people::routes())
        .merge(time::routes())
        .fallback(error::nowhere);
    let inside = door::before_pages(pages, &web);
    let outside = Router::new().merge(files::routes()).merge(health::routes()).merge(inside);
    door::before_all(outside, &web).with_state(web)
}
