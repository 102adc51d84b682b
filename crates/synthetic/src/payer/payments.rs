//! When money moves: what is due on a day becomes payments, and what a provider owes is carried from one to the next.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cents::Cents;
use super::pen::Ends;
use super::sent::Payee;
use super::settled::Settled;

/// What one payment will tell.
pub(super) enum Entry {
    Claim(Box<Settled>),
    Provider(ProviderAdjustment),
}

/// One pair of a PLB. Positive takes from the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAdjustment {
    /// WO, L6, FB, 72.
    pub reason: &'static str,
    /// The payer's claim number and the member's number after it; of FB a payment's trace number.
    pub reference: String,
    pub cents: Cents,
}

/// Who pays whom, and between which mailboxes the file goes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parties {
    pub ends: Ends,
    /// GS02 and GS03.
    pub codes: (String, String),
    /// Name and id.
    pub payer: (String, String),
    pub payee: Payee,
}

impl Parties {
    /// One file holds what goes between the same mailboxes.
    pub fn share_file(&self, other: &Self) -> bool {
        self.ends == other.ends && self.codes == other.codes
    }
}

/// One payment: one ST of an 835, one deposit.
pub(super) struct Payment {
    pub parties: Parties,
    /// TRN02.
    pub trace: String,
    pub claims: Vec<Settled>,
    pub adjustments: Vec<ProviderAdjustment>,
}

impl Payment {
    /// BPR02: the sum of CLP04 less the PLBs.
    pub fn amount(&self) -> Cents {
        self.claims_paid() - self.adjustments.iter().map(|one| one.cents).sum()
    }

    pub fn claims_paid(&self) -> Cents {
        self.claims.iter().map(Settled::paid).sum()
    }
}

/// What is due, and what is owed.
#[derive(Default)]
pub(super) struct Till {
    due: BTreeMap<Date, BTreeMap<Parties, Vec<Entry>>>,
    owed: BTreeMap<(String, String), Cents>,
    traces: u32,
}

impl Till {
    pub fn put(&mut self, day: Date, parties: &Parties, entry: Entry) {
        self.due.entry(day).or_default().entry(parties.clone()).or_default().push(entry);
    }

    /// The next day on which something is due, at the latest this one, with its payments.
    pub fn take(&mut self, until: Date, claims_per_payment: usize) -> Option<(Date, Vec<Payment>)> {
        let next = self.due.first_entry().filter(|next| *next.key() <= until)?;
        let (day, parties) = next.remove_entry();
        let mut payments = Vec::new();
        for (parties, entries) in parties {
            let (mut claims, mut adjustments) = (Vec::new(), Vec::new());
            for entry in entries {
                match entry {
                    Entry::Claim(claim) => claims.push(*claim),
                    Entry::Provider(one) => adjustments.push(one),
                }
            }
            let mut rest = claims.into_iter();
            loop {
                let part: Vec<Settled> = rest.by_ref().take(claims_per_payment.max(1)).collect();
                // What is the provider's as a whole stands in its last payment.
                let is_last = rest.len() == 0;
                let whole = if is_last { std::mem::take(&mut adjustments) } else { Vec::new() };
                payments.push(self.pay(day, &parties, part, whole));
                if is_last {
                    break;
                }
            }
        }
        Some((day, payments))
    }

    fn pay(
        &mut self,
        day: Date,
        parties: &Parties,
        claims: Vec<Settled>,
        adjustments: Vec<ProviderAdjustment>,
    ) -> Payment {
        self.traces += 1;
        let trace = format!("88{:02}{:03}{:05}", day.year() % 100, day.day_of_year(), self.traces);
        let mut payment = Payment { parties: parties.clone(), trace, claims, adjustments };
        let owed = self.owed.entry((parties.payer.1.clone(), parties.payee.npi.clone())).or_default();
        let amount = payment.amount();
        // Nobody is paid less than nothing: the rest is carried forward (PLB FB), and taken when there is something.
        let carried = if amount < Cents::ZERO { amount } else { amount.min(*owed) };
        if carried != Cents::ZERO {
            *owed = *owed - carried;
            let reference = payment.trace.clone();
            payment.adjustments.push(ProviderAdjustment { reason: "FB", reference, cents: carried });
        }
        payment
    }
}
