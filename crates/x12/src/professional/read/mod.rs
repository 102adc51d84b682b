//! Text to claims: reads what [`write`](super::write()) writes.
//!
//! Nothing is guessed and nothing is dropped: a segment or element that the types have no place
//! for is a problem, and so is a count, a control number or a total that is not right. After a
//! problem the reader goes on at the next place it knows, so that all of them are told at once.

mod claim;
mod cursor;
mod envelope;
mod header;
mod line;
mod parts;

use super::interchange::Interchange;
use crate::problem::Problem;
use crate::tokenizer::Tokenizer;
use cursor::Cursor;

/// Reads one interchange, whatever its delimiters.
///
/// # Errors
/// All problems in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read(bytes: &[u8]) -> Result<Interchange, Vec<Problem>> {
    let tokens = Tokenizer::new(bytes).map_err(|error| vec![Problem::of_token(error)])?;
    let mut cursor = Cursor::new(tokens);
    let interchange = envelope::interchange(&mut cursor);
    match (interchange, cursor.into_problems()) {
        (Some(interchange), problems) if problems.is_empty() => Ok(interchange),
        (_, problems) => Err(problems),
    }
}
