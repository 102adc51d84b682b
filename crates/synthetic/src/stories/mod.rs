//! The edges of the rules, each as one patient's September. A story says what was done, and what must come of it.

mod complexity;
mod consent;
mod corrections;
mod eligibility;
mod facility;
mod ordinary;
mod payers;
mod people;
mod plan;
mod shared_time;
mod thresholds;

pub(crate) use ordinary::{ORDINARY, tell_ordinary};

use crate::patient::Person;
use crate::scene::Scene;

#[derive(Clone, Copy)]
pub(crate) struct Story {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What is different about the person, before the story begins.
    pub(crate) prepare: fn(&mut Person),
    pub(crate) tell: fn(&mut Scene),
}

impl Story {
    const fn new(name: &'static str, about: &'static str, tell: fn(&mut Scene)) -> Self {
        Self { name, about, prepare: |_| {}, tell }
    }

    const fn of(self, prepare: fn(&mut Person)) -> Self {
        Self { prepare, ..self }
    }
}

/// Every story, in the order of the practice's record numbers.
pub(crate) fn all() -> impl Iterator<Item = &'static Story> {
    let rooms: [&[Story]; 10] = [
        thresholds::STORIES,
        complexity::STORIES,
        consent::STORIES,
        plan::STORIES,
        eligibility::STORIES,
        shared_time::STORIES,
        people::STORIES,
        facility::STORIES,
        payers::STORIES,
        corrections::STORIES,
    ];
    rooms.into_iter().flatten()
}
