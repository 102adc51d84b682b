//! The cursor: where we are, what we have found wrong, and how to step through objects and lists.

use std::borrow::Cow;

use super::DEPTH_MAX;
use crate::problem::{PROBLEMS_MAX, Reason};

/// The text is no JSON from `offset` on: nothing after it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    pub offset: usize,
    pub reason: Reason,
}

/// Something wrong with one element; reading goes on to find the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Where the element's value begins: its path can be worked out from that.
    pub offset: usize,
    pub reason: Reason,
}

pub(crate) type Step<T = ()> = Result<T, Stop>;

/// One pass over a text.
pub(crate) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: u32,
    findings: Vec<Finding>,
    /// Reading a contained resource, which may not contain others.
    pub within_contained: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self::at(text, 0)
    }

    /// Starts in the middle of a text, at the beginning of a value.
    pub fn at(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0, findings: Vec::new(), within_contained: false }
    }

    /// The next byte that is not blank, not yet taken. After it, [`Self::offset`] is its place.
    #[inline]
    pub fn peek(&mut self) -> Step<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.peek_past_blanks(),
        }
    }

    /// Pretty-printed files are half blanks, mostly runs of spaces: eight at a time.
    fn peek_past_blanks(&mut self) -> Step<u8> {
        const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            while let Some(chunk) = bytes[at..].first_chunk::<8>() {
                let other = u64::from_le_bytes(*chunk) ^ SPACES;
                if other != 0 {
                    at += other.trailing_zeros() as usize / 8;
                    break;
                }
                at += 8;
            }
            match bytes.get(at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => at += 1,
                Some(&byte) => {
                    self.at = at;
                    return Ok(byte);
                }
                None => {
                    self.at = at;
                    return Err(self.stop(Reason::Truncated));
                }
            }
        }
    }

    pub fn offset(&self) -> usize {
        self.at
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn text_between(&self, start: usize, end: usize) -> &'a str {
        &self.text[start..end]
    }

    /// Steps through an object; `member` must take exactly the value of each key. The cursor is at the `{`.
    #[inline]
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> Step) -> Step {
        self.enter()?;
        if self.peek()? != b'}' {
            loop {
                let unescaped;
                let key = match self.key()? {
                    Cow::Borrowed(key) => key,
                    Cow::Owned(key) => {
                        unescaped = key;
                        &unescaped
                    }
                };
                member(self, key)?;
                match self.peek()? {
                    b',' => self.at += 1,
                    b'}' => break,
                    _ => return Err(self.malformed("a comma or a closing brace")),
                }
                self.peek()?;
            }
        }
        self.leave();
        Ok(())
    }

    /// Steps through a list; `item` must take exactly one value. The cursor is at the `[`.
    #[inline]
    pub fn list(&mut self, mut item: impl FnMut(&mut Self) -> Step) -> Step {
        self.enter()?;
        if self.peek()? != b']' {
            loop {
                item(self)?;
                match self.peek()? {
                    b',' => self.at += 1,
                    b']' => break,
                    _ => return Err(self.malformed("a comma or a closing bracket")),
                }
                self.peek()?;
            }
        }
        self.leave();
        Ok(())
    }

    fn enter(&mut self) -> Step {
        if self.depth == DEPTH_MAX {
            return Err(self.stop(Reason::TooDeep));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    /// A key and its colon.
    #[inline]
    fn key(&mut self) -> Step<Cow<'a, str>> {
        if self.peek()? != b'"' {
            return Err(self.malformed("a key in quotes"));
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    #[inline]
    pub(super) fn colon(&mut self) -> Step {
        if self.peek()? != b':' {
            return Err(self.malformed("a colon"));
        }
        self.at += 1;
        Ok(())
    }

    /// Nothing but blanks may follow the one value of a document.
    pub fn end(&mut self) -> Step {
        match self.peek() {
            Ok(_) => Err(self.stop(Reason::TrailingText)),
            Err(_) => Ok(()),
        }
    }

    /// `true` when the text holds nothing at all.
    pub fn is_blank(&mut self) -> bool {
        self.peek().is_err()
    }

    /// The value of `"resourceType"` in the object at the cursor, which does not move. It is the first key of
    /// nearly every file; where it is not, the object is searched.
    pub fn resource_type(&mut self) -> Step<Option<Cow<'a, str>>> {
        let (start, depth) = (self.at, self.depth);
        let mut found = None;
        self.enter()?;
        if self.peek()? == b'"' && self.key()? == "resourceType" && self.peek()? == b'"' {
            found = Some(self.string()?);
        } else {
            (self.at, self.depth) = (start, depth);
            self.object(|r, key| {
                if key == "resourceType" && found.is_none() && r.peek()? == b'"' {
                    found = Some(r.string()?);
                    return Ok(());
                }
                r.skip()
            })?;
        }
        (self.at, self.depth) = (start, depth);
        Ok(found)
    }

    /// Notes that the element beginning at `offset` is wrong.
    pub fn refuse(&mut self, offset: usize, reason: Reason) {
        if self.findings.len() < PROBLEMS_MAX {
            self.findings.push(Finding { offset, reason });
        }
    }

    /// Notes that the value at the cursor is not what it should be, and passes over it.
    #[cold]
    pub fn wrong(&mut self, expected: &'static str) -> Step {
        let found = match self.peek()? {
            b'{' => "an object",
            b'[' => "a list",
            b'"' => "text",
            b't' | b'f' => "true or false",
            b'n' => "null",
            _ => "a number",
        };
        let offset = self.at;
        self.skip()?;
        self.refuse(offset, Reason::WrongType { expected, found });
        Ok(())
    }

    /// Hands over what was found wrong so far and starts a new list.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// How many findings there are, to go back to with [`Self::forget_since`].
    pub fn findings_len(&self) -> usize {
        self.findings.len()
    }

    pub fn forget_since(&mut self, len: usize) {
        self.findings.truncate(len);
    }

    #[cold]
    pub(super) fn stop(&self, reason: Reason) -> Stop {
        Stop { offset: self.at, reason }
    }

    #[cold]
    pub(super) fn malformed(&self, expected: &'static str) -> Stop {
        self.stop(Reason::Malformed { expected })
    }
}
