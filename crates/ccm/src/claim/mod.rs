//! How do we ask for payment? A claim made of a determination's lines, and the scrubber that finds
//! everything wrong with it at once: a claim with problems cannot become a file.

pub mod document;
pub mod scrub;

pub use document::{Claim, ClaimLine, Provider, Subscriber};
pub use scrub::{ScrubContext, scrub};
