//! Paying in parts, and not being able to pay: agreements with a patient, written once, as events.

use serde::{Deserialize, Serialize};

use crate::basics::dates::months_later;
use crate::basics::{
    Cents, ClaimId, Date, MoneyDecisionId, PaymentPlanId, PersonId, Problem, StatementId, Timestamp,
};
use crate::remittance::terms::MoneyTerms;

/// The longest word of what a hardship rests on, and of why a plan ended.
pub const REASON_CHARACTERS: usize = 1_000;

/// Parts that sum to what is owed, to the cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaymentPlan(Vec<Instalment>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    pub due: Date,
    pub cents: Cents,
}

/// Why there is no such plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("there is nothing to pay in parts")]
    Nothing,
    #[error("fewer or more parts than the practice agrees to")]
    Parts,
    #[error("a part would be less than a cent, or its day beyond the calendar")]
    Impossible,
}

impl PaymentPlan {
    /// So many monthly parts from a day on. Cents that do not divide are in the first parts, one each.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn of(owed: Cents, parts: u32, first_due: Date, terms: &MoneyTerms) -> Result<Self, PlanError> {
        if owed.0 <= 0 {
            return Err(PlanError::Nothing);
        }
        if parts < 2 || i64::from(parts) > terms.instalments_at_most {
            return Err(PlanError::Parts);
        }
        let count = i64::from(parts);
        let (each, over) = (owed.0 / count, owed.0 % count);
        if each == 0 {
            return Err(PlanError::Impossible);
        }
        let part = |place: i64| {
            let cents = Cents(each + i64::from(place < over));
            Some(Instalment { due: months_later(first_due, place)?, cents })
        };
        (0..count).map(part).collect::<Option<_>>().map(Self).ok_or(PlanError::Impossible)
    }

    pub fn instalments(&self) -> &[Instalment] {
        &self.0
    }

    pub fn total(&self) -> Cents {
        Cents::sum(self.0.iter().map(|part| part.cents)).unwrap_or_default()
    }

    /// What should have been paid by the end of a day, less what was paid under the plan. Zero: all is as agreed.
    pub fn behind(&self, paid: Cents, today: Date) -> Cents {
        let due = self.0.iter().filter(|part| part.due < today).map(|part| part.cents);
        Cents(due.fold(0, |sum: i64, cents| sum.saturating_add(cents.0)).saturating_sub(paid.0).max(0))
    }

    /// The parts that are not covered by what was paid, the first of them by what is left of it; `None`: all are.
    pub fn left(&self, paid: Cents) -> Option<Self> {
        let mut over = paid.0.max(0);
        let open = self.0.iter().filter_map(|part| {
            let covered = part.cents.0.min(over);
            over -= covered;
            let left = part.cents.0 - covered;
            (left > 0).then_some(Instalment { due: part.due, cents: Cents(left) })
        });
        let open: Vec<Instalment> = open.collect();
        (!open.is_empty()).then_some(Self(open))
    }

    /// The next part that is not covered by what was paid; `None`: all are.
    pub fn next(&self, paid: Cents) -> Option<Instalment> {
        let mut left = paid.0;
        self.0.iter().copied().find_map(|part| {
            let open = part.cents.0 - left.clamp(0, part.cents.0);
            left -= part.cents.0 - open;
            (open > 0).then_some(Instalment { due: part.due, cents: Cents(open) })
        })
    }
}

/// What was agreed with a patient or said about one. Written once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEvent {
    pub at: Timestamp,
    pub by: PersonId,
    #[serde(flatten)]
    pub step: AccountStep,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountStep {
    StatementSent {
        statement: StatementId,
        cents: Cents,
        due: Date,
    },
    PlanAgreed {
        id: PaymentPlanId,
        plan: PaymentPlan,
        /// The claims whose shares are paid so. Empty: all that there were.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        claims: Vec<ClaimId>,
    },
    PlanEnded {
        id: PaymentPlanId,
        reason: String,
    },
    /// The patient cannot pay, on this ground. The share is not waived as a habit: PAY-05.
    Hardship {
        decision: MoneyDecisionId,
        /// Forgiven now; zero: only noted.
        cents: Cents,
        basis: String,
    },
}

// What a hardship rests on is about the patient's life.
impl std::fmt::Debug for AccountEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountEvent({} …)", self.step.kind())
    }
}

impl std::fmt::Debug for AccountStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountStep({} …)", self.kind())
    }
}

impl AccountStep {
    /// Stable for ever.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::StatementSent { .. } => "statement_sent",
            Self::PlanAgreed { .. } => "plan_agreed",
            Self::PlanEnded { .. } => "plan_ended",
            Self::Hardship { .. } => "hardship",
        }
    }

    /// What is wrong with it, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let (path, text) = match self {
            Self::PlanEnded { reason, .. } => ("reason", reason),
            Self::Hardship { basis, cents, .. } => {
                if cents.0 < 0 {
                    problems.push(Problem::new("out_of_range", "cents"));
                }
                ("basis", basis)
            }
            Self::StatementSent { .. } | Self::PlanAgreed { .. } => return problems,
        };
        match text.trim().chars().count() {
            0 => problems.push(Problem::new("required", path)),
            length if length > REASON_CHARACTERS => problems.push(
                Problem::new("too_long", path)
                    .with("expected", format!("at most {REASON_CHARACTERS} characters")),
            ),
            _ => {}
        }
        problems
    }
}

/// A plan with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedPlan {
    pub id: PaymentPlanId,
    pub plan: PaymentPlan,
    /// As in [`AccountStep::PlanAgreed`].
    pub claims: Vec<ClaimId>,
}

impl AgreedPlan {
    /// Months that came later are asked for beside it.
    pub fn covers(&self, claim: ClaimId) -> bool {
        self.claims.is_empty() || self.claims.contains(&claim)
    }
}

/// The plan that holds: the newest that was agreed and not ended.
pub fn plan_in_force(events: &[AccountEvent]) -> Option<AgreedPlan> {
    let ended = |id: PaymentPlanId| {
        events
            .iter()
            .any(|event| matches!(&event.step, AccountStep::PlanEnded { id: other, .. } if *other == id))
    };
    let agreed = events.iter().filter_map(|event| match &event.step {
        AccountStep::PlanAgreed { id, plan, claims } if !ended(*id) => {
            Some((event.at, AgreedPlan { id: *id, plan: plan.clone(), claims: claims.clone() }))
        }
        _ => None,
    });
    agreed.max_by_key(|(at, one)| (*at, one.id)).map(|(_, one)| one)
}
