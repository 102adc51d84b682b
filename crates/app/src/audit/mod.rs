//! Who did? Sealing the events, and showing that none was touched.

pub mod seal;
pub mod verify;

pub use seal::{SealReport, seal};
pub use verify::{VerifyReport, verify};
