//! Official tables of the installation: next year's prices, localities, edits and diagnosis codes.
//!
//! A file is [read whole or refused](import), and kept in our own columns beside all earlier vintages. What is kept
//! [continues the rules](in_force): the rule set of an organization is the built-in files and its imported ones, and
//! its hash covers both. [`list`] and [`show`] tell what there is and what it says.

mod import;
mod in_force;
mod list;
mod show;

pub use import::{ImportedFile, ReferenceImport, import};
pub use in_force::{catalog_in_force, rules_in_force};
pub use list::{VintageList, list};
pub use show::{ReferenceAnswer, show};
