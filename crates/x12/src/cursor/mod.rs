//! One segment ahead: takes segments in the guide's order and values out of them, noting what
//! is wrong and what is left unread. A value that is `None` has had its problem noted.

pub mod frame;
pub(crate) mod parts;

use crate::bounded::Bounded;
use crate::problem::{Problem, Problems, Reason, Tag, Unread};
use crate::professional::Rendering;
use crate::text::{Code, ControlNumber, Date8, Text, Time4, Unsendable, clean, money_cents, whole};
use crate::tokenizer::{INDEXED, Indexed, Segment, Tokenizer};
use std::sync::Arc;

/// Whose file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Whatever the types have no place for is wrong: what is read is all there is.
    Ours,
    /// Whatever the types have no place for is unread, and text is cleaned as ours is.
    Foreign,
}

/// The id of a segment with its first element; any, if that is empty.
pub(crate) type Name = (&'static str, &'static str);

/// What always ends a search.
const ENDS: [&[u8]; 7] = [b"HL", b"SE", b"ST", b"GE", b"GS", b"IEA", b"ISA"];

pub struct Cursor<'a> {
    tokens: Tokenizer<'a>,
    pub(crate) manner: Manner,
    ahead: Option<Indexed<'a>>,
    /// The segment taken last; where a file that ends too soon is faulted.
    last: Option<Segment<'a>>,
    /// What may come before the segment that is looked for is not skipped.
    coming: &'static [Name],
    /// A value could not be taken since [`begin`](Self::begin).
    is_refused: bool,
    problems: Problems,
    unread: Vec<Unread>,
    /// Shared by the claims that follow each other under it.
    rendering: Option<Arc<Rendering>>,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(tokens: Tokenizer<'a>, manner: Manner) -> Self {
        let mut cursor = Self {
            tokens,
            manner,
            ahead: None,
            last: None,
            coming: &[],
            is_refused: false,
            problems: Problems::default(),
            unread: Vec::new(),
            rendering: None,
        };
        cursor.advance();
        cursor
    }

    pub(crate) fn into_found(self) -> (Vec<Problem>, Vec<Unread>) {
        let mut unread = self.unread;
        unread.sort_by_key(|unread| (unread.segment, unread.element, unread.component));
        (self.problems.sorted(), unread)
    }

    fn advance(&mut self) {
        self.ahead = match self.tokens.next() {
            Some(Ok(segment)) => Some(segment.indexed()),
            Some(Err(error)) => {
                self.problems.push(Problem::of_token(error));
                None
            }
            None => None,
        };
    }

    pub(crate) fn note(&mut self, s: &Indexed<'a>, element: usize, reason: Reason) {
        self.note_part(s, element, 0, reason);
    }

    pub(crate) fn note_part(&mut self, s: &Indexed<'a>, element: usize, component: usize, reason: Reason) {
        self.problems.note(s, element, component, reason);
    }

    /// What the types have no place for: of ours wrong, for `reason`; of others unread.
    pub(crate) fn unread(&mut self, s: &Indexed<'a>, element: usize, component: usize, reason: Reason) {
        match self.manner {
            Manner::Ours => self.note_part(s, element, component, reason),
            Manner::Foreign => {
                let (segment, id) = (s.segment().number, Tag::of(s.segment().id()));
                self.unread.push(Unread { segment, id, element, component });
            }
        }
    }

    /// Forgets that values were refused.
    pub(crate) fn begin(&mut self) {
        self.is_refused = false;
    }

    /// A value since [`begin`](Self::begin) could not be taken.
    pub(crate) fn is_refused(&self) -> bool {
        self.is_refused
    }

    // Segments.

    pub(crate) fn ahead(&self) -> Option<&Indexed<'a>> {
        self.ahead.as_ref()
    }

    pub(crate) fn is_at(&self, id: &str) -> bool {
        self.ahead.as_ref().is_some_and(|ahead| ahead.segment().id() == id.as_bytes())
    }

    fn is_at_name(&self, (id, first): Name) -> bool {
        let has_first = |ahead: &Indexed<'_>| first.is_empty() || ahead.get(1) == first.as_bytes();
        self.is_at(id) && self.ahead.as_ref().is_some_and(has_first)
    }

    /// Says what may come from here on, so that a search stops there.
    pub(crate) fn expect(&mut self, coming: &'static [Name]) {
        self.coming = coming;
    }

    /// Takes the next segment if it is this one: its id, and its first element unless `first` is empty. What nobody
    /// expects is skipped.
    pub(crate) fn optional(&mut self, id: &'static str, first: &'static str) -> Option<Indexed<'a>> {
        self.one_of(id, &[first])
    }

    /// The same for several first elements.
    pub(crate) fn one_of(&mut self, id: &'static str, firsts: &[&'static str]) -> Option<Indexed<'a>> {
        loop {
            if firsts.iter().any(|first| self.is_at_name((id, first))) {
                return self.take();
            }
            let ends = |ahead: &Indexed<'_>| ENDS.contains(&ahead.segment().id());
            if self.ahead.as_ref().is_none_or(ends) || self.coming.iter().any(|name| self.is_at_name(*name)) {
                return None;
            }
            self.skip();
        }
    }

    pub(crate) fn required(&mut self, id: &'static str, first: &'static str) -> Option<Indexed<'a>> {
        let taken = self.optional(id, first);
        if taken.is_none() {
            self.missing(id, first);
        }
        taken
    }

    /// Skips every segment up to one of these.
    pub(crate) fn skip_to(&mut self, stops: &[&str]) {
        while self.ahead.is_some() && !stops.iter().any(|stop| self.is_at(stop)) {
            self.skip();
        }
    }

    /// Skips one segment.
    pub(crate) fn skip(&mut self) {
        if let Some(skipped) = self.take() {
            self.unread(&skipped, 0, 0, Reason::Unexpected);
        }
    }

    fn take(&mut self) -> Option<Indexed<'a>> {
        let taken = self.ahead?;
        self.last = Some(taken.segment());
        self.advance();
        Some(taken)
    }

    pub(crate) fn missing(&mut self, id: &'static str, first: &'static str) {
        if let Some(here) = self.ahead.map(|ahead| ahead.segment()).or(self.last) {
            let reason = Reason::Missing { id: Tag::new(id), first: Tag::new(first) };
            self.problems.push(Problem::at(here, 0, 0, reason));
        }
        self.is_refused = true;
    }

    // Elements.

    /// No element has a place but these.
    pub(crate) fn only(&mut self, s: &Indexed<'a>, places: &[usize]) {
        let known = places.iter().fold(0, |bits, place| bits | 1_u32 << place);
        if s.filled() & !known != 0 {
            for n in (1..=s.len()).filter(|n| *n > INDEXED || s.filled() & !known & 1 << n != 0) {
                self.unread(s, n, 0, Reason::Unexpected);
            }
        }
        // Nothing is lost with it.
        if self.manner == Manner::Ours && !s.is_empty() && s.get(s.len()).is_empty() {
            self.note(s, s.len(), Reason::Trailing);
        }
    }

    pub(crate) fn fixed(&mut self, s: &Indexed<'a>, n: usize, value: &'static str) {
        if s.get(n) != value.as_bytes() {
            self.note(s, n, Reason::Expected(value));
        }
    }

    /// What the types take for granted: others may say something else there.
    pub(crate) fn assumed(&mut self, s: &Indexed<'a>, n: usize, value: &'static str) {
        if s.get(n) != value.as_bytes() {
            self.unread(s, n, 0, Reason::Expected(value));
        }
    }

    pub(crate) fn text<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Text<N>> {
        let exact = Text::exact(s.get(n));
        let cleaned = |raw: &[u8]| Text::exact(clean(&String::from_utf8_lossy(raw)).as_bytes());
        self.sendable(s, n, self.or_cleaned(exact, s.get(n), cleaned))
    }

    pub(crate) fn text_if<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Text<N>> {
        if s.get(n).is_empty() { None } else { self.text(s, n) }
    }

    pub(crate) fn code<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Code<N>> {
        let exact = Code::exact(s.get(n));
        let cleaned = |raw: &[u8]| Code::exact(&raw.trim_ascii().to_ascii_uppercase());
        self.sendable(s, n, self.or_cleaned(exact, s.get(n), cleaned))
    }

    pub(crate) fn code_if<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Code<N>> {
        if s.get(n).is_empty() { None } else { self.code(s, n) }
    }

    /// Our files hold clean values already; those of others are cleaned, and never cut.
    fn or_cleaned<T>(
        &self,
        exact: Result<T, Unsendable>,
        raw: &[u8],
        cleaned: impl FnOnce(&[u8]) -> Result<T, Unsendable>,
    ) -> Result<T, Unsendable> {
        match exact {
            Err(Unsendable::Character) if self.manner == Manner::Foreign => cleaned(raw),
            other => other,
        }
    }

    fn sendable<T>(&mut self, s: &Indexed<'a>, n: usize, value: Result<T, Unsendable>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(Unsendable::Empty) => self.refuse(s, n, Reason::Required),
            Err(why) => self.refuse(s, n, Reason::Unsendable(why)),
        }
    }

    fn refuse<T>(&mut self, s: &Indexed<'a>, n: usize, reason: Reason) -> Option<T> {
        self.refuse_part(s, n, 0, reason)
    }

    /// Notes what is wrong with a value that cannot be taken.
    pub(crate) fn refuse_part<T>(
        &mut self,
        s: &Indexed<'a>,
        element: usize,
        component: usize,
        reason: Reason,
    ) -> Option<T> {
        self.note_part(s, element, component, reason);
        self.is_refused = true;
        None
    }

    /// The value of `read`, or that it must be `what`.
    pub(crate) fn value<T>(
        &mut self,
        s: &Indexed<'a>,
        n: usize,
        what: &'static str,
        read: impl FnOnce(&'a [u8]) -> Option<T>,
    ) -> Option<T> {
        match read(s.get(n)) {
            Some(value) => Some(value),
            None if s.get(n).is_empty() => self.refuse(s, n, Reason::Required),
            None => self.refuse(s, n, Reason::Expected(what)),
        }
    }

    pub(crate) fn date(&mut self, s: &Indexed<'a>, n: usize) -> Option<Date8> {
        self.value(s, n, "a day, as YYYYMMDD", Date8::parse)
    }

    pub(crate) fn time(&mut self, s: &Indexed<'a>, n: usize) -> Option<Time4> {
        let found = s.get(n);
        // Others tell seconds too.
        let (minute, rest) = found.split_at_checked(4).unwrap_or((found, b""));
        let has_seconds = self.manner == Manner::Foreign && rest.iter().all(u8::is_ascii_digit);
        if has_seconds && !rest.is_empty() {
            self.unread(s, n, 0, Reason::Expected("HHMM"));
        }
        let read = if has_seconds { minute } else { found };
        self.value(s, n, "a time of day, as HHMM", |_| Time4::parse(read))
    }

    pub(crate) fn number(&mut self, s: &Indexed<'a>, n: usize) -> Option<u64> {
        self.value(s, n, "a whole number", whole)
    }

    /// An amount that is not negative.
    pub(crate) fn cents(&mut self, s: &Indexed<'a>, n: usize) -> Option<u64> {
        self.value(s, n, "an amount of money", |bytes| u64::try_from(money_cents(bytes)?).ok())
    }

    pub(crate) fn control(&mut self, s: &Indexed<'a>, n: usize) -> Option<ControlNumber> {
        self.value(s, n, "a control number", ControlNumber::parse)
    }

    /// An identifier that may have blanks after it.
    pub(crate) fn padded_code<const N: usize>(
        &mut self,
        s: &Indexed<'a>,
        n: usize,
        what: &'static str,
    ) -> Option<Code<N>> {
        let padded = s.get(n).trim_ascii_end();
        let code = self.or_cleaned(Code::exact(padded), padded, |raw| Code::exact(&raw.to_ascii_uppercase()));
        self.value(s, n, what, |_| code.ok())
    }

    // Whole things.

    /// The same practitioner as the last one is kept once.
    pub(crate) fn shared(&mut self, rendering: Rendering) -> Arc<Rendering> {
        let known = self.rendering.take().filter(|known| **known == rendering);
        Arc::clone(self.rendering.insert(known.unwrap_or_else(|| Arc::new(rendering))))
    }

    /// The first element counts.
    pub(crate) fn counted(&mut self, s: &Indexed<'a>, counted: u64) {
        if let Some(said) = self.number(s, 1)
            && said != counted
        {
            self.note(s, 1, Reason::Count { said, counted });
        }
    }

    /// A trailer: its first element counts, its second repeats the header's number.
    pub(crate) fn trailer(
        &mut self,
        id: &'static str,
        counted: impl FnOnce(&Indexed<'a>) -> u64,
        header: Option<Indexed<'a>>,
        control: (usize, &'static str),
    ) {
        let Some(s) = self.required(id, "") else { return };
        self.only(&s, &[1, 2]);
        self.counted(&s, counted(&s));
        let (element, name) = control;
        if header.is_some_and(|header| header.get(element) != s.get(2)) {
            self.note(&s, 2, Reason::Differs(name));
        }
    }

    pub(crate) fn bounded<T, const MIN: usize, const MAX: usize>(
        &mut self,
        s: &Indexed<'a>,
        what: &'static str,
        values: Vec<T>,
    ) -> Option<Bounded<T, MIN, MAX>> {
        match Bounded::new(values) {
            Ok(values) => Some(values),
            Err(bounds) => self.refuse(s, 0, Reason::Bounds { what, bounds }),
        }
    }
}
