//! A JSON reader that walks the text once and keeps nothing it is not asked for.
//!
//! `cursor` steps through objects and lists, `string` and `number` read scalars, `skip` passes over a value while
//! checking it, `locate` works out the path of a byte offset afterwards.

mod cursor;
mod locate;
mod number;
mod skip;
mod string;

pub(crate) use cursor::{Finding, Reader, Step, Stop};
pub(crate) use locate::path_of;

/// Objects and lists within one another; deeper JSON is refused.
pub const DEPTH_MAX: u32 = 128;
