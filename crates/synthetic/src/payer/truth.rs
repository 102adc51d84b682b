//! What really happened, told beside the files and not in them: so that a test can hold books against it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cents::Cents;
use super::payments::{Payment, ProviderAdjustment};
use super::settled::{Adjustment, Settled};
use super::story::Story;

/// As of all files that were delivered.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// By CLM01, of claims that the payer could read. One sent twice under one number tells of the first.
    pub claims: BTreeMap<String, ClaimTruth>,
    /// In order.
    pub payments: Vec<PaymentTruth>,
    /// CLM01 by the payer's claim number: what a PLB refers to.
    by_number: BTreeMap<String, String>,
}

/// Of the payer's claim numbers; what follows in a PLB's reference is the member's.
const NUMBER_LENGTH: usize = 13;

/// One claim, over all that was told of it: reversals are counted in.
#[derive(Debug, Clone)]
pub struct ClaimTruth {
    /// `None` where its interchange or set was refused.
    pub story: Option<Story>,
    pub outcome: Outcome,
    pub charge: Cents,
    /// Sum of CLP04.
    pub paid: Cents,
    /// Sum of the group PR: what payers leave to the patient. Of a QMB nobody may ask for it.
    pub patient_share: Cents,
    /// Sum of all other adjustments.
    pub adjusted: Cents,
    /// Summed by group and reason.
    pub adjustments: BTreeMap<(&'static str, &'static str), Cents>,
    /// Interest (L6) that came for it, positive.
    pub interest: Cents,
    /// Taken back by WO, less what a refund made good (72).
    pub taken_back: Cents,
    /// REF*1K, CLP07: the last.
    pub payer_claim_number: Option<String>,
    /// How many CLPs told of it.
    pub told: usize,
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    InterchangeRefused,
    SetRefused,
    /// By the 277CA, alone or with its batch.
    Refused,
    /// Neither taken nor returned.
    Unanswered,
    /// Taken, and nothing paid or denied so far.
    Accepted,
    Paid,
    /// CLP02 1 with nothing paid.
    ZeroPaid,
    PartlyDenied,
    Denied,
    /// Sent on to another payer (CLP02 23).
    Forwarded,
    /// A reversal stands and no correction yet.
    Reversed,
}

/// One ST of an 835.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentTruth {
    /// The file that told of it first.
    pub file: String,
    /// TRN02.
    pub trace: String,
    /// Of the payer (REF*2U), and of the payee.
    pub payer_id: String,
    pub npi: String,
    pub paid_on: Date,
    /// BPR02.
    pub amount: Cents,
    /// Sum of CLP04.
    pub claims_paid: Cents,
    /// CLP01s in order, those of strangers among them.
    pub claims: Vec<String>,
    /// CLP04s of claims that nobody sent.
    pub strangers_paid: Cents,
    pub adjustments: Vec<ProviderAdjustment>,
}

impl ClaimTruth {
    pub(super) fn new(charge: Cents, outcome: Outcome) -> Self {
        Self {
            story: None,
            outcome,
            charge,
            paid: Cents::ZERO,
            patient_share: Cents::ZERO,
            adjusted: Cents::ZERO,
            adjustments: BTreeMap::new(),
            interest: Cents::ZERO,
            taken_back: Cents::ZERO,
            payer_claim_number: None,
            told: 0,
        }
    }

    fn tell(&mut self, settled: &Settled) {
        self.told += 1;
        self.paid += settled.paid();
        for Adjustment { group, reason, cents } in settled.all_adjustments() {
            let place = if *group == "PR" { &mut self.patient_share } else { &mut self.adjusted };
            *place += *cents;
            let sum = self.adjustments.entry((group, reason)).or_default();
            *sum += *cents;
            if *sum == Cents::ZERO {
                self.adjustments.remove(&(group, reason));
            }
        }
        self.payer_claim_number = Some(settled.number.clone());
        let denied = settled.lines.iter().filter(|line| line.is_denied).count();
        self.outcome = match settled.status {
            "22" => Outcome::Reversed,
            "23" => Outcome::Forwarded,
            "4" => Outcome::Denied,
            _ if denied > 0 => Outcome::PartlyDenied,
            _ if settled.paid() == Cents::ZERO => Outcome::ZeroPaid,
            _ => Outcome::Paid,
        };
    }
}

impl Truth {
    /// A claim that is known already keeps what is known.
    pub(super) fn add(&mut self, claim: &str, truth: ClaimTruth) {
        self.claims.entry(claim.to_owned()).or_insert(truth);
    }

    pub(super) fn pay(&mut self, file: &str, paid_on: Date, payment: &Payment) {
        let mut strangers_paid = Cents::ZERO;
        for settled in &payment.claims {
            match self.claims.get_mut(&settled.claim) {
                Some(claim) => {
                    claim.tell(settled);
                    self.by_number.insert(settled.number.clone(), settled.claim.clone());
                }
                None => strangers_paid += settled.paid(),
            }
        }
        for adjustment in &payment.adjustments {
            let number = adjustment.reference.get(..NUMBER_LENGTH).unwrap_or_default();
            let claim = self.by_number.get(number).and_then(|claim| self.claims.get_mut(claim));
            let Some(claim) = claim else { continue };
            match adjustment.reason {
                "L6" => claim.interest += -adjustment.cents,
                "WO" | "72" => claim.taken_back += adjustment.cents,
                _ => {}
            }
        }
        self.payments.push(PaymentTruth {
            file: file.to_owned(),
            trace: payment.trace.clone(),
            payer_id: payment.parties.payer.1.clone(),
            npi: payment.parties.payee.npi.clone(),
            paid_on,
            amount: payment.amount(),
            claims_paid: payment.claims_paid(),
            claims: payment.claims.iter().map(|settled| settled.claim.clone()).collect(),
            strangers_paid,
            adjustments: payment.adjustments.clone(),
        });
    }
}
