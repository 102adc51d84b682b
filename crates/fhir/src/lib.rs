//! FHIR R4 JSON in, typed values out.
//!
//! A format crate: pure, no I/O, and it has never heard of care management. Bytes of one file come in;
//! out come the elements a care-management product uses, borrowed from those bytes, or the reasons why not.
//!
//! ```
//! let file = br#"{"resourceType":"Bundle","type":"collection","entry":[
//!     {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1","birthDate":"1948-05"}},
//!     {"resource":{"resourceType":"Patient","id":"2","birthDate":"May 1948"}}]}"#;
//!
//! let document = fhir::read_document(file)?;
//! let fhir::Resource::Patient(patient) = document.entries[0].resource.as_ref().unwrap() else { panic!() };
//! assert_eq!(patient.birth_date.unwrap().day(), None); // a month is not a day
//!
//! let problems = document.entries[1].resource.as_ref().unwrap_err();
//! assert_eq!(problems[0].path, "entry[1].resource.birthDate");
//! # Ok::<(), fhir::Problem>(())
//! ```
//!
//! The tour, in the order data walks:
//!
//! 1. [`read_document`] takes a file holding a Bundle or one resource; [`ndjson`] takes Bulk Data, line by line.
//! 2. Each [`Entry`] says where it came from (`fullUrl`, request), keeps its text as received (`json`, for hashing
//!    and storing) and holds a [`Resource`] or its [`Problem`]s.
//! 3. [`r4`] has one struct per resource with the elements we use; [`Resource::Unread`] is everything else, to be
//!    kept and counted.
//! 4. [`Reference::target`] says what a reference means; [`systems`] names the code systems.
//!
//! What is refused, and how far a refusal reaches:
//!
//! - Malformed JSON (truncated, not UTF-8, too deep) refuses a document as a whole, a line of NDJSON alone.
//! - An element of the wrong shape, an unknown code, a date that is none, a repeated key, or an unknown
//!   `modifierExtension` refuses its resource alone, with every problem of that resource at once.
//! - `None` means absent. What is present and unreadable is always a problem; what is present and of a kind we do
//!   not use says so (`Other`).
//!
//! Inside, one hand-written reader (`json`) walks the text once: it skips unused subtrees while checking them,
//! borrows what needs no unescaping and notes only byte offsets when something is wrong. Paths and line numbers
//! are worked out afterwards, for the few problems there are, so that the many good resources pay nothing for them.

mod bundle;
mod entry;
mod json;
pub mod ndjson;
mod problem;
pub mod r4;
mod read;
pub mod systems;

pub use bundle::{BundleType, Document, read_document};
pub use entry::{Entry, Method, Request};
pub use json::DEPTH_MAX;
pub use problem::{PROBLEMS_MAX, Place, Problem, Reason};
pub use r4::*;
