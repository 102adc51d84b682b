//! The frame around a page, and what is known of the visit it is shown in.

mod frame;
mod page;
mod pdf;
mod rooms;
mod theme;
mod visit;

pub use frame::{Frame, PracticeChoice};
pub use page::Page;
pub use pdf::Pdf;
pub use rooms::Entry;
pub use theme::Theme;
pub use visit::Visit;
