//! The guided interview: question banks as data, answers, and which questions are due.
//!
//! What is asked, in which words, how often and of whom stands in `interviews/` at the repository's root; clinicians
//! review it there. This module reads it, and asks nothing that is not written there.

pub mod answer;
pub mod bank;
pub mod book;
pub mod due;
mod embedded;
pub(crate) mod lint;
pub(crate) mod written;

pub use answer::{AnswerKind, AnswerValue, Choice};
pub use bank::{AskedOf, Bank, Question, RedFlag, Score, Trigger, Words};
pub use book::Interviews;
pub use due::{DueQuestion, DueSection, PreviousAnswer, Situation};
pub use embedded::FILES;
