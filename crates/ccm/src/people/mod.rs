//! Who is this about, who cares, who pays?
//!
//! A person, a dated role and a login are three things; a patient belongs to one practice, and the same
//! human being at two practices is two patients and a link.

pub mod authorization;
pub mod caregiver;
pub mod coverage;
pub mod name;
pub mod patient;
pub mod payer;
pub mod practice;
pub mod practitioner;
pub mod preference;
pub mod roster;
pub mod submission;
pub mod transport;
pub mod verification;

pub use authorization::PriorAuthorization;
pub use caregiver::Caregiver;
pub use coverage::Coverage;
pub use patient::{Contact, Identifier, Patient};
pub use payer::{PayerKind, PayerProfile};
pub use practice::{Address, Charge, Locality, Practice, PracticeProfile};
pub use practitioner::{Credential, Person, StaffRole};
pub use preference::{CallWindow, ContactPreference};
pub use roster::{RosteredHours, WEEK_MINUTES, rostered_seconds};
pub use submission::{DatePolicy, EligibilityTerms, PayerTimers, Submission};
pub use transport::{HttpsAuth, HttpsBody, HttpsTerms, PortalField, PortalFormat, PortalValue, Transport};
