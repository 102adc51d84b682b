//! The demo's pages as each of its people sees them: who comes in where, and that nothing of a patient gets into a log.

#[path = "../common/mod.rs"]
mod common;

mod access;
mod http;
mod redaction;
