//! Goes through a file's envelopes, segment by segment: each is opened, counted, numbered and closed.

use super::{FunctionalGroup, InterchangeHeader, MOST_IN_ENVELOPE, Origin};
use crate::problem::{Place, Problems, Reason};
use crate::taking::minute;
use crate::text::{Date8, Told, whole};
use crate::tokenizer::Indexed;
use std::collections::HashSet;

/// What a segment is to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// ISA, GS, GE or IEA.
    Envelope,
    /// TA1: an answer that needs no group.
    InterchangeAnswer,
    /// ST.
    Begins,
    Inside,
    /// SE.
    Ends,
    /// Where nothing may stand; noted already.
    Astray,
}

/// What is open.
#[derive(Default)]
pub(crate) struct Walk {
    interchange: Level<InterchangeHeader>,
    group: Level<FunctionalGroup>,
    set: Level<()>,
    set_began: Place,
    /// The last segment that was looked at.
    last: Place,
}

/// One envelope: what opened it, what it holds, and the numbers that were given to its like.
struct Level<H> {
    is_open: bool,
    header: Option<H>,
    control: Option<Told<9>>,
    holds: u64,
    used: HashSet<Told<9>>,
}

impl<H> Default for Level<H> {
    fn default() -> Self {
        Self { is_open: false, header: None, control: None, holds: 0, used: HashSet::new() }
    }
}

impl Walk {
    pub fn step(&mut self, s: &Indexed<'_>, note: &mut Problems) -> Step {
        let id = s.segment().id();
        let step = match id {
            b"ISA" => {
                self.close_all(s, note, 3);
                self.interchange.open(s, 13, interchange_header(s, note), note);
                self.group.used.clear();
                Step::Envelope
            }
            b"GS" => {
                self.close_all(s, note, 2);
                self.within(s, note, 2);
                self.interchange.holds += 1;
                self.group.open(s, 6, group_header(s, note), note);
                self.set.used.clear();
                Step::Envelope
            }
            b"ST" => {
                self.close_all(s, note, 1);
                self.within(s, note, 1);
                self.group.holds += 1;
                self.set.open(s, 2, None, note);
                if !(4..=9).contains(&s.get(2).len()) && !s.get(2).is_empty() {
                    note.note(s, 2, 0, Reason::Length { least: 4, most: 9 });
                }
                self.set_began = Place::of(s);
                Step::Begins
            }
            b"SE" if self.set.is_open => {
                let segments = s.segment().number + 1 - self.set_began.segment;
                self.set.close(s, segments as u64, "ST02", note);
                Step::Ends
            }
            b"GE" if self.group.is_open => {
                self.close_all(s, note, 1);
                self.group.close(s, self.group.holds, "GS06", note);
                self.none_is_wrong(s, self.group.holds, "ST", note);
                Step::Envelope
            }
            b"IEA" if self.interchange.is_open => {
                self.close_all(s, note, 2);
                self.interchange.close(s, self.interchange.holds, "ISA13", note);
                Step::Envelope
            }
            b"TA1" if self.interchange.is_open && !self.group.is_open => Step::InterchangeAnswer,
            _ if self.set.is_open => Step::Inside,
            _ => {
                note.note(s, 0, 0, Reason::Unexpected);
                Step::Astray
            }
        };
        self.last = Place::of(s);
        step
    }

    /// After the last segment: what was not closed.
    pub fn end(&mut self, note: &mut Problems) {
        let open = [(self.set.is_open, "SE"), (self.group.is_open, "GE"), (self.interchange.is_open, "IEA")];
        for (_, id) in open.into_iter().filter(|(is_open, _)| *is_open) {
            // After the last one, in truth: there is nothing behind it to name.
            note.missing(self.last, id, "");
        }
    }

    /// Where the open set comes from, if its envelopes could be read.
    pub fn origin(&self) -> Option<Origin> {
        Some(Origin {
            interchange: self.interchange.header?,
            group: self.group.header?,
            control: self.set.control?,
            place: self.set_began,
        })
    }

    pub fn interchange(&self) -> Option<InterchangeHeader> {
        self.interchange.header
    }

