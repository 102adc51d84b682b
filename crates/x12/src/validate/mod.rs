//! Is a file as its guide asks? Every segment finds its place in the guide, and every element is what may stand
//! there; counts, control numbers and the hierarchy are right. What only the claim's own meaning can tell, as a total,
//! is the [reader](crate::professional::read())'s business.

mod element;
mod envelope;
mod walk;

use crate::guide::Guide;
use crate::problem::{Problem, Problems};
use crate::tokenizer::Tokenizer;
use envelope::Envelope;
use walk::Walk;

/// Everything that is wrong with a file, in the order of the file, up to
/// [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS). Memory stays as small as the problems and the numbers of the
/// sets of one group.
pub fn validate(bytes: &[u8], guide: &Guide) -> Vec<Problem> {
    let tokens = match Tokenizer::new(bytes) {
        Ok(tokens) => tokens,
        Err(error) => return vec![Problem::of_token(error)],
    };
    let component = tokens.delimiters().component;
    let (mut walk, mut envelope) = (Walk::along(guide), Envelope::default());
    let mut problems = Problems::default();
    let mut last = None;
    for token in tokens {
        match token {
            Ok(segment) => {
                let segment = segment.indexed();
                if let Some(rule) = walk.step(&segment, &mut problems) {
                    element::check(&segment, rule, component, &mut problems);
                }
                envelope.step(&segment, &mut problems);
                last = Some(segment);
            }
            Err(error) => problems.push(Problem::of_token(error)),
        }
    }
    if let Some(last) = last {
        walk.end(&last, &mut problems);
    }
    problems.sorted()
}
