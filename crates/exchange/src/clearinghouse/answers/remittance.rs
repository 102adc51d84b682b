//! 835: what was paid, in our words. Checked whole in a first pass; handed over one claim at a time in a second
//! (interop.md §4).

use std::io::Read;

use app::ports::answers::{CheckedRemittance, PaymentHead, RemittanceEvent};
use ccm::basics::{Cents, Date, Problem};
use ccm::remittance::{AdjudicatedLine, Adjudication, Adjustment, ClpStatus, Group, ProviderAdjustment};
use rust_decimal::Decimal;
use x12::remittance as told_by;
use x12::remittance::{Claim, ClaimStatus, Event, Line, Method, Payment, Payments, Summary};
use x12::text::{Date8, Quantity};

use super::told;

pub(super) fn check(file: &mut dyn Read) -> Result<Box<dyn CheckedRemittance>, Vec<Problem>> {
    let (mut heads, mut problems) = (Vec::new(), Vec::new());
    let summary = told_by::check_with(file, &mut |event| match event {
        Event::Payment(payment) => {
            // A notice of a payment is none: the money would be counted again when it comes.
            if payment.handling.as_str() != "I" && payment.amount.cents() != 0 {
                problems.push(Problem::new("notification_with_money", at(payment.origin.place, "BPR01")));
            }
            heads.push(head(payment));
        }
        Event::Claim(claim) => {
            if interest(claim).is_none() {
                problems.push(Problem::new("too_large", at(claim.place, "AMT02")));
            }
            if claim.status == ClaimStatus::Predetermination && claim.paid.cents() != 0 {
                problems.push(Problem::new("predetermination_paid", at(claim.place, "CLP04")));
            }
        }
        Event::Provider(_) | Event::Paid(_) => {}
    })
    .map_err(told)?;
    if !problems.is_empty() {
        return Err(problems);
    }
    for (head, totals) in heads.iter_mut().zip(&summary.payments) {
        head.claims = totals.claims;
        head.segment = totals.place.segment;
    }
    Ok(Box::new(Checked { heads, summary }))
}

fn at(place: x12::Place, element: &str) -> String {
    format!("segments[{}].{element}", place.segment)
}

struct Checked {
    heads: Vec<PaymentHead>,
    summary: Summary,
}

impl CheckedRemittance for Checked {
    fn heads(&self) -> &[PaymentHead] {
        &self.heads
    }

    fn hand_over(
        &self,
        file: &mut dyn Read,
        take: &mut dyn FnMut(RemittanceEvent) -> bool,
    ) -> Result<(), Vec<Problem>> {
        let mut payments = Payments::checked(file, &self.summary);
        let mut adjustments = Vec::new();
        while let Some(event) = payments.next_event() {
            let event = match event {
                Event::Payment(payment) => RemittanceEvent::Payment {
                    method: method(payment.method).to_owned(),
                    is_notification: payment.handling.as_str() == "H",
                },
                Event::Claim(claim) => RemittanceEvent::Claim(Box::new(adjudication(claim))),
                Event::Provider(provider) => {
                    adjustments.extend(provider.items.iter().map(|item| ProviderAdjustment {
                        code: item.reason.as_str().to_owned(),
                        reference: item.reference.as_ref().map(|told| told.as_str().to_owned()),
                        cents: Cents(item.amount.cents()),
                    }));
                    continue;
                }
                Event::Paid(_) => RemittanceEvent::Paid(std::mem::take(&mut adjustments)),
            };
            if !take(event) {
                return Ok(());
            }
        }
        payments.finish().map(drop).map_err(told)
    }
}

fn head(payment: &Payment) -> PaymentHead {
    let text = |text: &str| text.trim().to_owned();
    let payer = &payment.payer;
    let ids = payer.id.iter().map(|(_, id)| text(id.as_str()));
    let references = payer.references.iter().map(|reference| text(reference.value.as_str()));
    let originator = std::iter::once(text(payment.trace.originator.as_str()));
    PaymentHead {
        trace: text(payment.trace.number.as_str()),
        payer_ids: ids.chain(references).chain(originator).collect(),
        payer_name: payer.name.as_ref().map(|name| text(name.as_str())),
        payee_id: payment.payee.id.as_ref().map(|(_, id)| text(id.as_str())),
        receiver: text(payment.origin.interchange.receiver.1.as_str()),
        total: Cents(if payment.is_debit { -payment.amount.cents() } else { payment.amount.cents() }),
        on: day(payment.date),
        claims: 0,
        segment: 0,
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Transfer => "ACH",
        Method::Check => "CHK",
        Method::None => "NON",
        Method::PayersChoice => "BOP",
        Method::Wire => "FWT",
    }
}

