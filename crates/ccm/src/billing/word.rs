//! Short words: a role, an activity, a country, a rule id; and texts that many findings share.
//!
//! Facts hold words, not enums: whether a word counts is said by `rules/`, and a word that no rule
//! knows is simply not counted (TIME-03, TIME-05).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::basics::Inline;

/// A word of the record, of at most 31 bytes: `rn`, `phone_call_patient`, `US`, `snf_part_a`.
pub type Word = Inline<31>;

/// The id of a rule, of at most 15 bytes: `CCM-TIME-01`.
pub type RuleId = Inline<15>;

/// A longer text that many findings share, such as a citation: read once, pointed to ever after.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(std::sync::Arc<str>);

impl Text {
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&*self.0, f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(from).map(|text| Self::new(&text))
    }
}
