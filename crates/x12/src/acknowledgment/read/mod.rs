//! Text to acknowledgments.

mod parts;

use super::{
    Acknowledgments, Fault, Form, GUIDES, GroupAnswer, GroupVerdict, InterchangeAnswer, InterchangeVerdict,
    SetAnswer, SetVerdict,
};
use crate::envelope::{InterchangeHeader, Origin, short_day};
use crate::kind::Kind;
use crate::problem::{Place, Problem, Problems, Reason};
use crate::sets::{Sets, of_guide, through};
use crate::text::{Code, Told};
use crate::tokenizer::Indexed;
use parts::{context, element, fault, reasons, set, set_verdict};
use std::io::Read;

/// Reads every TA1, 999 and 997 of a file.
///
/// # Errors
/// All problems, in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read(read: impl Read) -> Result<Acknowledgments, Vec<Problem>> {
    let mut reader = Reader::default();
    through(read, &mut reader, "TA1, 999 or 997")?;
    Ok(reader.found)
}

#[derive(Default)]
struct Reader {
    found: Acknowledgments,
    form: Option<Form>,
    origin: Option<Origin>,
    /// AK1.
    group: Option<(Code<2>, Told<9>, Option<Told<12>>)>,
    stage: Stage,
    /// AK2 without its end.
    set: Option<SetAnswer>,
    sets: Vec<SetAnswer>,
}

/// What was there of a set last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// ST: AK1 is next.
    #[default]
    Begun,
    Group,
    Set,
    Fault,
    Element,
    /// AK9: nothing more.
    Over,
}

impl Sets for Reader {
    fn is_ours(&self, kind: Kind) -> bool {
        matches!(kind, Kind::ImplementationAcknowledgment | Kind::FunctionalAcknowledgment)
    }

    fn begins(&mut self, st: &Indexed<'_>, kind: Kind, origin: Option<Origin>, note: &mut Problems) {
        let is_implementation = kind == Kind::ImplementationAcknowledgment;
        if is_implementation {
            of_guide(st, origin.as_ref(), "FA", &GUIDES, note);
        } else if let Some(origin) = origin.filter(|origin| origin.group.kind.as_str() != "FA") {
            // A 997 belongs to no guide of its own.
            note.note_at(origin.group.place, 1, Reason::Expected("FA"));
        }
        self.form = Some(if is_implementation { Form::Implementation } else { Form::Functional });
        self.origin = origin;
        self.group = None;
        self.set = None;
        self.sets = Vec::new();
        self.stage = Stage::Begun;
    }

    fn inside(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        use Stage::{Begun, Element, Group, Set};
        let id = s.segment().id();
        if self.stage == Begun && id != b"AK1" {
            note.missing(Place::of(s), "AK1", "");
            self.stage = Group;
        }
        match (self.stage, id) {
            (Begun, b"AK1") => {
                let (kind, control, guide) = (note.code(s, 1), note.told(s, 2), note.told_if(s, 3));
                self.group = (|| Some((kind?, control?, guide?)))();
                self.stage = Group;
            }
            (Group, b"AK2") => {
                self.set = set(s, &self.sets, note);
                self.stage = Set;
            }
            (Set | Stage::Fault | Element, b"IK3" | b"AK3") => {
                let fault = fault(s, note);
                if let (Some(set), Some(fault)) = (&mut self.set, fault) {
                    set.faults.push(fault);
                }
                self.stage = Stage::Fault;
            }
            (Stage::Fault | Element, b"IK4" | b"AK4") => {
                let element = element(s, note);
                if let (Some(fault), Some(element)) = (self.fault(), element) {
                    fault.elements.push(element);
                }
                self.stage = Element;
            }
            (Stage::Fault | Element, b"CTX") => {
                let context = context(s, note);
                let is_of_element = self.stage == Element;
                if let (Some(fault), Some(context)) = (self.fault(), context) {
                    match fault.elements.last_mut().filter(|_| is_of_element) {
                        Some(element) => element.contexts.push(context),
                        None => fault.contexts.push(context),
                    }
                }
            }
            (Set | Stage::Fault | Element, b"IK5" | b"AK5") => {
                let verdict = note.value(s, 1, "A, E, R, M, W or X", set_verdict);
                let reasons = reasons(s, 2, note);
                if let (Some(mut set), Some(verdict)) = (self.set.take(), verdict) {
                    (set.verdict, set.reasons) = (verdict, reasons);
                    self.sets.push(set);
                }
                self.stage = Group;
            }
            (Group, b"AK9") => {
                self.group_ends(s, note);
                self.stage = Stage::Over;
            }
            (Set | Stage::Fault | Element, b"AK2" | b"AK9") => {
                note.missing(Place::of(s), if self.is_implementation() { "IK5" } else { "AK5" }, "");
                self.stage = Group;
                self.inside(s, note);
            }
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
    }

    fn ends(&mut self, se: &Indexed<'_>, note: &mut Problems) {
        if self.stage != Stage::Over {
            note.missing(Place::of(se), "AK9", "");
        }
    }

    fn interchange_answer(
        &mut self,
        s: &Indexed<'_>,
        from: Option<InterchangeHeader>,
        note: &mut Problems,
    ) -> bool {
        let control = note.value(s, 1, "nine digits", |bytes| {
            let are_digits = bytes.len() == 9 && bytes.iter().all(u8::is_ascii_digit);
            Told::new(bytes).ok().filter(|_| are_digits)
        });
        let (date, time) = (note.value(s, 2, "a day, as YYMMDD", short_day), note.time(s, 3));
        let verdict = note.value(s, 4, "A, E or R", |bytes| match bytes {
            b"A" => Some(InterchangeVerdict::Accepted),
            b"E" => Some(InterchangeVerdict::AcceptedWithErrors),
            b"R" => Some(InterchangeVerdict::Rejected),
            _ => None,
        });
        let code = note.value(s, 5, "three digits", |bytes| {
            let are_digits = bytes.len() == 3 && bytes.iter().all(u8::is_ascii_digit);
            Code::exact(bytes).ok().filter(|_| are_digits)
        });
        if verdict == Some(InterchangeVerdict::Accepted) && code.is_some_and(|code| code.as_str() != "000") {
            note.note(s, 5, 0, Reason::Differs("TA104, which tells of no error"));
        }
        let answer = (|| {
            let place = Place::of(s);
            let (control, date, time, verdict, note) = (control?, date?, time?, verdict?, code?);
            Some(InterchangeAnswer { place, from: from?, control, date, time, verdict, note })
        })();
        self.found.interchanges.extend(answer);
        true
    }
}

impl Reader {
    fn is_implementation(&self) -> bool {
        self.form == Some(Form::Implementation)
    }

