//! Who may? An actor stands behind every transaction; a permission table says what it may do.

pub mod actor;
pub mod command;
pub mod permission;

pub use actor::Actor;
pub use command::CommandId;
pub use permission::{Permission, Standing};
