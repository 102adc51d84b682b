//! The storage port: transactions for a tenant, and what each room keeps in them.
//!
//! Row methods take the practice first; a transaction sees only its organization. There is no update or
//! delete of anything that is written once.

use std::sync::Arc;

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{FacilityStay, Visit};
use ccm::care_plan::{CarePlan, CarePlanCopy, Confirmation, ImportedCondition};
use ccm::enrollment::{Consent, Episode};
use ccm::people::{Charge, Practice};

pub use super::access::{Accounts, ChartAccess, Factors, Sessions};
pub use super::ahead::AsksAhead;
pub use super::appeals::Appeals;
pub use super::assessments::Assessments;
pub use super::audit::{Audit, Reports};
pub use super::boards::Boards;
pub use super::calls::Calls;
pub use super::carriage::Carriage;
pub use super::claim_lists::ClaimLists;
pub use super::claim_timings::ClaimTimings;
pub use super::claims::Claims;
pub use super::clocks::RunningClocks;
pub use super::coordination::{Appointments, Directory, Handovers, Loads, OnCalls, Referrals};
pub use super::denials::Denials;
pub use super::eligibility::Eligibility;
pub use super::identities::Identities;
pub use super::imports::*;
pub use super::job_runs::JobRuns;
use super::keys::KeyProvider;
pub use super::ledger::Ledgers;
pub use super::letters::Letters;
pub use super::months::{Answers, Months};
pub use super::notes::Notes;
pub use super::outreach::Outreach;
pub use super::patient_money::PatientMoney;
pub use super::payer_calls::PayerCalls;
pub use super::payments::PaymentBoards;
pub use super::people::{People, Roster};
pub use super::plans::Plans;
pub use super::program_facts::ProgramFacts;
pub use super::proofs::{AuditCases, Proofs};
pub use super::reference::References;
pub use super::reports::{Charts, Preferences, Searches, Worklists};
pub use super::results::Results;
use super::rows::*;
pub use super::submissions::Submissions;
pub use super::supervision::Supervision;
pub use super::tasks::Tasks;
pub use super::times::Times;
use crate::Result;

/// Where transactions come from.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a transaction for one organization, or for none: then only name plates are seen.
    async fn begin(&self, organization: Option<OrganizationId>) -> Result<Box<dyn Tx>>;
    /// The same on one snapshot, read-only.
    async fn begin_read(&self, organization: Option<OrganizationId>) -> Result<Box<dyn Tx>>;
    /// Keeps the audit events of reads. Answers once they are committed; what many ask for at once is committed together.
    async fn keep_reads(
        &self,
        organization: OrganizationId,
        reads: Vec<super::reports::ReadRecord>,
    ) -> Result<()>;
    /// Makes the organization's first data key; nothing where it has one.
    async fn ensure_key(&self, tx: &mut dyn Tx, organization: OrganizationId, now: Timestamp) -> Result<()>;
    /// Makes a newer data key: it seals from now on, and every one opens. Its number.
    async fn add_key(&self, tx: &mut dyn Tx, organization: OrganizationId, now: Timestamp) -> Result<u32>;
    /// Wraps every data key of an organization anew; how many.
    async fn rewrap_keys(&self, tx: &mut dyn Tx, organization: OrganizationId) -> Result<usize>;
    /// The provider of the key of keys.
    fn key_provider(&self) -> Arc<dyn KeyProvider>;
    /// Copies the whole database, while work goes on, into a new file that only its owner reads.
    async fn copy_to(&self, path: &std::path::Path) -> Result<Copied>;
    /// Ends it, and waits until its files are whole by themselves.
    async fn close(&self);
}

/// How a copy is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is there, whole and on the disk.
    Whole,
    /// The server has tools of its own for it.
    ByItsTools,
}

/// One transaction: all rooms' rows behind one door. `Any`, so that a store knows its own again.
#[async_trait]
pub trait Tx:
    std::any::Any
    + Tenancy
    + Accounts
    + Factors
    + Identities
    + Sessions
    + ChartAccess
    + People
    + Roster
    + Imports
    + Enrollment
    + Outreach
    + Letters
    + CarePlans
    + Plans
    + Cares
    + Calls
    + Notes
    + Tasks
    + Assessments
    + Supervision
    + Referrals
    + Appointments
    + Directory
    + OnCalls
    + Handovers
    + Loads
    + ProgramFacts
    + Times
    + RunningClocks
    + Billing
    + Answers
    + Months
    + Eligibility
    + Boards
    + Results
    + Claims
    + ClaimTimings
    + ClaimLists
    + Carriage
    + Submissions
    + Ledgers
    + PatientMoney
    + Denials
    + PaymentBoards
    + JobRuns
    + Appeals
    + PayerCalls
    + Proofs
    + AuditCases
    + Audit
    + References
    + Reports
    + Preferences
    + Worklists
    + Searches
    + Charts
    + AsksAhead
    + Send
{
    /// How many rows this transaction has written, audit and feed aside.
    fn written(&self) -> u64;
    async fn commit(self: Box<Self>) -> Result<()>;
    async fn rollback(self: Box<Self>) -> Result<()>;
}

