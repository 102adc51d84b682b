//! What stands at each level: its segments, one by one.

use crate::claim_status::answer::{
    Action, ClaimAnswer, LineAnswer, Provider, Receiver, Status, StatusCode, Tally,
};
use crate::parts::{Reference, procedure, reference};
use crate::problem::{Place, Problems, Reason};
use crate::taking::{Period, words};
use crate::text::{Code, Told};
use crate::tokenizer::Indexed;

impl Receiver {
    pub(super) fn segment(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        match (s.segment().id(), s.get(1)) {
            (b"TRN", _) => {
                if self.batch.is_some() {
                    note.note(s, 0, 0, Reason::TooMany { most: 1 });
                }
                self.batch = note.told(s, 2);
            }
            (b"STC", _) => self.statuses.extend(status(s, note)),
            (b"QTY", b"90") => self.accepted.count(s, note),
            (b"QTY", b"AA") => self.rejected.count(s, note),
            (b"AMT", b"YU") => self.accepted.amount(s, note),
            (b"AMT", b"YY") => self.rejected.amount(s, note),
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

impl Provider {
    pub(super) fn segment(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        match (s.segment().id(), s.get(1)) {
            (b"TRN", _) => {
                if self.trace.is_some() {
                    note.note(s, 0, 0, Reason::TooMany { most: 1 });
                }
                self.trace = note.told(s, 2);
            }
            (b"STC", _) => self.statuses.extend(status(s, note)),
            (b"REF", _) => self.references.extend(reference(s, note)),
            (b"QTY", b"QA") => self.accepted.count(s, note),
            (b"QTY", b"QC") => self.rejected.count(s, note),
            (b"AMT", b"YU") => self.accepted.amount(s, note),
            (b"AMT", b"YY") => self.rejected.amount(s, note),
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

impl Tally {
    fn count(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        if self.claims.is_some() {
            note.note(s, 1, 0, Reason::Repeated);
        }
        self.claims = note.count(s, 2).map(|count| (count, Place::of(s)));
    }

    fn amount(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        if self.amount.is_some() {
            note.note(s, 1, 0, Reason::Repeated);
        }
        self.amount = note.money(s, 2).map(|amount| (amount, Place::of(s)));
    }
}

impl ClaimAnswer {
    pub(super) fn segment(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let id = s.segment().id();
        if id == b"SVC" {
            return self.lines.extend(line(s, note));
        }
        match (self.lines.last_mut(), id) {
            (None, b"STC") => self.statuses.extend(status(s, note)),
            (None, b"REF") => known(&mut self.payer_claim, b"1K", &mut self.references, s, note),
            (None, b"DTP") => service(&mut self.service, s, note),
            (Some(line), b"STC") => line.statuses.extend(status(s, note)),
            (Some(line), b"REF") => known(&mut line.id, b"FJ", &mut line.references, s, note),
            (Some(line), b"DTP") => service(&mut line.service, s, note),
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

/// A REF: the one that matters, or one of the others.
fn known(
    into: &mut Option<Told<50>>,
    qualifier: &[u8],
    others: &mut Vec<Reference>,
    s: &Indexed<'_>,
    note: &mut Problems,
) {
    let Some(reference) = reference(s, note) else { return };
    if s.get(1) != qualifier {
        others.push(reference);
    } else if into.replace(reference.value).is_some() {
        note.note(s, 1, 0, Reason::Repeated);
    }
}

fn service(into: &mut Option<Period>, s: &Indexed<'_>, note: &mut Problems) {
    note.fixed(s, 1, "472");
    if into.is_some() {
        note.note(s, 1, 0, Reason::Repeated);
    }
    *into = note.period(s);
}

fn line(s: &Indexed<'_>, note: &mut Problems) -> Option<LineAnswer> {
    let (procedure, charge, paid) = (procedure(s, 1, note), note.money_if(s, 2), note.money_if(s, 3));
    let units = note.quantity_if(s, 7);
    Some(LineAnswer {
        place: Place::of(s),
        procedure: procedure?,
        charge: charge?,
        paid: paid?,
        units: units?,
        statuses: Vec::new(),
        id: None,
        references: Vec::new(),
        service: None,
    })
}

fn status(s: &Indexed<'_>, note: &mut Problems) -> Option<Status> {
    let wanted = "a category, a status code and perhaps whom they are about";
    let first = note.value(s, 1, wanted, |_| status_code(s, 1));
    let others = [10, 11].map(|n| note.value_if(s, n, wanted, |_| status_code(s, n)).flatten());
    let date = note.date_if(s, 2);
    let action = note.value_if(s, 3, "WQ or U", |bytes| match bytes {
        b"WQ" => Some(Action::Accept),
        b"U" => Some(Action::Reject),
        _ => None,
    });
    let (charge, paid) = (note.money_if(s, 4), note.money_if(s, 5));
    let (decided, paid_on, trace) = (note.date_if(s, 6), note.date_if(s, 8), note.told_if(s, 9));
    Some(Status {
        codes: [Some(first?)].into_iter().chain(others).flatten().collect(),
        date: date?,
        action: action?,
        charge: charge?,
        paid: paid?,
        decided: decided?,
        paid_on: paid_on?,
        trace: trace?,
        message: words(s, 12),
    })
}

fn status_code(s: &Indexed<'_>, n: usize) -> Option<StatusCode> {
    let entity = s.part(n, 3);
    let entity = if entity.is_empty() { None } else { Some(Code::exact(entity).ok()?) };
    let (category, status) = (Code::exact(s.part(n, 1)).ok()?, Code::exact(s.part(n, 2)).ok()?);
    Some(StatusCode { category, status, entity })
}
