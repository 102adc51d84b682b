//! The two kinds of text in an element: for people, and for machines.

use super::clean::{clean, is_clean};
use std::fmt;
use std::num::NonZeroU8;

/// At most `N` clean bytes, at least one, kept in place; the rest is zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Inline<const N: usize> {
    pub(crate) bytes: [u8; N],
    /// Not zero, so that an `Option` of it is no larger.
    pub(crate) length: NonZeroU8,
}

impl<const N: usize> Inline<N> {
    /// Panics at compile time for a length that does not fit.
    const FITS: () = assert!(N > 0 && N <= u8::MAX as usize);

    pub(super) fn new(raw: &[u8]) -> Result<Self, Unsendable> {
        let () = Self::FITS;
        let Some(length) = u8::try_from(raw.len()).ok().filter(|length| usize::from(*length) <= N) else {
            return Err(Unsendable::TooLong { most: N });
        };
        let length = NonZeroU8::new(length).ok_or(Unsendable::Empty)?;
        let mut bytes = [0; N];
        bytes[..raw.len()].copy_from_slice(raw);
        Ok(Self { bytes, length })
    }

    pub(super) fn unknown() -> Self {
        let () = Self::FITS;
        let mut bytes = [0; N];
        bytes[0] = b'?';
        Self { bytes, length: NonZeroU8::MIN }
    }

    pub(super) fn as_str(&self) -> &str {
        // Clean bytes are ASCII, so this never falls back.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length.get())]
    }
}

/// Words for a person to read, at most `N` characters: a name, a street, a note. Cleaned as
/// [`clean`](super::clean()) says and cut to fit, as paper forms do. Never empty: absence is `Option`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const N: usize>(pub(crate) Inline<N>);

impl<const N: usize> Text<N> {
    /// # Errors
    /// [`Unsendable::Empty`] when nothing is left after cleaning.
    pub fn new(raw: &str) -> Result<Self, Unsendable> {
        if raw.len() <= N && is_clean(raw.as_bytes()) {
            return Inline::new(raw.as_bytes()).map(Self);
        }
        let cleaned = clean(raw);
        let cut = cleaned.as_bytes().get(..N).unwrap_or(cleaned.as_bytes());
        Inline::new(cut.trim_ascii_end()).map(Self)
    }

    /// For what need not be there: `None` when nothing is left after cleaning.
    pub fn optional(raw: &str) -> Option<Self> {
        Self::new(raw).ok()
    }

    /// Takes bytes as they are.
    ///
    /// # Errors
    /// When cleaning or cutting would change them.
    pub fn exact(bytes: &[u8]) -> Result<Self, Unsendable> {
        if is_clean(bytes) { Inline::new(bytes).map(Self) } else { Err(Unsendable::Character) }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// An identifier or a code from a list, at most `N` characters, no blank in it. Put in capitals
/// and trimmed, but never shortened: half an identifier is somebody else's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code<const N: usize>(pub(crate) Inline<N>);

impl<const N: usize> Code<N> {
    /// # Errors
    /// When it is empty, too long, or has a character that cannot be sent.
    pub fn new(raw: &str) -> Result<Self, Unsendable> {
        Self::exact(raw.trim_ascii().to_ascii_uppercase().as_bytes())
    }

    /// The same without dots: `E11.22` is sent as `E1122`.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn undotted(raw: &str) -> Result<Self, Unsendable> {
        Self::new(&raw.replace('.', ""))
    }

    /// Takes bytes as they are.
    ///
    /// # Errors
    /// As [`new`](Self::new), and for blanks around it or small letters.
    pub fn exact(bytes: &[u8]) -> Result<Self, Unsendable> {
        if bytes.contains(&b' ') || !is_clean(bytes) {
            return Err(Unsendable::Character);
        }
        Inline::new(bytes).map(Self)
    }

    /// For a draft that is thrown away because the true one could not be taken.
    pub(crate) fn unknown() -> Self {
        Self(Inline::unknown())
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

// Names, member numbers and diagnoses are held in these, so neither shows itself.
impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} of {N})", self.0.length)
    }
}

impl<const N: usize> fmt::Debug for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({} of {N})", self.0.length)
    }
}

/// Why a value cannot stand in an X12 element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    #[error("nothing is left of it that can be sent")]
    Empty,
    #[error("it has more than {most} characters")]
    TooLong { most: usize },
    #[error("it has a character that cannot be sent")]
    Character,
    #[error("an amount must be from 0 to 99999999.99")]
    Amount,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_codes_are_refused() {
        assert_eq!(Text::<8>::new("Riverbend Care").unwrap().as_str(), "RIVERBEN");
        assert_eq!(Text::<6>::new("River Bend").unwrap().as_str(), "RIVER");
        assert_eq!(Text::<5>::new("River Bend").unwrap().as_str(), "RIVER");
        assert_eq!(Text::<8>::optional(" ~ "), None);
        assert_eq!(Code::<7>::undotted(" e11.22").unwrap().as_str(), "E1122");
        assert_eq!(Code::<4>::new("E1122"), Err(Unsendable::TooLong { most: 4 }));
        assert_eq!(Code::<9>::new("E11 22"), Err(Unsendable::Character));
        assert_eq!(Code::<9>::new("É1122"), Err(Unsendable::Character));
        assert_eq!(Code::<9>::new(""), Err(Unsendable::Empty));
    }

    #[test]
    fn debug_shows_no_content() {
        let name = Text::<60>::new("Marlowe").unwrap();
        assert_eq!(format!("{name:?}"), "Text(7 of 60)");
    }
}
