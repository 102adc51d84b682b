//! What others wrote and we hand back as it stands: identifiers, traces, messages.

use super::element::{Inline, Unsendable};
use std::fmt;

/// An identifier of somebody else's making, at most `N` characters, as they wrote it: whoever is asked about it
/// must find it, so it is neither put in capitals nor cut. Blanks around it are no part of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told<const N: usize>(Inline<N>);

impl<const N: usize> Told<N> {
    /// # Errors
    /// When nothing is there, when it is too long, and for what is not printable.
    pub fn new(raw: &[u8]) -> Result<Self, Unsendable> {
        let raw = raw.trim_ascii();
        if raw.iter().all(|byte| (b' '..=b'~').contains(byte)) {
            Inline::new(raw).map(Self)
        } else {
            Err(Unsendable::Character)
        }
    }

    /// For a draft that is thrown away because the true one could not be taken.
    pub(crate) fn unknown() -> Self {
        Self(Inline::unknown())
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Some name a person's claim or account, so none shows itself.
impl<const N: usize> fmt::Debug for Told<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Told({} of {N})", self.0.length)
    }
}

/// Words of others of any length: a message, a copy of bad data. They may be about a person, so they never show
/// themselves; who needs them asks for them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words(Box<str>);

impl Words {
    /// `None` for nothing. What is no text is replaced, control characters by blanks.
    pub fn new(raw: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(raw.trim_ascii());
        let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        (!text.is_empty()).then(|| Self(printable.collect()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_as_it_is_and_hidden() {
        let told = Told::<20>::new(b" abC:12 ").unwrap();
        assert_eq!(told.as_str(), "abC:12");
        assert_eq!(format!("{told:?}"), "Told(6 of 20)");
        assert_eq!(Told::<3>::new(b"1234"), Err(Unsendable::TooLong { most: 3 }));
        assert_eq!(Told::<3>::new(b"  "), Err(Unsendable::Empty));
        assert_eq!(Told::<3>::new(b"a\x07"), Err(Unsendable::Character));
        let words = Words::new("Marlowe\u{7}19480317".as_bytes()).unwrap();
        assert_eq!(words.as_str(), "Marlowe 19480317");
        assert_eq!(format!("{words:?}"), "Words(16 bytes)");
        assert_eq!(Words::new(b" "), None);
    }
}
