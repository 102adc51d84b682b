//! Queries that look back over the story.

pub(crate) mod canonical;
pub(crate) mod counts;
