//! A file of what was done: each line is one use case by the person who signs in; all problems at once,
//! nothing half-recorded, and a line whose command was recorded before changes nothing (docs/guide/record.md).

mod actions;
mod fields;
mod keep;
mod lookup;
mod preferences;
mod programs;
mod run;

pub use run::{LineAnswer, RecordFile, RecordReport, record};
