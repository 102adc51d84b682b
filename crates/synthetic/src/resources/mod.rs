//! The resources of one person's record, a file for each kind of fact.

pub(crate) mod coverage;
pub(crate) mod patient;
pub(crate) mod problems;
pub(crate) mod visits;
