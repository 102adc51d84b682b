//! HL: who belongs to whom. Each has a number, counted from 1, and names the one it stands below.

use crate::problem::{Problems, Reason};
use crate::text::whole;
use crate::tokenizer::Indexed;

/// What level an HL opens, and below what it may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LevelRule<L: 'static> {
    /// HL03.
    pub code: &'static str,
    pub level: L,
    /// Codes of the levels above it; none for the first.
    pub below: &'static [&'static str],
}

/// The hierarchy of a set, as far as it was read.
#[derive(Default)]
pub(crate) struct Levels {
    seen: u64,
    /// The levels that are open: their numbers and codes.
    open: Vec<(u64, &'static str)>,
}

impl Levels {
    /// The level that an HL opens, if there is one of the kind. Where it says that it stands below something else,
    /// that is noted.
    pub fn step<L: Copy>(
        &mut self,
        s: &Indexed<'_>,
        rules: &'static [LevelRule<L>],
        note: &mut Problems,
    ) -> Option<L> {
        self.seen += 1;
        let said = note.value(s, 1, "a whole number", whole).unwrap_or(self.seen);
        if said != self.seen {
            note.note(s, 1, 0, Reason::Count { said, counted: self.seen });
        }
        let Some(rule) = rules.iter().find(|rule| rule.code.as_bytes() == s.get(3)) else {
            note.note(s, 3, 0, Reason::Expected("a level that this kind of set has"));
            return None;
        };
        let parent = whole(s.get(2));
        let found = self.open.iter().rposition(|(number, _)| Some(*number) == parent);
        let fits = match found.and_then(|at| self.open.get(at)) {
            Some((_, code)) => rule.below.contains(code),
            None => rule.below.is_empty() && s.get(2).is_empty(),
        };
        if fits {
            self.open.truncate(found.map_or(0, |at| at + 1));
        } else {
            note.note(s, 2, 0, Reason::Parent);
            // As if it named the right one, so that what follows is not faulted for it.
            let right = self.open.iter().rposition(|(_, code)| rule.below.contains(code));
            self.open.truncate(right.map_or(0, |at| at + 1));
        }
        // Those below name it as it named itself.
        self.open.push((said, rule.code));
        Some(rule.level)
    }

    pub fn is_empty(&self) -> bool {
        self.seen == 0
    }
}
