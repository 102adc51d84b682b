//! Passing over a value while checking that it is JSON, without recursion or allocation.

use super::DEPTH_MAX;
use super::cursor::{Reader, Step};
use crate::problem::Reason;

impl Reader<'_> {
    /// Moves past the value at the cursor.
    pub fn skip(&mut self) -> Step {
        // One bit per open container: set for an object. DEPTH_MAX bits are all there can be.
        let mut objects: u128 = 0;
        let mut open: u32 = 0;
        loop {
            match self.peek()? {
                b'"' => {
                    self.pass_string()?;
                }
                bracket @ (b'{' | b'[') => {
                    if self.depth + open == DEPTH_MAX {
                        return Err(self.stop(Reason::TooDeep));
                    }
                    self.at += 1;
                    open += 1;
                    let is_object = bracket == b'{';
                    objects = objects << 1 | u128::from(is_object);
                    let next = self.peek()?;
                    if is_object && next != b'}' {
                        self.pass_key()?;
                        continue;
                    }
                    if !is_object && next != b']' {
                        continue;
                    }
                }
                b'-' | b'0'..=b'9' => {
                    self.number()?;
                }
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => return Err(self.malformed("a value")),
            }
            // A value has ended, or an empty container is about to.
            loop {
                if open == 0 {
                    return Ok(());
                }
                match (self.peek()?, objects & 1 == 1) {
                    (b',', is_object) => {
                        self.at += 1;
                        if is_object {
                            self.pass_key()?;
                        }
                        break;
                    }
                    (b'}', true) | (b']', false) => {
                        self.at += 1;
                        objects >>= 1;
                        open -= 1;
                    }
                    (_, true) => return Err(self.malformed("a comma or a closing brace")),
                    (_, false) => return Err(self.malformed("a comma or a closing bracket")),
                }
            }
        }
    }

    fn pass_key(&mut self) -> Step {
        if self.peek()? != b'"' {
            return Err(self.malformed("a key in quotes"));
        }
        self.pass_string()?;
        self.colon()
    }
}
