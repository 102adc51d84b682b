//! Who did? Sealing the events, showing that none was touched, and reading them; and what a copy of the database holds.

pub mod copy;
pub mod list;
pub mod seal;
pub mod verify;

pub use copy::{CopyReport, Inventory, check_copy, inventory, restored};
pub use list::{After, Export, Filter, Listed, Page, export, list};
pub use seal::{SealReport, seal};
pub use verify::{VerifyReport, verify, verify_against};
