//! Builders, throw-away databases, stand-ins for clock and partners.
//!
//! - [`engines`]: a fresh store on each engine; [`postgres`]: a server of our own for it.
//! - [`house`]: the use cases over such a store, with a clock that stands still.
//! - [`hand`]: records that come in from a test's own hand.
//! - [`oracle`]: a second opinion on a month, written from the prose of the rules.
//! - [`months`]: random months that look for edges.
//! - [`paper`]: documents without a press.
//! - [`provider`]: an identity provider that sends back whoever the test says.
//! - [`worked`]: a worked month turned into what a practice would have set up, imported and recorded.

pub mod engines;
pub mod hand;
pub mod house;
pub mod months;
pub mod oracle;
pub mod paper;
pub mod postgres;
pub mod provider;
pub mod worked;
