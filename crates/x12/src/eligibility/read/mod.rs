//! Text to answers.

use super::GUIDES;
mod parts;

use super::answer::{Answer, Level, Response, Source};
use crate::envelope::Origin;
use crate::kind::Kind;
use crate::levels::{LevelRule, Levels};
use crate::problem::{Place, Problem, Problems, Reason};
use crate::sets::{Sets, of_guide, through};
use crate::text::{Date8, Told};
use crate::tokenizer::Indexed;
use parts::benefit;
use std::io::Read;

/// Reads every 271 of a file.
///
/// # Errors
/// All problems, in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read(read: impl Read) -> Result<Vec<Response>, Vec<Problem>> {
    let mut reader = Reader::default();
    through(read, &mut reader, "271")?;
    Ok(reader.found)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Source,
    Receiver,
    Person(Level),
}

const LEVELS: &[LevelRule<Stands>] = &[
    LevelRule { code: "20", level: Stands::Source, below: &[] },
    LevelRule { code: "21", level: Stands::Receiver, below: &["20"] },
    LevelRule { code: "22", level: Stands::Person(Level::Subscriber), below: &["21"] },
    LevelRule { code: "23", level: Stands::Person(Level::Dependent), below: &["22"] },
];

#[derive(Default)]
struct Reader {
    found: Vec<Response>,
    origin: Option<Origin>,
    has_bht: bool,
    bht: Option<(Option<Told<50>>, Date8)>,
    levels: Levels,
    level: Option<Stands>,
    /// NM1 of the level was there.
    is_named: bool,
    /// Between LS and LE.
    is_in_loop: bool,
    source: Source,
    receivers: Vec<Source>,
    answers: Vec<Answer>,
}

impl Sets for Reader {
    fn is_ours(&self, kind: Kind) -> bool {
        kind == Kind::Eligibility
    }

    fn begins(&mut self, st: &Indexed<'_>, _: Kind, origin: Option<Origin>, note: &mut Problems) {
        of_guide(st, origin.as_ref(), "HB", &GUIDES, note);
        let found = std::mem::take(&mut self.found);
        *self = Self { found, origin, ..Self::default() };
    }

    fn inside(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let id = s.segment().id();
        if !std::mem::replace(&mut self.has_bht, true) {
            if id == b"BHT" {
                note.fixed(s, 1, "0022");
                note.fixed(s, 2, "11");
                let (reference, date) = (note.told_if(s, 3), note.date(s, 4));
                note.time(s, 5);
                self.bht = reference.zip(date);
                return;
            }
            note.missing(Place::of(s), "BHT", "");
        }
        match (id, self.level) {
            (b"HL", _) => {
                self.level_ends(Place::of(s), note);
                self.level = self.levels.step(s, LEVELS, note);
                self.is_named = false;
                match self.level {
                    Some(Stands::Receiver) => self.receivers.push(Source::default()),
                    Some(Stands::Person(level)) => self.answers.push(Answer::new(Place::of(s), level)),
                    Some(Stands::Source) | None => {}
                }
            }
            (_, Some(Stands::Source)) => self.source.segment(s, &mut self.is_named, note),
            (_, Some(Stands::Receiver)) => {
                if let Some(receiver) = self.receivers.last_mut() {
                    receiver.segment(s, &mut self.is_named, note);
                }
            }
            (_, Some(Stands::Person(_))) => self.of_person(s, note),
            (_, None) => note.note(s, 0, 0, Reason::Unexpected),
        }
    }

    fn ends(&mut self, se: &Indexed<'_>, note: &mut Problems) {
        let next = Place::of(se);
        self.level_ends(next, note);
        if !self.has_bht {
            note.missing(next, "BHT", "");
        }
        if self.levels.is_empty() {
            note.missing(next, "HL", "");
        }
        let (source, receivers) = (std::mem::take(&mut self.source), std::mem::take(&mut self.receivers));
        let answers = std::mem::take(&mut self.answers);
        if let Some((origin, (reference, date))) = self.origin.zip(self.bht) {
            self.found.push(Response { origin, reference, date, source, receivers, answers });
        }
    }
}

impl Reader {
    fn level_ends(&mut self, next: Place, note: &mut Problems) {
        if self.level.is_some() && !self.is_named {
            note.missing(next, "NM1", "");
        }
        if std::mem::take(&mut self.is_in_loop) {
            note.missing(next, "LE", "");
        }
    }

    fn of_person(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let Some(answer) = self.answers.last_mut() else { return };
        let id = s.segment().id();
        match (id, self.is_in_loop) {
            (b"EB", false) => answer.benefits.extend(benefit(s, note)),
            (b"LS", false) if !answer.benefits.is_empty() => {
                note.fixed(s, 1, "2120");
                self.is_in_loop = true;
            }
            (b"LE", true) => {
                note.fixed(s, 1, "2120");
                self.is_in_loop = false;
            }
            _ => match answer.benefits.last_mut() {
                Some(benefit) if self.is_in_loop => benefit.of_entity(s, note),
                Some(benefit) => benefit.segment(s, note),
                None => answer.segment(s, &mut self.is_named, note),
            },
        }
    }
}
