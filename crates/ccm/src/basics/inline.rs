//! Short texts without an allocation: copied like a number, compared eight bytes at a time.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text of at most `SIZE - 1` bytes. The last byte is its length and the bytes between are zero, so that equality
/// and order are those of the text. `SIZE` is a multiple of eight.
#[derive(Clone, Copy, Hash)]
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "equal texts have equal bytes, whatever compares them"
)]
#[repr(align(8))]
pub struct Inline<const SIZE: usize> {
    bytes: [u8; SIZE],
}

/// The text has more bytes than such a word may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a word of at most {limit} bytes is expected")]
pub struct TooLong {
    pub limit: usize,
}

impl<const SIZE: usize> Inline<SIZE> {
    const LIMIT: usize = {
        assert!(SIZE >= 8 && SIZE.is_multiple_of(8) && SIZE <= 256);
        SIZE - 1
    };

    pub const fn new(text: &str) -> Result<Self, TooLong> {
        let from = text.as_bytes();
        if from.len() > Self::LIMIT {
            return Err(TooLong { limit: Self::LIMIT });
        }
        let mut bytes = [0; SIZE];
        let mut place = 0;
        while place < from.len() {
            bytes[place] = from[place];
            place += 1;
        }
        bytes[SIZE - 1] = from.len() as u8;
        Ok(Self { bytes })
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
        std::str::from_utf8(&self.bytes[..usize::from(self.bytes[SIZE - 1])]).unwrap_or_default()
    }
}

impl<const SIZE: usize> PartialEq for Inline<SIZE> {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.bytes.as_chunks::<8>().0, other.bytes.as_chunks::<8>().0);
        let differ = ours
            .iter()
            .zip(theirs)
            .fold(0, |differ, (one, two)| differ | (u64::from_ne_bytes(*one) ^ u64::from_ne_bytes(*two)));
        differ == 0
    }
}

impl<const SIZE: usize> Eq for Inline<SIZE> {}

impl<const SIZE: usize> Ord for Inline<SIZE> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (ours, theirs) = (self.bytes.as_chunks::<8>().0, other.bytes.as_chunks::<8>().0);
        for (one, two) in ours.iter().zip(theirs) {
            let order = u64::from_be_bytes(*one).cmp(&u64::from_be_bytes(*two));
            if order.is_ne() {
                return order;
            }
        }
        std::cmp::Ordering::Equal
    }
}

impl<const SIZE: usize> PartialOrd for Inline<SIZE> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const SIZE: usize> std::str::FromStr for Inline<SIZE> {
    type Err = TooLong;
    fn from_str(text: &str) -> Result<Self, TooLong> {
        Self::new(text)
    }
}

impl<const SIZE: usize> std::fmt::Display for Inline<SIZE> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const SIZE: usize> std::fmt::Debug for Inline<SIZE> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const SIZE: usize> PartialEq<&str> for Inline<SIZE> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<const SIZE: usize> Serialize for Inline<SIZE> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de, const SIZE: usize> Deserialize<'de> for Inline<SIZE> {
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
        let words = words.map(|text| Inline::<32>::new(text).unwrap());
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(words[8].as_str(), "é");
        assert_eq!(Inline::<16>::new("a rule id that is too long"), Err(TooLong { limit: 15 }));
    }
}
