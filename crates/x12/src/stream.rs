//! Segments out of anything that can be read, in memory that no file makes larger.
//!
//! A [`Tokenizer`](crate::Tokenizer) borrows a whole interchange; [`Segments`] holds one stretch of a file at a time,
//! and reads several interchanges that stand one after the other, each with delimiters of its own. Numbers and bytes
//! are counted from the start of the file.

use crate::delimiters::{Delimiters, ISA_LENGTH};
use crate::tokenizer::{Segment, TokenError, TokenErrorKind};
use std::io::{ErrorKind, Read};

/// The longest segment that is read, in bytes. The longest that a guide allows has less than two thousand.
pub const MOST_SEGMENT: usize = 16 * 1024;

/// What is held of the file at a time.
const HELD: usize = 4 * MOST_SEGMENT;

/// The segments of a file, one after the other.
///
/// ```
/// let isa = b"ISA*00*          *00*          *ZZ*US             *ZZ*THEM           \
///             *261102*0915*^*00501*000000101*1*T*:~\r\nIEA*0*000000101~\r\n";
/// let mut segments = x12::Segments::new(&isa[..]);
/// let mut ids = Vec::new();
/// while segments.advance().unwrap() {
///     ids.extend(segments.segment().map(|segment| String::from_utf8_lossy(segment.id()).into_owned()));
/// }
/// assert_eq!(ids, ["ISA", "IEA"]);
/// ```
pub struct Segments<R> {
    read: R,
    /// `held[from..until]` was read and not yet given.
    held: Box<[u8]>,
    from: usize,
    until: usize,
    /// Bytes of the file before `held[from]`.
    at: usize,
    segments: usize,
    /// Bytes of the present segment, which begins at `from`; 0 where there is none.
    length: usize,
    /// None before an ISA, and after an IEA.
    delimiters: Option<Delimiters>,
    is_done: bool,
}

impl<R: Read> Segments<R> {
    pub fn new(read: R) -> Self {
        Self {
            read,
            held: vec![0; HELD].into_boxed_slice(),
            from: 0,
            until: 0,
            at: 0,
            segments: 0,
            length: 0,
            delimiters: None,
            is_done: false,
        }
    }

