//! What a password must be: long enough, not the sign-in name, not one that everybody tries first.
//!
//! NIST SP 800-63B §5.1.1.2: length is what counts; no rules about kinds of characters, no expiry.

use std::fmt;

/// Fewest and most characters.
pub const SHORTEST: usize = 12;
pub const LONGEST: usize = 128;

/// What is tried first, one to a line, in small letters.
const COMMON: &str = include_str!("common_passwords.txt");
/// A sign-in name of fewer letters says nothing when it is found inside a password.
const NAME_LETTERS: usize = 3;

/// As it was typed. Shows itself to nobody, and is overwritten when it is let go.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    #[error("at least {SHORTEST} characters")]
    TooShort,
    #[error("at most {LONGEST} characters")]
    TooLong,
    #[error("a password without the sign-in name in it")]
    HoldsLogin,
    #[error("a password that others do not try first")]
    Common,
}

impl PasswordRefusal {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::HoldsLogin => "password_holds_login",
            Self::Common => "password_common",
        }
    }
}

impl Password {
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is worth a hash at all: what is longer was never taken.
    pub fn is_of_length(&self) -> bool {
        (1..=LONGEST * 4).contains(&self.0.len())
    }

    /// Whether it may become somebody's password.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn check(&self, login: &str) -> Result<(), PasswordRefusal> {
        let length = self.0.chars().count();
        if length < SHORTEST {
            return Err(PasswordRefusal::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordRefusal::TooLong);
        }
        let (typed, login) = (self.0.to_lowercase(), login.to_lowercase());
        if login.chars().count() >= NAME_LETTERS && typed.contains(&login) {
            return Err(PasswordRefusal::HoldsLogin);
        }
        // What stands around a common one, digits and marks mostly, is guessed as early as itself.
        let core = typed.trim_matches(|c: char| !c.is_alphabetic());
        let is_common = |common: &str| typed == common || core == common;
        if COMMON.lines().any(is_common) || is_monotonous(&typed) {
            return Err(PasswordRefusal::Common);
        }
        Ok(())
    }
}

/// A short piece over and over, or characters in a row: `aaaaaaaaaaaa`, `abcabcabcabc`, `123456789012`.
fn is_monotonous(typed: &str) -> bool {
    let letters: Vec<char> = typed.chars().collect();
    let repeats = |length: usize| letters.iter().skip(length).zip(&letters).all(|(a, b)| a == b);
    let follows = |pair: &[char]| match (pair[0].to_digit(10), pair[1].to_digit(10)) {
        (Some(one), Some(next)) => next == (one + 1) % 10 || one == (next + 1) % 10,
        _ => (pair[1] as u32).abs_diff(pair[0] as u32) == 1,
    };
    (1..=4).any(repeats) || letters.windows(2).all(follows)
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        // Whoever looks at the bytes after this keeps the compiler from leaving the fill out.
        std::hint::black_box(&bytes);
    }
}
