//! What is kept of general supervision: samples, what was said of them, a practice's own figures, and what an attestation
//! stands on.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::billing::complexity::ComplexityNote;
use ccm::care::SupervisionTerms;
use ccm::care::supervision::{Rating, Sample};

use crate::Result;

/// A signed note, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNoteHead {
    pub id: NoteId,
    pub patient: PatientId,
    pub signed_at: Timestamp,
    pub signed_by: PersonId,
    /// A word of `interviews/outcomes.toml`.
    pub outcome: String,
    pub seconds: i64,
}

/// A note of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledNoteRow {
    pub note: SignedNoteHead,
    /// Oldest first; the newest counts.
    pub ratings: Vec<Rating>,
}

/// A sample with its notes, in the order in which they were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRow {
    pub sample: Sample,
    pub drawn_at: Timestamp,
    pub notes: Vec<SampledNoteRow>,
}

/// Which samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichSamples {
    One(SampleId),
    /// Drawn in the week that begins on this Monday, or later.
    Since(Date),
}

/// What an attestation stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationNoteRow {
    pub attestation: AttestationId,
    pub patient: PatientId,
    /// The attestation that it corrects, which counts no more.
    pub replaces: Option<AttestationId>,
    pub note: ComplexityNote,
}

#[async_trait]
pub trait Supervision: Send {
    async fn supervision_terms(&mut self, practice: PracticeId) -> Result<Option<SupervisionTerms>>;
    async fn put_supervision_terms(&mut self, practice: PracticeId, terms: &SupervisionTerms) -> Result<()>;
    /// Notes signed from the first instant to before the second, in the order of their signing.
    async fn notes_signed(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<SignedNoteHead>>;
    /// Until when each coordinator's notes were drawn from.
    async fn sampled_until(&mut self, practice: PracticeId) -> Result<Vec<(PersonId, Timestamp)>>;
    /// # Errors
    /// [`crate::Error::Conflict`] when the coordinator has one of this week already.
    async fn add_sample(&mut self, practice: PracticeId, sample: &Sample, now: Timestamp) -> Result<()>;
    /// The newest week first, coordinators in a steady order.
    async fn samples(&mut self, practice: PracticeId, which: WhichSamples) -> Result<Vec<SampleRow>>;
    /// Adds the rating with this number, the first being 0, of the note in this place of the sample.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody else has just added that one.
    async fn add_rating(
        &mut self,
        practice: PracticeId,
        sample: SampleId,
        (item, number): (usize, usize),
        rating: &Rating,
    ) -> Result<()>;

    /// # Errors
    /// [`crate::Error::Conflict`] when what it replaces was replaced already.
    async fn add_attestation_note(&mut self, practice: PracticeId, row: &AttestationNoteRow) -> Result<()>;
    /// Of one patient, in the order of their ids.
    async fn attestation_notes(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<AttestationNoteRow>>;
}
