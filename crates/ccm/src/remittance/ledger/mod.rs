//! The money of claims in double entry: every cent that comes to one account has left another.
//!
//! A [`Journal`] is one event's postings; there is no way to make one that does not sum to zero. Journals are written once:
//! what was wrong is put right by another. A [`Ledger`] is many of them, with their balances and its own check.

mod account;
mod book;
mod journal;

pub use account::Account;
pub use book::{AlreadyPosted, Ledger};
pub use journal::{Journal, Move, Posting, Said, Subject, Unbalanced, Why};
