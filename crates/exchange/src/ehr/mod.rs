//! Records out of an electronic health record: FHIR R4 files.
//!
//! 1. [`FhirFiles`] opens files and folders, and is the intake that an import reads from. `transport` holds what
//!    touches the disk: which files there are, their bytes by hash, a thread that reads ahead.
//! 2. [`translate`] is pure: whose a resource is, what it refers to, and each resource in our words.
//!
//! How a patient becomes whole:
//!
//! - A Bundle that holds a patient and resources of theirs gives them whole, at once.
//! - Lines of Bulk Data, single resources, and resources of patients who are not in their file are pieces: the import
//!   stages them by patient, and has them put together when everything has been read. So it does with a patient
//!   whose Bundle refers to practitioners or medications that another file may hold.
//! - Practitioners, roles, organizations and medications belong to nobody. What we need of them (an NPI, a code, a
//!   name) stays in memory, in a `Directory` of some 50 bytes each, until the end.
//!
//! Files are read in the order of their names, whatever order they were given in.

pub mod translate;
mod transport;

pub use transport::{DOCUMENT_MAX, FhirFiles, LINE_MAX};
