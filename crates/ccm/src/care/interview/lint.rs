//! What a file of `interviews/` must be beyond being readable.

use std::collections::BTreeSet;

use crate::basics::Problem;

use super::answer::AnswerKind;
use super::bank::{Bank, Question, Trigger};
use super::book::Interviews;

/// Every problem at once: ids used twice, a language missing, an answer that no red flag can fit, a protocol that is
/// not there.
pub(super) fn check(book: &Interviews) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for bank in &book.banks {
        let place = format!("banks/{}.toml", bank.bank);
        let mut say = |code: &str, at: &str| problems.push(Problem::new(code, format!("{place}: {at}")));
        for text in [&bank.title.en, &bank.title.es, &bank.source] {
            if text.trim().is_empty() {
                say("required", "title or source");
            }
        }
        if bank.applies_to.iter().any(|start| start.len() < 3) {
            say("too_short", "applies_to");
        }
        for id in bank.questions.iter().map(|one| &one.id).chain(bank.scores.iter().map(|one| &one.id)) {
            if !ids.insert(id.clone()) {
                say("not_unique", id);
            }
            if id.split_once('.').is_none_or(|(name, word)| name != bank.bank || word.is_empty()) {
                say("not_of_this_bank", id);
            }
        }
        for question in &bank.questions {
            for (code, at) in of_question(bank, question) {
                say(code, &at);
            }
            let protocols = question.red_flags.iter().map(|flag| &flag.protocol);
            for unknown in protocols.filter(|id| book.protocols.get(id).is_none()) {
                say("unknown_protocol", &format!("{} {unknown}", question.id));
            }
        }
        for score in &bank.scores {
            if book.protocols.get(&score.protocol).is_none() {
                say("unknown_protocol", &score.id);
            }
            let sum: Option<i64> = score.questions.iter().map(|id| most_points(bank, id)).sum();
            if sum != Some(score.most) || score.at_least > score.most {
                say("score", &score.id);
            }
        }
    }
    problems.extend(book.protocols.check());
    problems.extend(book.outcomes.check());
    problems.extend(book.scripts.check());
    problems
}

fn of_question(bank: &Bank, question: &Question) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut say = |code, what: &str| found.push((code, format!("{} {what}", question.id)));
    for (name, text) in [("note", &question.note), ("en", &question.en), ("es", &question.es)] {
        if text.trim().is_empty() {
            say("required", name);
        }
    }
    if question.en == question.es {
        say("not_translated", "es");
    }
    match &question.answer {
        AnswerKind::Number { least, most, unit, .. } if least >= most || unit.trim().is_empty() => {
            say("bounds", "answer");
        }
        AnswerKind::Choice { options } => {
            let words: BTreeSet<&str> = options.iter().map(|option| option.word.as_str()).collect();
            if options.len() < 2 || words.len() != options.len() {
                say("options", "answer");
            }
            if options.iter().any(|one| one.en.trim().is_empty() || one.es.trim().is_empty()) {
                say("required", "options");
            }
        }
        _ => {}
    }
    if question.every_days == Some(0) {
        say("bounds", "every_days");
    }
    if question.red_flags.iter().any(|flag| !can_fit(&flag.when, &question.answer)) {
        say("never_fits", "red_flag");
    }
    // The first that fits counts, so a graver one below would never be seen.
    if !question.red_flags.is_sorted_by_key(|flag| flag.severity) {
        say("order", "red_flag");
    }
    if let Some(after) = &question.after {
        let before = bank.questions.iter().take_while(|one| one.id != question.id);
        let earlier = before.into_iter().find(|one| one.id == after.question);
        if earlier.is_none_or(|earlier| !can_fit(&after.when, &earlier.answer)) {
            say("never_fits", "after");
        }
    }
    found
}

/// Whether an answer of this kind could ever be what is waited for.
pub(crate) fn can_fit(trigger: &Trigger, kind: &AnswerKind) -> bool {
    match (trigger, kind) {
        (Trigger::Is(_), AnswerKind::YesNo) => true,
        (Trigger::AtLeast(bound) | Trigger::AtMost(bound), AnswerKind::Number { least, most, .. }) => {
            least <= bound && bound <= most
        }
        (Trigger::AtLeast(bound) | Trigger::AtMost(bound), AnswerKind::Scale) => (0..=10).contains(bound),
        (Trigger::OneOf(words), AnswerKind::Choice { options }) => {
            !words.is_empty() && words.iter().all(|word| options.iter().any(|option| option.word == *word))
        }
        _ => false,
    }
}

fn most_points(bank: &Bank, id: &str) -> Option<i64> {
    let question = bank.questions.iter().find(|question| question.id == id)?;
    let AnswerKind::Choice { options } = &question.answer else { return None };
    options.iter().map(|option| option.points).collect::<Option<Vec<_>>>()?.into_iter().max()
}
