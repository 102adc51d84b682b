//! Text: what of it can be shown, and its lines.

mod clean;
mod lines;
mod shape;

pub use lines::{SetLine, Setter};
pub use shape::Piece;
