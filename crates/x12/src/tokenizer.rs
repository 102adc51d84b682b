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
        let segment = match Segment::new(bytes, self.delimiters, self.segments, at) {
            Ok(segment) => segment,
            Err(kind) => return self.refuse(at, kind),
        };
        // Line breaks after a terminator make a file readable and mean nothing.
        let breaks = rest[length + 1..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.at = at + length + 1 + breaks;
        Some(Ok(segment))
    }
}

/// Length of a segment's id: a letter and one or two letters or digits, then a separator or the end.
fn id_length(bytes: &[u8], element: u8) -> Option<u8> {
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
    id_length: u8,
    element: u8,
    component: u8,
    repetition: Option<u8>,
    /// Its number in the file; the first ISA is 1.
    pub number: usize,
    /// Where it begins, in bytes from the start of the file.
    pub at: usize,
}

impl<'a> Segment<'a> {
    /// From all its bytes, the terminator excluded.
    #[inline]
    pub(crate) fn new(
        bytes: &'a [u8],
        delimiters: Delimiters,
        number: usize,
        at: usize,
    ) -> Result<Self, TokenErrorKind> {
        let Delimiters { element, component, repetition, .. } = delimiters;
        match id_length(bytes, element) {
            Some(id_length) => Ok(Self { bytes, id_length, element, component, repetition, number, at }),
            None if bytes.is_empty() => Err(TokenErrorKind::EmptySegment),
            None => Err(TokenErrorKind::SegmentId),
        }
    }

    /// Its name: two or three letters and digits, `CLM`, `N3`.
    pub fn id(&self) -> &'a [u8] {
        &self.bytes[..usize::from(self.id_length)]
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
        let mut indexed = Indexed { segment: self, ends: [0; INDEXED + 2], found: 0, filled: 0 };
        let (words, rest) = self.bytes.as_chunks::<8>();
        // Eight bytes at a time: elements are too short for anything wider.
        for (n, word) in words.iter().enumerate() {
            let mut marks = equal_bytes(*word, self.element);
            while marks != 0 {
                indexed.end(n * 8 + marks.trailing_zeros() as usize / 8);
                indexed.found += 1;
                marks &= marks - 1;
            }
        }
        for (n, byte) in rest.iter().enumerate() {
            if *byte == self.element {
                indexed.end(words.len() * 8 + n);
                indexed.found += 1;
            }
        }
        indexed.end(self.bytes.len());
        indexed
    }
}

/// The highest bit of each byte that is this one.
fn equal_bytes(word: [u8; 8], byte: u8) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let differing = u64::from_le_bytes(word) ^ u64::from_le_bytes([byte; 8]);
    !(((differing & LOW) + LOW) | differing | LOW)
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
    /// Bit `n` for each element `n` that is not empty.
    filled: u32,
}

impl<'a> Indexed<'a> {
    /// The segment itself.
    pub fn segment(&self) -> Segment<'a> {
        self.segment
    }

    /// Notes where the id or an element ends.
    fn end(&mut self, at: usize) {
        let n = self.found.min(INDEXED + 1);
        let is_filled = n > 0 && at > self.ends[n - 1] as usize + 1;
        self.ends[n] = at as u32;
        self.filled |= u32::from(is_filled) << n;
    }

    /// Bit `n` for each element `n` up to [`INDEXED`] that is not empty; a higher bit if there is one beyond.
    pub(crate) fn filled(&self) -> u32 {
        self.filled
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

    /// Part `part` of composite element `n`, both from 1; empty when it is not there.
    pub fn part(&self, n: usize, part: usize) -> &'a [u8] {
        part.checked_sub(1).and_then(|part| self.components(n).nth(part)).unwrap_or_default()
    }
}

/// Why bytes are not segments, and where. Never shows the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("segment {segment}, byte {at}: {kind}")]
pub struct TokenError {
    /// Number of the segment in the file; the first ISA is 1.
    pub segment: usize,
    /// Bytes from the start of the file.
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
    #[error("what follows the end of an interchange must be another one")]
    NotAnotherInterchange,
    #[error("the segment is longer than any that the guides know")]
    SegmentTooLong,
    #[error("the file could not be read on: {0}")]
    Unreadable(std::io::ErrorKind),
    #[error("two terminators in a row")]
    EmptySegment,
    #[error("a segment must begin with its id of two or three capital letters and digits")]
    SegmentId,
}
