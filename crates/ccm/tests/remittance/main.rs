//! The room of money: posting and its ledger, denials, expectation, refunds, and what goes to patients and payers.

mod data;
mod denial;
mod expected;
mod money_back;
mod papers;
mod posting;
mod properties;
mod statement;
mod support;
mod taken_back;
mod whole;
