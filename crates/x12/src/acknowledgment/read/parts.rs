//! Segments of a set's answer to their types.

use crate::acknowledgment::{Context, ElementFault, Fault, SetAnswer, SetVerdict};
use crate::problem::{Place, Problems, Reason};
use crate::taking::words;
use crate::text::{Code, Told, Words, whole};
use crate::tokenizer::Indexed;

pub(super) fn set(s: &Indexed<'_>, others: &[SetAnswer], note: &mut Problems) -> Option<SetAnswer> {
    let (kind, control, guide) = (note.code(s, 1), note.told(s, 2), note.told_if(s, 3));
    let (kind, control, guide) = (kind?, control?, guide?);
    if others.iter().any(|other| other.control == control) {
        note.note(s, 2, 0, Reason::Repeated);
    }
    let place = Place::of(s);
    let (faults, reasons) = (Vec::new(), Vec::new());
    Some(SetAnswer { place, kind, control, guide, faults, verdict: SetVerdict::Rejected, reasons })
}

pub(super) fn set_verdict(bytes: &[u8]) -> Option<SetVerdict> {
    match bytes {
        b"A" => Some(SetVerdict::Accepted),
        b"E" => Some(SetVerdict::AcceptedWithErrors),
        b"R" | b"M" | b"W" | b"X" => Some(SetVerdict::Rejected),
        _ => None,
    }
}

/// Five codes at the most.
pub(super) fn reasons(s: &Indexed<'_>, first: usize, note: &mut Problems) -> Vec<Code<3>> {
    if s.len() >= first + 5 {
        note.note(s, first + 5, 0, Reason::Unexpected);
    }
    let filled = (first..first + 5).filter(|n| !s.get(*n).is_empty());
    filled.filter_map(|n| note.code(s, n)).collect()
}

pub(super) fn fault(s: &Indexed<'_>, note: &mut Problems) -> Option<Fault> {
    let segment = note.code(s, 1);
    let position = note.value(s, 2, "a position from 1", |bytes| whole(bytes).filter(|n| *n > 0));
    let (loop_id, reason) = (note.told_if(s, 3), note.code_if(s, 4));
    Some(Fault {
        segment: segment?,
        position: position?,
        loop_id: loop_id?,
        reason: reason?,
        contexts: Vec::new(),
        elements: Vec::new(),
    })
}

pub(super) fn element(s: &Indexed<'_>, note: &mut Problems) -> Option<ElementFault> {
    let part = |part: usize| s.part(1, part);
    let number = |bytes: &[u8]| if bytes.is_empty() { Some(None) } else { whole(bytes).map(Some) };
    let position = note.value(s, 1, "the element's place, its part and its repeat", |_| {
        Some((whole(part(1)).filter(|n| *n > 0)?, number(part(2))?, number(part(3))?))
    });
    let dictionary = note.value_if(s, 2, "a whole number", whole);
    let reason = note.code(s, 3);
    let (position, component, repeat) = position?;
    let contexts = Vec::new();
    let (number, reason, copy) = (dictionary?, reason?, words(s, 4));
    Some(ElementFault { position, component, repeat, number, reason, copy, contexts })
}

pub(super) fn context(s: &Indexed<'_>, note: &mut Problems) -> Option<Context> {
    let name = note.value(s, 1, "a name, and what it names", |_| Told::new(s.part(1, 1)).ok());
    let value = Words::new(s.part(1, 2));
    let segment = note.code_if(s, 2);
    let position = note.value_if(s, 3, "a whole number", whole);
    let loop_id = note.told_if(s, 4);
    Some(Context { name: name?, value, segment: segment?, position: position?, loop_id: loop_id? })
}
