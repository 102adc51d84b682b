//! What single programs ask of the record beside minutes, visits and plans: one shape for all of it, so that a month
//! is gathered by one question.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{CollaborativeMonth, GlobalPeriod, SocialNeed, Transition};
use ccm::enrollment::CodeRequest;
use ccm::monitoring::DeviceWindow;
use ccm::people::PriorAuthorization;
use serde::{Deserialize, Serialize};

use super::rows::Recorded;
use crate::Result;

/// One fact. Sealed at rest as it stands here; its kind is a readable column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProgramFact {
    DeviceWindow(DeviceWindow),
    Transition(Transition),
    CollaborativeMonth(CollaborativeMonth),
    SocialNeed(SocialNeed),
    CodeRequest(CodeRequest),
    GlobalPeriod(GlobalPeriod),
    PriorAuthorization(PriorAuthorization),
    /// What it takes the place of was recorded by mistake.
    Withdrawal {
        reason: String,
    },
}

/// A fact with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramFactRow {
    pub id: ProgramFactId,
    pub patient: PatientId,
    pub fact: ProgramFact,
    /// The days that it speaks of; both are inside.
    pub first: Date,
    pub last: Date,
    /// Who named the need, is asked for, or operated: one of ours, …
    pub practitioner: Option<PersonId>,
    /// … or a stranger.
    pub practitioner_npi: Option<Npi>,
    /// The earlier fact that this one takes the place of. Each gives way once.
    pub replaces: Option<ProgramFactId>,
}

impl ProgramFact {
    /// What still holds has this last day.
    pub const OPEN: Date = Date::constant(9999, 12, 31);

    pub fn kind(&self) -> &'static str {
        match self {
            Self::DeviceWindow(_) => "device_window",
            Self::Transition(_) => "transition",
            Self::CollaborativeMonth(_) => "collaborative_month",
            Self::SocialNeed(_) => "social_need",
            Self::CodeRequest(_) => "code_request",
            Self::GlobalPeriod(_) => "global_period",
            Self::PriorAuthorization(_) => "prior_authorization",
            Self::Withdrawal { .. } => "withdrawal",
        }
    }
}

impl ProgramFactRow {
    /// Whether both speak of the same thing: then the one recorded later counts.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        use ProgramFact as F;
        self.patient == other.patient
            && match (&self.fact, &other.fact) {
                (F::DeviceWindow(one), F::DeviceWindow(two)) => one.is_of_the_same_days(two),
                // A patient leaves a facility once in a day.
                (F::Transition(_), F::Transition(_)) => self.first == other.first,
                (F::CollaborativeMonth(one), F::CollaborativeMonth(two)) => one.month == two.month,
                (F::SocialNeed(_), F::SocialNeed(_)) => true,
                (F::CodeRequest(one), F::CodeRequest(two)) => one.is_the_same_as(two),
                (F::GlobalPeriod(one), F::GlobalPeriod(two)) => {
                    let surgeon = |row: &Self| (row.practitioner, row.practitioner_npi.clone());
                    surgeon(self) == surgeon(other) && one.from == two.from
                }
                (F::PriorAuthorization(one), F::PriorAuthorization(two)) => {
                    (&one.payer, &one.code, one.from) == (&two.payer, &two.code, two.from)
                }
                _ => false,
            }
    }
}

#[async_trait]
pub trait ProgramFacts: Send {
    /// # Errors
    /// [`crate::Error::Conflict`] when what it replaces has given way already.
    async fn add_program_fact(
        &mut self,
        practice: PracticeId,
        row: &ProgramFactRow,
        recorded: Recorded,
    ) -> Result<()>;
    /// Facts that speak of a day from `from` to `until` and have not given way, in the order in which they were recorded.
    async fn program_facts(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<ProgramFactRow>>;
    /// The same of these patients alone.
    async fn program_facts_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<ProgramFactRow>>;
    /// One patient's facts of a kind that have not given way, of whatever days.
    async fn standing_facts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        kind: &str,
    ) -> Result<Vec<ProgramFactRow>>;
    /// One fact, unless it has given way.
    async fn program_fact(
        &mut self,
        practice: PracticeId,
        id: ProgramFactId,
    ) -> Result<Option<ProgramFactRow>>;
}
