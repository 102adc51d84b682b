//! One segment ahead: takes segments in the guide's order and values out of them, noting what
//! is wrong. A value that is `None` has had its problem noted.

use crate::problem::{Problem, Problems, Reason, Tag};
use crate::bounded::Bounded;
use crate::text::{Code, ControlNumber, Date8, Text, Time4, Unsendable, money_cents, whole};
use crate::tokenizer::{Indexed, Segment, Tokenizer};

pub(super) struct Cursor<'a> {
    tokens: Tokenizer<'a>,
    ahead: Option<Segment<'a>>,
    /// The segment taken last; where a file that ends too soon is faulted.
    last: Option<Segment<'a>>,
    problems: Problems,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: Tokenizer<'a>) -> Self {
        let mut cursor = Self { tokens, ahead: None, last: None, problems: Problems::default() };
        cursor.advance();
        cursor
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.sorted()
    }

    fn advance(&mut self) {
        self.ahead = match self.tokens.next() {
            Some(Ok(segment)) => Some(segment),
            Some(Err(error)) => {
                self.push(Problem::of_token(error));
                None
            }
            None => None,
        };
    }

    fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn note(&mut self, s: &Indexed<'a>, element: usize, reason: Reason) {
        self.note_part(s, element, 0, reason);
    }

    pub(super) fn note_part(&mut self, s: &Indexed<'a>, element: usize, component: usize, reason: Reason) {
        self.push(Problem::at(s.segment(), element, component, reason));
    }

    // Segments.

    pub(super) fn is_at(&self, id: &str) -> bool {
        self.ahead.is_some_and(|ahead| ahead.id() == id.as_bytes())
    }

    /// Takes the next segment if it is this one: its id, and its first element unless `first` is empty.
    pub(super) fn optional(&mut self, id: &'static str, first: &'static str) -> Option<Indexed<'a>> {
        let ahead = self.ahead.filter(|ahead| ahead.id() == id.as_bytes())?;
        let found = ahead.indexed();
        if !first.is_empty() && found.get(1) != first.as_bytes() {
            return None;
        }
        self.take(ahead);
        Some(found)
    }

    pub(super) fn required(&mut self, id: &'static str, first: &'static str) -> Option<Indexed<'a>> {
        let taken = self.optional(id, first);
        if taken.is_none() {
            self.missing(id, first);
        }
        taken
    }

    /// Faults every segment up to one of these.
    pub(super) fn skip_to(&mut self, stops: &[&str]) {
        while let Some(ahead) = self.ahead {
            if stops.iter().any(|stop| ahead.id() == stop.as_bytes()) {
                return;
            }
            self.push(Problem::at(ahead, 0, 0, Reason::Unexpected));
            self.take(ahead);
        }
    }

    fn take(&mut self, ahead: Segment<'a>) {
        self.last = Some(ahead);
        self.advance();
    }

    fn missing(&mut self, id: &'static str, first: &'static str) {
        if let Some(here) = self.ahead.or(self.last) {
            self.push(Problem::at(here, 0, 0, Reason::Missing { id: Tag::new(id), first: Tag::new(first) }));
        }
    }

    // Elements.

    /// Faults every element but these.
    pub(super) fn only(&mut self, s: &Indexed<'a>, places: &[usize]) {
        for n in 1..=s.len() {
            if !places.contains(&n) && !s.get(n).is_empty() {
                self.note(s, n, Reason::Unexpected);
            }
        }
        if !s.is_empty() && s.get(s.len()).is_empty() {
            self.note(s, s.len(), Reason::Trailing);
        }
    }

    pub(super) fn fixed(&mut self, s: &Indexed<'a>, n: usize, value: &'static str) {
        if s.get(n) != value.as_bytes() {
            self.note(s, n, Reason::Expected(value));
        }
    }

    pub(super) fn text<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Text<N>> {
        self.sendable(s, n, Text::exact(s.get(n)))
    }

    pub(super) fn text_if<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Text<N>> {
        if s.get(n).is_empty() { None } else { self.text(s, n) }
    }

    pub(super) fn code<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Code<N>> {
        self.sendable(s, n, Code::exact(s.get(n)))
    }

    pub(super) fn code_if<const N: usize>(&mut self, s: &Indexed<'a>, n: usize) -> Option<Code<N>> {
        if s.get(n).is_empty() { None } else { self.code(s, n) }
    }

    fn sendable<T>(&mut self, s: &Indexed<'a>, n: usize, value: Result<T, Unsendable>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(Unsendable::Empty) => self.refuse(s, n, Reason::Required),
            Err(why) => self.refuse(s, n, Reason::Unsendable(why)),
        }
    }

    fn refuse<T>(&mut self, s: &Indexed<'a>, n: usize, reason: Reason) -> Option<T> {
        self.note(s, n, reason);
        None
    }

    /// The value of `read`, or that it must be `what`.
    pub(super) fn value<T>(
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

    pub(super) fn date(&mut self, s: &Indexed<'a>, n: usize) -> Option<Date8> {
        self.value(s, n, "a day, as YYYYMMDD", Date8::parse)
    }

    pub(super) fn time(&mut self, s: &Indexed<'a>, n: usize) -> Option<Time4> {
        self.value(s, n, "a time of day, as HHMM", Time4::parse)
    }

    pub(super) fn number(&mut self, s: &Indexed<'a>, n: usize) -> Option<u64> {
        self.value(s, n, "a whole number", whole)
    }

    /// An amount that is not negative.
    pub(super) fn cents(&mut self, s: &Indexed<'a>, n: usize) -> Option<u64> {
        self.value(s, n, "an amount of money", |bytes| u64::try_from(money_cents(bytes)?).ok())
    }

    pub(super) fn control(&mut self, s: &Indexed<'a>, n: usize) -> Option<ControlNumber> {
        self.value(s, n, "a control number", ControlNumber::parse)
    }

    // Whole things.

    /// A trailer: its first element counts, its second repeats the header's number.
    pub(super) fn trailer(
        &mut self,
        id: &'static str,
        counted: impl FnOnce(&Indexed<'a>) -> u64,
        header: Option<Indexed<'a>>,
        control: (usize, &'static str),
    ) {
        let Some(s) = self.required(id, "") else { return };
        self.only(&s, &[1, 2]);
        let counted = counted(&s);
        if let Some(said) = self.number(&s, 1)
            && said != counted
        {
            self.note(&s, 1, Reason::Count { said, counted });
        }
        let (element, name) = control;
        if header.is_some_and(|header| header.get(element) != s.get(2)) {
            self.note(&s, 2, Reason::Differs(name));
        }
    }

    pub(super) fn bounded<T, const MIN: usize, const MAX: usize>(
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
