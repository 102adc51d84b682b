//! Every address of a page, written once.
//!
//! Endpoints are things, not verbs. An address holds ids and never a name, a birth date or a diagnosis: addresses end up
//! in histories, logs and headers.
//!
//! - [`routes`]: what the router answers to, with the names of what varies.
//! - [`to`]: the way to one thing; [`exchange`] to what payers are sent and answer.

pub mod exchange;
pub mod routes;
pub mod to;

pub use exchange::*;
pub use routes::*;
pub use to::*;