#[async_trait]
pub trait Tenancy: Send {
    async fn organizations(&mut self) -> Result<Vec<OrganizationRow>>;
    async fn put_organization(&mut self, row: &OrganizationRow, now: Timestamp) -> Result<()>;
    async fn practices(&mut self) -> Result<Vec<Practice>>;
    async fn practice(&mut self, id: PracticeId) -> Result<Option<Practice>>;
    async fn put_practice(&mut self, practice: &Practice) -> Result<()>;
    async fn payers(&mut self) -> Result<Vec<PayerRow>>;
    async fn put_payer(&mut self, payer: &PayerRow) -> Result<()>;
    async fn charges(&mut self, practice: PracticeId) -> Result<Vec<Charge>>;
    /// Replaces the schedule.
    async fn put_charges(&mut self, practice: PracticeId, charges: &[Charge]) -> Result<()>;
    /// Answers to these commands, as far as they were given.
    async fn commands(&mut self, ids: &[String]) -> Result<Vec<CommandRow>>;
    async fn add_commands(
        &mut self,
        practice: Option<PracticeId>,
        rows: &[CommandRow],
        now: Timestamp,
    ) -> Result<()>;
    /// The next value of a control number; taken for ever once this transaction commits.
    async fn take_number(&mut self, scope: &str, count: i64) -> Result<i64>;
}

#[async_trait]
pub trait Enrollment: Send {
    async fn add_episode(
        &mut self,
        practice: PracticeId,
        episode: &Episode,
        recorded: Recorded,
    ) -> Result<()>;
    /// All episodes, in the order in which they were recorded.
    async fn episodes(&mut self, practice: PracticeId) -> Result<Vec<Episode>>;
    async fn add_consent(
        &mut self,
        practice: PracticeId,
        consent: &Consent,
        reason: Option<&str>,
        recorded: Recorded,
    ) -> Result<()>;
    /// In the order in which they were recorded.
    async fn consents(&mut self, practice: PracticeId) -> Result<Vec<Consent>>;
    async fn episodes_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<Episode>>;
    async fn consents_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<Consent>>;
}

#[async_trait]
pub trait CarePlans: Send {
    /// Newest versions of imported conditions.
    async fn conditions(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, ImportedCondition)>>;
    async fn add_confirmation(
        &mut self,
        practice: PracticeId,
        confirmation: &Confirmation,
        recorded: Recorded,
    ) -> Result<()>;
    /// Without the risk texts: `…` stands where one was stated.
    async fn confirmations(&mut self, practice: PracticeId) -> Result<Vec<Confirmation>>;
    async fn add_plan(&mut self, practice: PracticeId, plan: &CarePlan, recorded: Recorded) -> Result<()>;
    async fn add_copy(&mut self, practice: PracticeId, copy: &CarePlanCopy, recorded: Recorded)
    -> Result<()>;
    async fn newest_plan(&mut self, practice: PracticeId, patient: PatientId) -> Result<Option<CarePlanId>>;
    /// All versions dated on or before a day.
    async fn plans(&mut self, practice: PracticeId, until: Date) -> Result<Vec<PlanRow>>;
    async fn conditions_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, ImportedCondition)>>;
    async fn confirmations_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<Confirmation>>;
    async fn plans_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        until: Date,
    ) -> Result<Vec<PlanRow>>;
}

#[async_trait]
pub trait Cares: Send {
    /// Newest versions, imported and recorded, on or after a day.
    async fn visits(&mut self, practice: PracticeId, from: Date) -> Result<Vec<(PatientId, Visit)>>;
    async fn add_visit(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        visit: &Visit,
        recorded: Recorded,
    ) -> Result<()>;
    async fn add_stay(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        stay: &FacilityStay,
        facility: Option<&str>,
        recorded: Recorded,
    ) -> Result<()>;
    async fn end_stay(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        stay: StayId,
        id: StayId,
        to: Moment,
        recorded: Recorded,
    ) -> Result<()>;
    /// With their ends, where recorded.
    async fn stays(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, FacilityStay)>>;
    async fn visits_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
    ) -> Result<Vec<(PatientId, Visit)>>;
    async fn stays_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, FacilityStay)>>;
}

#[async_trait]
pub trait Billing: Send {
    async fn add_attestation(
        &mut self,
        practice: PracticeId,
        row: &AttestationRow,
        recorded: Recorded,
    ) -> Result<()>;
    async fn attestations(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<AttestationRow>>;
    async fn add_outside_claim(
        &mut self,
        practice: PracticeId,
        row: &OutsideClaimRow,
        recorded: Recorded,
    ) -> Result<()>;
    async fn outside_claims(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<OutsideClaimRow>>;
    /// Keeps a rule set's bytes; nothing where they are kept.
    async fn keep_rule_set(&mut self, sha256: [u8; 32], body: &[u8], now: Timestamp) -> Result<()>;
    async fn rule_set(&mut self, sha256: [u8; 32]) -> Result<Option<Vec<u8>>>;
    async fn newest_closure(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Option<ClosureRow>>;
    async fn add_closure(&mut self, practice: PracticeId, closure: &ClosureRow) -> Result<()>;
    async fn add_determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<DeterminationRow>,
    ) -> Result<()>;
    /// All of a closing; bodies too.
    async fn determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<DeterminationRow>>;
    async fn determination(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<DeterminationRow>>;
    /// Entries of a month that were recorded after an instant, and strikes of such: (entry row, was it a strike).
    async fn recorded_after(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
        after: Timestamp,
    ) -> Result<Vec<LedgerRow>>;
    async fn struck_after(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
        after: Timestamp,
    ) -> Result<Vec<LedgerRow>>;
    async fn attestations_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<AttestationRow>>;
    async fn outside_claims_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        until: Date,
    ) -> Result<Vec<OutsideClaimRow>>;
    async fn linked_lines_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<(PatientId, PracticeId, LineRow, PersonId)>>;
    /// Services billed at linked patients of other practices in these days.
    async fn linked_lines(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<(PatientId, PracticeId, LineRow, PersonId)>>;
}
