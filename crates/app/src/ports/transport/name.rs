//! Names of files, as safe in a folder of ours as at a partner's.

use std::fmt;

use super::Trouble;

/// What a file is called while it is being written; partners leave such names alone.
pub const PART: &str = ".part";

/// A name without a folder: it never leads anywhere else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

impl FileName {
    /// A name of our making: letters, digits, `.`, `_` and `-`, at most 100, which every partner's system takes.
    ///
    /// # Errors
    /// [`Trouble::Terms`] for any other.
    pub fn ours(name: &str) -> Result<Self, Trouble> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if name.len() > 100 || !name.bytes().all(is_plain) {
            return Err(Trouble::Terms);
        }
        Self::theirs(name).ok_or(Trouble::Terms)
    }

    /// A name that a partner chose: whatever leads nowhere else, is not hidden and not a part. `None` for the others,
    /// which are not listed.
    pub fn theirs(name: &str) -> Option<Self> {
        let is_file = !name.is_empty() && name.len() <= 255 && !name.starts_with('.');
        let leads_away = name.contains(['/', '\\']) || name.chars().any(char::is_control);
        let is_part = [PART, ".tmp", ".filepart"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
        (is_file && !leads_away && !is_part).then(|| Self(name.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its name while it is being written.
    pub fn part(&self) -> String {
        format!("{}{PART}", self.0)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for good in ["835-000000007.x12", "REMIT 2026.835", "Ä.x12"] {
            assert!(FileName::theirs(good).is_some(), "{good}");
        }
        for bad in ["", ".", "..", ".hidden", "a/b", "..\\b", "a\0", "a\nb", "x.part", "x.PART", "x.tmp"] {
            assert!(FileName::theirs(bad).is_none(), "{bad:?}");
        }
        assert!(FileName::ours("larkspur.41.837").is_ok());
        for bad in ["", "a b", "Ä", "a/b", &"x".repeat(101), "x.part"] {
            assert_eq!(FileName::ours(bad), Err(Trouble::Terms), "{bad:?}");
        }
    }
}
