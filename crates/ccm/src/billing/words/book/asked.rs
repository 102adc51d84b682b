//! What the codes of a program ask, told once for all of them.

use super::markdown::{Markdown, list, mark, rule, with_switches};
use crate::billing::requirement::Requires;
use crate::billing::ruleset::RuleSet;
use crate::billing::service::{Service, Version};
use crate::billing::word::RuleId;
use crate::billing::words::rules::requirement;

/// One question, and the codes that ask it.
struct Question<'a> {
    asked: &'a Requires,
    of: Vec<String>,
}

/// The table of questions, in the order in which each code asks its own.
pub(super) fn table(page: &mut Markdown, services: &[&Service], rules: &RuleSet) {
    let versions: Vec<(String, &Version)> = services.iter().flat_map(|service| names(service)).collect();
    let mut questions: Vec<Question> = Vec::new();
    for (name, version) in &versions {
        let mut next = 0;
        let first = version.requires.iter().filter(|asked| asked.requirement.is_first());
        let rest = version.requires.iter().filter(|asked| !asked.requirement.is_first());
        for asked in first.chain(rest) {
            let known = questions.iter().skip(next).position(|question| question.asked == asked);
            let place = known.map_or(next, |ahead| next + ahead);
            match known.and_then(|_| questions.get_mut(place)) {
                Some(question) => question.of.push(name.clone()),
                None => questions.insert(place, Question { asked, of: vec![name.clone()] }),
            }
            next = place + 1;
        }
    }
    let asking = versions.iter().filter(|(_, version)| !version.requires.is_empty()).count();
    let row = |(place, question): (usize, &Question)| {
        let of =
            if question.of.len() == asking && asking > 1 { "all".to_owned() } else { list(&question.of) };
        let text = with_switches(&requirement(&question.asked.requirement), rules);
        [(place + 1).to_string(), text, of, says(question.asked.rule, rules)]
    };
    page.table(["", "question", "asked of", "rule"], questions.iter().enumerate().map(row).collect());
}

/// A code by its versions: by its name alone where it has one, else with the day from which the version holds.
fn names(service: &Service) -> Vec<(String, &Version)> {
    let name = |version: &Version| match service.versions.len() {
        1 => service.code.to_string(),
        _ => format!("{} from {}", service.code, version.from),
    };
    service.versions.iter().map(|version| (name(version), version)).collect()
}

/// A rule's id, what it says, and from where.
fn says(id: RuleId, rules: &RuleSet) -> String {
    rules.rule(id).map_or(rule(id), |known| {
        format!("{}: {}. {}{}", rule(id), known.title, known.cite.join("; "), mark(known.verified))
    })
}
