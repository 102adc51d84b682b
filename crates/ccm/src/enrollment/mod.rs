//! May they be managed, did they agree, since when?

pub mod capture;
pub mod consent;
pub mod eligibility;
pub mod episode;
pub mod letter;
pub mod outreach;
pub mod program;
pub mod request;

pub use capture::{CostTold, Evidence, NewConsent, Speaker};
pub use consent::{Consent, ConsentForm, ConsentKind};
pub use episode::Episode;
pub use letter::{Letter, LetterFacts, LetterKind};
pub use outreach::{Attempt, OutreachTerms};
pub use program::Program;
pub use request::CodeRequest;
