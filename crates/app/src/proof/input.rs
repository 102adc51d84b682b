//! What people type about a case, read and checked.

use ccm::basics::Problem;

/// A name, an authority, the reference of a letter.
const LINE: usize = 200;
/// What is said at the end.
const NOTE: usize = 4_000;

/// A line that must say something.
pub(super) fn line(text: &str, path: &str, problems: &mut Vec<Problem>) -> String {
    let text = text.trim().to_owned();
    match text.chars().count() {
        0 => problems.push(Problem::new("required", path)),
        long if long > LINE => problems.push(Problem::new("too_long", path).with("expected", LINE)),
        _ => {}
    }
    text
}

/// As [`line`], longer.
pub(super) fn note(text: &str, path: &str, problems: &mut Vec<Problem>) -> String {
    let text = text.trim().to_owned();
    match text.chars().count() {
        0 => problems.push(Problem::new("required", path)),
        long if long > NOTE => problems.push(Problem::new("too_long", path).with("expected", NOTE)),
        _ => {}
    }
    text
}
