//! What must add up, in cents and exactly (interop.md §4): each line, each claim, each payment.

use super::common::push;
use crate::problem::{Place, Problems, Reason, Tag};
use crate::remittance::MOST_OF_A_KIND;
use crate::remittance::claim::{Adjustment, Claim, ClaimStatus, Group, Person};
use crate::remittance::payment::{Payment, PaymentTotals, ProviderAdjustment, ProviderItem};
use crate::text::{Code, Money, Sum, Told};
use crate::tokenizer::Indexed;

/// What was added up so far. A sum in which an amount could not be read is not held against anything: that amount
/// was told, and the rest would only confuse.
#[derive(Default)]
pub(super) struct PaymentSum {
    line: Option<OpenLine>,
    /// CAS of the present claim and its lines.
    adjusted: Sum,
    patient: Sum,
    claim_is_unsound: bool,
    paid: Sum,
    provider: Sum,
    is_unsound: bool,
    claims: u64,
    lines: u64,
    provider_items: u64,
}

struct OpenLine {
    place: Place,
    charge: Money,
    paid: Money,
    adjusted: Sum,
    is_unsound: bool,
}

impl PaymentSum {
    pub fn begin_claim(&mut self) {
        self.line = None;
        self.adjusted = Sum::default();
        self.patient = Sum::default();
        self.claim_is_unsound = false;
    }

    /// An amount of the present claim could not be read.
    pub fn is_unsound(&mut self) {
        self.claim_is_unsound = true;
        self.is_unsound = true;
        if let Some(line) = &mut self.line {
            line.is_unsound = true;
        }
    }

    pub fn claim_adjustments(&mut self, adjustments: &[Adjustment]) {
        for adjustment in adjustments {
            self.adjusted.add(adjustment.amount);
            if adjustment.group == Group::Patient {
                self.patient.add(adjustment.amount);
            }
        }
    }

    pub fn line_adjustments(&mut self, adjustments: &[Adjustment]) {
        self.claim_adjustments(adjustments);
        if let Some(line) = &mut self.line {
            for adjustment in adjustments {
                line.adjusted.add(adjustment.amount);
            }
        }
    }

    pub fn begin_line(
        &mut self,
        place: Place,
        charge: Option<Money>,
        paid: Option<Money>,
        note: &mut Problems,
    ) {
        self.end_line(note);
        self.lines += 1;
        self.line = charge.zip(paid).map(|(charge, paid)| OpenLine {
            place,
            charge,
            paid,
            adjusted: Sum::default(),
            is_unsound: false,
        });
    }

    /// SVC02 - CAS = SVC03.
    fn end_line(&mut self, note: &mut Problems) {
        let Some(line) = self.line.take().filter(|line| !line.is_unsound) else { return };
        let left = less(line.charge, line.adjusted);
        told(line.place, 3, "the line's charge less its adjustments", line.paid, left, note);
    }

    /// The claim is over: CLP03 - CAS = CLP04, and CLP05 is what CAS says the patient owes.
    pub fn claim(&mut self, claim: &Claim, next: Place, note: &mut Problems) {
        self.end_line(note);
        if claim.patient_name == Person::default() {
            note.missing(next, "NM1", "QC");
        }
        self.claims += 1;
        self.paid.add(claim.paid);
        if self.claim_is_unsound {
            return;
        }
        let left = less(claim.charge, self.adjusted);
        told(claim.place, 4, "the claim's charge less all its adjustments", claim.paid, left, note);
        // What is taken back need not say again what the patient owed.
        let is_silent =
            claim.status == ClaimStatus::Reversal && claim.patient.is_none_or(|p| p == Money::ZERO);
        if !is_silent {
            let patient = claim.patient.unwrap_or(Money::ZERO);
            told(claim.place, 5, "what the adjustments leave to the patient", patient, self.patient, note);
        }
    }

    /// PLB: a provider, the end of a fiscal year, then one to six reasons with their amounts.
    pub fn provider(&mut self, s: &Indexed<'_>, note: &mut Problems) -> Option<ProviderAdjustment> {
        let before = note.len();
        let (provider, fiscal_year_end) = (note.told(s, 1), note.date(s, 2));
        let mut items = Vec::new();
        for n in (3..=13).step_by(2) {
            if n > 3 && s.get(n).is_empty() && s.get(n + 1).is_empty() {
                continue;
            }
            let wanted = "a reason and what it is about";
            let named = note.value(s, n, wanted, |_| reason_and_reference(s, n));
            let amount = note.money(s, n + 1);
            if let (Some((reason, reference)), Some(amount)) = (named, amount) {
                self.provider.add(amount);
                self.provider_items += 1;
                push(&mut items, ProviderItem { reason, reference, amount }, MOST_OF_A_KIND, s, note);
            }
        }
        if s.len() > 14 {
            note.note(s, 15, 0, Reason::Unexpected);
        }
        if note.len() != before {
            self.is_unsound = true;
        }
        Some(ProviderAdjustment {
            place: Place::of(s),
            provider: provider?,
            fiscal_year_end: fiscal_year_end?,
            items,
        })
    }

    /// The payment is over: BPR02 = CLP04 - PLB.
    pub fn finish(
        &mut self,
        st: Place,
        payment: Option<&Payment>,
        note: &mut Problems,
    ) -> Option<PaymentTotals> {
        let payment = payment?;
        let mut left = self.paid;
        left.take_away(self.provider);
        if !self.is_unsound {
            // The BPR is the first segment behind the ST.
            let bpr = Place { segment: st.segment + 1, id: Tag::new("BPR") };
            let owed = if payment.is_debit { -payment.amount.cents() } else { payment.amount.cents() };
            let said = Money::from_cents(owed)?;
            told(bpr, 2, "what the claims were paid less the provider adjustments", said, left, note);
        }
        let id = |party: &crate::remittance::Party| party.id.map(|(_, id)| id);
        Some(PaymentTotals {
            place: st,
            trace: payment.trace,
            payer_id: id(&payment.payer),
            payer_name: payment.payer.name,
            payee_id: id(&payment.payee),
            date: payment.date,
            amount: payment.amount,
            claims: self.claims,
            lines: self.lines,
            provider_items: self.provider_items,
            claims_paid_cents: self.paid.cents(),
            provider_adjusted_cents: self.provider.cents(),
        })
    }
}

/// `WO:2226001234567`: what the reason is about need not be told.
fn reason_and_reference(s: &Indexed<'_>, n: usize) -> Option<(Code<2>, Option<Told<50>>)> {
    let reason = Code::exact(s.part(n, 1)).ok()?;
    let reference = s.part(n, 2);
    let reference = if reference.is_empty() { None } else { Some(Told::new(reference).ok()?) };
    Some((reason, reference))
}

fn less(charge: Money, adjusted: Sum) -> Sum {
    let mut left = Sum::default();
    left.add(charge);
    left.take_away(adjusted);
    left
}

fn told(place: Place, element: usize, what: &'static str, said: Money, counted: Sum, note: &mut Problems) {
    if !counted.is(said) {
        let reason = Reason::Balance { what, said_cents: said.cents(), counted_cents: counted.cents() };
        note.note_at(place, element, reason);
    }
}
