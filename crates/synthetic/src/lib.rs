//! People of our own making: a practice, its patients, a month of care, and what must come of it.
//!
//! Nobody here exists. Names are drawn from lists of our own, Medicare numbers begin like the public specimen
//! card, telephone numbers are of the range kept for fiction. The same seed gives the same bytes, on every
//! machine. This crate knows nothing of the rest of the house: it writes the files that the outside world would
//! send us (a setup file, FHIR bundles, record files), and says beside them what a right answer is.
//!
//! **The demo** ([`demo`], [`demo_sized`]) is one practice and its September of 2026:
//!
//! - `staff` is its cast, `setup` writes it down; `patient` draws a person, `conditions`, `medications` and
//!   `measures` say what ails her; `bundle` and `resources` write her record as FHIR.
//! - `stories` holds the edges of the rules, one patient each: a second short, a double call, a consent withdrawn.
//!   A story is told in a `scene`: an `enrollment` with its `paperwork`, then each `contact`, booked in the staff's
//!   `diary` with the words of `notes`. It leaves lines for `record` and one [`Expectation`].
//! - `running` is the first half of October: what is done, and what is not yet, on the morning when the demo's pages are
//!   opened. What record files cannot tell of it are its [`Deed`]s.
//! - `bystanders` are not in the program; the search for candidates must judge them rightly.
//!
//! **The clinics** ([`clinics()`]) stand beside the demo in its organization: an FQHC and an RHC, with months of 2024,
//! 2025 and 2026 that the rules of those years judge differently. A month's stories are a table; each is a patient of
//! her own.
//!
//! **The payer** ([`payer`]) takes the claim files that the house writes and answers them, from TA1 to 835, with text
//! alone; what became of each claim it tells beside them.
//!
//! **The load** ([`bundles`], [`providers`]) is for benchmarks of import: large bundles of the shape that
//! synthetic-record generators give, in `ehr`.

mod bundle;
mod bystanders;
mod clinics;
mod conditions;
mod contact;
mod demo;
mod diary;
mod dice;
mod ehr;
mod enrollment;
mod expectation;
mod fhir;
mod identifiers;
mod json;
mod measures;
mod medications;
mod names;
mod notes;
mod paperwork;
mod patient;
pub mod payer;
mod record;
mod resources;
mod running;
mod scene;
mod setup;
mod staff;
mod stories;

pub use bystanders::Bystander;
pub use clinics::{Clinic, ClinicMonth, clinics};
pub use demo::{DEMO_PATIENTS, Demo, demo, demo_sized};
pub use ehr::{BundleSize, bundles, providers};
pub use expectation::{Expectation, Hold, LeftOut, ServiceLine};
pub use identifiers::{MBI_SYSTEM, MRN_SYSTEM, NPI_SYSTEM, mbi_has_shape, npi_is_valid};
pub use record::RecordFile;
pub use running::{AroundDeed, Deed, DeedKind, Listing, PlanDeed};
pub use setup::{ORGANIZATION_KEY, with_mailbox};
