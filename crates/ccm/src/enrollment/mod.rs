//! May they be managed, did they agree, since when?

pub mod consent;
pub mod eligibility;
pub mod episode;
pub mod program;
pub mod request;

pub use consent::{Consent, ConsentForm, ConsentKind};
pub use episode::Episode;
pub use program::Program;
pub use request::CodeRequest;
