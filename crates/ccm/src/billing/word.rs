//! Short words without an allocation: a role, an activity, a country, a rule id.
//!
//! Facts hold words, not enums: whether a word counts is said by `rules/`, and a word that no rule
//! knows is simply not counted (TIME-03, TIME-05).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text of at most `N` bytes, copied like a number. The bytes after `len` are zero, so that
/// equality and order are those of the text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Inline<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

/// A word of the record: `rn`, `phone_call_patient`, `US`, `snf_part_a`.
pub type Word = Inline<31>;

/// The id of a rule: `CCM-TIME-01`.
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

/// The text has more bytes than such a word may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a word of at most {limit} bytes is expected")]
pub struct TooLong {
    pub limit: usize,
}

impl<const N: usize> Inline<N> {
    pub const fn new(text: &str) -> Result<Self, TooLong> {
        let from = text.as_bytes();
        if from.len() > N || from.len() > u8::MAX as usize {
            return Err(TooLong { limit: N });
        }
        let mut bytes = [0; N];
        let mut place = 0;
        while place < from.len() {
            bytes[place] = from[place];
            place += 1;
        }
        Ok(Self { bytes, len: from.len() as u8 })
    }

    /// For the words that the code itself writes: one that is too long does not compile.
    pub const fn literal(text: &'static str) -> Self {
        match Self::new(text) {
            Ok(word) => word,
            Err(_) => panic!("a word in the code is too long"),
        }
    }

    pub fn as_str(&self) -> &str {
        // Only whole texts go in, so the bytes are always UTF-8.
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

/// As the texts, eight bytes at a time: words are looked up for every entry of every month.
impl<const N: usize> Ord for Inline<N> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (eights, rest) = self.bytes.as_chunks::<8>();
        let (other_eights, other_rest) = other.bytes.as_chunks::<8>();
        for (one, two) in eights.iter().zip(other_eights) {
            let order = u64::from_be_bytes(*one).cmp(&u64::from_be_bytes(*two));
            if order.is_ne() {
                return order;
            }
        }
        rest.cmp(other_rest).then(self.len.cmp(&other.len))
    }
}

impl<const N: usize> PartialOrd for Inline<N> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> std::str::FromStr for Inline<N> {
    type Err = TooLong;
    fn from_str(text: &str) -> Result<Self, TooLong> {
        Self::new(text)
    }
}

impl<const N: usize> std::fmt::Display for Inline<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> std::fmt::Debug for Inline<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> PartialEq<&str> for Inline<N> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<const N: usize> Serialize for Inline<N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Inline<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_order_and_read_as_their_texts() {
        let words = ["", "a", "a\0", "ab", "abcdefgh", "abcdefghi", "abcdefgi", "b", "é"];
        let words = words.map(|text| Word::new(text).unwrap());
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(words[8].as_str(), "é");
        assert_eq!(RuleId::new("a rule id that is too long"), Err(TooLong { limit: 15 }));
    }
}
