//! What of a form goes back into a page that is open already: what somebody else has changed, and what two differ about.

use std::collections::BTreeMap;

use super::controls::{self, Controls};
use super::form::{Differing, Swap};
use super::making::Making;
use super::posted::Posted;

impl Making<'_> {
    pub(super) fn is_foreign(&self, posted: &Posted, standing: &Controls, name: &str) -> bool {
        let refused = self.problems.iter().any(|one| controls::field(&one.path) == controls::field(name));
        posted.had(name) && !refused && standing.get(name).is_some_and(|value| posted.value(name) != value)
    }

    pub(super) fn swaps(&self, standing: &Controls) -> BTreeMap<&'static str, Swap> {
        let mut swaps = BTreeMap::new();
        let Some(posted) = self.posted else { return swaps };
        let changed = posted.changed();
        for name in standing.keys() {
            let swap = match () {
                () if self.is_foreign(posted, standing, name) => Swap::Replace,
                // A row was added.
                () if !posted.had(name) => Swap::Morph,
                // What was wrong with it is told, or is told no longer.
                () if changed.contains(controls::field(name)) => Swap::Morph,
                () => continue,
            };
            let known = swaps.entry(block(name)).or_insert(swap);
            if swap == Swap::Replace {
                *known = swap;
            }
        }
        swaps.entry("next").or_insert(Swap::Morph);
        swaps
    }

    pub(super) fn differing(&self, standing: &Controls) -> Vec<Differing> {
        let Some(posted) = self.posted else { return Vec::new() };
        let differing = posted.undecided().into_iter().map(|(field, mine)| {
            let join = |values: Vec<&str>| {
                values.into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            let theirs = standing.iter().filter(|(name, _)| controls::field(name) == field);
            Differing {
                anchor: super::problems::anchor(&field, None),
                label: super::problems::label(&field, self.view, self.t),
                theirs: join(theirs.map(|(_, value)| value.as_str()).collect()),
                yours: join(mine.iter().map(|(_, value)| *value).collect()),
                mine: mine.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
                field,
            }
        });
        differing.collect()
    }
}

/// The block that a control stands in, where it is no question's.
fn block(control: &str) -> &'static str {
    match control.split('.').next() {
        Some("direction" | "identity" | "recording_notice") => "start",
        Some("outcome") => "outcome",
        Some("medication" | "told") => "medications",
        Some("goal") => "goals",
        Some("remarks") => "remarks",
        Some("tasks") => "tasks",
        Some("next") => "next",
        _ => "",
    }
}
