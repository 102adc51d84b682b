//! What is answered, level by level.

use crate::envelope::Origin;
use crate::parts::{Person, Procedure, Reference};
use crate::problem::Place;
use crate::taking::Period;
use crate::text::{Code, Date8, Money, Quantity, Told, Words};

/// ST to SE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub origin: Origin,
    pub form: Form,
    /// BHT03: the answer's own number.
    pub reference: Told<50>,
    /// BHT04.
    pub date: Date8,
    /// 2100A NM1: the payer, or whom it has answer.
    pub source: Person,
    /// 2200A TRN02.
    pub trace: Option<Told<50>>,
    /// DTP*050: when our file came in.
    pub received: Option<Period>,
    /// DTP*009: when it was worked on.
    pub processed: Option<Period>,
    pub receivers: Vec<Receiver>,
}

/// Which answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// 277CA.
    Acknowledgment,
    /// 277, to a 276.
    Status,
}

/// Level 21: who sent the claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    pub place: Place,
    pub who: Person,
    /// 2200B TRN02: the batch, as BHT03 of our 837 named it.
    pub batch: Option<Told<50>>,
    pub statuses: Vec<Status>,
    /// QTY*90 and AMT*YU.
    pub accepted: Tally,
    /// QTY*AA and AMT*YY.
    pub rejected: Tally,
    pub providers: Vec<Provider>,
}

/// Level 19: who billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    pub place: Place,
    pub who: Person,
    /// 2200C TRN02.
    pub trace: Option<Told<50>>,
    pub statuses: Vec<Status>,
    pub references: Vec<Reference>,
    /// QTY*QA and AMT*YU.
    pub accepted: Tally,
    /// QTY*QC and AMT*YY.
    pub rejected: Tally,
    pub claims: Vec<ClaimAnswer>,
}

/// How many claims, for how much together; each where it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub claims: Option<(u64, Place)>,
    pub amount: Option<(Money, Place)>,
}

/// Level PT of a 277CA; of a 277 each TRN of levels 22 and 23.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimAnswer {
    pub place: Place,
    /// The patient or, at level 22, the insured.
    pub patient: Person,
    /// TRN02: CLM01 of our claim, or what our 276 asked under.
    pub trace: Told<50>,
    pub statuses: Vec<Status>,
    /// REF*1K: the payer's number of the claim.
    pub payer_claim: Option<Told<50>>,
    /// REF of other kinds: `BLT` type of bill, `EJ` our account, `D9` a clearinghouse's number.
    pub references: Vec<Reference>,
    /// DTP*472.
    pub service: Option<Period>,
    pub lines: Vec<LineAnswer>,
}

/// SVC: one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAnswer {
    pub place: Place,
    pub procedure: Procedure,
    pub charge: Option<Money>,
    pub paid: Option<Money>,
    pub units: Option<Quantity>,
    pub statuses: Vec<Status>,
    /// REF*FJ: our id of the line.
    pub id: Option<Told<50>>,
    pub references: Vec<Reference>,
    pub service: Option<Period>,
}

/// STC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// STC01, STC10 and STC11.
    pub codes: Vec<StatusCode>,
    /// STC02.
    pub date: Option<Date8>,
    /// STC03, of a 277CA.
    pub action: Option<Action>,
    /// STC04: what was asked.
    pub charge: Option<Money>,
    /// STC05, of a 277.
    pub paid: Option<Money>,
    /// STC06: when it was decided.
    pub decided: Option<Date8>,
    /// STC08 and STC09: the day and number of the check or transfer.
    pub paid_on: Option<Date8>,
    pub trace: Option<Told<16>>,
    /// STC12.
    pub message: Option<Words>,
}

impl Status {
    /// What it is about is refused: it says so, or its category does.
    pub fn rejects(&self) -> bool {
        match self.action {
            Some(action) => action == Action::Reject,
            None => self
                .codes
                .first()
                .is_some_and(|code| matches!(code.category.as_str(), "A3" | "A4" | "A6" | "A7" | "A8")),
        }
    }
}

/// STC03.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// `WQ`.
    Accept,
    /// `U`.
    Reject,
}

/// The parts of STC01, STC10 and STC11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusCode {
    /// `A2` accepted, `A3` returned, `F0` to `F4` final, `P` pending, `R` asks for more, `E` error.
    pub category: Code<3>,
    /// From the list of claim status codes.
    pub status: Code<5>,
    /// Whom it is about: `PR` the payer, `85` the billing provider.
    pub entity: Option<Code<3>>,
}
