//! What a file of `questionnaires/` must be beyond being readable.

use std::collections::BTreeSet;

use crate::basics::Problem;
use crate::care::interview::AnswerKind;
use crate::care::interview::lint::can_fit;

use super::book::Questionnaires;
use super::instrument::{Given, Instrument};
use super::score::Score;

/// Every problem at once: words used twice, a language missing, a score without a band, a band that no answers reach, a
/// rule that nothing can meet.
pub(super) fn check(book: &Questionnaires) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, one) in book.instruments.iter().enumerate() {
        let mut say = |code: &str, at: &str| {
            problems.push(Problem::new(code, format!("{}.toml: {at}", one.id)));
        };
        if book.instruments.iter().take(number).any(|earlier| earlier.id == one.id) {
            say("not_unique", "id");
        }
        for other in one.counts_for.iter().chain(one.bands.iter().filter_map(|band| band.leads_to.as_ref())) {
            if book.get(other).is_none_or(|other| other.id == one.id) {
                say("unknown_word", other);
            }
        }
        for (code, at) in of(one) {
            say(code, &at);
        }
    }
    problems
}

fn of(one: &Instrument) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut say = |code: &'static str, at: &str| found.push((code, at.to_owned()));
    for (name, text) in [("source", &one.source), ("terms", &one.terms)] {
        if text.trim().is_empty() {
            say("required", name);
        }
    }
    for (name, words) in [("title", &one.title), ("intro", &one.intro)] {
        if !is_in_both(&words.en, &words.es) {
            say("not_translated", name);
        }
    }
    for item in &one.items {
        if item.note.trim().is_empty() || !is_in_both(&item.en, &item.es) {
            say("not_translated", &item.word);
        }
        if !one.answers.contains_key(&item.answer) {
            say("unknown_word", &item.answer);
        }
        let earlier = one.items.iter().take_while(|earlier| earlier.word != item.word);
        if item.after.as_ref().is_some_and(|after| !earlier.clone().any(|one| one.word == after.item)) {
            say("never_fits", &item.word);
        }
    }
    for given in one.items.iter().filter_map(|item| item.after.as_ref()) {
        if !can_be(one, given) {
            say("never_fits", &given.item);
        }
    }
    for (name, kind) in &one.answers {
        let AnswerKind::Choice { options } = kind else { continue };
        let is_part_scored = options.iter().any(|one| one.points.is_some() != options[0].points.is_some());
        if options.len() < 2 || is_part_scored || options.iter().any(|one| !is_in_both(&one.en, &one.es)) {
            say("options", name);
        }
        for word in twice(options.iter().map(|option| option.word.as_str())) {
            say("not_unique", word);
        }
    }
    for word in twice(one.items.iter().map(|item| item.word.as_str()))
        .chain(twice(one.bands.iter().map(|band| band.word.as_str())))
        .chain(twice(one.rules.iter().map(|rule| rule.word.as_str())))
    {
        say("not_unique", word);
    }
    for (code, at) in bands(one) {
        say(code, at);
    }
    for rule in &one.rules {
        let is_one = rule.answer.is_some() == rule.bands.is_empty()
            && rule.escalate.is_some() != rule.task.is_some()
            && !rule.note.trim().is_empty();
        let knows = rule.bands.iter().all(|word| one.band(word).is_some())
            && rule.answer.as_ref().is_none_or(|given| can_be(one, given));
        if !is_one || !knows {
            say("rule", &rule.word);
        }
    }
    if one.due.iter().any(|due| due.every_days == 0 || due.applies_to.iter().any(|start| start.len() < 3)) {
        say("bounds", "due");
    }
    found
}

/// Bands stand upwards from the lowest score, each is in both languages, and answers lead into each.
fn bands(one: &Instrument) -> Vec<(&'static str, &str)> {
    let mut found = Vec::new();
    let (least, _) = one.range();
    if one.bands.first().is_none_or(|first| Score::whole(first.from) != least) {
        found.push(("bounds", "the first band"));
    }
    if one.bands.windows(2).any(|pair| pair[0].from >= pair[1].from) {
        found.push(("order", "bands"));
    }
    let reached = reachable(one);
    for band in &one.bands {
        if !is_in_both(&band.en, &band.es) {
            found.push(("not_translated", &band.word));
        }
        let is_reached =
            reached.iter().any(|score| one.band_of(*score).is_some_and(|at| at.word == band.word));
        if !is_reached {
            found.push(("never_reached", &band.word));
        }
    }
    found
}

/// Every score that some answers come to.
fn reachable(one: &Instrument) -> BTreeSet<Score> {
    let mut sums = BTreeSet::from([0_i64]);
    let scored: Vec<_> = one.items.iter().filter(|item| one.is_scored(item)).collect();
    for item in &scored {
        let points: Vec<i64> = match one.kind(item) {
            AnswerKind::Choice { options } => options.iter().filter_map(|option| option.points).collect(),
            _ => (0..=10).collect(),
        };
        sums = sums.iter().flat_map(|sum| points.iter().map(move |more| sum + more)).collect();
    }
    sums.into_iter().filter_map(|sum| one.score.of(sum, scored.len())).collect()
}

fn can_be(one: &Instrument, given: &Given) -> bool {
    one.item(&given.item).is_some_and(|item| can_fit(&given.when, one.kind(item)))
}

/// Both are there. They may be alike: "No" is.
fn is_in_both(en: &str, es: &str) -> bool {
    !en.trim().is_empty() && !es.trim().is_empty()
}

fn twice<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut seen = BTreeSet::new();
    words.filter(move |word| !seen.insert(*word))
}
