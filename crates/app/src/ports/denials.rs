//! What was not paid, what was decided about it, and how much of the same there is.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::ClaimState;
use ccm::remittance::denial::{Decision, Refusal, Told};

use crate::Result;

/// A refusal of one claim, by the name of the word that said it.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusalRow {
    pub claim: ClaimId,
    pub payer: PayerId,
    /// [`ccm::claim::ClaimStep::told`].
    pub word: String,
    /// Its place in that word, from 0.
    pub item: i64,
    pub refusal: Refusal,
}

/// What somebody decided. It redacts itself.
#[derive(Clone, PartialEq)]
pub struct DecisionRow {
    pub id: MoneyDecisionId,
    pub claim: ClaimId,
    /// From 1; the newest counts.
    pub number: i64,
    /// The word that it is about.
    pub word: String,
    pub decision: Decision,
    pub until: Option<Date>,
    /// What was given up.
    pub cents: Cents,
    pub note: String,
    pub by: Actor,
    pub at: Timestamp,
}

impl std::fmt::Debug for DecisionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DecisionRow({} {} …)", self.claim, self.decision.word())
    }
}

/// Whether something is to be decided now, or was and waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DenialView {
    #[default]
    Open,
    Waiting,
}

impl DenialView {
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Waiting].into_iter().find(|one| one.word() == word)
    }
}

/// One matter: the same said by the same payer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matter {
    pub payer: PayerId,
    pub told: Told,
}

/// So much of a matter that was said on one day, of one month of service.
#[derive(Clone, Debug, PartialEq)]
pub struct MatterCount {
    pub matter: Matter,
    pub on: Date,
    pub month: ServiceMonth,
    pub claims: u64,
    pub cents: Cents,
}

/// A refusal in a list, with its claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRefusal {
    pub row: RefusalRow,
    pub number: String,
    pub patient: PatientId,
    pub practitioner: PersonId,
    pub month: ServiceMonth,
    pub total: Cents,
    pub state: ClaimState,
    /// The word still stands: nothing came after it.
    pub stands: bool,
    pub decision: Option<(Decision, Option<Date>, Actor)>,
}

/// Which refusals.
#[derive(Clone, Debug)]
pub enum WhichRefusals {
    /// Those of a matter that stand, in a view of a day.
    Standing(Matter, DenialView, Date),
    /// All of a matter that ever were said.
    Ever(Matter),
    /// All that stand, of every matter: for calls.
    AllStanding(DenialView, Date),
    /// The same of one payer.
    AllOfPayer(PayerId, DenialView, Date),
}

/// What a matter comes to in one month of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeMonth {
    pub month: ServiceMonth,
    pub claims: u64,
    pub refused: Cents,
    /// What its claims were paid by their newest remittances.
    pub paid: Cents,
    /// What the ledger owes back for its claims, to payers and patients.
    pub to_refund: Cents,
}

#[async_trait]
pub trait Denials: Send {
    async fn add_refusals(&mut self, practice: PracticeId, rows: &[RefusalRow]) -> Result<()>;
    /// Everything that stands, counted.
    async fn refusals_counted(
        &mut self,
        practice: PracticeId,
        view: DenialView,
        today: Date,
    ) -> Result<Vec<MatterCount>>;
    /// In the order of the claims' numbers, after this number and item.
    async fn refusals_listed(
        &mut self,
        practice: PracticeId,
        which: &WhichRefusals,
        after: (&str, i64),
        limit: i64,
    ) -> Result<Vec<ListedRefusal>>;
    /// Everything that was ever refused of one claim, in the order in which it was said.
    async fn refusals_of(&mut self, practice: PracticeId, claim: ClaimId) -> Result<Vec<RefusalRow>>;
    async fn alike_months(&mut self, practice: PracticeId, matter: &Matter) -> Result<Vec<AlikeMonth>>;
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody else has just decided.
    async fn add_denial_decision(&mut self, practice: PracticeId, row: &DecisionRow) -> Result<()>;
    /// Of one claim, the first one first.
    async fn denial_decisions(&mut self, practice: PracticeId, claim: ClaimId) -> Result<Vec<DecisionRow>>;
    /// Claims that went out and wait for an answer, and about which something asks for somebody on a day, the longest first; of
    /// one payer, where one is named.
    async fn claims_unanswered(
        &mut self,
        practice: PracticeId,
        payer: Option<PayerId>,
        today: Date,
        limit: i64,
    ) -> Result<Vec<ClaimId>>;
}
