//! Who has more work than hours, and which patients might move to whom. It only proposes: a person moves them.
//!
//! Whoever has a clinical reason today stays with the coordinator who knows them, however the hours stand.

use serde::Serialize;

use crate::basics::{PatientId, PersonId};

/// One coordinator's work against hours until the month's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Load {
    pub person: PersonId,
    pub patients: u64,
    /// Of them, with a clinical reason now.
    pub clinical: u64,
    /// Until all of theirs are at threshold.
    pub work_seconds: u64,
    /// `None`: no roster says.
    pub rostered_seconds: Option<u64>,
}

impl Load {
    /// Rostered less work; below zero it is a deficit.
    pub fn surplus_seconds(&self) -> Option<i64> {
        let signed = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        self.rostered_seconds.map(|hours| signed(hours).saturating_sub(signed(self.work_seconds)))
    }
}

/// A patient who might move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movable {
    pub patient: PatientId,
    pub of: PersonId,
    /// Work left for them this month.
    pub work_seconds: u64,
    pub is_clinical: bool,
}

/// One move, and what it rests on: both sides as they stood before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProposedMove {
    pub patient: PatientId,
    pub from: PersonId,
    pub to: PersonId,
    pub work_seconds: u64,
    pub deficit_seconds: u64,
    pub surplus_seconds: u64,
}

/// What is proposed, and what is left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rebalance {
    pub moves: Vec<ProposedMove>,
    /// Of those with a deficit, who stay for a clinical reason.
    pub stay_clinical: u64,
}

/// At most so many moves, each from the largest deficit to the largest surplus: of the patients whose work fits into both,
/// the one with the most work, so that few move. Coordinators without a roster neither give nor take.
pub fn rebalance(loads: &[Load], movable: &[Movable], most: usize) -> Rebalance {
    let mut sides: Vec<(PersonId, i64)> =
        loads.iter().filter_map(|load| Some((load.person, load.surplus_seconds()?))).collect();
    sides.sort_by_key(|(person, _)| *person);
    let givers: Vec<PersonId> = sides.iter().filter(|side| side.1 < 0).map(|side| side.0).collect();
    let stay_clinical =
        movable.iter().filter(|one| one.is_clinical && givers.contains(&one.of)).count() as u64;
    let mut left: Vec<&Movable> =
        movable.iter().filter(|one| !one.is_clinical && one.work_seconds > 0).collect();
    left.sort_by_key(|one| (std::cmp::Reverse(one.work_seconds), one.patient));
    let mut moves = Vec::new();
    let mut stuck: Vec<PersonId> = Vec::new();
    while moves.len() < most {
        let Some(to) = sides.iter().enumerate().max_by_key(|(_, side)| side.1).filter(|(_, side)| side.1 > 0)
        else {
            break;
        };
        let (to, surplus) = (to.0, to.1.1.unsigned_abs());
        let giving = sides.iter().enumerate().filter(|(_, side)| side.1 < 0 && !stuck.contains(&side.0));
        let Some((from, side)) = giving.min_by_key(|(_, side)| side.1) else { break };
        let (giver, deficit) = (side.0, side.1.unsigned_abs());
        // More than the deficit would make the giver idle; more than the surplus would move the trouble.
        let fits = |one: &&Movable| one.of == giver && one.work_seconds <= surplus.min(deficit);
        let Some(place) = left.iter().position(fits) else {
            stuck.push(giver);
            continue;
        };
        let one = left.remove(place);
        let seconds = i64::try_from(one.work_seconds).unwrap_or(i64::MAX);
        moves.push(ProposedMove {
            patient: one.patient,
            from: giver,
            to: sides[to].0,
            work_seconds: one.work_seconds,
            deficit_seconds: deficit,
            surplus_seconds: surplus,
        });
        sides[from].1 = sides[from].1.saturating_add(seconds);
        sides[to].1 = sides[to].1.saturating_sub(seconds);
    }
    Rebalance { moves, stay_clinical }
}
