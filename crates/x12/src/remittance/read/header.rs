//! ST to the payee: what a payment is before its first claim.

use super::common::{push, references};
use crate::envelope::Origin;
use crate::parts::{contact, id, reference};
use crate::problem::{Place, Problems, Reason, Tag};
use crate::remittance::MOST_OF_A_KIND;
use crate::remittance::payment::{Method, Party, Payment, Trace};
use crate::taking::text;
use crate::text::{Code, Date8, Money, Told};
use crate::tokenizer::Indexed;

/// As much of it as was read.
#[derive(Default)]
pub(super) struct Header {
    place: Place,
    origin: Option<Origin>,
    money: Once<Bpr>,
    trace: Once<Trace>,
    receiver: Option<Told<50>>,
    produced: Option<Date8>,
    payer: Once<Party>,
    payee: Once<Party>,
}

/// A segment that stands once: whether it was there, and what it said if that could be taken.
struct Once<T> {
    seen: bool,
    value: Option<T>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { seen: false, value: None }
    }
}

impl<T> Once<T> {
    fn set(&mut self, value: Option<T>, s: &Indexed<'_>, note: &mut Problems) {
        if std::mem::replace(&mut self.seen, true) {
            note.note(s, 0, 0, Reason::TooMany { most: 1 });
        }
        self.value = value;
    }
}

#[derive(Clone, Copy)]
struct Bpr {
    handling: Code<2>,
    amount: Money,
    is_debit: bool,
    method: Method,
    date: Date8,
}

impl Header {
    pub fn new(place: Place, origin: Option<Origin>) -> Self {
        Self { place, origin, ..Self::default() }
    }

    pub fn place(&self) -> Place {
        self.place
    }

    pub fn take(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let id = s.segment().id();
        if !self.money.seen && id != b"BPR" {
            note.missing(Place::of(s), "BPR", "");
            self.money.seen = true;
        }
        match (id, s.get(1)) {
            (b"BPR", _) => self.money.set(bpr(s, note), s, note),
            (b"TRN", _) => self.trace.set(trace(s, note), s, note),
            (b"N1", b"PR") => self.payer.set(Some(party(s, note)), s, note),
            (b"N1", b"PE") => {
                if !self.payer.seen {
                    note.missing(Place::of(s), "N1", "PR");
                    self.payer.seen = true;
                }
                self.payee.set(Some(party(s, note)), s, note);
            }
            (b"NTE" | b"CUR", _) if !self.payer.seen => {}
            (b"REF", qualifier) if !self.payer.seen => {
                let Some(reference) = reference(s, note) else { return };
                if qualifier == b"EV" {
                    if self.receiver.is_some() {
                        note.note(s, 1, 0, Reason::Repeated);
                    }
                    self.receiver = Some(reference.value);
                }
            }
            (b"DTM", b"405") if !self.payer.seen => {
                if self.produced.is_some() {
                    note.note(s, 1, 0, Reason::Repeated);
                }
                self.produced = note.date(s, 2);
            }
            (b"N3" | b"N4", _) if self.payer.seen => {}
            (b"RDM", _) if self.payee.seen => {}
            (b"REF" | b"PER", _) => match self.party() {
                Some(party) if id == b"REF" => references(&mut party.references, s, note),
                Some(party) => {
                    if let Some(contact) = contact(s, note) {
                        push(&mut party.contacts, contact, MOST_OF_A_KIND, s, note);
                    }
                }
                None => note.note(s, 0, 0, Reason::Unexpected),
            },
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }

    /// The party that was named last.
    fn party(&mut self) -> Option<&mut Party> {
        if self.payee.seen { self.payee.value.as_mut() } else { self.payer.value.as_mut() }
    }

    /// At the first segment behind it.
    pub fn finish(&mut self, next: Place, note: &mut Problems) -> Option<Payment> {
        let needed = [
            (self.money.seen, "BPR", ""),
            (self.trace.seen, "TRN", ""),
            (self.payer.seen, "N1", "PR"),
            (self.payee.seen, "N1", "PE"),
        ];
        for (_, id, first) in needed.into_iter().filter(|(seen, ..)| !seen) {
            note.missing(next, id, first);
        }
        let Bpr { handling, amount, is_debit, method, date } = self.money.value?;
        let payer = self.payer.value.take()?;
        if payer.name.is_none() && payer.id.is_none() {
            // A payment is known by its payer, so the payer must be.
            let place = Place { id: Tag::new("N1"), ..self.place };
            note.note_at(place, 2, Reason::Required);
        }
        Some(Payment {
            origin: self.origin?,
            handling,
            amount,
            is_debit,
            method,
            date,
            trace: self.trace.value?,
            receiver: self.receiver,
            produced: self.produced,
            payer,
            payee: self.payee.value.take()?,
        })
    }
}

fn bpr(s: &Indexed<'_>, note: &mut Problems) -> Option<Bpr> {
    let is_known = |bytes: &[u8]| matches!(bytes, b"C" | b"D" | b"H" | b"I" | b"P" | b"U" | b"X");
    let handling = note.value(s, 1, "one of the ways a payment is handled: I, H, C, D, P, U or X", |bytes| {
        Code::exact(bytes).ok().filter(|_| is_known(bytes))
    });
    let mut amount = note.money(s, 2);
    if amount.is_some_and(|amount| amount < Money::ZERO) {
        note.note(s, 2, 0, Reason::Expected("an amount that is not negative"));
        amount = None;
    }
    let is_debit = note.value(s, 3, "C or D", |bytes| match bytes {
        b"C" => Some(false),
        b"D" => Some(true),
        _ => None,
    });
    let method = note.value(s, 4, "ACH, BOP, CHK, FWT or NON", |bytes| match bytes {
        b"ACH" => Some(Method::Transfer),
        b"BOP" => Some(Method::PayersChoice),
        b"CHK" => Some(Method::Check),
        b"FWT" => Some(Method::Wire),
        b"NON" => Some(Method::None),
        _ => None,
    });
    let date = note.date(s, 16);
    Some(Bpr { handling: handling?, amount: amount?, is_debit: is_debit?, method: method?, date: date? })
}

fn trace(s: &Indexed<'_>, note: &mut Problems) -> Option<Trace> {
    note.fixed(s, 1, "1");
    let (number, originator, supplement) = (note.told(s, 2), note.told(s, 3), note.told_if(s, 4));
    Some(Trace { number: number?, originator: originator?, supplement: supplement? })
}

fn party(s: &Indexed<'_>, note: &mut Problems) -> Party {
    Party { name: text(s, 2), id: id(s, 3, note), ..Party::default() }
}
