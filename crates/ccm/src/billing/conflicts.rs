//! What may share a month with what: `rules/conflicts.toml`, looked up in both orders (ENG-10).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::service::day;
use super::switches::{Choices, Switch};
use super::word::{RuleId, Text, Word};
use crate::basics::{Date, Problem};

/// How near the other biller is to us; the narrower comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    SamePractitioner,
    SameGroup,
    AnyPractitioner,
}

impl Scope {
    /// Every scope that fits a biller: their own, and the wider ones.
    pub fn fitting(self) -> &'static [Self] {
        const ALL: [Scope; 3] = [Scope::SamePractitioner, Scope::SameGroup, Scope::AnyPractitioner];
        match self {
            Self::SamePractitioner => &ALL,
            Self::SameGroup => &ALL[1..],
            Self::AnyPractitioner => &ALL[2..],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    No,
    /// Separate work, which ENG-06 sees to.
    DistinctTime,
    /// CLAIM-05.
    WithModifier,
    Yes,
}

/// In what time the other service stands in the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    #[default]
    Month,
    /// Our device's 30 days (CONC-10).
    Window,
    /// Less than so many days from our discharge (CONC-25).
    #[serde(skip)]
    DaysOfDischarge(i32),
}

/// What one pair of codes may do, in one scope, from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub rule: RuleId,
    pub scope: Scope,
    pub allowed: Allowed,
    pub from: Date,
    pub until: Option<Date>,
    /// The switch that lifts a "no".
    pub unless: Option<Switch>,
    pub within: Within,
    pub source: Text,
    pub verified: bool,
}

impl Pair {
    /// Whether it holds our code, as the practice has set its switches.
    pub fn holds(&self, choices: &Choices) -> bool {
        self.allowed == Allowed::No && !self.unless.is_some_and(|switch| choices.flag(switch))
    }
}

/// The matrix. A code is a word here; so is `global_surgery`, the surgeon's global period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflicts {
    /// By the pair in order.
    pairs: BTreeMap<(Word, Word), Vec<Pair>>,
    known: BTreeSet<Word>,
}

impl Conflicts {
    /// The surgeon's global period (CONC-32).
    pub const GLOBAL_SURGERY: Word = Word::literal("global_surgery");

    /// All that is said of two codes, whatever the scope or day.
    pub fn pairs(&self, a: Word, b: Word) -> &[Pair] {
        self.pairs.get(&if a <= b { (a, b) } else { (b, a) }).map_or(&[], Vec::as_slice)
    }

    /// What is in force for a biller so near: the narrowest scope that fits and speaks.
    pub fn find(&self, a: Word, b: Word, scope: Scope, on: Date) -> Option<&Pair> {
        let in_force = |pair: &&Pair| pair.from <= on && pair.until.is_none_or(|until| on <= until);
        let pairs = self.pairs(a, b);
        scope
            .fitting()
            .iter()
            .find_map(|&fitting| pairs.iter().filter(in_force).find(|pair| pair.scope == fitting))
    }

