//! What pages are put together from. The macros that print these stand in `templates/ui/`.

mod entry;
mod meter;
mod qr;
mod status;

pub use entry::{Choice, Entry};
pub use meter::{Mark, Meter};
pub use qr::Qr;
pub use status::{Status, Tone};
