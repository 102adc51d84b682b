//! CLP and what stands below it, up to the first service.

use super::balance::PaymentSum;
use super::common::{adjustments, amounts, dates, quantities, references};
use crate::parts::{Person, person};
use crate::problem::{Place, Problems, Reason};
use crate::remittance::claim::{Claim, ClaimStatus, Inpatient, Line, Outpatient};
use crate::text::{Code, Money, Told};
use crate::tokenizer::Indexed;

/// A claim from its CLP, with the lists of one that is no longer needed.
pub(super) fn begin_claim(
    s: &Indexed<'_>,
    old: Option<Claim>,
    spare: &mut Vec<Line>,
    sum: &mut PaymentSum,
    note: &mut Problems,
) -> Claim {
    let id = note.told(s, 1).unwrap_or_else(Told::unknown);
    let status =
        note.value(s, 2, "1 to 4, 19 to 23 or 25", ClaimStatus::parse).unwrap_or(ClaimStatus::Primary);
    let (charge, paid, patient) = (note.money(s, 3), note.money(s, 4), note.money_if(s, 5));
    if charge.is_none() || paid.is_none() || patient.is_none() {
        sum.is_unsound();
    }
    let claim = Claim {
        place: Place::of(s),
        id,
        status,
        charge: charge.unwrap_or(Money::ZERO),
        paid: paid.unwrap_or(Money::ZERO),
        patient: patient.flatten(),
        filing: note.code_if(s, 6).flatten(),
        payer_claim: note.told_if(s, 7).flatten(),
        facility: note.told_if(s, 8).flatten(),
        frequency: note.told_if(s, 9).flatten(),
        patient_name: Person::default(),
        insured: None,
        corrected: None,
        rendering: None,
        forwarded_to: None,
        priority_payer: None,
        other_subscriber: None,
        inpatient: None,
        outpatient: None,
        adjustments: Vec::new(),
        references: Vec::new(),
        dates: Vec::new(),
        amounts: Vec::new(),
        quantities: Vec::new(),
        lines: Vec::new(),
    };
    match old {
        None => claim,
        Some(mut old) => {
            spare.append(&mut old.lines);
            Claim {
                adjustments: emptied(old.adjustments),
                references: emptied(old.references),
                dates: emptied(old.dates),
                amounts: emptied(old.amounts),
                quantities: emptied(old.quantities),
                lines: old.lines,
                ..claim
            }
        }
    }
}

/// A list that keeps its room.
pub(super) fn emptied<T>(mut list: Vec<T>) -> Vec<T> {
    list.clear();
    list
}

/// The next segment of a claim, before its first service.
pub(super) fn segment(claim: &mut Claim, s: &Indexed<'_>, sum: &mut PaymentSum, note: &mut Problems) {
    match s.segment().id() {
        b"CAS" => {
            let first = claim.adjustments.len();
            if !adjustments(&mut claim.adjustments, s, note) {
                sum.is_unsound();
            }
            sum.claim_adjustments(&claim.adjustments[first..]);
        }
        b"NM1" => somebody(claim, s, note),
        b"MIA" => {
            if claim.inpatient.is_some() {
                note.note(s, 0, 0, Reason::TooMany { most: 1 });
            }
            let covered_days = note.quantity_if(s, 1).flatten();
            let remarks = remarks(s, [5, 20, 21, 22, 23], note);
            claim.inpatient = Some(Inpatient { covered_days, remarks });
        }
        b"MOA" => {
            if claim.outpatient.is_some() {
                note.note(s, 0, 0, Reason::TooMany { most: 1 });
            }
            let (rate, payable) = (note.quantity_if(s, 1).flatten(), note.money_if(s, 2).flatten());
            for amount in [8, 9] {
                note.money_if(s, amount);
            }
            let remarks = remarks(s, [3, 4, 5, 6, 7], note);
            claim.outpatient = Some(Outpatient { rate, payable, remarks });
        }
        b"REF" => references(&mut claim.references, s, note),
        b"DTM" => dates(&mut claim.dates, s, ("232", "233"), note),
        b"PER" => {}
        b"AMT" => amounts(&mut claim.amounts, s, note),
        b"QTY" => quantities(&mut claim.quantities, s, note),
        _ => note.note(s, 0, 0, Reason::Unexpected),
    }
}

fn remarks(s: &Indexed<'_>, places: [usize; 5], note: &mut Problems) -> Vec<Code<30>> {
    places.into_iter().filter(|n| !s.get(*n).is_empty()).filter_map(|n| note.code(s, n)).collect()
}

fn somebody(claim: &mut Claim, s: &Indexed<'_>, note: &mut Problems) {
    let who = match s.get(1) {
        b"QC" => {
            if claim.patient_name != Person::default() {
                note.note(s, 1, 0, Reason::Repeated);
            }
            claim.patient_name = person(s, note);
            return;
        }
        b"IL" => &mut claim.insured,
        b"74" => &mut claim.corrected,
        b"82" => &mut claim.rendering,
        b"TT" => &mut claim.forwarded_to,
        b"PR" => &mut claim.priority_payer,
        b"GB" => &mut claim.other_subscriber,
        _ => return note.note(s, 1, 0, Reason::Expected("QC, IL, 74, 82, TT, PR or GB")),
    };
    if who.is_some() {
        note.note(s, 1, 0, Reason::Repeated);
    }
    *who = Some(person(s, note));
}
