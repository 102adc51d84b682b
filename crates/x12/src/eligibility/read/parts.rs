//! What stands at each level: its segments, one by one.

use crate::eligibility::answer::{
    Answer, Benefit, BenefitDate, Delivery, Entity, Level, Rejection, Source, TraceTold,
};
use crate::parts::{contact, person, procedure_if, reference};
use crate::problem::{Place, Problems, Reason};
use crate::taking::{text, words};
use crate::text::{Code, Quantity};
use crate::tokenizer::Indexed;

impl Source {
    pub(super) fn segment(&mut self, s: &Indexed<'_>, is_named: &mut bool, note: &mut Problems) {
        match s.segment().id() {
            b"NM1" if !*is_named => {
                *is_named = true;
                self.who = person(s, note);
            }
            b"NM1" => note.note(s, 0, 0, Reason::TooMany { most: 1 }),
            b"AAA" => self.rejections.extend(rejection(s, note)),
            b"PER" => self.contacts.extend(contact(s, note)),
            b"REF" => self.references.extend(reference(s, note)),
            b"N3" | b"N4" | b"PRV" => {}
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

impl Answer {
    pub(super) fn new(place: Place, level: Level) -> Self {
        Self {
            place,
            level,
            traces: Vec::new(),
            who: crate::parts::Person::default(),
            references: Vec::new(),
            birth_date: None,
            sex: None,
            is_corrected: false,
            dates: Vec::new(),
            rejections: Vec::new(),
            benefits: Vec::new(),
        }
    }

    /// Before the first EB.
    pub(super) fn segment(&mut self, s: &Indexed<'_>, is_named: &mut bool, note: &mut Problems) {
        match s.segment().id() {
            b"TRN" => {
                let is_ours = note.value(s, 1, "1 or 2", |bytes| match bytes {
                    b"1" => Some(false),
                    b"2" => Some(true),
                    _ => None,
                });
                let (number, originator) = (note.told(s, 2), note.told_if(s, 3));
                if let (Some(is_ours), Some(number), Some(originator)) = (is_ours, number, originator) {
                    self.traces.push(TraceTold { is_ours, number, originator });
                }
            }
            b"NM1" if !*is_named => {
                *is_named = true;
                self.who = person(s, note);
            }
            b"NM1" => note.note(s, 0, 0, Reason::TooMany { most: 1 }),
            b"REF" => self.references.extend(reference(s, note)),
            b"AAA" => self.rejections.extend(rejection(s, note)),
            b"DMG" => {
                if !s.get(2).is_empty() {
                    note.fixed(s, 1, "D8");
                    self.birth_date = note.date(s, 2);
                }
                self.sex = note.code_if(s, 3).flatten();
            }
            b"INS" => self.is_corrected = s.get(3) == b"001",
            b"DTP" => self.dates.extend(date(s, note)),
            b"N3" | b"N4" | b"PRV" | b"HI" | b"MPI" => {}
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

impl Benefit {
    pub(super) fn segment(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        match s.segment().id() {
            b"HSD" => self.deliveries.extend(delivery(s, note)),
            b"REF" => self.references.extend(reference(s, note)),
            b"DTP" => self.dates.extend(date(s, note)),
            b"AAA" => self.rejections.extend(rejection(s, note)),
            b"MSG" => match words(s, 1) {
                Some(message) => self.messages.push(message),
                None => note.note(s, 1, 0, Reason::Required),
            },
            b"III" => {}
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }

    /// Between LS and LE.
    pub(super) fn of_entity(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        match (s.segment().id(), self.entities.last_mut()) {
            (b"NM1", _) => {
                let (role, who) = (note.code(s, 1), person(s, note));
                self.entities.extend(role.map(|role| Entity { role, who, contacts: Vec::new() }));
            }
            (b"PER", Some(entity)) => entity.contacts.extend(contact(s, note)),
            (b"N3" | b"N4" | b"PRV", Some(_)) => {}
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

pub(super) fn benefit(s: &Indexed<'_>, note: &mut Problems) -> Option<Benefit> {
    let (kind, coverage) = (note.code(s, 1), note.code_if(s, 2));
    let service_types = note.value_if(s, 3, "codes of kinds of service", |_| {
        s.segment().repeats(3).map(|code| Code::exact(code).ok()).collect::<Option<Vec<_>>>()
    });
    let (insurance, plan, period) = (note.code_if(s, 4), text(s, 5), note.code_if(s, 6));
    let (amount, part) = (note.money_if(s, 7), note.quantity_if(s, 8));
    let quantity = counted(s, 9, note);
    let (needs_authorization, in_network) = (note.code_if(s, 11), note.code_if(s, 12));
    let procedure = procedure_if(s, 13, note);
    Some(Benefit {
        place: Place::of(s),
        kind: kind?,
        coverage: coverage?,
        service_types: service_types?.unwrap_or_default(),
        insurance: insurance?,
        plan,
        period: period?,
        amount: amount?,
        part: part?,
        quantity: quantity?,
        needs_authorization: needs_authorization?,
        in_network: in_network?,
        procedure: procedure?,
        deliveries: Vec::new(),
        references: Vec::new(),
        dates: Vec::new(),
        rejections: Vec::new(),
        messages: Vec::new(),
        entities: Vec::new(),
    })
}

fn delivery(s: &Indexed<'_>, note: &mut Problems) -> Option<Delivery> {
    let (quantity, span, spans) = (counted(s, 1, note), note.code_if(s, 5), note.quantity_if(s, 6));
    Some(Delivery { quantity: quantity?, span: span?, spans: spans? })
}

/// A kind and how many of it, both or neither.
fn counted(s: &Indexed<'_>, n: usize, note: &mut Problems) -> Option<Option<(Code<2>, Quantity)>> {
    if s.get(n).is_empty() && s.get(n + 1).is_empty() {
        return Some(None);
    }
    let (kind, quantity) = (note.code(s, n), note.value(s, n + 1, "a number", Quantity::parse));
    Some(Some((kind?, quantity?)))
}

fn date(s: &Indexed<'_>, note: &mut Problems) -> Option<BenefitDate> {
    let (qualifier, period) = (note.code(s, 1), note.period(s));
    Some(BenefitDate { qualifier: qualifier?, period: period? })
}

fn rejection(s: &Indexed<'_>, note: &mut Problems) -> Option<Rejection> {
    let is_valid = note.value(s, 1, "Y or N", |bytes| match bytes {
        b"Y" => Some(true),
        b"N" => Some(false),
        _ => None,
    });
    let (reason, follow_up) = (note.code(s, 3), note.code_if(s, 4));
    Some(Rejection { place: Place::of(s), is_valid: is_valid?, reason: reason?, follow_up: follow_up? })
}
