//! People who work here, patients with their identifiers, coverage and links.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::{Coverage, Identifier, Patient, Person, RosteredHours, StaffRole};

use crate::Result;

#[async_trait]
pub trait People: Send {
    async fn persons(&mut self) -> Result<Vec<Person>>;
    async fn put_person(&mut self, person: &Person, login: Option<LoginId>) -> Result<()>;
    async fn roles(&mut self, practice: PracticeId) -> Result<Vec<StaffRole>>;
    async fn put_role(&mut self, practice: PracticeId, role: &StaffRole) -> Result<()>;
    /// Patients by our id or by any identifier; `system` empty: in any system. One answer for each question,
    /// with every patient that fits.
    async fn find_patients(
        &mut self,
        practice: PracticeId,
        wanted: &[Identifier],
    ) -> Result<Vec<Vec<PatientId>>>;
    async fn patient_exists(&mut self, practice: PracticeId, id: PatientId) -> Result<bool>;
    async fn patients(&mut self, practice: PracticeId) -> Result<Vec<Patient>>;
    async fn patient(&mut self, practice: PracticeId, id: PatientId) -> Result<Option<Patient>>;
    async fn identifiers(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, Identifier)>>;
    /// Newest versions.
    async fn coverages(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, Coverage)>>;
    /// Of these patients alone; so everywhere below where a name ends in `_of`.
    async fn patients_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<Patient>>;
    async fn identifiers_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Identifier)>>;
    async fn coverages_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Coverage)>>;
    /// When these patients died, where they did.
    async fn deaths_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Moment)>>;
    /// Links of this practice's patients: (patient, other practice, other patient, kind).
    async fn links(
        &mut self,
        practice: PracticeId,
    ) -> Result<Vec<(PatientId, PracticeId, PatientId, String)>>;
}

/// Hours of a week, from a day on.
#[async_trait]
pub trait Roster: Send {
    async fn add_rostered_hours(
        &mut self,
        practice: PracticeId,
        hours: &RosteredHours,
        recorded_at: Timestamp,
    ) -> Result<()>;
    /// Everybody's, by person and day; of one day the newest word.
    async fn rostered_hours(&mut self, practice: PracticeId) -> Result<Vec<RosteredHours>>;
}
