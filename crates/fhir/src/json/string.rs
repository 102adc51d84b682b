//! Strings: found eight bytes at a time, borrowed unless they hold escapes.

use std::borrow::Cow;

use super::cursor::{Reader, Step};
use crate::problem::Reason;

impl<'a> Reader<'a> {
    /// The string at the cursor, which is at its opening quote.
    #[inline]
    pub fn string(&mut self) -> Step<Cow<'a, str>> {
        let start = self.at + 1;
        let escaped = self.pass_string()?;
        let inside = &self.text[start..self.at - 1];
        if escaped {
            let Some(text) = unescape(inside) else {
                self.at = start - 1;
                return Err(self.malformed("surrogates in pairs"));
            };
            return Ok(Cow::Owned(text));
        }
        Ok(Cow::Borrowed(inside))
    }

    /// Moves from the opening quote past the closing one, checking escapes; says whether there were any.
    #[inline]
    pub(super) fn pass_string(&mut self) -> Step<bool> {
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        let mut at = self.at + 1;
        loop {
            at = next_special(bytes, at);
            match bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(escaped);
                }
                Some(b'\\') => {
                    escaped = true;
                    self.at = at;
                    at += self.escape_len()?;
                }
                Some(_) => {
                    self.at = at;
                    return Err(self.malformed("no raw control character in a string"));
                }
                None => {
                    self.at = bytes.len();
                    return Err(self.stop(Reason::Truncated));
                }
            }
        }
    }

    /// Bytes of the escape at the cursor.
    fn escape_len(&self) -> Step<usize> {
        let rest = &self.text.as_bytes()[self.at + 1..];
        match rest.first() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
            Some(b'u') => {
                let digits = &rest[1..rest.len().min(5)];
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    Err(self.malformed("four hexadecimal digits"))
                } else if digits.len() < 4 {
                    Err(self.stop(Reason::Truncated))
                } else {
                    Ok(6)
                }
            }
            Some(_) => Err(self.malformed("a known escape")),
            None => Err(self.stop(Reason::Truncated)),
        }
    }
}

/// The index of the next quote, backslash or control character from `at` on, or the length.
///
/// The arithmetic marks the high bit of each byte that matches; a borrow can mark bytes above a match falsely,
/// never below it, so the lowest mark is right.
#[inline]
fn next_special(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let slash = word ^ (ONES * b'\\' as u64);
        let marks = (quote.wrapping_sub(ONES) & !quote)
            | (slash.wrapping_sub(ONES) & !slash)
            | (word.wrapping_sub(ONES * b' ' as u64) & !word);
        if marks & HIGH != 0 {
            return at + (marks & HIGH).trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < b' ' {
            break;
        }
        at += 1;
    }
    at
}

/// Resolves escapes already known to be well formed; `None` for half a surrogate pair.
fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(slash) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..slash]);
        let kind = rest.as_bytes()[slash + 1];
        rest = &rest[slash + 2..];
        out.push(match kind {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = unit(rest)?;
                rest = &rest[4..];
                if let 0xd800..0xdc00 = first {
                    let second = unit(rest.strip_prefix("\\u")?)?;
                    rest = &rest[6..];
                    char::decode_utf16([first, second]).next()?.ok()?
                } else {
                    char::from_u32(first.into())?
                }
            }
            other => other as char,
        });
    }
    out.push_str(rest);
    Some(out)
}

fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.get(..4)?, 16).ok()
}
