//! What a page is about to ask, said at once.

use async_trait::async_trait;
use ccm::basics::*;

use super::reports::{Within, WorklistWanted};
use crate::Result;

/// The questions of one part of a page, in the words of the ports that will ask them.
#[derive(Clone, Copy)]
pub enum Ahead<'a> {
    /// Who somebody is at a practice, and what practice it is.
    Standing { person: PersonId, practice: Option<PracticeId> },
    /// A page of the list of the day with its counts and hours.
    Today { practice: PracticeId, wanted: &'a WorklistWanted },
    /// Numbers of patients who were found, and so many charts that a person opened last.
    Found { practice: PracticeId, patients: &'a [PatientId], recent: Option<(PersonId, i64)> },
    /// A chart: readings and contacts of a stretch of time, and so many contacts.
    Chart { practice: PracticeId, patient: PatientId, within: Within, contacts: i64 },
    /// Who is at a patient now.
    Beside { practice: PracticeId, patient: PatientId },
}

/// A snapshot may be asked ahead: one message to the engine instead of twenty, and each question finds its answer when it
/// is asked. It changes no answer. Whoever asks something else, or never said it ahead, is answered all the same; a
/// transaction that may write asks nothing ahead.
#[async_trait]
pub trait AsksAhead: Send {
    async fn ahead(&mut self, of: Ahead<'_>) -> Result<()>;
}
