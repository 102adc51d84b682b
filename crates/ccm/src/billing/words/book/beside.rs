//! What may share a month with the codes of a program.

use std::collections::BTreeMap;

use super::markdown::{Markdown, list, mark, rule, switch};
use super::word;
use crate::billing::conflicts::{Allowed, Within};
use crate::billing::ruleset::RuleSet;
use crate::billing::service::Service;
use crate::billing::word::Word;
use crate::billing::words::pairs::{Codes, Saying, sayings};

/// One part for each rule that speaks of the program's codes.
pub(super) fn parts(page: &mut Markdown, services: &[&Service], rules: &RuleSet) {
    let ours: Vec<Word> = services.iter().filter_map(|service| word(&service.code)).collect();
    let said = sayings(rules.conflicts(), &ours, None);
    if said.is_empty() {
        return;
    }
    page.section("What may share the month");
    page.paragraph(
        "“No” holds our code where the other is billed by somebody that near: by the same practitioner, by a colleague \
         of the group, or by anybody. “Separate work” lets both be billed; each minute still counts to one of them. Rows \
         of the same codes are read together, and the nearest column that says something answers; a dash says nothing.",
    );
    for chunk in said.chunk_by(|one, next| one.rule == next.rule) {
        let Some(id) = chunk.first().map(|saying| saying.rule) else { continue };
        let title = rules.rule(id).map_or("", |rule| rule.title.as_str());
        page.part(&format!("{id}: {title}"));
        page.table(
            ["codes", "same practitioner", "same group", "anybody", "dates of service", "source"],
            chunk.iter().map(|saying| row(saying, rules)).collect(),
        );
        let holds = |saying: &Saying| {
            [saying.same_practitioner, saying.same_group, saying.anybody].contains(&Some(Allowed::No))
        };
        if let Some(known) = rules.rule(id).filter(|_| chunk.iter().any(holds)) {
            page.paragraph(&format!("Held by {}: {}", rule(id), known.action));
        }
    }
}

fn row(saying: &Saying, rules: &RuleSet) -> [String; 6] {
    let dates = match saying.until {
        Some(until) => format!("{} to {until}", saying.from),
        None => format!("from {}", saying.from),
    };
    let dates = match saying.within {
        Within::Month => dates,
        Within::Window => format!("{dates}; in one device window"),
        Within::DaysOfDischarge(days) => format!("{dates}; in the {days} days after a discharge"),
    };
    let unless = |allowed: Option<Allowed>| match (allowed, saying.unless) {
        (Some(Allowed::No), Some(lifted)) => format!("no, unless {}", switch(lifted, rules)),
        _ => verdict(allowed).to_owned(),
    };
    [
        codes(&saying.codes, rules),
        unless(saying.same_practitioner),
        unless(saying.same_group),
        unless(saying.anybody),
        dates,
        format!("{}{}", saying.source, mark(saying.verified)),
    ]
}

/// What a scope allows, in a word or two.
pub(in crate::billing::words) fn verdict(allowed: Option<Allowed>) -> &'static str {
    match allowed {
        None => "—",
        Some(Allowed::No) => "no",
        Some(Allowed::DistinctTime) => "separate work",
        Some(Allowed::WithModifier) => "with a modifier",
        Some(Allowed::Yes) => "yes",
    }
}

/// The pairs of a saying, in words.
pub(in crate::billing::words) fn codes(codes: &Codes, rules: &RuleSet) -> String {
    match codes {
        Codes::Beside(ours, others) => format!("{} beside {}", all(ours, rules), all(others, rules)),
        Codes::Among(codes) => format!("any two of {}", all(codes, rules)),
        Codes::Again(codes) => format!("{}, a second time", all(codes, rules)),
    }
}

/// Codes as people say them; many of them by their programs.
fn all(codes: &[Word], rules: &RuleSet) -> String {
    const MANY: usize = 6;
    let name = |code: &Word| match code.as_str() {
        "global_surgery" => "the global period of an operation".to_owned(),
        "visit_same_day" => "a visit of the same day".to_owned(),
        code => code.to_owned(),
    };
    if codes.len() <= MANY {
        return list(codes.iter().map(name));
    }
    let mut by_program: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
    let order = &rules.programs().order;
    for code in codes {
        let service = code.as_str().parse().ok().and_then(|code| rules.service(&code));
        let place = service.and_then(|service| order.iter().position(|program| *program == service.program));
        by_program.entry(place).or_default().push(name(code));
    }
    // Codes of no program come last.
    let others = by_program.remove(&None).map(list);
    let programs = by_program
        .into_iter()
        .filter_map(|(place, codes)| Some(format!("{} ({})", order.get(place?)?.word(), list(codes))));
    list(programs.chain(others))
}
