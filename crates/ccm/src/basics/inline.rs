//! Short texts without an allocation: copied and compared like a number.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text of at most `LIMIT` bytes, 31 at the most. The bytes behind it are zero, so that equality and order are those
/// of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(align(8))]
pub struct Inline<const LIMIT: usize> {
    bytes: [u8; LIMIT],
    length: Length,
}

/// A number with values to spare, so that an `Option` of a text is no larger than the text: facts and findings are full
/// of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[rustfmt::skip]
enum Length {
    N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11, N12, N13, N14, N15,
    N16, N17, N18, N19, N20, N21, N22, N23, N24, N25, N26, N27, N28, N29, N30, N31,
}

impl Length {
    #[rustfmt::skip]
    const ALL: [Self; 32] = [
        Self::N0, Self::N1, Self::N2, Self::N3, Self::N4, Self::N5, Self::N6, Self::N7,
        Self::N8, Self::N9, Self::N10, Self::N11, Self::N12, Self::N13, Self::N14, Self::N15,
        Self::N16, Self::N17, Self::N18, Self::N19, Self::N20, Self::N21, Self::N22, Self::N23,
        Self::N24, Self::N25, Self::N26, Self::N27, Self::N28, Self::N29, Self::N30, Self::N31,
    ];
}

/// The text has more bytes than such a word may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a word of at most {limit} bytes is expected")]
pub struct TooLong {
    pub limit: usize,
}

impl<const LIMIT: usize> Inline<LIMIT> {
    pub const fn new(text: &str) -> Result<Self, TooLong> {
        let from = text.as_bytes();
        if from.len() > LIMIT {
            return Err(TooLong { limit: LIMIT });
        }
        let mut bytes = [0; LIMIT];
        let mut place = 0;
        while place < from.len() {
            bytes[place] = from[place];
            place += 1;
        }
        Ok(Self { bytes, length: Length::ALL[from.len()] })
    }

    /// The same text where a longer one would fit too.
    pub fn widened<const WIDE: usize>(self) -> Inline<WIDE> {
        const { assert!(LIMIT <= WIDE) }
        let mut bytes = [0; WIDE];
        bytes[..LIMIT].copy_from_slice(&self.bytes);
        Inline { bytes, length: self.length }
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
        std::str::from_utf8(&self.bytes[..self.length as usize]).unwrap_or_default()
    }
}

impl<const LIMIT: usize> std::hash::Hash for Inline<LIMIT> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // Two texts of the same bytes differ at most by zeros at the end.
        state.write(&self.bytes);
    }
}

impl<const LIMIT: usize> Ord for Inline<LIMIT> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Most words differ in their first eight bytes, which are one number.
        let ((ours, our_rest), (theirs, their_rest)) =
            (self.bytes.as_chunks::<8>(), other.bytes.as_chunks::<8>());
        for (one, two) in ours.iter().zip(theirs) {
            let order = u64::from_be_bytes(*one).cmp(&u64::from_be_bytes(*two));
            if order.is_ne() {
                return order;
            }
        }
        our_rest.cmp(their_rest).then(self.length.cmp(&other.length))
    }
}

impl<const LIMIT: usize> PartialOrd for Inline<LIMIT> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const LIMIT: usize> std::str::FromStr for Inline<LIMIT> {
    type Err = TooLong;
    fn from_str(text: &str) -> Result<Self, TooLong> {
        Self::new(text)
    }
}

impl<const LIMIT: usize> std::fmt::Display for Inline<LIMIT> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const LIMIT: usize> std::fmt::Debug for Inline<LIMIT> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const LIMIT: usize> PartialEq<&str> for Inline<LIMIT> {
    fn eq(&self, other: &&str) -> bool {
        self.bytes[..self.length as usize] == *other.as_bytes()
    }
}

impl<const LIMIT: usize> Serialize for Inline<LIMIT> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de, const LIMIT: usize> Deserialize<'de> for Inline<LIMIT> {
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
        let words = words.map(|text| Inline::<31>::new(text).unwrap());
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(words[8].as_str(), "é");
        assert_eq!(words.map(|word| word.length as usize), [0, 1, 2, 2, 8, 9, 8, 1, 2]);
        assert_eq!(Inline::<15>::new("é").unwrap().widened(), words[8]);
        assert_eq!(size_of::<Option<Inline<31>>>(), 32);
        assert_eq!(Inline::<15>::new("a rule id that is too long"), Err(TooLong { limit: 15 }));
    }
}
