//! The matrix of conflicts for a reader: pairs that are told alike are told together.

use std::collections::{BTreeMap, BTreeSet};

use crate::basics::Date;
use crate::billing::conflicts::{Allowed, Conflicts, Pair, Scope, Within};
use crate::billing::switches::Switch;
use crate::billing::word::{RuleId, Word};

/// Everything that is said of some pairs by one rule from one source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Saying {
    pub rule: RuleId,
    pub codes: Codes,
    pub same_practitioner: Option<Allowed>,
    pub same_group: Option<Allowed>,
    pub anybody: Option<Allowed>,
    pub from: Date,
    pub until: Option<Date>,
    pub unless: Option<Switch>,
    pub within: Within,
    pub source: String,
    pub verified: bool,
}

/// The pairs of a saying.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Codes {
    /// Each of the first with each of the second.
    Beside(Vec<Word>, Vec<Word>),
    /// Any two of them.
    Among(Vec<Word>),
    /// Each with itself.
    Again(Vec<Word>),
}

type Edges = BTreeSet<(Word, Word)>;

/// What the matrix says of pairs in which one of `ours` stands, on a day or ever, in the order of the rules' ids.
pub(super) fn sayings(conflicts: &Conflicts, ours: &[Word], on: Option<Date>) -> Vec<Saying> {
    // All that a row of the matrix said of one pair, gathered again.
    let mut rows: BTreeMap<(Word, Word), Vec<Saying>> = BTreeMap::new();
    for (a, b, pair) in conflicts.iter() {
        let in_force = on.is_none_or(|on| pair.from <= on && pair.until.is_none_or(|until| on <= until));
        if !in_force || !(ours.contains(&a) || ours.contains(&b)) {
            continue;
        }
        let said = rows.entry((a, b)).or_default();
        let known = said.iter().position(|saying| is_row_of(saying, pair));
        let place = known.unwrap_or_else(|| {
            said.push(empty(pair));
            said.len() - 1
        });
        if let Some(saying) = said.get_mut(place) {
            match pair.scope {
                Scope::SamePractitioner => saying.same_practitioner = Some(pair.allowed),
                Scope::SameGroup => saying.same_group = Some(pair.allowed),
                Scope::AnyPractitioner => saying.anybody = Some(pair.allowed),
            }
        }
    }
    let mut alike: Vec<(Saying, Edges)> = Vec::new();
    for (pair, saying) in
        rows.into_iter().flat_map(|(pair, said)| said.into_iter().map(move |one| (pair, one)))
    {
        match alike.iter_mut().find(|(known, _)| *known == saying) {
            Some((_, edges)) => drop(edges.insert(pair)),
            None => alike.push((saying, Edges::from([pair]))),
        }
    }
    let grouped = alike.into_iter().flat_map(|(saying, edges)| {
        group(&edges, ours).into_iter().map(move |codes| Saying { codes, ..saying.clone() })
    });
    let mut sayings: Vec<Saying> = grouped.collect();
    sayings.sort_by(|a, b| (a.rule, a.from, &a.codes).cmp(&(b.rule, b.from, &b.codes)));
    sayings
}

fn empty(pair: &Pair) -> Saying {
    Saying {
        rule: pair.rule,
        codes: Codes::Again(Vec::new()),
        same_practitioner: None,
        same_group: None,
        anybody: None,
        from: pair.from,
        until: pair.until,
        unless: pair.unless,
        within: pair.within,
        source: pair.source.as_str().to_owned(),
        verified: pair.verified,
    }
}

fn is_row_of(saying: &Saying, pair: &Pair) -> bool {
    (saying.rule, saying.from, saying.until, saying.unless, saying.within, saying.verified)
        == (pair.rule, pair.from, pair.until, pair.unless, pair.within, pair.verified)
        && saying.source == pair.source.as_str()
}

/// Codes with the same partners go together: one block for each two such groups, ours first.
fn group(edges: &Edges, ours: &[Word]) -> Vec<Codes> {
    let again: Vec<Word> = edges.iter().filter(|(a, b)| a == b).map(|&(a, _)| a).collect();
    let mut partners: BTreeMap<Word, BTreeSet<Word>> = BTreeMap::new();
    for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
        partners.entry(a).or_default().insert(b);
        partners.entry(b).or_default().insert(a);
    }
    let mut blocks = Vec::new();
    // Codes of which any two are a pair, and that have the same further partners.
    let mut circles: BTreeMap<BTreeSet<Word>, Vec<Word>> = BTreeMap::new();
    for (&code, with) in &partners {
        let mut circle = with.clone();
        circle.insert(code);
        circles.entry(circle).or_default().push(code);
    }
    for circle in circles.into_values().filter(|circle| circle.len() > 2) {
        for code in &circle {
            if let Some(with) = partners.get_mut(code) {
                with.retain(|other| !circle.contains(other));
            }
        }
        blocks.push(Codes::Among(circle));
    }
    let mut groups: BTreeMap<&BTreeSet<Word>, Vec<Word>> = BTreeMap::new();
    for (code, with) in partners.iter().filter(|(_, with)| !with.is_empty()) {
        groups.entry(with).or_default().push(*code);
    }
    let mut seen = BTreeSet::new();
    for group in groups.values() {
        let Some(with) = group.first().and_then(|code| partners.get(code)) else { continue };
        let others = groups.values().filter(|other| other.first().is_some_and(|code| with.contains(code)));
        for other in others {
            let is_ours = group.iter().all(|code| ours.contains(code));
            let (first, second) = match (is_ours, other.iter().all(|code| ours.contains(code))) {
                (true, true) if other < group => (other, group),
                (false, true) => (other, group),
                _ => (group, other),
            };
            if seen.insert((first.clone(), second.clone())) {
                blocks.push(Codes::Beside(first.clone(), second.clone()));
            }
        }
    }
    if !again.is_empty() {
        blocks.push(Codes::Again(again));
    }
    blocks
}
