//! Bytes become segments, elements and components: borrowed, numbered, never copied.
//!
//! ```
//! let isa = b"ISA*00*          *00*          *ZZ*US             *ZZ*THEM           \
//!             *261102*0915*^*00501*000000101*1*T*:~\nIEA*0*000000101~\r\n";
//! let segments: Result<Vec<_>, _> = x12::Tokenizer::new(isa).unwrap().collect();
//! let segments = segments.unwrap();
//! assert_eq!(segments[1].id(), b"IEA");
//! assert_eq!(segments[1].element(2), Some(&b"000000101"[..]));
//! ```

use crate::delimiters::Delimiters;

/// The segments of one interchange, in order. Stops after the first error.
#[derive(Debug, Clone)]
pub struct Tokenizer<'a> {
    bytes: &'a [u8],
    at: usize,
    segments: usize,
    delimiters: Delimiters,
}

impl<'a> Tokenizer<'a> {
    /// Reads the delimiters; the ISA itself is the first segment given.
    ///
    /// # Errors
    /// When `bytes` do not begin with a whole ISA.
    pub fn new(bytes: &'a [u8]) -> Result<Self, TokenError> {
        let delimiters = Delimiters::of_isa(bytes)?;
        Ok(Self { bytes, at: 0, segments: 0, delimiters })
    }

    /// How this interchange is punctuated.
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    fn refuse(&mut self, at: usize, kind: TokenErrorKind) -> Option<Result<Segment<'a>, TokenError>> {
        self.at = self.bytes.len();
        Some(Err(TokenError { segment: self.segments, at, kind }))
    }
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = Result<Segment<'a>, TokenError>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
        self.segments += 1;
        let Some(length) = memchr::memchr(self.delimiters.terminator, rest) else {
            return self.refuse(at, TokenErrorKind::Unterminated);
        };
        let bytes = &rest[..length];
        let Some(id_length) = id_length(bytes, self.delimiters.element) else {
            let empty = bytes.is_empty();
            let kind = if empty { TokenErrorKind::EmptySegment } else { TokenErrorKind::SegmentId };
            return self.refuse(at, kind);
        };
        // Line breaks after a terminator make a file readable and mean nothing.
        let breaks = rest[length + 1..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.at = at + length + 1 + breaks;
        Some(Ok(Segment {
            bytes,
            id_length,
            element: self.delimiters.element,
            component: self.delimiters.component,
            repetition: self.delimiters.repetition,
            number: self.segments,
            at,
        }))
    }
}

/// Length of a segment's id: a letter and one or two letters or digits, then a separator or the end.
fn id_length(bytes: &[u8], element: u8) -> Option<usize> {
    let is_end = |n: usize| bytes.get(n).is_none_or(|byte| *byte == element);
    let is_id = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if !bytes.first()?.is_ascii_uppercase() || !bytes.get(1).is_some_and(is_id) {
        return None;
    }
    if is_end(2) {
        return Some(2);
    }
    (bytes.get(2).is_some_and(is_id) && is_end(3)).then_some(3)
}

/// One segment, without its terminator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    bytes: &'a [u8],
    id_length: usize,
    element: u8,
    component: u8,
    repetition: Option<u8>,
    /// Its number in the interchange; the ISA is 1.
    pub number: usize,
    /// Where it begins, in bytes from the start of the interchange.
    pub at: usize,
}

