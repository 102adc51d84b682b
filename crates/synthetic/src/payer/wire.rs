//! X12 text taken apart (interop.md §2). A reader of the payer's own: it shares nothing with ours, so that a
//! mistake of ours is not understood by the same mistake.

use std::fmt;

/// The four characters that cut an interchange, and whether lines end after each segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiters {
    pub element: char,
    pub repetition: char,
    pub component: char,
    pub segment: char,
    /// CR and LF after each terminator; readers must not mind.
    pub breaks_lines: bool,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self { element: '*', repetition: '^', component: ':', segment: '~', breaks_lines: false }
    }
}

/// Why nothing of a file could be understood, not even enough to answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Not ASCII, or it does not begin with an ISA of 106 characters.
    NoInterchange,
    /// It ends before its IEA, or goes on after it.
    CutOff,
    /// Segments stand outside of a group or set.
    OutOfPlace,
    /// Another kind of transaction set than was to be read.
    OtherKind,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoInterchange => "it does not begin with an ISA segment",
            Self::CutOff => "it does not end with its IEA segment",
            Self::OutOfPlace => "a segment stands outside of a group or set",
            Self::OtherKind => "it holds another kind of transaction set",
        })
    }
}

impl std::error::Error for Unreadable {}

/// A segment, cut at its elements. What is not there is empty.
#[derive(Clone)]
pub(super) struct Segment<'a> {
    elements: Vec<&'a str>,
    component: char,
}

impl<'a> Segment<'a> {
    pub fn id(&self) -> &'a str {
        self.at(0)
    }

    /// The element at this place, counted from 1 as the guides do.
    pub fn at(&self, place: usize) -> &'a str {
        self.elements.get(place).copied().unwrap_or_default()
    }

    /// A component, both counted from 1.
    pub fn part(&self, place: usize, part: usize) -> &'a str {
        self.parts(place).nth(part.saturating_sub(1)).unwrap_or_default()
    }

    pub fn parts(&self, place: usize) -> impl Iterator<Item = &'a str> {
        self.at(place).split(self.component)
    }
}

/// A whole interchange.
pub(super) struct Interchange<'a> {
    pub header: Segment<'a>,
    pub groups: Vec<Group<'a>>,
    /// TA105 where its own frame is wrong.
    pub fault: Option<&'static str>,
}

pub(super) struct Group<'a> {
    pub header: Segment<'a>,
    pub sets: Vec<Set<'a>>,
    /// GE01 as stated, and whether GE02 is GS06.
    pub stated_sets: usize,
    pub number_holds: bool,
}

/// ST to SE, both with it.
pub(super) struct Set<'a> {
    pub segments: Vec<Segment<'a>>,
    /// SE01 counts the segments, and SE02 is ST02.
    pub count_holds: bool,
    pub number_holds: bool,
}

impl Set<'_> {
    pub fn control(&self) -> &str {
        self.segments.first().map_or("", |header| header.at(2))
    }
}

/// Cuts an interchange into groups and sets.
///
/// # Errors
/// [`Unreadable`] where a file's frame is so broken that no answer could name what it answers.
pub(super) fn read(file: &[u8]) -> Result<Interchange<'_>, Unreadable> {
    let text = std::str::from_utf8(file).ok().filter(|text| text.is_ascii());
    let text = text.ok_or(Unreadable::NoInterchange)?;
    let mut segments = split(text)?.into_iter();
    let header = segments.next().ok_or(Unreadable::NoInterchange)?;
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut group: Option<Group<'_>> = None;
    let mut set: Option<Set<'_>> = None;
    while let Some(segment) = segments.next() {
        match (segment.id(), &mut group, &mut set) {
            ("IEA", None, None) => {
                let fault = frame_fault(&header, &segment, groups.len());
                return match segments.next() {
                    Some(_) => Err(Unreadable::CutOff),
                    None => Ok(Interchange { header, groups, fault }),
                };
            }
            ("GS", None, None) => {
                let none = Group { header: segment, sets: Vec::new(), stated_sets: 0, number_holds: false };
                group = Some(none);
            }
            ("GE", Some(open), None) => {
                open.stated_sets = segment.at(1).parse().unwrap_or_default();
                open.number_holds = segment.at(2) == open.header.at(6);
                groups.extend(group.take());
            }
            ("ST", Some(_), None) => {
                set = Some(Set { segments: vec![segment], count_holds: false, number_holds: false });
            }
            ("SE", Some(open), Some(ended)) => {
                ended.number_holds = segment.at(2) == ended.control();
                let stated = segment.at(1).parse().ok();
                ended.segments.push(segment);
                ended.count_holds = stated == Some(ended.segments.len());
                open.sets.extend(set.take());
            }
            ("ISA" | "IEA" | "GS" | "GE" | "ST" | "SE", ..) => return Err(Unreadable::OutOfPlace),
            (_, Some(_), Some(open)) => open.segments.push(segment),
            _ => return Err(Unreadable::OutOfPlace),
        }
    }
    Err(Unreadable::CutOff)
}

/// TA105: 001 the numbers differ, 021 the count of groups is wrong.
fn frame_fault(header: &Segment<'_>, trailer: &Segment<'_>, groups: usize) -> Option<&'static str> {
    if trailer.at(2) != header.at(13) {
        Some("001")
    } else if trailer.at(1).parse() != Ok(groups) {
        Some("021")
    } else {
        None
    }
}

/// The delimiters stand at fixed places of the first 106 characters.
fn split(text: &str) -> Result<Vec<Segment<'_>>, Unreadable> {
    let at = |place: usize| text.as_bytes().get(place).map(|byte| char::from(*byte));
    let (Some(element), Some(repetition), Some(component), Some(end)) = (at(3), at(82), at(104), at(105))
    else {
        return Err(Unreadable::NoInterchange);
    };
    if !text.starts_with("ISA") || [element, repetition, component, end].iter().any(|c| c.is_alphanumeric()) {
        return Err(Unreadable::NoInterchange);
    }
    // What stands behind the last terminator is no segment, and should be nothing.
    let (whole, rest) = text.rsplit_once(end).ok_or(Unreadable::NoInterchange)?;
    if !rest.trim_matches(['\r', '\n']).is_empty() {
        return Err(Unreadable::CutOff);
    }
    let pieces =
        whole.split(end).map(|piece| piece.trim_matches(['\r', '\n'])).filter(|piece| !piece.is_empty());
    let segments: Vec<Segment<'_>> =
        pieces.map(|piece| Segment { elements: piece.split(element).collect(), component }).collect();
    // The sixteenth element is the component separator itself.
    match segments.first() {
        Some(header) if header.elements.len() == 17 => Ok(segments),
        _ => Err(Unreadable::NoInterchange),
    }
}
