//! What is wrong with the text of a letter.

use super::{Letter, LetterKind, PartKind};
use crate::basics::Problem;
use crate::enrollment::outreach::Told;

/// What can be put in.
pub const GAPS: [&str; 14] = [
    "patient",
    "practice",
    "doctor",
    "number",
    "program",
    "cost",
    "agreed_on",
    "wording",
    "stopped_on",
    "ends_on",
    "last_month",
    "month",
    "minutes",
    "element",
];

/// Everything at once: an empty text, a gap that nothing fills or that one language lacks, a cost without its words, an
/// invitation without the office's number, a month without its work.
pub fn problems(letter: &Letter) -> Vec<Problem> {
    let name = letter.letter.word();
    let mut problems = Vec::new();
    let texts = letter.parts.iter().map(|part| (&part.en, &part.es));
    let others = letter.activities.iter().map(|one| (&one.en, &one.es));
    let title = std::iter::once((&letter.title.en, &letter.title.es));
    for (at, (en, es)) in title.chain(texts).chain(others).enumerate() {
        let place = format!("letters/{name}.toml: {at}");
        if en.trim().is_empty() || es.trim().is_empty() {
            problems.push(Problem::new("required", place.clone()));
        }
        let (in_en, in_es) = (gaps(en), gaps(es));
        if in_en != in_es || in_en.iter().any(|gap| !GAPS.contains(gap) && *gap != "member") {
            problems.push(Problem::new("gap", place));
        }
    }
    let has = |kind| letter.parts.iter().any(|part| part.kind == kind);
    let says = |gap| letter.parts.iter().any(|part| gaps(&part.en).contains(&gap));
    let mut needs = |is_there: bool, what: &str| {
        if !is_there {
            problems.push(Problem::new("required", format!("letters/{name}.toml: {what}")));
        }
    };
    needs(says("number"), "number");
    match letter.letter {
        LetterKind::Invitation => {
            needs(says("doctor"), "doctor");
            for told in [Told::None, Told::Some, Told::Unknown] {
                needs(letter.parts.iter().any(|part| part.when == Some(told)), told.word());
            }
        }
        LetterKind::ConsentConfirmation => {
            needs(has(PartKind::Elements), "elements");
            needs(says("agreed_on") && says("wording"), "agreed_on, wording");
        }
        LetterKind::StopConfirmation => needs(says("ends_on") && says("last_month"), "ends_on, last_month"),
        LetterKind::Welcome => needs(has(PartKind::Team), "team"),
        LetterKind::MonthSummary => {
            needs(has(PartKind::Work) && says("minutes"), "work, minutes");
            needs(letter.activities.iter().any(|one| one.word == "other"), "activity other");
        }
    }
    problems
}

/// The names in braces, each once, in order of the alphabet.
pub fn gaps(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let mut gaps: Vec<&str> = parts.map(|part| part.split('}').next().unwrap_or_default()).collect();
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}
