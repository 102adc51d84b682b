//! Text to answers.

mod parts;

use super::answer::{Answer, ClaimAnswer, Form, Provider, Receiver, Tally};
use super::tally::add_up;
use super::{ACKNOWLEDGMENT_GUIDES, STATUS_GUIDES};
use crate::envelope::Origin;
use crate::kind::Kind;
use crate::levels::{LevelRule, Levels};
use crate::parts::{Person, person};
use crate::problem::{Place, Problem, Problems, Reason};
use crate::sets::{Sets, of_guide, through};
use crate::taking::Period;
use crate::text::{Date8, Told};
use crate::tokenizer::Indexed;
use std::io::Read;

/// Reads every 277CA and 277 of a file.
///
/// # Errors
/// All problems, in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS): among them counts
/// and amounts that are not those of the claims listed.
pub fn read(read: impl Read) -> Result<Vec<Answer>, Vec<Problem>> {
    let mut reader = Reader::default();
    through(read, &mut reader, "277CA or 277")?;
    Ok(reader.found)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Level {
    /// Before the first HL, or after one that is not known.
    #[default]
    None,
    Source,
    Receiver,
    Provider,
    /// PT of a 277CA: one claim.
    Patient,
    /// 22 of a 277: claims of the insured, or somebody below.
    Subscriber,
    /// 23 of a 277: claims of a patient who is not the insured.
    Dependent,
}

const ACKNOWLEDGMENT: &[LevelRule<Level>] = &[
    LevelRule { code: "20", level: Level::Source, below: &[] },
    LevelRule { code: "21", level: Level::Receiver, below: &["20"] },
    LevelRule { code: "19", level: Level::Provider, below: &["21"] },
    LevelRule { code: "PT", level: Level::Patient, below: &["19"] },
];

const STATUS: &[LevelRule<Level>] = &[
    LevelRule { code: "20", level: Level::Source, below: &[] },
    LevelRule { code: "21", level: Level::Receiver, below: &["20"] },
    LevelRule { code: "19", level: Level::Provider, below: &["21"] },
    LevelRule { code: "22", level: Level::Subscriber, below: &["19"] },
    LevelRule { code: "23", level: Level::Dependent, below: &["22"] },
];

#[derive(Default)]
struct Reader {
    found: Vec<Answer>,
    origin: Option<Origin>,
    form: Option<Form>,
    levels: Levels,
    level: Level,
    /// Its HL.
    place: Place,
    /// NM1 of the level, once it was there.
    who: Option<Person>,
    /// A claim of the level was there.
    has_claim: bool,
    bht: Option<(Told<50>, Date8)>,
    has_bht: bool,
    draft: Draft,
}

#[derive(Default)]
struct Draft {
    source: Person,
    trace: Option<Told<50>>,
    received: Option<Period>,
    processed: Option<Period>,
    receivers: Vec<Receiver>,
}

impl Sets for Reader {
    fn is_ours(&self, kind: Kind) -> bool {
        matches!(kind, Kind::ClaimAcknowledgment | Kind::ClaimStatus)
    }

    fn begins(&mut self, st: &Indexed<'_>, kind: Kind, origin: Option<Origin>, note: &mut Problems) {
        let form = if kind == Kind::ClaimAcknowledgment { Form::Acknowledgment } else { Form::Status };
        let guides =
            if form == Form::Acknowledgment { &ACKNOWLEDGMENT_GUIDES[..] } else { &STATUS_GUIDES[..] };
        of_guide(st, origin.as_ref(), "HN", guides, note);
        let found = std::mem::take(&mut self.found);
        *self = Self { found, origin, form: Some(form), ..Self::default() };
    }

    fn inside(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let id = s.segment().id();
        if !self.has_bht {
            self.has_bht = true;
            if id == b"BHT" {
                self.bht = self.bht(s, note);
                return;
            }
            note.missing(Place::of(s), "BHT", "");
        }
        if id == b"HL" {
            self.level_ends(Place::of(s), note);
            let rules = if self.form == Some(Form::Status) { STATUS } else { ACKNOWLEDGMENT };
            self.level = self.levels.step(s, rules, note).unwrap_or_default();
            (self.place, self.who, self.has_claim) = (Place::of(s), None, false);
            return;
        }
        if id == b"NM1" && self.level != Level::None {
            if self.who.is_some() {
                return note.note(s, 0, 0, Reason::TooMany { most: 1 });
            }
            let who = person(s, note);
            self.who = Some(who);
            return self.opened(who);
        }
        match self.level {
            Level::None => note.note(s, 0, 0, Reason::Unexpected),
            Level::Source => self.draft.segment(s, note),
            Level::Receiver => match self.draft.receivers.last_mut() {
                Some(receiver) => receiver.segment(s, note),
                None => self.nobody(s, note),
            },
            Level::Provider => match self.draft.provider() {
                Some(provider) => provider.segment(s, note),
                None => self.nobody(s, note),
            },
            Level::Patient | Level::Subscriber | Level::Dependent => self.of_claim(s, note),
        }
    }

    fn ends(&mut self, se: &Indexed<'_>, note: &mut Problems) {
        self.level_ends(Place::of(se), note);
        if !self.has_bht {
            note.missing(Place::of(se), "BHT", "");
        }
        if self.levels.is_empty() {
            note.missing(Place::of(se), "HL", "");
        }
        let Draft { source, trace, received, processed, receivers } = std::mem::take(&mut self.draft);
        if self.form == Some(Form::Acknowledgment) {
            add_up(&receivers, note);
        }
        if let (Some(origin), Some(form), Some((reference, date))) = (self.origin, self.form, self.bht) {
            let answer =
                Answer { origin, form, reference, date, source, trace, received, processed, receivers };
            self.found.push(answer);
        }
    }
}

impl Reader {
    fn bht(&self, s: &Indexed<'_>, note: &mut Problems) -> Option<(Told<50>, Date8)> {
        let is_acknowledgment = self.form == Some(Form::Acknowledgment);
        note.fixed(s, 1, if is_acknowledgment { "0085" } else { "0010" });
        note.fixed(s, 2, "08");
        let (reference, date) = (note.told(s, 3), note.date(s, 4));
        note.time(s, 5);
        note.fixed(s, 6, if is_acknowledgment { "TH" } else { "DG" });
        reference.zip(date)
    }

    /// A level is known once its name is.
    fn opened(&mut self, who: Person) {
        let place = self.place;
        let draft = &mut self.draft;
        match self.level {
            Level::Source => draft.source = who,
            Level::Receiver => draft.receivers.push(Receiver {
                place,
                who,
                batch: None,
                statuses: Vec::new(),
                accepted: Tally::default(),
                rejected: Tally::default(),
                providers: Vec::new(),
            }),
            Level::Provider => {
                if let Some(receiver) = draft.receivers.last_mut() {
                    receiver.providers.push(Provider {
                        place,
                        who,
                        trace: None,
                        statuses: Vec::new(),
                        references: Vec::new(),
                        accepted: Tally::default(),
                        rejected: Tally::default(),
                        claims: Vec::new(),
                    });
                }
            }
            Level::None | Level::Patient | Level::Subscriber | Level::Dependent => {}
        }
    }

    /// At the next HL, or the SE: what the level lacks.
    fn level_ends(&mut self, next: Place, note: &mut Problems) {
        if self.level == Level::None {
            return;
        }
        if self.who.is_none() {
            note.missing(next, "NM1", "");
        }
        let is_claim = matches!(self.level, Level::Patient | Level::Dependent);
        if is_claim && !self.has_claim {
            note.missing(next, "TRN", "2");
        }
        let is_acknowledgment = self.form == Some(Form::Acknowledgment);
        let statuses = match self.level {
            Level::Receiver if is_acknowledgment => {
                self.draft.receivers.last().filter(|_| self.who.is_some()).map(|one| &one.statuses)
            }
            _ if self.has_claim => self.draft.claim().map(|claim| &claim.statuses),
            _ => None,
        };
        if statuses.is_some_and(Vec::is_empty) {
            note.missing(next, "STC", "");
        }
        if self.level == Level::Receiver
            && is_acknowledgment
            && self.draft.receivers.last().is_some_and(|one| self.who.is_some() && one.batch.is_none())
        {
            note.missing(next, "TRN", "2");
        }
    }

    /// A level whose NM1 has not come: it is missing, and told once.
    fn nobody(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        if self.who.is_none() {
            note.missing(Place::of(s), "NM1", "");
            self.level = Level::None;
        }
    }

    fn of_claim(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let Some(patient) = self.who else { return self.nobody(s, note) };
        if s.segment().id() == b"TRN" {
            let is_one_only = self.level == Level::Patient;
            if is_one_only && self.has_claim {
                return note.note(s, 0, 0, Reason::TooMany { most: 1 });
            }
            note.fixed(s, 1, "2");
            self.has_claim = true;
            let trace = note.told(s, 2).unwrap_or_else(Told::unknown);
            let claim = ClaimAnswer {
                place: Place::of(s),
                patient,
                trace,
                statuses: Vec::new(),
                payer_claim: None,
                references: Vec::new(),
                service: None,
                lines: Vec::new(),
            };
            if let Some(provider) = self.draft.provider() {
                provider.claims.push(claim);
            }
            return;
        }
        let claim = if self.has_claim { self.draft.claim() } else { None };
        match claim {
            Some(claim) => claim.segment(s, note),
            None => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}

impl Draft {
    fn provider(&mut self) -> Option<&mut Provider> {
        self.receivers.last_mut()?.providers.last_mut()
    }

    fn claim(&mut self) -> Option<&mut ClaimAnswer> {
        self.provider()?.claims.last_mut()
    }

    fn segment(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        match (s.segment().id(), s.get(1)) {
            (b"TRN", _) => self.trace = note.told(s, 2),
            (b"DTP", b"050") => self.received = note.period(s),
            (b"DTP", b"009") => self.processed = note.period(s),
            (b"PER", _) => {}
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }
}
