//! What a payer says of somebody's coverage when it is asked (ELIG-05, PAY-06; interop.md §4, 271).
//!
//! ```text
//! question (270) ─> CoverageAnswer    its facts, each with the days that it is true of; or why there is none
//!                     └─> standing    what they come to in one month
//!                           └─> questions    where that differs from the record
//! ```
//!
//! The payer's word never replaces what people recorded. Where both differ a question is open: it keeps the month from being
//! billed where Part B is in doubt, until somebody says which of the two stands.

mod asking;
mod book;
mod fact;
mod month;

pub use asking::{LastAsked, is_due};
pub use book::{Asking, BenefitTold, EligibilityBook, Means, Rejection};
pub use fact::{CoverageAnswer, CoverageFact, CoverageRejection, DeductibleLeft, Span};
pub use month::{
    Advantage, ChartCoverage, CoverageQuestion, CoverageStanding, PartB, Stands, questions, standing,
};
