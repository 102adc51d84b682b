//! SVC and what stands below it.

use super::balance::PaymentSum;
use super::claim::emptied;
use super::common::{adjustments, amounts, dates, push, quantities};
use crate::parts::{Procedure, procedure, procedure_if, reference};
use crate::problem::{Place, Problems, Reason};
use crate::remittance::MOST_OF_A_KIND;
use crate::remittance::claim::{Line, Remark};
use crate::text::{Code, Money, Told};
use crate::tokenizer::Indexed;

/// A line from its SVC, with the lists of one that is no longer needed.
pub(super) fn begin_line(
    s: &Indexed<'_>,
    old: Option<Line>,
    sum: &mut PaymentSum,
    note: &mut Problems,
) -> Line {
    let unknown = || Procedure { qualifier: Code::unknown(), code: Told::unknown(), modifiers: [None; 4] };
    let procedure = procedure(s, 1, note).unwrap_or_else(unknown);
    let (charge, paid) = (note.money(s, 2), note.money(s, 3));
    sum.begin_line(Place::of(s), charge, paid, note);
    let line = Line {
        place: Place::of(s),
        procedure,
        charge: charge.unwrap_or(Money::ZERO),
        paid: paid.unwrap_or(Money::ZERO),
        revenue: note.told_if(s, 4).flatten(),
        units: note.quantity_if(s, 5).flatten(),
        sent_as: procedure_if(s, 6, note).flatten(),
        units_sent: note.quantity_if(s, 7).flatten(),
        dates: Vec::new(),
        adjustments: Vec::new(),
        id: None,
        references: Vec::new(),
        amounts: Vec::new(),
        quantities: Vec::new(),
        remarks: Vec::new(),
    };
    match old {
        None => line,
        Some(old) => Line {
            dates: emptied(old.dates),
            adjustments: emptied(old.adjustments),
            references: emptied(old.references),
            amounts: emptied(old.amounts),
            quantities: emptied(old.quantities),
            remarks: emptied(old.remarks),
            ..line
        },
    }
}

/// The next segment of a line.
pub(super) fn segment(line: &mut Line, s: &Indexed<'_>, sum: &mut PaymentSum, note: &mut Problems) {
    match s.segment().id() {
        b"CAS" => {
            let first = line.adjustments.len();
            if !adjustments(&mut line.adjustments, s, note) {
                sum.is_unsound();
            }
            sum.line_adjustments(&line.adjustments[first..]);
        }
        b"DTM" => dates(&mut line.dates, s, ("150", "151"), note),
        b"REF" => {
            let Some(reference) = reference(s, note) else { return };
            if reference.qualifier.as_str() != "6R" {
                return push(&mut line.references, reference, MOST_OF_A_KIND, s, note);
            }
            if line.id.is_some() {
                note.note(s, 1, 0, Reason::Repeated);
            }
            line.id = Some(reference.value);
        }
        b"AMT" => amounts(&mut line.amounts, s, note),
        b"QTY" => quantities(&mut line.quantities, s, note),
        b"LQ" => {
            if let Some((list, code)) = note.code(s, 1).zip(note.code(s, 2)) {
                push(&mut line.remarks, Remark { list, code }, MOST_OF_A_KIND, s, note);
            }
        }
        _ => note.note(s, 0, 0, Reason::Unexpected),
    }
}