impl<'a> Segment<'a> {
    /// Its name: two or three letters and digits, `CLM`, `N3`.
    pub fn id(&self) -> &'a [u8] {
        &self.bytes[..self.id_length]
    }

    /// All its bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its elements from the first one after the id.
    pub fn elements(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        split(self.bytes, self.element).skip(1)
    }

    /// The element that the guides call `NM109` is `element(9)`. `None` past the last one.
    pub fn element(&self, n: usize) -> Option<&'a [u8]> {
        split(self.bytes, self.element).nth(n)
    }

    /// The parts of composite element `n`; a plain element is its own only part.
    pub fn components(&self, n: usize) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let component = self.component;
        self.element(n).into_iter().flat_map(move |element| split(element, component))
    }

    /// `CLM05-3` is `component(5, 3)`: both count from 1.
    pub fn component(&self, n: usize, part: usize) -> Option<&'a [u8]> {
        self.components(n).nth(part.checked_sub(1)?)
    }

    /// The repeats of element `n`; one that is not repeated is its own only repeat.
    pub fn repeats(&self, n: usize) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let repetition = self.repetition;
        let repeats = move |element: &'a [u8]| element.split(move |byte| Some(*byte) == repetition);
        self.element(n).into_iter().flat_map(repeats)
    }

    /// Finds all elements in one pass, for a reader that wants most of them.
    pub fn indexed(self) -> Indexed<'a> {
        let mut ends = [0; INDEXED + 2];
        let mut found = 0;
        // Without a branch per byte: each place is noted, and kept if a separator stands there.
        for (place, byte) in self.bytes.iter().enumerate() {
            ends[found.min(INDEXED + 1)] = place as u32;
            found += usize::from(*byte == self.element);
        }
        ends[found.min(INDEXED + 1)] = self.bytes.len() as u32;
        Indexed { segment: self, ends, found }
    }
}

/// Shows which segment it is and not what it holds.
impl std::fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let id = String::from_utf8_lossy(self.id());
        write!(f, "Segment({id}, number {}, at {}, {} bytes)", self.number, self.at, self.bytes.len())
    }
}

fn split(bytes: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    bytes.split(move |byte| *byte == separator)
}

/// The most elements an [`Indexed`] finds; no segment of the guides we use has more.
pub const INDEXED: usize = 24;

/// A segment with its elements found.
#[derive(Debug, Clone, Copy)]
pub struct Indexed<'a> {
    segment: Segment<'a>,
    /// Where the id and each element end; the last place takes what is too much.
    ends: [u32; INDEXED + 2],
    found: usize,
}

impl<'a> Indexed<'a> {
    /// The segment itself.
    pub fn segment(&self) -> Segment<'a> {
        self.segment
    }

    /// How many elements it has, empty ones counted.
    pub fn len(&self) -> usize {
        self.found
    }

    /// True for a bare id.
    pub fn is_empty(&self) -> bool {
        self.found == 0
    }

    /// Element `n` from 1 to [`INDEXED`]; empty when it is not there.
    pub fn get(&self, n: usize) -> &'a [u8] {
        if n == 0 || n > self.found.min(INDEXED) {
            return b"";
        }
        let (start, end) = (self.ends[n - 1] as usize + 1, self.ends[n] as usize);
        self.segment.bytes.get(start..end).unwrap_or_default()
    }

    /// The parts of composite element `n`.
    pub fn components(&self, n: usize) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        split(self.get(n), self.segment.component)
    }
}

/// Why bytes are not segments, and where. Never shows the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("segment {segment}, byte {at}: {kind}")]
pub struct TokenError {
    /// Number of the segment in the interchange; the ISA is 1.
    pub segment: usize,
    /// Bytes from the start.
    pub at: usize,
    /// What is wrong there.
    pub kind: TokenErrorKind,
}

/// What can be wrong with bytes that should be segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenErrorKind {
    #[error("the file does not begin with ISA")]
    NotAnInterchange,
    #[error("the ISA is shorter than 106 bytes")]
    IsaTooShort,
    #[error("the ISA has no element separator here, where its fixed widths want one")]
    IsaShape,
    #[error("the delimiters in the ISA cannot be told apart from each other or from data")]
    Delimiters,
    #[error("the segment has no terminator: the file was cut off, or something follows its end")]
    Unterminated,
    #[error("two terminators in a row")]
    EmptySegment,
    #[error("a segment must begin with its id of two or three capital letters and digits")]
    SegmentId,
}
