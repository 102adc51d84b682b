//! A payment and what it says of each claim, as typed values of ours (interop.md §4, "835"). Whoever reads the file fills
//! them; nothing is posted before [`problems`] finds that every sum is right to the cent.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Date, Problem};
use crate::claim::PaymentKey;

/// One payment: the header, and what was done to it as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub key: PaymentKey,
    /// BPR01 `H`: no money comes with it.
    pub is_notification: bool,
    /// BPR04: `ACH`, `CHK`, `NON`.
    pub method: String,
    /// BPR16.
    pub on: Date,
    /// BPR02.
    pub total: Cents,
    /// PLB, in order.
    pub adjustments: Vec<ProviderAdjustment>,
}

/// PLB: done to the payment, not to a claim of this file. Positive reduces the payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderAdjustment {
    pub code: String,
    /// Often the payer's number of a claim of an old file.
    pub reference: Option<String>,
    pub cents: Cents,
}

/// What the payment says of one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjudication {
    /// CLP01: our claim number.
    pub number: String,
    pub status: ClpStatus,
    pub charge: Cents,
    pub paid: Cents,
    /// CLP05, as it came.
    pub patient_share: Cents,
    /// CLP07.
    pub payer_claim_number: Option<String>,
    /// CAS of the claim as a whole.
    pub adjustments: Vec<Adjustment>,
    /// MOA remarks.
    pub remarks: Vec<String>,
    /// AMT*I. It is told here and paid by a PLB L6.
    pub interest: Cents,
    /// NM1*TT: a payer to whom it was passed on is named.
    pub names_crossover: bool,
    pub lines: Vec<AdjudicatedLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjudicatedLine {
    /// REF*6R: our line's own name, where they send it back.
    pub control: Option<String>,
    /// SVC01: as they paid it.
    pub code: String,
    /// SVC06: as we sent it, where they changed it.
    pub sent_code: Option<String>,
    pub on: Option<Date>,
    pub charge: Cents,
    pub paid: Cents,
    pub units: Option<Decimal>,
    pub adjustments: Vec<Adjustment>,
    /// LQ*HE.
    pub remarks: Vec<String>,
}

/// One reason, amount and quantity of a CAS. A positive amount is not paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    pub group: Group,
    /// CARC.
    pub reason: String,
    pub cents: Cents,
    pub quantity: Option<Decimal>,
}

/// Who bears an adjustment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// The practice, by contract or law.
    #[serde(rename = "CO")]
    Contractual,
    /// The patient.
    #[serde(rename = "PR")]
    Patient,
    #[serde(rename = "OA")]
    Other,
    #[serde(rename = "PI")]
    PayerInitiated,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Contractual, Self::Patient, Self::Other, Self::PayerInitiated];

    /// As X12 has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contractual => "CO",
            Self::Patient => "PR",
            Self::Other => "OA",
            Self::PayerInitiated => "PI",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// CLP02.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClpStatus {
    Primary,
    Secondary,
    Tertiary,
    Denied,
    PrimaryForwarded,
    SecondaryForwarded,
    TertiaryForwarded,
    Reversal,
    /// Not a claim of theirs; passed on to another payer.
    NotTheirs,
    /// What would be paid; nothing is.
    Predetermination,
}

impl ClpStatus {
    pub const ALL: [Self; 10] = [
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Denied,
        Self::PrimaryForwarded,
        Self::SecondaryForwarded,
        Self::TertiaryForwarded,
        Self::Reversal,
        Self::NotTheirs,
        Self::Predetermination,
    ];

    /// As X12 has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Primary => "1",
            Self::Secondary => "2",
            Self::Tertiary => "3",
            Self::Denied => "4",
            Self::PrimaryForwarded => "19",
            Self::SecondaryForwarded => "20",
            Self::TertiaryForwarded => "21",
            Self::Reversal => "22",
            Self::NotTheirs => "23",
            Self::Predetermination => "25",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    pub fn is_forwarded(self) -> bool {
        matches!(self, Self::PrimaryForwarded | Self::SecondaryForwarded | Self::TertiaryForwarded)
    }
}

