//! General supervision, as it can be shown: which notes were drawn for a look, by what seed, and what was said of them.
//!
//! 42 CFR 410.26(b)(5): clinical staff may work under general supervision. Who asks how it was exercised sees the samples.

pub mod rating;
pub mod sample;
pub mod terms;

pub use rating::Rating;
pub use sample::{Sample, Seed, draw, monday};
pub use terms::SupervisionTerms;