    /// The present segment: none before the first [`advance`](Self::advance) and after the last.
    #[inline]
    pub fn segment(&self) -> Option<Segment<'_>> {
        let delimiters = self.delimiters.filter(|_| self.length > 0)?;
        let bytes = self.held.get(self.from..self.from + self.length)?;
        Segment::new(bytes, delimiters, self.segments, self.at).ok()
    }

    /// Goes to the next segment. False at the end of the file.
    ///
    /// # Errors
    /// Where bytes are no segment, or cannot be read. Nothing is read after an error.
    pub fn advance(&mut self) -> Result<bool, TokenError> {
        let advanced = self.try_advance();
        if !matches!(advanced, Ok(true)) {
            self.length = 0;
            self.is_done = true;
        }
        advanced
    }

    fn try_advance(&mut self) -> Result<bool, TokenError> {
        if self.is_done {
            return Ok(false);
        }
        if self.length > 0 {
            let was_last = self.segment().is_some_and(|segment| segment.id() == b"IEA");
            self.pass(self.length + 1);
            self.length = 0;
            if was_last {
                self.delimiters = None;
            }
        }
        self.skip_breaks()?;
        let is_at_end = self.from == self.until;
        if is_at_end && self.segments > 0 {
            return Ok(false);
        }
        self.segments += 1;
        let begins_another = self.delimiters.is_none() || self.is_at_isa()?;
        let terminator = match (begins_another, self.delimiters) {
            (false, Some(delimiters)) => delimiters.terminator,
            _ => self.begin()?,
        };
        self.length = self.find(terminator)?;
        match self.delimiters.map(|delimiters| {
            Segment::new(&self.held[self.from..self.from + self.length], delimiters, self.segments, self.at)
                .map(|_| ())
        }) {
            Some(Err(kind)) => Err(self.refused(kind)),
            _ => Ok(true),
        }
    }

    /// Line breaks after a terminator mean nothing; between two interchanges blanks mean nothing either.
    fn skip_breaks(&mut self) -> Result<(), TokenError> {
        if self.segments == 0 {
            return self.fill().map(|_| ());
        }
        let is_between = self.delimiters.is_none();
        loop {
            let held = &self.held[self.from..self.until];
            // Some systems end a file with 0x1A.
            let is_break = |byte: &u8| {
                matches!(byte, b'\r' | b'\n') || is_between && matches!(byte, b' ' | b'\t' | 0x1a)
            };
            let breaks = held.iter().take_while(|byte| is_break(byte)).count();
            let all = breaks == held.len();
            self.pass(breaks);
            if !all || !self.fill()? {
                return Ok(());
            }
        }
    }

    fn is_at_isa(&mut self) -> Result<bool, TokenError> {
        // What is held may end within its first letters.
        let may_be = |held: &[u8]| held.iter().zip(b"ISA").all(|(one, other)| one == other);
        while self.until - self.from < ISA_LENGTH && may_be(&self.held[self.from..self.until]) {
            if !self.fill()? {
                break;
            }
        }
        let held = &self.held[self.from..self.until];
        Ok(held.starts_with(b"ISA") && Delimiters::of_isa(held).is_ok())
    }

    /// Reads the delimiters of the interchange that begins here; gives its terminator.
    fn begin(&mut self) -> Result<u8, TokenError> {
        while self.until - self.from < ISA_LENGTH && self.fill()? {}
        match Delimiters::of_isa(&self.held[self.from..self.until]) {
            Ok(delimiters) => {
                self.delimiters = Some(delimiters);
                Ok(delimiters.terminator)
            }
            Err(TokenError { kind: TokenErrorKind::NotAnInterchange, .. }) if self.segments > 1 => {
                Err(self.refused(TokenErrorKind::NotAnotherInterchange))
            }
            Err(error) => {
                Err(TokenError { segment: self.segments, at: self.at + error.at, kind: error.kind })
            }
        }
    }

    /// Bytes from here to the terminator.
    #[inline]
    fn find(&mut self, terminator: u8) -> Result<usize, TokenError> {
        let mut looked = 0;
        loop {
            let found = memchr::memchr(terminator, &self.held[self.from + looked..self.until]);
            let held = self.until - self.from;
            match found {
                Some(found) if looked + found <= MOST_SEGMENT => return Ok(looked + found),
                None if held <= MOST_SEGMENT => {}
                _ => return Err(self.refused(TokenErrorKind::SegmentTooLong)),
            }
            looked = held;
            if !self.fill()? {
                return Err(self.refused(TokenErrorKind::Unterminated));
            }
        }
    }

    fn pass(&mut self, bytes: usize) {
        self.from += bytes;
        self.at += bytes;
    }

    /// Reads more of the file behind what is held; false at its end.
    fn fill(&mut self) -> Result<bool, TokenError> {
        if self.until == self.held.len() {
            self.held.copy_within(self.from..self.until, 0);
            self.until -= self.from;
            self.from = 0;
        }
        loop {
            match self.read.read(&mut self.held[self.until..]) {
                Ok(read) => {
                    // A reader that claims more than it was given room for is not believed.
                    self.until = (self.until + read).min(self.held.len());
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.refused(TokenErrorKind::Unreadable(error.kind()))),
            }
        }
    }

    fn refused(&self, kind: TokenErrorKind) -> TokenError {
        TokenError { segment: self.segments.max(1), at: self.at, kind }
    }
}

/// Shows where it is and not what it holds.
impl<R> std::fmt::Debug for Segments<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Segments(number {}, at {})", self.segments, self.at)
    }
}
