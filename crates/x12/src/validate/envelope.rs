//! Counts, control numbers, the hierarchy and the numbers of lines.

use std::collections::HashSet;

use crate::problem::{Problems, Reason};
use crate::text::whole;
use crate::tokenizer::Indexed;

/// What was opened and counted so far.
#[derive(Default)]
pub(super) struct Envelope<'a> {
    interchange: Level<'a>,
    group: Level<'a>,
    set: Level<'a>,
    /// Number of the ST in the file.
    set_began: usize,
    levels: u64,
    /// The hierarchy above the present HL.
    above: Vec<u64>,
    lines: u64,
}

/// Interchange, group or set: what opened it last, and what it holds.
#[derive(Default)]
struct Level<'a> {
    control: &'a [u8],
    used: HashSet<&'a [u8]>,
    holds: u64,
}

impl<'a> Envelope<'a> {
    pub fn step(&mut self, s: &Indexed<'a>, problems: &mut Problems) {
        match s.segment().id() {
            b"ISA" => {
                self.interchange.open(s, 13, problems);
                self.group.used.clear();
            }
            b"GS" => {
                self.interchange.holds += 1;
                self.group.open(s, 6, problems);
                self.set.used.clear();
            }
            b"ST" => {
                self.group.holds += 1;
                self.set.open(s, 2, problems);
                self.set_began = s.segment().number;
                self.levels = 0;
                self.above.clear();
            }
            b"HL" => self.level(s, problems),
            b"CLM" => self.lines = 0,
            b"LX" => {
                self.lines += 1;
                counted(s, self.lines, problems);
            }
            b"SE" => {
                let segments = s.segment().number + 1 - self.set_began;
                self.set.close(s, segments as u64, "ST02", problems);
            }
            b"GE" => self.group.close(s, self.group.holds, "GS06", problems),
            b"IEA" => self.interchange.close(s, self.interchange.holds, "ISA13", problems),
            _ => {}
        }
    }

    /// HL01 counts from 1, HL02 names one of those above.
    fn level(&mut self, s: &Indexed<'a>, problems: &mut Problems) {
        self.levels += 1;
        counted(s, self.levels, problems);
        if !s.get(2).is_empty() {
            let parent = whole(s.get(2));
            match self.above.iter().rposition(|level| Some(*level) == parent) {
                Some(at) => self.above.truncate(at + 1),
                None => {
                    self.above.clear();
                    problems.note(s, 2, 0, Reason::Parent);
                }
            }
        }
        self.above.push(self.levels);
    }
}

impl<'a> Level<'a> {
    fn open(&mut self, s: &Indexed<'a>, element: usize, problems: &mut Problems) {
        self.control = s.get(element);
        self.holds = 0;
        if !self.used.insert(self.control) {
            problems.note(s, element, 0, Reason::Repeated);
        }
    }

    fn close(&self, s: &Indexed<'a>, holds: u64, opened_by: &'static str, problems: &mut Problems) {
        counted(s, holds, problems);
        if s.get(2) != self.control {
            problems.note(s, 2, 0, Reason::Differs(opened_by));
        }
    }
}

/// The first element says how many there are. One that is no number is told by its guide.
fn counted(s: &Indexed<'_>, counted: u64, problems: &mut Problems) {
    if let Some(said) = whole(s.get(1))
        && said != counted
    {
        problems.note(s, 1, 0, Reason::Count { said, counted });
    }
}
