//! Numbers and literals, kept as written: FHIR forbids losing the digits of a decimal.

use super::cursor::{Reader, Step};
use crate::problem::Reason;

impl<'a> Reader<'a> {
    /// The number at the cursor, as written.
    pub fn number(&mut self) -> Step<&'a str> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        match self.byte() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Step {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        match self.byte() {
            _ if self.at > start => Ok(()),
            Some(_) => Err(self.malformed("a digit")),
            None => Err(self.stop(Reason::Truncated)),
        }
    }

    /// `true`, `false` or `null`, spelled out.
    pub fn literal(&mut self, word: &'static str) -> Step {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        if word.as_bytes().starts_with(rest) {
            return Err(self.stop(Reason::Truncated));
        }
        Err(self.malformed(word))
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
