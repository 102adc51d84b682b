//! What a template must be beyond being readable.

use super::{Part, Said, Template};
use crate::basics::Problem;

/// Parts whose lines every template has.
const SAID: [Part; 7] = [
    Part::SelfCare,
    Part::Symptoms,
    Part::Medication,
    Part::Escalation,
    Part::Education,
    Part::Coordination,
    Part::Community,
];

/// More lines or rows than anybody would read.
const MOST: usize = 20;

/// The longest line.
const CHARACTERS: usize = 400;

/// Every problem at once: a part without a word, a language missing, a goal that cannot be measured, a fact without a
/// source, something about the patient that a template cannot know.
pub(super) fn check(template: &Template) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |code: &str, at: String| problems.push(Problem::new(code, at));
    let texts = [("plan", &template.plan), ("outlook", &template.outlook)];
    for (place, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
        say("required", (*place).to_owned());
    }
    if template.sources.iter().all(|source| source.trim().is_empty()) {
        say("required", "sources".to_owned());
    }
    if template.applies_to.is_empty() || template.applies_to.iter().any(|start| start.len() < 3) {
        say("too_short", "applies_to".to_owned());
    }
    if template.review_by <= template.from {
        say("order", "review_by".to_owned());
    }
    if !(1..=12).contains(&template.review_months) {
        say("bounds", "review_months".to_owned());
    }
    for (code, at) in said(&template.problem, "problem") {
        say(code, at);
    }
    if template.goals.is_empty() || template.goals.len() > MOST {
        say("required", "goal".to_owned());
    }
    for (place, goal) in template.goals.iter().enumerate() {
        let at = format!("goal.{place}");
        for (code, at) in said(&goal.words, &format!("{at}.words")) {
            say(code, at);
        }
        let texts = [("measure", &goal.measure), ("target", &goal.target), ("source", &goal.source)];
        for (field, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
            say("required", format!("{at}.{field}"));
        }
        if !(1..=24).contains(&goal.months) {
            say("bounds", format!("{at}.months"));
        }
        if goal.code.as_deref().is_some_and(|code| !is_loinc(code)) {
            say("loinc", format!("{at}.code"));
        }
    }
    if template.interventions.is_empty() || template.interventions.len() > MOST {
        say("required", "intervention".to_owned());
    }
    for (place, one) in template.interventions.iter().enumerate() {
        if one.does.trim().is_empty() {
            say("required", format!("intervention.{place}.does"));
        }
    }
    for part in SAID {
        let lines = template.lines.get(&part).map_or(&[][..], Vec::as_slice);
        if lines.is_empty() || lines.len() > MOST {
            say("required", format!("lines.{}", part.word()));
        }
        for (place, line) in lines.iter().enumerate() {
            for (code, at) in said(line, &format!("lines.{}.{place}", part.word())) {
                say(code, at);
            }
        }
    }
    // What only looking at the patient can tell is asked, never answered.
    for part in template.lines.keys().filter(|part| !SAID.contains(part)) {
        say("not_a_template's", format!("lines.{}", part.word()));
    }
    for part in Part::ASSESSED {
        if template.prompts.get(&part).is_none_or(|prompt| prompt.trim().is_empty()) {
            say("required", format!("prompts.{}", part.word()));
        }
    }
    problems
}

fn said(words: &Said, at: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for (tongue, text) in [("en", &words.en), ("es", &words.es)] {
        if text.trim().is_empty() || text.contains('\n') {
            found.push(("required", format!("{at}.{tongue}")));
        }
        if text.chars().count() > CHARACTERS {
            found.push(("too_long", format!("{at}.{tongue}")));
        }
    }
    // Some names are the same in both: only whole sentences must differ.
    if words.en == words.es && words.en.contains(' ') {
        found.push(("not_translated", format!("{at}.es")));
    }
    found
}

/// Digits, a hyphen, and the check digit of LOINC (mod 10, every second digit from the right doubled).
fn is_loinc(code: &str) -> bool {
    let Some((body, check)) = code.split_once('-') else { return false };
    if body.is_empty()
        || check.len() != 1
        || !body.bytes().chain(check.bytes()).all(|one| one.is_ascii_digit())
    {
        return false;
    }
    let digit = |one: u8| u32::from(one - b'0');
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, one)| match place % 2 {
            0 => digit(one) * 2 / 10 + digit(one) * 2 % 10,
            _ => digit(one),
        })
        .sum();
    (10 - sum % 10) % 10 == digit(check.as_bytes()[0])
}
