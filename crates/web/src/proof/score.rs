//! What verdicts come to, as people read it.

use app::ports::Score;
use ccm::proof::{CaseVerdict, Checklist};
use fluent::FluentArgs;

use crate::billing::dollars;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// The title of an item of the checklist.
pub(super) fn item_title(word: &str) -> String {
    let found = Checklist::embedded().items.iter().find(|item| item.word == word);
    found.map_or(word.to_owned(), |item| item.title.clone())
}

/// One claim's.
pub(super) fn status(score: &Score, t: Words) -> Status {
    match score.gaps.len() {
        0 => Status::new(t.say("proof-whole"), Tone::Good),
        gaps => Status::new(t.say_with("proof-gaps", "count", gaps), Tone::Watch),
    }
}

/// Several claims' on one page.
pub(super) struct Sum {
    pub claims: String,
    pub with_gaps: String,
    pub total: String,
    pub at_risk: String,
    /// Item, and how many claims have a gap there.
    pub gaps: Vec<(String, String)>,
    pub said: Status,
}

impl Sum {
    pub fn of(verdict: &CaseVerdict, t: Words) -> Self {
        let mut args = FluentArgs::new();
        args.set("good", verdict.claims - verdict.claims_with_gaps);
        args.set("claims", verdict.claims);
        let tone = if verdict.claims_with_gaps == 0 { Tone::Good } else { Tone::Watch };
        let gap = |(word, count): &(String, usize)| (item_title(word), t.number(*count as u64));
        Self {
            claims: t.number(verdict.claims as u64),
            with_gaps: t.number(verdict.claims_with_gaps as u64),
            total: dollars(verdict.total_cents, t),
            at_risk: dollars(verdict.at_risk_cents, t),
            gaps: verdict.gaps.iter().map(gap).collect(),
            said: Status::new(t.say_all("proof-sum", &args), tone),
        }
    }
}