    /// Whether the matrix speaks of the code at all: of the others there is nothing to review.
    pub fn knows(&self, code: Word) -> bool {
        self.known.contains(&code)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Word, Word, &Pair)> {
        self.pairs.iter().flat_map(|(&(a, b), pairs)| pairs.iter().map(move |pair| (a, b, pair)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    group: BTreeMap<Word, Vec<Word>>,
    pair: Vec<WrittenPair>,
}

/// One row: groups crossed with groups, pairs one by one, a group among itself, or codes with themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPair {
    rule: RuleId,
    #[serde(default)]
    a: Vec<Word>,
    #[serde(default)]
    b: Vec<Word>,
    #[serde(default)]
    pairs: Vec<(Word, Word)>,
    #[serde(default)]
    among: Vec<Word>,
    #[serde(default)]
    with_itself: Vec<Word>,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    #[serde(default)]
    within: Within,
    within_days_of_discharge: Option<i32>,
    unless: Option<String>,
    same_practitioner: Option<Allowed>,
    same_group: Option<Allowed>,
    any_practitioner: Option<Allowed>,
    source: String,
    verified: bool,
}

impl Written {
    pub(super) fn read(self, file: &str, problems: &mut Vec<Problem>) -> Conflicts {
        let mut conflicts = Conflicts::default();
        for (place, row) in self.pair.iter().enumerate() {
            let place = format!("{file}: pair {}, {}", place + 1, row.rule);
            match row.read(&self.group, &place) {
                Err(problem) => problems.push(problem),
                Ok((codes, pairs)) => {
                    for (a, b) in codes {
                        conflicts.known.extend([a, b]);
                        let known = conflicts.pairs.entry(if a <= b { (a, b) } else { (b, a) }).or_default();
                        for pair in &pairs {
                            let twice = |other: &Pair| {
                                (other.rule, other.scope, other.from) == (pair.rule, pair.scope, pair.from)
                            };
                            if known.iter().any(twice) {
                                problems.push(
                                    Problem::new("said_twice", &*place).with("pair", format!("{a} {b}")),
                                );
                            }
                            known.push(pair.clone());
                        }
                    }
                }
            }
        }
        conflicts
    }
}

/// The pairs of codes of a row, and what it says of each of them.
type Read = (Vec<(Word, Word)>, Vec<Pair>);

impl WrittenPair {
    fn read(&self, groups: &BTreeMap<Word, Vec<Word>>, place: &str) -> Result<Read, Problem> {
        let all = |words: &[Word]| -> Result<Vec<Word>, Problem> {
            let mut codes = Vec::new();
            words.iter().try_for_each(|word| spread(*word, groups, 0, place, &mut codes))?;
            Ok(codes)
        };
        let (a, b, among) = (all(&self.a)?, all(&self.b)?, all(&self.among)?);
        let mut codes: Vec<(Word, Word)> = Vec::new();
        codes.extend(a.iter().flat_map(|&a| b.iter().map(move |&b| (a, b))));
        codes.extend(self.pairs.iter().copied());
        for (first, &one) in among.iter().enumerate() {
            codes.extend(among.iter().skip(first + 1).map(|&other| (one, other)));
        }
        codes.extend(all(&self.with_itself)?.into_iter().map(|code| (code, code)));
        if codes.is_empty() {
            return Err(Problem::new("no_codes", place));
        }
        let unless = self.unless.as_deref().map(|name| {
            Switch::from_name(name).ok_or_else(|| Problem::new("unknown_switch", place).with("found", name))
        });
        let (from, until) = (day(&self.from, place)?, self.until.as_ref().map(|until| day(until, place)));
        let (unless, until) = (unless.transpose()?, until.transpose()?);
        let scopes = [
            (Scope::SamePractitioner, self.same_practitioner),
            (Scope::SameGroup, self.same_group),
            (Scope::AnyPractitioner, self.any_practitioner),
        ];
        let pair = |(scope, allowed): (Scope, Option<Allowed>)| {
            Some(Pair {
                rule: self.rule,
                scope,
                allowed: allowed?,
                from,
                until,
                unless,
                within: self.within_days_of_discharge.map_or(self.within, Within::DaysOfDischarge),
                source: Text::new(&self.source),
                verified: self.verified,
            })
        };
        let pairs: Vec<Pair> = scopes.into_iter().filter_map(pair).collect();
        if pairs.is_empty() { Err(Problem::new("no_scope", place)) } else { Ok((codes, pairs)) }
    }
}

/// A code, or the codes of a group and of the groups in it.
fn spread(
    word: Word,
    groups: &BTreeMap<Word, Vec<Word>>,
    depth: usize,
    place: &str,
    codes: &mut Vec<Word>,
) -> Result<(), Problem> {
    const DEEPEST: usize = 4;
    match groups.get(&word) {
        Some(_) if depth == DEEPEST => Err(Problem::new("group_within_itself", place).with("group", word)),
        Some(words) => words.iter().try_for_each(|&word| spread(word, groups, depth + 1, place, codes)),
        None => {
            codes.push(word);
            Ok(())
        }
    }
}
