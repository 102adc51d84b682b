//! The care around the plan: referrals, the directory, who is on call, the log of urgent calls, handovers, and how the
//! work is shared out.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::referral::LoopState;
use ccm::care::{
    Acceptance, AccessCall, Appointment, AppointmentEvent, DirectoryRevision, Handover, LoopEvent, Referral,
    Shift,
};
use ccm::reports::Movable;

use super::access::AssignmentRow;
use crate::Result;

/// A referral with its events in order.
pub type ReferralRow = (Referral, Vec<LoopEvent>);

/// An appointment with its events in order.
pub type AppointmentRow = (Appointment, Vec<AppointmentEvent>);

/// Which referrals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichReferrals {
    One(ReferralId),
    /// A patient's, open and closed.
    OfPatient(PatientId),
    /// Every open loop of the practice.
    Open,
}

#[async_trait]
pub trait Referrals: Send {
    async fn add_referral(&mut self, practice: PracticeId, referral: &Referral) -> Result<()>;
    /// Adds the event with this number, the first being 0; `state` is where the loop stands after it.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody else has just added that one.
    async fn add_referral_event(
        &mut self,
        practice: PracticeId,
        id: ReferralId,
        number: usize,
        event: &LoopEvent,
        state: LoopState,
    ) -> Result<()>;
    /// In the order in which they were sent, at most so many.
    async fn referrals(
        &mut self,
        practice: PracticeId,
        which: WhichReferrals,
        limit: i64,
    ) -> Result<Vec<ReferralRow>>;
}

#[async_trait]
pub trait Appointments: Send {
    async fn add_appointment(&mut self, practice: PracticeId, one: &Appointment) -> Result<()>;
    /// As [`Referrals::add_referral_event`].
    async fn add_appointment_event(
        &mut self,
        practice: PracticeId,
        id: AppointmentId,
        number: usize,
        event: &AppointmentEvent,
    ) -> Result<()>;
    async fn appointment(
        &mut self,
        practice: PracticeId,
        id: AppointmentId,
    ) -> Result<Option<AppointmentRow>>;
    /// A patient's, the latest first, at most so many.
    async fn appointments_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        limit: i64,
    ) -> Result<Vec<AppointmentRow>>;
}

#[async_trait]
pub trait Directory: Send {
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody else has just kept this revision.
    async fn add_directory_revision(
        &mut self,
        practice: PracticeId,
        revision: &DirectoryRevision,
    ) -> Result<()>;
    /// The newest revision of every entry.
    async fn directory(&mut self, practice: PracticeId) -> Result<Vec<DirectoryRevision>>;
    /// All revisions of one entry, the newest first.
    async fn directory_revisions(
        &mut self,
        practice: PracticeId,
        id: DirectoryEntryId,
    ) -> Result<Vec<DirectoryRevision>>;
}

#[async_trait]
pub trait OnCalls: Send {
    async fn add_shifts(
        &mut self,
        practice: PracticeId,
        shifts: &[Shift],
        by: PersonId,
        at: Timestamp,
    ) -> Result<()>;
    /// Takes a shift back by a row under the new id.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody else has just done so.
    async fn withdraw_shift(
        &mut self,
        practice: PracticeId,
        shift: &Shift,
        id: ShiftId,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()>;
    /// Those not taken back that touch a stretch of time, in order.
    async fn shifts(&mut self, practice: PracticeId, from: Timestamp, until: Timestamp)
    -> Result<Vec<Shift>>;
    async fn add_access_call(&mut self, practice: PracticeId, call: &AccessCall) -> Result<()>;
    async fn access_call(&mut self, practice: PracticeId, id: AccessCallId) -> Result<Option<AccessCall>>;
    /// Of a stretch of time, the newest first, also those that were replaced; of one patient, if named.
    async fn access_calls(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
        patient: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<AccessCall>>;
}

#[async_trait]
pub trait Handovers: Send {
    async fn add_handover(&mut self, practice: PracticeId, handover: &Handover) -> Result<()>;
    /// # Errors
    /// [`crate::Error::Conflict`] when it was accepted already.
    async fn accept_handover(
        &mut self,
        practice: PracticeId,
        id: HandoverId,
        acceptance: Acceptance,
    ) -> Result<()>;
    async fn handover(
        &mut self,
        practice: PracticeId,
        id: HandoverId,
    ) -> Result<Option<(Handover, Option<Acceptance>)>>;
    /// The newest first, at most so many.
    async fn handovers(
        &mut self,
        practice: PracticeId,
        limit: i64,
    ) -> Result<Vec<(Handover, Option<Acceptance>)>>;
}

/// One coordinator's part of the list of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadRow {
    /// `None`: patients who are nobody's.
    pub coordinator: Option<PersonId>,
    pub patients: u64,
    pub clinical: u64,
    pub work_seconds: u64,
}

#[async_trait]
pub trait Loads: Send {
    /// Of every coordinator; clinical are those with a place under this one.
    async fn loads(&mut self, practice: PracticeId, clinical_under: u16) -> Result<Vec<LoadRow>>;
    /// Patients of somebody, the most work first, at most so many.
    async fn movable(
        &mut self,
        practice: PracticeId,
        clinical_under: u16,
        limit: i64,
    ) -> Result<Vec<Movable>>;
    /// What holds at an instant, of a list of patients.
    async fn assignments_among(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        at: Timestamp,
    ) -> Result<Vec<AssignmentRow>>;
    /// Many at once; see [`super::access::ChartAccess::add_assignment`].
    async fn add_assignments(
        &mut self,
        practice: PracticeId,
        rows: &[AssignmentRow],
        by: Option<PersonId>,
        at: Timestamp,
    ) -> Result<()>;
}
