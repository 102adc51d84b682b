//! Who is this about, who cares, who pays? Setting up, and bringing records in.

pub mod dump;
pub mod eligibility;
pub mod import;
pub mod incoming;
pub mod intake;
pub mod preference;
pub mod settings;
pub mod setup;
mod setup_file;
mod setup_terms;
mod setup_text;
pub mod staff;
mod versions;
mod zone;

pub use dump::dump;
pub use import::{ImportOptions, ImportReport, import};
pub use intake::{Incoming, Intake, ReadingReport};
pub use preference::{Wishes, tell_preference, wishes};
pub use setup::{SetupReport, set_up};
pub use zone::zone_now;
