//! How JSON becomes fields: what can be read ([`Element`]), where it is put ([`Field`]), and (`declare`) the macros
//! that declare a FHIR element in one place, its JSON keys beside its fields.

mod declare;

use std::borrow::Cow;

use crate::json::{Reader, Step};
use crate::problem::Reason;

pub(crate) use declare::{choice, codes, element, is_choice, resource};

/// Something one JSON value can be read into.
pub(crate) trait Element<'a>: Sized {
    /// Only lists of primitives may hold nulls (where an extension stands in for the value).
    const PRIMITIVE: bool = false;

    /// Takes one value. `None` when it had the wrong shape: that is noted with the reader.
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>>;
}

/// One kind of `value[x]`; `kind` is what follows the common name: `Quantity`, `DateTime`.
pub(crate) trait Choice<'a>: Sized {
    fn read(reader: &mut Reader<'a>, kind: &str) -> Step<Option<Self>>;
}

/// A place that a value goes to.
pub(crate) trait Field<'a> {
    fn fill(&mut self, reader: &mut Reader<'a>) -> Step;
}

impl<'a, T: Element<'a>> Field<'a> for Option<T> {
    #[inline]
    fn fill(&mut self, reader: &mut Reader<'a>) -> Step {
        reader.peek()?;
        let offset = reader.offset();
        let value = T::read(reader)?;
        if self.is_some() {
            reader.refuse(offset, Reason::Repeated);
        }
        *self = value;
        Ok(())
    }
}

impl<'a, T: Element<'a>> Field<'a> for Vec<T> {
    #[inline]
    fn fill(&mut self, reader: &mut Reader<'a>) -> Step {
        if reader.peek()? != b'[' {
            return reader.wrong("a list");
        }
        if !self.is_empty() {
            reader.refuse(reader.offset(), Reason::Repeated);
        }
        reader.list(|r| {
            if T::PRIMITIVE && r.peek()? == b'n' {
                return r.literal("null");
            }
            if let Some(item) = T::read(r)? {
                // Most FHIR lists hold one item; a Vec's first growth would make room for four.
                if self.is_empty() {
                    self.reserve_exact(1);
                }
                self.push(item);
            }
            Ok(())
        })
    }
}

impl<'a> Reader<'a> {
    /// Fills the field of an [`element!`].
    #[inline]
    pub fn field(&mut self, field: &mut impl Field<'a>) -> Step {
        field.fill(self)
    }

    /// Fills a `value[x]` field; only one kind may be given.
    pub fn choice<T: Choice<'a>>(&mut self, field: &mut Option<T>, kind: &str) -> Step {
        self.peek()?;
        let offset = self.offset();
        let value = T::read(self, kind)?;
        if field.is_some() {
            self.refuse(offset, Reason::Repeated);
        }
        *field = value;
        Ok(())
    }

    /// Refuses what we must understand and do not.
    #[cold]
    pub fn not_understood(&mut self, reason: Reason) -> Step {
        self.peek()?;
        self.refuse(self.offset(), reason);
        self.skip()
    }

    /// Text to be read further by `parse`, which answers `None` where it is not `expected`.
    #[inline]
    pub fn parsed<T>(
        &mut self,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Step<Option<T>> {
        if self.peek()? != b'"' {
            self.wrong(expected)?;
            return Ok(None);
        }
        let offset = self.offset();
        let value = parse(&self.string()?);
        if value.is_none() {
            self.refuse(offset, Reason::BadValue { expected });
        }
        Ok(value)
    }
}

impl<'a> Element<'a> for Cow<'a, str> {
    const PRIMITIVE: bool = true;

    #[inline]
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        if reader.peek()? != b'"' {
            reader.wrong("text")?;
            return Ok(None);
        }
        reader.string().map(Some)
    }
}

impl<'a> Element<'a> for bool {
    const PRIMITIVE: bool = true;

    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        match reader.peek()? {
            b't' => reader.literal("true").map(|()| Some(true)),
            b'f' => reader.literal("false").map(|()| Some(false)),
            _ => reader.wrong("true or false").map(|()| None),
        }
    }
}

impl<'a> Element<'a> for i32 {
    const PRIMITIVE: bool = true;

    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        const EXPECTED: &str = "a whole number of 32 bits";
        if !matches!(reader.peek()?, b'-' | b'0'..=b'9') {
            reader.wrong(EXPECTED)?;
            return Ok(None);
        }
        let offset = reader.offset();
        let value = reader.number()?.parse().ok();
        if value.is_none() {
            reader.refuse(offset, Reason::BadValue { expected: EXPECTED });
        }
        Ok(value)
    }
}

/// Boxed where the value is large and rare.
impl<'a, T: Element<'a>> Element<'a> for Box<T> {
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        Ok(T::read(reader)?.map(Box::new))
    }
}
