//! Implementation guides as tables: which segments stand where, how often, and what each element holds.
//!
//! The tables are text in `guides/`, read once. [`validate`](crate::validate()) walks along them.

mod lists;
mod parse;

use std::sync::{Arc, LazyLock};

use crate::problem::Tag;
use crate::tokenizer::Indexed;

/// One guide.
#[derive(Debug)]
pub struct Guide {
    /// The first is the file itself; a loop names those in it by their places here.
    pub(crate) loops: Vec<Loop>,
    pub(crate) segments: Vec<SegmentRule>,
}

/// What stands in a loop, in order. The first opens it.
#[derive(Debug)]
pub(crate) struct Loop {
    pub name: &'static str,
    pub children: Vec<Child>,
}

/// A segment or a loop in a loop.
#[derive(Debug)]
pub(crate) struct Child {
    /// Those of one place may stand in any order.
    pub place: u16,
    pub is_required: bool,
    pub most: u32,
    /// The segment, or the first of the loop.
    pub segment: usize,
    pub opens: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct SegmentRule {
    pub id: Tag,
    /// The element that tells it from others of the same id.
    pub key: Option<Key>,
    pub elements: Vec<ElementRule>,
    /// Bit `n` for each element `n` that is required.
    pub required: u32,
    pub relations: Vec<Relation>,
}

#[derive(Debug)]
pub(crate) struct Key {
    pub element: usize,
    /// The key is the element's first part.
    pub is_part: bool,
    pub codes: Codes,
}

#[derive(Debug, Clone)]
pub(crate) struct ElementRule {
    pub is_required: bool,
    pub kind: Kind,
}

/// What an element holds; lengths are the least and the most.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Unused,
    Text(usize, usize),
    Number(usize, usize),
    Decimal(usize, usize),
    Day,
    /// Six digits, without the century.
    ShortDay,
    Time,
    /// A day or range, in the form that the element before names.
    Period,
    Codes(Codes),
    Parts(Vec<ElementRule>),
}

/// The codes that may stand in an element, sorted.
#[derive(Debug, Clone)]
pub(crate) struct Codes(Arc<[Box<[u8]>]>);

impl Codes {
    pub fn new<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut codes: Vec<Box<[u8]>> = codes.map(|code| code.as_bytes().into()).collect();
        codes.sort_unstable();
        Self(codes.into())
    }

    pub fn holds(&self, code: &[u8]) -> bool {
        match &*self.0 {
            [only] => **only == *code,
            codes => codes.binary_search_by(|known| (**known).cmp(code)).is_ok(),
        }
    }

    /// The code of a list of one; else nothing.
    pub fn only(&self) -> Tag {
        match &*self.0 {
            [only] => Tag::of(only),
            _ => Tag::default(),
        }
    }
}

/// What some elements of a segment ask of each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relation {
    pub kind: RelationKind,
    /// The first that is named; bits of the others, or of all where none is first.
    pub first: usize,
    pub others: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RelationKind {
    AllOrNone,
    AtLeastOne,
    AtMostOne,
    FirstAsksAll,
    FirstAsksOne,
}

impl Relation {
    /// What is wrong with a segment in which the elements with these bits stand.
    pub fn broken(self, present: u32) -> Option<&'static str> {
        let found = present & self.others;
        let has_first = present & (1 << self.first) != 0;
        match self.kind {
            RelationKind::AllOrNone => (found != 0 && found != self.others).then_some("all or none"),
            RelationKind::AtLeastOne => (found == 0).then_some("at least one"),
            RelationKind::AtMostOne => (found.count_ones() > 1).then_some("at most one"),
            RelationKind::FirstAsksAll => (has_first && found != self.others).then_some("all the others"),
            RelationKind::FirstAsksOne => (has_first && found == 0).then_some("one of the others"),
        }
    }
}

impl SegmentRule {
    pub fn fits(&self, id: Tag, segment: &Indexed<'_>) -> bool {
        self.id == id
            && self.key.as_ref().is_none_or(|key| {
                let found = match key.is_part {
                    true => segment.components(key.element).next().unwrap_or_default(),
                    false => segment.get(key.element),
                };
                key.codes.holds(found)
            })
    }

    /// What a missing one would begin with.
    pub fn first(&self) -> Tag {
        self.key.as_ref().filter(|key| key.element == 1).map_or_else(Tag::default, |key| key.codes.only())
    }
}

impl Guide {
    /// The professional claim, 005010X222A1.
    pub fn professional() -> &'static Self {
        static GUIDE: LazyLock<Guide> = LazyLock::new(|| {
            parse::guide(include_str!("../../guides/837p.txt"))
                .unwrap_or_else(|line| panic!("the guide that this crate carries is read: line {line}"))
        });
        &GUIDE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_we_carry_are_read() {
        let guide = Guide::professional();
        let names: Vec<_> = guide.loops.iter().map(|one| one.name).collect();
        for name in ["interchange", "group", "set", "2010AA", "2300", "2400", "2440", "2000C"] {
            assert!(names.contains(&name), "{name}");
        }
        for one in &guide.loops {
            assert!(one.children.iter().all(|child| child.segment < guide.segments.len()), "{}", one.name);
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line) in [
            ("loop a R *\n  ISA R 1 Rxx1-2", 2),
            ("loop a R *\n  ISA R 1 R=", 2),
            ("loop a R *\n  ISA Q 1 Ran1-2", 2),
            ("loop a R *\n  ISA R 1 $unknown", 2),
            ("loop a R *\n  ISA R 1 S@unknown", 2),
            ("loop a R *\n  ISA R 1 R(R=A", 2),
            ("loop a R *\n  ISA R 1 {X0102}", 2),
            ("loop a R *\n      ISA R 1", 2),
            ("same b R 1", 1),
            ("loop a R *", 1),
        ] {
            assert_eq!(parse::guide(text).err(), Some(line), "{text}");
        }
    }
}
