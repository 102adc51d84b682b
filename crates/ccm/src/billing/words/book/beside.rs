//! What may share a month with the codes of a program.

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
         of the group, or by anybody. “Separate work” lets both be billed; each minute still counts to one of them. A \
         dash says nothing of its own, and the column to its right answers. The next steps are on the page of rules.",
    );
    for chunk in said.chunk_by(|one, next| one.rule == next.rule) {
        let Some(id) = chunk.first().map(|saying| saying.rule) else { continue };
        let title = rules.rule(id).map_or("", |rule| rule.title.as_str());
        page.part(&format!("{id}: {title}"));
        page.table(
            ["codes", "same practitioner", "same group", "anybody", "dates of service", "source"],
            chunk.iter().map(|saying| row(saying, rules)).collect(),
        );
        if let Some(known) = rules.rule(id) {
            page.paragraph(&format!("Where it holds a code ({}): {}", rule(id), known.action));
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
        Within::Discharge30Days => format!("{dates}; in the 30 days after a discharge"),
    };
    let unless = |allowed: Option<Allowed>| match (allowed, saying.unless) {
        (Some(Allowed::No), Some(lifted)) => format!("no, unless {}", switch(lifted, rules)),
        _ => verdict(allowed).to_owned(),
    };
    [
        codes(&saying.codes),
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
pub(in crate::billing::words) fn codes(codes: &Codes) -> String {
    match codes {
        Codes::Beside(ours, others) => format!("{} beside {}", all(ours), all(others)),
        Codes::Among(codes) => format!("any two of {}", all(codes)),
        Codes::Again(codes) => format!("{}, a second time", all(codes)),
    }
}

/// Words of the matrix that are no codes, as people say them.
fn all(codes: &[Word]) -> String {
    list(codes.iter().map(|code| match code.as_str() {
        "global_surgery" => "the global period of an operation",
        "visit_same_day" => "a visit of the same day",
        code => code,
    }))
}
