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
    of: Vec<(&'a Service, &'a Version)>,
}

/// The table of questions, in the order in which each code asks its own.
pub(super) fn table(page: &mut Markdown, services: &[&Service], rules: &RuleSet) {
    // The code that asks most comes first: the others' questions are mostly among its own.
    let mut versions: Vec<(&Service, &Version)> = services
        .iter()
        .flat_map(|service| service.versions.iter().map(move |version| (*service, version)))
        .collect();
    versions.sort_by_key(|(_, version)| std::cmp::Reverse(version.requires.len()));
    let mut questions: Vec<Question> = Vec::new();
    for (service, version) in &versions {
        let first = version.requires.iter().filter(|asked| asked.requirement.is_first());
        let rest = version.requires.iter().filter(|asked| !asked.requirement.is_first());
        let own: Vec<&Requires> = first.chain(rest).collect();
        for (turn, asked) in own.iter().enumerate() {
            let known = |asked: &Requires| questions.iter().position(|question| question.asked == asked);
            let place = match known(asked) {
                Some(place) => place,
                None => {
                    let next = own.iter().skip(turn).find_map(|later| known(later));
                    let place = next.unwrap_or(questions.len());
                    questions.insert(place, Question { asked, of: Vec::new() });
                    place
                }
            };
            if let Some(question) = questions.get_mut(place) {
                question.of.push((service, version));
            }
        }
    }
    let asking = versions.iter().filter(|(_, version)| !version.requires.is_empty()).count();
    let row = |(place, question): (usize, &Question)| {
        let of =
            if question.of.len() == asking && asking > 1 { "all".to_owned() } else { names(&question.of) };
        let text = with_switches(&requirement(&question.asked.requirement), rules);
        [(place + 1).to_string(), text, of, says(question.asked.rule, rules)]
    };
    page.table(["", "question", "asked of", "rule"], questions.iter().enumerate().map(row).collect());
}

/// The codes; with a version's first day where not all versions of the code ask.
fn names(of: &[(&Service, &Version)]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (service, version) in of {
        let versions = of.iter().filter(|(other, _)| other.code == service.code).count();
        let whole = versions == service.versions.len();
        let name =
            if whole { service.code.to_string() } else { format!("{} from {}", service.code, version.from) };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort();
    list(names)
}

/// A rule's id, what it says, and from where.
fn says(id: RuleId, rules: &RuleSet) -> String {
    rules.rule(id).map_or(rule(id), |known| {
        format!("{}: {}. {}{}", rule(id), known.title, known.cite.join("; "), mark(known.verified))
    })
}
