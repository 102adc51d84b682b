//! The name of whom or what a fact is about.

use serde::{Deserialize, Serialize};

use crate::billing::word::Word;

/// Who or what a fact is about: a prefixed id of the store (`tim_…`), or a case file's name (`DR1`, `2`).
///
/// An id of the store fits without an allocation, so that findings may name their evidence for nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Text);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Text {
    Short(Word),
    Long(Box<str>),
}

impl Key {
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        Self(Word::new(text).map_or_else(|_| Text::Long(text.into()), Text::Short))
    }

    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Short(word) => word.as_str(),
            Text::Long(text) => text,
        }
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(from).map(Self::new)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
