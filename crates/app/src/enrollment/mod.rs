//! May they be managed? Candidates with their evidence.

pub mod candidates;

pub use candidates::{CandidateList, CandidateRow, candidates};
