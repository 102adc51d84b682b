//! Who did? An event beside every read and write, and the seal that shows no event was touched.
//!
//! Events are plain rows. A sealer numbers the committed ones and seals them in groups; each seal names the
//! hash of the one before it. What stands between the last seal and now is the unsealed window (ADR 5).

pub mod chain;
pub mod event;

pub use chain::{Broken, Numbered, Seal, verify};
pub use event::AuditEvent;