fn adjudication(claim: &Claim) -> Adjudication {
    let remarks = claim.outpatient.iter().flat_map(|one| &one.remarks);
    let inpatient = claim.inpatient.iter().flat_map(|one| &one.remarks);
    Adjudication {
        number: claim.id.as_str().to_owned(),
        status: status(claim.status),
        charge: Cents(claim.charge.cents()),
        paid: Cents(claim.paid.cents()),
        patient_share: Cents(claim.patient.map_or(0, |share| share.cents())),
        payer_claim_number: claim.payer_claim.as_ref().map(|number| number.as_str().to_owned()),
        adjustments: claim.adjustments.iter().map(adjustment).collect(),
        remarks: remarks.chain(inpatient).map(|code| code.as_str().to_owned()).collect(),
        // A sum that cannot be held is refused before anything is handed over.
        interest: interest(claim).unwrap_or_default(),
        names_crossover: claim.forwarded_to.is_some(),
        lines: claim.lines.iter().map(line).collect(),
    }
}

/// AMT*I, all of them; `None` where they come to more than can be held.
fn interest(claim: &Claim) -> Option<Cents> {
    let told = claim.amounts.iter().filter(|one| one.qualifier.as_str() == "I");
    told.map(|one| one.amount.cents()).try_fold(0_i64, i64::checked_add).map(Cents)
}

fn line(line: &Line) -> AdjudicatedLine {
    // Of a span its last day: it is the line's own.
    let on = line.dates.iter().find(|one| matches!(one.qualifier.as_str(), "472" | "151"));
    let remarks = line.remarks.iter().filter(|remark| remark.list.as_str() == "HE");
    AdjudicatedLine {
        control: line.id.as_ref().map(|id| id.as_str().to_owned()),
        code: line.procedure.code.as_str().to_owned(),
        sent_code: line.sent_as.as_ref().map(|sent| sent.code.as_str().to_owned()),
        on: on.map(|one| day(one.date)),
        charge: Cents(line.charge.cents()),
        paid: Cents(line.paid.cents()),
        units: line.units.map(decimal),
        adjustments: line.adjustments.iter().map(adjustment).collect(),
        remarks: remarks.map(|remark| remark.code.as_str().to_owned()).collect(),
    }
}

fn adjustment(one: &told_by::Adjustment) -> Adjustment {
    let group = match one.group {
        told_by::Group::Contractual => Group::Contractual,
        told_by::Group::Patient => Group::Patient,
        told_by::Group::Other => Group::Other,
        told_by::Group::PayerInitiated => Group::PayerInitiated,
    };
    Adjustment {
        group,
        reason: one.reason.as_str().to_owned(),
        cents: Cents(one.amount.cents()),
        quantity: one.quantity.map(decimal),
    }
}

fn status(status: ClaimStatus) -> ClpStatus {
    match status {
        ClaimStatus::Primary => ClpStatus::Primary,
        ClaimStatus::Secondary => ClpStatus::Secondary,
        ClaimStatus::Tertiary => ClpStatus::Tertiary,
        ClaimStatus::Denied => ClpStatus::Denied,
        ClaimStatus::PrimaryForwarded => ClpStatus::PrimaryForwarded,
        ClaimStatus::SecondaryForwarded => ClpStatus::SecondaryForwarded,
        ClaimStatus::TertiaryForwarded => ClpStatus::TertiaryForwarded,
        ClaimStatus::Reversal => ClpStatus::Reversal,
        ClaimStatus::NotOursForwarded => ClpStatus::NotTheirs,
        ClaimStatus::Predetermination => ClpStatus::Predetermination,
    }
}

/// What a checked date says.
fn day(date: Date8) -> Date {
    Date::new(date.year(), date.month(), date.day()).unwrap_or_default()
}

fn decimal(quantity: Quantity) -> Decimal {
    quantity.to_string().parse().unwrap_or_default()
}
