//! One claim out of text.

mod claim;
mod line;

pub(super) use claim::{CLAIM, claim};
