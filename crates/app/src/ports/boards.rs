//! The month as a board shows it: where each code of each patient stands, made from the kept answers.
//!
//! Derived, and replaced whenever an answer changes or a day turns; it has no audit events.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::billing::RuleId;
use ccm::billing::readiness::State;
use ccm::reports::{CodeStanding, StandingCount};
use serde::{Deserialize, Serialize};

use super::reports::PatientHead;
use crate::Result;

/// A patient's month in rows, with what they were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingRow {
    pub patient: PatientId,
    pub practitioner: PersonId,
    /// Of the answer.
    pub sha256: [u8; 32],
    /// `None`: no code came into question.
    pub state: Option<State>,
    pub codes: Vec<CodeStanding>,
}

/// What a month's rows come to.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardRow {
    pub month: ServiceMonth,
    /// Of the answers: what the next closing will be, or the newest one that was.
    pub revision: i64,
    pub as_of: Date,
    pub made_at: Timestamp,
    pub counts: BoardCounts,
}

/// Counted when rows change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BoardCounts {
    /// Patients by the best state of their codes.
    pub patients: Vec<(State, u64)>,
    /// Patients of whom no code came into question.
    pub unasked: u64,
    pub codes: Vec<StandingCount>,
    /// Patients by rule and state: one who lacks two codes for one reason is there once.
    pub rules: Vec<(RuleId, State, u64)>,
}

/// Which patients; what is `None` lets all through.
#[derive(Clone, Debug, Default)]
pub struct StandingsWanted {
    /// Of a code where `code` or `rule` is asked for, else the best of all.
    pub state: Option<State>,
    pub code: Option<Hcpcs>,
    pub rule: Option<RuleId>,
    /// The last patient of the page before.
    pub after: Option<PatientId>,
    pub limit: i64,
}

/// How one coordinator's patients of the running month stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoordinatorRow {
    /// `None`: nobody is assigned.
    pub coordinator: Option<PersonId>,
    pub counts: ccm::reports::CaseloadCounts,
}

#[async_trait]
pub trait Boards: Send {
    async fn board(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Option<BoardRow>>;
    /// Patients whose rows were not made from the answer that they have now, or not as of this day; and those with rows
    /// and no answer.
    async fn stale_standings(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        as_of: Date,
        limit: i64,
    ) -> Result<Vec<PatientId>>;
    /// Answers of these patients, in the order of their ids, with their bodies.
    async fn answers_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        patients: &[PatientId],
    ) -> Result<Vec<super::rows::DeterminationRow>>;
    /// Takes away the rows of `gone` and keeps these, made as of a day.
    async fn replace_standings(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        (revision, as_of): (i64, Date),
        gone: &[PatientId],
        rows: &[StandingRow],
    ) -> Result<()>;
    /// Counts all rows of a month, and keeps what they come to.
    async fn recount_board(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        (revision, as_of): (i64, Date),
        now: Timestamp,
    ) -> Result<()>;
    /// A page of a month's patients, in the order of their names.
    async fn standings_page(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        wanted: &StandingsWanted,
    ) -> Result<Vec<(PatientHead, StandingRow)>>;
    /// The running month's patients by whoever cares for them.
    async fn caseloads(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        expected_permille: u32,
    ) -> Result<Vec<CoordinatorRow>>;
}
