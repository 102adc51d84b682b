//! Files of claims as boards show them: a page at a time, with what became of the claims in each.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::carriage::CarriageEvent;
use ccm::claim::{ClaimMatter, ClaimState};

use super::rows::ClaimFileRow;
use crate::Result;

/// A file, and what happened on its way to the partner.
pub type CarriedFile = (ClaimFileRow, Vec<CarriageEvent>);

/// Which files of claims.
#[derive(Clone, Copy, Debug)]
pub struct FilesWanted {
    /// Nothing but files that no partner is known to have, or with a claim that asks for somebody on or before this day.
    pub asking_by: Option<Date>,
    /// The last one of the page before.
    pub before: Option<ClaimFileId>,
    pub limit: i64,
}

/// How many claims of a file stand in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStateCount {
    pub file: ClaimFileId,
    pub state: ClaimState,
    pub claims: u64,
    /// Of these: something about them asks for somebody.
    pub asking: u64,
}

/// How many claims of one closing stand in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthStateCount {
    pub month: ServiceMonth,
    pub revision: i64,
    pub state: ClaimState,
    pub claims: u64,
    pub asking: u64,
    /// What is charged.
    pub total: Cents,
}

/// Claims of one payer and month that wait with the very same: counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterCount {
    pub matter: ClaimMatter,
    pub payer: PayerId,
    pub month: ServiceMonth,
    pub claims: u64,
    /// What is charged.
    pub total: Cents,
}

/// A claim as the page of its file shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiledClaim {
    pub claim: ClaimId,
    pub number: String,
    pub patient: PatientId,
    pub payer: PayerId,
    pub total: Cents,
    pub state: ClaimState,
    /// By the newest remittance.
    pub paid: Cents,
    /// The first day on which something about it asks for somebody.
    pub look_on: Option<Date>,
}

#[async_trait]
pub trait Submissions: Send {
    /// Without bytes, the newest first.
    async fn submissions(&mut self, practice: PracticeId, wanted: FilesWanted) -> Result<Vec<CarriedFile>>;
    /// One file, without its bytes.
    async fn submission(&mut self, practice: PracticeId, file: ClaimFileId) -> Result<Option<ClaimFileRow>>;
    /// What happened to a file, and who did it, the first thing first.
    async fn carriage_of(
        &mut self,
        practice: PracticeId,
        file: ClaimFileId,
    ) -> Result<Vec<(CarriageEvent, Actor)>>;
    /// Counts over the claims of these files.
    async fn file_states(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
        today: Date,
    ) -> Result<Vec<FileStateCount>>;
    /// Counts over all claims of months from this one on, closing by closing.
    async fn month_states(
        &mut self,
        practice: PracticeId,
        from: ServiceMonth,
        today: Date,
    ) -> Result<Vec<MonthStateCount>>;
    /// Everything that asks for somebody on or before this day, over all months and closings; drafts of a closing that another
    /// one has replaced ask for nobody.
    async fn matters_counted(&mut self, practice: PracticeId, today: Date) -> Result<Vec<MatterCount>>;
    /// Claims of a file in the order of their numbers, behind this one.
    async fn claims_in_file(
        &mut self,
        practice: PracticeId,
        file: ClaimFileId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<FiledClaim>>;
    /// Names of files that went out.
    async fn file_names(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
    ) -> Result<Vec<(ClaimFileId, String)>>;
    /// Names of files that came.
    async fn received_names_of(
        &mut self,
        practice: PracticeId,
        files: &[ReceivedId],
    ) -> Result<Vec<(ReceivedId, String)>>;
}
