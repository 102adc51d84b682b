//! What claims and lines both have: adjustments, people, references, dates, amounts.

use crate::parts::{Reference, reference};
use crate::problem::{Problems, Reason};
use crate::remittance::MOST_OF_A_KIND;
use crate::remittance::claim::{Adjustment, AmountTold, DateTold, Group, QuantityTold};
use crate::text::Quantity;
use crate::tokenizer::Indexed;

/// CAS: a group, then one to six reasons with their amounts.
pub(super) fn adjustments(into: &mut Vec<Adjustment>, s: &Indexed<'_>, note: &mut Problems) -> bool {
    let before = note.len();
    let group = note.value(s, 1, "CO, PR, OA or PI", Group::parse);
    // Every third element begins another; the first must be there.
    for n in (2..=17).step_by(3) {
        let is_there = n == 2 || (n..n + 3).any(|n| !s.get(n).is_empty());
        if !is_there {
            continue;
        }
        let (reason, amount, quantity) = (note.code(s, n), note.money(s, n + 1), note.quantity_if(s, n + 2));
        if let (Some(group), Some(reason), Some(amount), Some(quantity)) = (group, reason, amount, quantity) {
            push(into, Adjustment { group, reason, amount, quantity }, 6 * MOST_OF_A_KIND, s, note);
        }
    }
    if s.len() > 19 {
        note.note(s, 20, 0, Reason::Unexpected);
    }
    note.len() == before
}

pub(super) fn references(into: &mut Vec<Reference>, s: &Indexed<'_>, note: &mut Problems) {
    if let Some(reference) = reference(s, note) {
        push(into, reference, MOST_OF_A_KIND, s, note);
    }
}

/// DTM: one of each kind, and no last day before the first.
pub(super) fn dates(
    into: &mut Vec<DateTold>,
    s: &Indexed<'_>,
    ends: (&'static str, &'static str),
    note: &mut Problems,
) {
    let (qualifier, date) = (note.code(s, 1), note.date(s, 2));
    let Some((qualifier, date)) = qualifier.zip(date) else { return };
    twice(into, s, 1, |told| told.qualifier == qualifier, note);
    let other =
        |wanted: &str| into.iter().find(|told| told.qualifier.as_str() == wanted).map(|told| told.date);
    let (first, last) = ends;
    let is_reversed = (qualifier.as_str() == last && other(first).is_some_and(|first| date < first))
        || (qualifier.as_str() == first && other(last).is_some_and(|last| last < date));
    if is_reversed {
        note.note(s, 2, 0, Reason::Expected("a first day and a last one that is not before it"));
    }
    push(into, DateTold { qualifier, date }, MOST_OF_A_KIND, s, note);
}

pub(super) fn amounts(into: &mut Vec<AmountTold>, s: &Indexed<'_>, note: &mut Problems) {
    let (qualifier, amount) = (note.code(s, 1), note.money(s, 2));
    let Some((qualifier, amount)) = qualifier.zip(amount) else { return };
    twice(into, s, 1, |told| told.qualifier == qualifier, note);
    push(into, AmountTold { qualifier, amount }, MOST_OF_A_KIND, s, note);
}

pub(super) fn quantities(into: &mut Vec<QuantityTold>, s: &Indexed<'_>, note: &mut Problems) {
    let (qualifier, quantity) = (note.code(s, 1), note.value(s, 2, "a number", Quantity::parse));
    let Some((qualifier, quantity)) = qualifier.zip(quantity) else { return };
    twice(into, s, 1, |told| told.qualifier == qualifier, note);
    push(into, QuantityTold { qualifier, quantity }, MOST_OF_A_KIND, s, note);
}

/// Of some things there is one of each kind.
pub(super) fn twice<T>(
    known: &[T],
    s: &Indexed<'_>,
    element: usize,
    is_same: impl FnMut(&T) -> bool,
    note: &mut Problems,
) {
    if known.iter().any(is_same) {
        note.note(s, element, 0, Reason::Repeated);
    }
}

/// A list has an end, so that no claim is larger than memory.
pub(super) fn push<T>(into: &mut Vec<T>, value: T, most: usize, s: &Indexed<'_>, note: &mut Problems) {
    if into.len() < most {
        into.push(value);
    } else {
        note.note(s, 0, 0, Reason::TooMany { most: u32::try_from(most).unwrap_or(u32::MAX) });
    }
}
