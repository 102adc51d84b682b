//! Which services does the month support, and why?
//!
//! Facts go in ([`facts`]), a determination comes out ([`determination`]); between them stand the rules, which
//! are data (`rules/`, read by [`ruleset`]). The walk: [`evaluate`] counts the seconds (`counting`), chooses each
//! program's code (`plan`), asks its questions (`requirement`, `check`), and bills what is left (`line`, [`fee`]).
//! Around it, asking the same evaluator: [`readiness`], how far a month is on a day, and [`what_if`], what else it allows.

pub mod cases;
pub mod complexity;
pub mod conflicts;
pub mod determination;
pub mod edits;
pub mod embedded;
pub mod evaluate;
pub mod expected_cost;
pub mod facts;
pub mod fee;
pub mod holidays;
pub mod locality;
pub mod payer;
pub mod prepared;
pub mod program;
pub mod readiness;
pub mod reason;
pub mod requirement;
pub mod ruleset;
pub mod service;
pub mod setting;
pub mod switches;
pub mod what_if;
pub mod word;
pub mod words;

mod candidates;
mod check;
mod clinic;
mod consent;
mod counting;
mod files;
mod flags;
mod line;
mod lookup;
mod plan;
mod scene;
mod table;
mod vocabulary;

pub use cases::{CaseReport, run_cases};
pub use conflicts::Conflicts;
pub use determination::{Determination, ENGINE, Finding, Held, Line};
pub use evaluate::evaluate;
pub use expected_cost::{CostFacts, CostUnknown, ExpectedCost};
pub use facts::{Key, MonthFacts, Setting, Settings};
pub use prepared::Prepared;
pub use readiness::{Readiness, readiness};
pub use reason::Reason;
pub use requirement::Requirement;
pub use ruleset::RuleSet;
pub use service::Service;
pub use setting::Form;
pub use what_if::{WhatIf, what_if};
pub use word::{RuleId, Text, Word};
