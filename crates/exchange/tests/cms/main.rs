//! Official yearly files: each layout read, wrong and cut files refused whole, any bytes survived.

mod any_bytes;
mod diagnoses;
mod edits;
mod fees;
mod localities;
mod support;
