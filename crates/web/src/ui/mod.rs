//! What pages are put together from. The macros that print these stand in `templates/ui/`.

mod entry;
mod meter;
mod status;

pub use entry::{Choice, Entry};
pub use meter::{Mark, Meter};
pub use status::{Status, Tone};
