//! The door through which records come in: a stream of whole patients, or of pieces to be staged until
//! a patient is whole.

use async_trait::async_trait;
use ccm::basics::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::incoming::IncomingRecord;
use crate::Result;

/// One thing read from the input.
pub enum Incoming {
    /// A patient with everything the input has about them: committed as one.
    Whole(Box<IncomingRecord>),
    /// Resources of one patient out of a bulk file; or, with an empty `patient_key`, resources that many
    /// patients refer to. Staged, then put together by [`Intake::assemble`].
    Piece { patient_key: String, body: Vec<u8> },
}

/// An open input: files, folders, bundles, bulk exports.
#[async_trait]
pub trait Intake: Send {
    /// SHA-256 over the input's bytes, known before the first record: the same input twice is noticed.
    fn sha256(&self) -> [u8; 32];

    /// The next thing, or `None` at the end. Memory does not grow with the input's size.
    async fn next(&mut self) -> Result<Option<Incoming>>;

    /// Hears the shared pieces once, before the first [`Intake::assemble`].
    async fn shared(&mut self, pieces: Vec<Vec<u8>>) -> Result<()>;

    /// A patient out of all their pieces; `None` when the pieces hold no readable patient, which the report then says.
    async fn assemble(&mut self, patient_key: &str, pieces: Vec<Vec<u8>>) -> Result<Option<IncomingRecord>>;

    /// What reading found: complete after the last record.
    fn reading(&self) -> ReadingReport;
}

/// What the reader has to say about the input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadingReport {
    pub files: u64,
    pub bytes: u64,
    /// Resources read, by type.
    pub read: BTreeMap<String, u64>,
    /// Resources of types that we keep but do not read, by type.
    pub kept_unread: BTreeMap<String, u64>,
    /// Resources and files refused, each with file, entry and path. The first [`ReadingReport::LIMIT`].
    pub refused: Vec<Problem>,
    /// How many were refused in all.
    pub refused_count: u64,
    /// Codes without a counterpart that we know: `system code` and how often.
    pub unmapped: BTreeMap<String, u64>,
    /// Resources whose patient is not in the input.
    pub orphans: u64,
}

impl ReadingReport {
    /// Problems kept word for word.
    pub const LIMIT: usize = 1_000;

    pub fn refuse(&mut self, problem: Problem) {
        self.refused_count += 1;
        if self.refused.len() < Self::LIMIT {
            self.refused.push(problem);
        }
    }
}
