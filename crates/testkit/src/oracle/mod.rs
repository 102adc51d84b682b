//! A second opinion on a month: a slow, obvious evaluator, written from the prose of `billing-rules.md` alone.
//!
//! It shares with `ccm::billing` the shape of the facts and nothing else: no data of `rules/`, no code. Each second
//! of each entry is asked every question of ENG-12 in turn; each code every gate of ENG-13. It answers for the CCM,
//! PCM and RPM groups at a physician's practice under original Medicare; counted time for every program.
//!
//! - [`published`]: the numbers and lists, with their paragraphs; [`switch`]: the switches with theirs.
//! - [`calendar`], [`consent`], [`time`]: which seconds count.
//! - [`patient`], [`visit`], [`conflict`], [`claim`]: the gates.
//! - [`chronic`], [`principal`], [`monitoring`], [`supply`], [`planning`]: the services.
//! - [`engine`]: what the engine said, in the same shape.

mod calendar;
mod chronic;
mod claim;
mod conflict;
mod consent;
pub mod engine;
mod identity;
mod monitoring;
mod patient;
mod planning;
mod principal;
pub mod published;
mod scene;
mod supply;
mod switch;
mod time;
mod visit;

use std::collections::BTreeMap;

use ccm::billing::facts::MonthFacts;
use ccm::enrollment::Program;

use scene::Scene;

/// The id of a paragraph of the specification.
pub type Rule = &'static str;

/// A missing fact that a rule needs gives a hold (ENG-09).
const UNKNOWN: Rule = "ENG-09";

/// What the month supports, in a shape that compares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Units by code.
    pub lines: BTreeMap<String, u32>,
    /// Code and rule, sorted.
    pub held: Vec<(String, String)>,
    /// Seconds by bucket of ENG-08, before gates and conflicts; empty buckets are not listed.
    pub counted: BTreeMap<String, u64>,
    /// Seconds by entry and rule.
    pub left_out: BTreeMap<(String, String), u64>,
}

impl Verdict {
    /// In what it differs from another, one sentence each.
    pub fn differences(&self, engine: &Self) -> Vec<String> {
        let mut all = Vec::new();
        let mut compare = |what: &str, ours: String, theirs: String| {
            if ours != theirs {
                all.push(format!("{what}: the prose gives {ours}, the engine {theirs}"));
            }
        };
        compare("lines", format!("{:?}", self.lines), format!("{:?}", engine.lines));
        compare("held", format!("{:?}", self.held), format!("{:?}", engine.held));
        compare("counted", format!("{:?}", self.counted), format!("{:?}", engine.counted));
        compare("left out", format!("{:?}", self.left_out), format!("{:?}", engine.left_out));
        all
    }
}

/// What one service of the month comes to.
#[derive(Default)]
struct Outcome {
    lines: Vec<(&'static str, u64)>,
    held: Vec<(&'static str, Rule)>,
}

impl Outcome {
    fn hold(code: &'static str, rule: Rule) -> Self {
        Self { lines: Vec::new(), held: vec![(code, rule)] }
    }

    fn bills(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.lines.iter().filter(|(_, units)| *units > 0).map(|(code, _)| *code)
    }
}

/// Judges a month by the prose.
pub fn judge(facts: &MonthFacts) -> Verdict {
    let scene = Scene::of(facts);
    let mut verdict = Verdict { left_out: scene.left_out(), ..Verdict::default() };

    let chronic = chronic::judge(&scene);
    let planning = planning::judge(&scene, &chronic);
    // ENG-11: CCM goes before PCM, and only what is billed displaces.
    let principal = principal::judge(&scene, chronic.outcome.bills().next());
    let management = monitoring::management(&scene);
    // ENG-11: 99457 and 99470 go before 99091.
    let interpretation = monitoring::interpretation(&scene, management.bills().next());
    let supply = supply::judge(&scene);

    for (bucket, seconds) in chronic.buckets.into_iter().chain(principal.buckets).chain(scene.buckets()) {
        if seconds > 0 {
            *verdict.counted.entry(bucket.to_owned()).or_default() += seconds;
        }
    }
    for outcome in [chronic.outcome, planning, principal.outcome, management, interpretation, supply] {
        let billed = outcome.lines.into_iter().filter(|(_, units)| *units > 0);
        verdict.lines.extend(billed.map(|(code, units)| (code.to_owned(), units as u32)));
        verdict.held.extend(outcome.held.into_iter().map(|(code, rule)| (code.to_owned(), rule.to_owned())));
    }
    verdict.held.sort();
    verdict
}

/// The codes that both evaluators are compared on.
pub fn answers_for(code: &str) -> bool {
    [published::CCM, published::PCM, published::RPM].iter().any(|group| group.contains(&code))
        || code == "G0506"
}

/// The programs whose buckets have a track (section 21).
const TRACKED: [Program; 2] = [Program::Ccm, Program::Pcm];
