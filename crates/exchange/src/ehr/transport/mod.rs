//! What touches the disk: which files there are, their bytes by hash, and a thread that reads ahead.

mod bytes;
mod chunk;
mod files;
mod input;
mod listing;
mod reader;

pub use bytes::{DOCUMENT_MAX, LINE_MAX};
pub use files::FhirFiles;