impl Adjudication {
    /// Every adjustment with the place of its line; `None`: of the claim as a whole.
    pub fn all_adjustments(&self) -> impl Iterator<Item = (Option<usize>, &Adjustment)> {
        let own = self.adjustments.iter().map(|one| (None, one));
        let lines = self.lines.iter().enumerate();
        own.chain(lines.flat_map(|(place, line)| line.adjustments.iter().map(move |one| (Some(place), one))))
    }

    /// What the payer says that the patient owes.
    pub fn told_share(&self) -> Cents {
        let shares = self.all_adjustments().filter(|(_, one)| one.group == Group::Patient);
        Cents(total(shares.map(|(_, one)| one.cents)))
    }

    /// Remarks of the claim and of its lines.
    pub fn all_remarks(&self) -> impl Iterator<Item = &str> {
        self.remarks.iter().chain(self.lines.iter().flat_map(|line| &line.remarks)).map(String::as_str)
    }

    fn amounts(&self) -> impl Iterator<Item = Cents> {
        let lines = self.lines.iter().flat_map(|line| [line.charge, line.paid]);
        let adjustments = self.all_adjustments().map(|(_, one)| one.cents);
        [self.charge, self.paid, self.patient_share, self.interest]
            .into_iter()
            .chain(lines)
            .chain(adjustments)
    }

    fn problems(&self, place: usize, problems: &mut Vec<Problem>) {
        let path = format!("claim[{place}]");
        if !self.amounts().all(Cents::can_be_true) {
            problems.push(Problem::new("amount_out_of_range", path));
            return;
        }
        let mut differs = |code: &str, path: String, found: i64, expected: i64| {
            if found != expected {
                let problem = Problem::new(code, path);
                problems.push(problem.with("found_cents", found).with("expected_cents", expected));
            }
        };
        for (at, line) in self.lines.iter().enumerate() {
            let left = line.charge.0 - total(line.adjustments.iter().map(|one| one.cents));
            differs("line_balance", format!("{path}.line[{at}]"), line.paid.0, left);
        }
        let left = self.charge.0 - total(self.all_adjustments().map(|(_, one)| one.cents));
        differs("claim_balance", path.clone(), self.paid.0, left);
        let share = self.told_share().0;
        // A reversal often leaves the patient's share out.
        if !(self.status == ClpStatus::Reversal && self.patient_share.0 == 0) {
            differs("patient_share", path.clone(), self.patient_share.0, share);
        }
        if self.status == ClpStatus::Predetermination && self.paid.0 != 0 {
            problems.push(Problem::new("predetermination_paid", path));
        }
    }
}

/// Everything that keeps a payment from being posted: line, claim and file must each balance to the cent. Empty: nothing.
pub fn problems(payment: &Payment, claims: &[Adjudication]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let header = payment.adjustments.iter().map(|one| one.cents).chain([payment.total]);
    if !header.clone().all(Cents::can_be_true) {
        problems.push(Problem::new("amount_out_of_range", "payment"));
        return problems;
    }
    if payment.key.trace.trim().is_empty() {
        problems.push(Problem::new("required", "payment.trace"));
    }
    for (place, claim) in claims.iter().enumerate() {
        claim.problems(place, &mut problems);
    }
    if problems.iter().any(|problem| problem.code == "amount_out_of_range") {
        return problems;
    }
    let left =
        total(claims.iter().map(|claim| claim.paid)) - total(payment.adjustments.iter().map(|one| one.cents));
    if left != payment.total.0 {
        let problem = Problem::new("payment_balance", "payment.total");
        problems.push(problem.with("found_cents", payment.total.0).with("expected_cents", left));
    }
    if payment.is_notification && payment.total.0 != 0 {
        problems.push(Problem::new("notification_with_money", "payment.total"));
    }
    problems
}

/// Amounts within [`Cents::MOST`], far fewer than would overflow.
fn total(amounts: impl Iterator<Item = Cents>) -> i64 {
    amounts.fold(0, |sum: i64, cents| sum.saturating_add(cents.0))
}
