//! The name of one request, made by whoever asks: repeating it returns the first answer.

use serde::{Deserialize, Serialize};

use crate::basics::Problem;

/// 1 to 64 of `A-Z a-z 0-9 . _ -`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(String);

impl CommandId {
    /// # Errors
    /// `command_id` when the text is empty, too long, or has other characters.
    pub fn new(text: &str) -> Result<Self, Problem> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if (1..=64).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::new("command_id", "command_id").with("expected", "1 to 64 of A-Z a-z 0-9 . _ -"))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