    /// What is still open although something begins or ends around it: sets, groups, interchanges.
    fn close_all(&mut self, s: &Indexed<'_>, note: &mut Problems, levels: usize) {
        let open = [
            (&mut self.set.is_open, "SE"),
            (&mut self.group.is_open, "GE"),
            (&mut self.interchange.is_open, "IEA"),
        ];
        for (is_open, id) in open.into_iter().take(levels) {
            if std::mem::take(is_open) {
                note.missing(Place::of(s), id, "");
            }
        }
    }

    /// A group stands in an interchange, a set in a group.
    fn within(&self, s: &Indexed<'_>, note: &mut Problems, level: usize) {
        if level == 1 && !self.group.is_open {
            note.missing(Place::of(s), "GS", "");
        } else if level == 2 && !self.interchange.is_open {
            note.missing(Place::of(s), "ISA", "");
        }
    }

    fn none_is_wrong(&self, s: &Indexed<'_>, holds: u64, id: &str, note: &mut Problems) {
        if holds == 0 {
            note.missing(Place::of(s), id, "");
        }
    }
}

impl<H> Level<H> {
    fn open(&mut self, s: &Indexed<'_>, element: usize, header: Option<H>, note: &mut Problems) {
        self.is_open = true;
        self.header = header;
        self.holds = 0;
        self.control = note.told(s, element);
        let Some(control) = self.control else { return };
        if self.used.len() >= MOST_IN_ENVELOPE {
            note.note(s, 0, 0, Reason::TooMany { most: MOST_IN_ENVELOPE as u32 });
        } else if !self.used.insert(control) {
            note.note(s, element, 0, Reason::Repeated);
        }
    }

    /// Its first element counts, its second repeats the number that opened it.
    fn close(&mut self, s: &Indexed<'_>, counted: u64, opened_by: &'static str, note: &mut Problems) {
        self.is_open = false;
        if let Some(said) = note.value(s, 1, "a whole number", whole)
            && said != counted
        {
            note.note(s, 1, 0, Reason::Count { said, counted });
        }
        let control = note.told(s, 2);
        if control.is_some() && self.control.is_some() && control != self.control {
            note.note(s, 2, 0, Reason::Differs(opened_by));
        }
    }
}

fn interchange_header(s: &Indexed<'_>, note: &mut Problems) -> Option<InterchangeHeader> {
    let (sender, receiver) = ((note.told(s, 5), note.told(s, 6)), (note.told(s, 7), note.told(s, 8)));
    let date = note.value(s, 9, "a day, as YYMMDD", short_day);
    let time = note.time(s, 10);
    note.fixed(s, 12, "00501");
    let control = note.value(s, 13, "nine digits", |bytes| {
        bytes.iter().all(u8::is_ascii_digit).then(|| Told::new(bytes).ok()).flatten()
    });
    let is_production = note.value(s, 15, "T or P", |bytes| match bytes {
        b"T" => Some(false),
        b"P" => Some(true),
        _ => None,
    });
    Some(InterchangeHeader {
        sender: (sender.0?, sender.1?),
        receiver: (receiver.0?, receiver.1?),
        date: date?,
        time: time?,
        control: control?,
        is_production: is_production?,
    })
}

fn group_header(s: &Indexed<'_>, note: &mut Problems) -> Option<FunctionalGroup> {
    let kind = note.code(s, 1);
    let (sender, receiver) = (note.told(s, 2), note.told(s, 3));
    let (date, time) = (note.date(s, 4), note.value(s, 5, "a time of day, as HHMM", minute));
    let control = note.told(s, 6);
    note.fixed(s, 7, "X");
    let guide = note.told(s, 8);
    Some(FunctionalGroup {
        kind: kind?,
        sender: sender?,
        receiver: receiver?,
        date: date?,
        time: time?,
        control: control?,
        guide: guide?,
        place: Place::of(s),
    })
}

/// `YYMMDD` of this century.
pub(crate) fn short_day(bytes: &[u8]) -> Option<Date8> {
    let mut day = *b"20000000";
    day.get_mut(2..)?.copy_from_slice(bytes.get(..6).filter(|_| bytes.len() == 6)?);
    Date8::parse(&day)
}
