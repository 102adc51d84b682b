//! The room of money: posting and its ledger, denials, expectation, refunds, and what goes to patients and payers.

mod data;
mod denial;
mod expected;
mod papers;
mod posting;
mod properties;
mod statement;
mod support;