    fn fault(&mut self) -> Option<&mut Fault> {
        self.set.as_mut()?.faults.last_mut()
    }

    /// AK9: its counts must fit the sets that were told of.
    fn group_ends(&mut self, s: &Indexed<'_>, note: &mut Problems) {
        let verdict = note.value(s, 1, "A, E, P, R, M, W or X", |bytes| match bytes {
            b"P" => Some(GroupVerdict::Partly),
            bytes => Some(match set_verdict(bytes)? {
                SetVerdict::Accepted => GroupVerdict::Accepted,
                SetVerdict::AcceptedWithErrors => GroupVerdict::AcceptedWithErrors,
                SetVerdict::Rejected => GroupVerdict::Rejected,
            }),
        });
        let counts = (note.count(s, 2), note.count(s, 3), note.count(s, 4));
        let reasons = reasons(s, 5, note);
        let sets = std::mem::take(&mut self.sets);
        let (Some(verdict), (Some(included), Some(received), Some(accepted))) = (verdict, counts) else {
            return;
        };
        counted(s, &sets, received, accepted, note);
        judged(s, verdict, received, accepted, note);
        let answer = self.origin.zip(self.form).zip(self.group);
        self.found.groups.extend(answer.map(|((origin, form), (kind, control, guide))| GroupAnswer {
            origin,
            form,
            kind,
            control,
            guide,
            sets,
            verdict,
            included,
            received,
            accepted,
            reasons,
        }));
    }
}

/// AK903 and AK904 against the sets. Some payers tell only of those in which something is wrong, so there may be
/// fewer told of than received; never more, and never more of one kind than there can be.
fn counted(s: &Indexed<'_>, sets: &[SetAnswer], received: u64, accepted: u64, note: &mut Problems) {
    let told = sets.len() as u64;
    let good = sets.iter().filter(|set| set.verdict != SetVerdict::Rejected).count() as u64;
    if told > received {
        note.note(s, 3, 0, Reason::Count { said: received, counted: told });
    } else if accepted > received {
        note.note(s, 4, 0, Reason::Count { said: accepted, counted: received });
    } else if good > accepted || told - good > received - accepted {
        note.note(s, 4, 0, Reason::Count { said: accepted, counted: good });
    }
}

/// AK901 against AK903 and AK904.
fn judged(s: &Indexed<'_>, verdict: GroupVerdict, received: u64, accepted: u64, note: &mut Problems) {
    let is_so = match verdict {
        GroupVerdict::Accepted | GroupVerdict::AcceptedWithErrors => accepted == received,
        GroupVerdict::Partly => accepted > 0 && accepted < received,
        GroupVerdict::Rejected => accepted == 0,
    };
    if !is_so && accepted <= received {
        note.note(s, 1, 0, Reason::Differs("what AK903 and AK904 count"));
    }
}
