//! Letters as they were made, and how they reached whom they are for: both written once.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::enrollment::{LetterKind, Program};

use super::rows::Recorded;
use crate::Result;

/// A letter without its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterHead {
    pub id: LetterId,
    pub patient: PatientId,
    pub kind: LetterKind,
    /// Of its text in `letters/`.
    pub version: u32,
    pub tongue: Tongue,
    pub program: Program,
    /// What it speaks of, where it speaks of a month.
    pub month: Option<ServiceMonth>,
    pub made: Recorded,
    pub bytes: i64,
    /// Of the file that was handed out.
    pub sha256: [u8; 32],
}

/// How a letter got there. A correction is a new one that names the one it corrects. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterDelivery {
    pub id: LetterDeliveryId,
    pub letter: LetterId,
    pub patient: PatientId,
    /// A word of [`ccm::enrollment::letter::LETTER_WAYS`].
    pub way: String,
    pub on: Date,
    /// What shows it: whose hands, a tracking number, who saw it.
    pub proof: String,
    pub corrects: Option<LetterDeliveryId>,
    pub recorded: Recorded,
}

impl std::fmt::Debug for LetterDelivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LetterDelivery({} {} …)", self.id, self.way)
    }
}

#[async_trait]
pub trait Letters: Send {
    async fn add_letter(&mut self, practice: PracticeId, head: &LetterHead, file: &[u8]) -> Result<()>;
    /// A patient's letters, newest first.
    async fn letters_of(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<LetterHead>>;
    /// The file of one, as it was made.
    async fn letter_file(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        letter: LetterId,
    ) -> Result<Option<Vec<u8>>>;
    async fn add_letter_delivery(&mut self, practice: PracticeId, row: &LetterDelivery) -> Result<()>;
    /// Of a patient's letters, oldest first.
    async fn letter_deliveries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<LetterDelivery>>;
}
