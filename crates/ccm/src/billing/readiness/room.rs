//! How much time can still count in what is left of the month: one supposed entry over all of it, and the evaluator says.

use std::cell::RefCell;

use super::{Asking, suppose};
use crate::basics::{Moment, Timestamp};
use crate::billing::determination::Determination;
use crate::billing::facts::{MonthFacts, StayEnd};
use crate::billing::reason::ids;
use crate::billing::word::RuleId;
use crate::enrollment::Program;
use crate::time::ledger::second_of;

/// What is left for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// Time that would still count.
    pub seconds: u64,
    /// What takes most of the rest away; or, while the patient is in a facility, what has to end first.
    pub kept_by: Option<RuleId>,
}

/// Rooms that were worked out already: one evaluation for each program.
#[derive(Default)]
pub(super) struct Rooms(RefCell<Vec<(Program, Room)>>);

impl Rooms {
    pub fn of(&self, asking: &Asking, program: Program) -> Room {
        let known = self.0.borrow().iter().find(|(known, _)| *known == program).map(|(_, room)| *room);
        known.unwrap_or_else(|| {
            let room = measure(asking, program);
            self.0.borrow_mut().push((program, room));
            room
        })
    }
}

fn measure(asking: &Asking, program: Program) -> Room {
    let prepared = asking.prepared;
    let (first, after) = prepared.month.bounds(&prepared.clock);
    let from = asking.as_of.earliest(&prepared.clock).max(first);
    if from >= after {
        return Room { seconds: 0, kept_by: Some(ids::TIME_10) };
    }
    let mut trial = asking.facts.clone();
    let Some(work) = suppose::work(&trial, prepared, program, from, after) else {
        return Room { seconds: 0, kept_by: Some(ids::TIME_03) };
    };
    trial.entries.push(work);
    // It can be given now, and lets minutes count from now on (CONSENT-01). One that stands already is not renewed:
    // what its revocation leaves out stays out.
    let stands = trial.consents.iter().any(|consent| consent.program == program.consent_program());
    if lacks_consent(asking, program) || !stands {
        let at = Moment::Instant(from);
        trial.consents.push(suppose::consent(&trial, prepared.rules, program, at));
    }
    let is_in_facility = leave_facility(&mut trial, asking, program, from);
    let judged = prepared.evaluate(&trial);
    let seconds = counted(&judged).saturating_sub(counted(asking.month));
    let span = u64::try_from(second_of(after).saturating_sub(second_of(from))).unwrap_or(0);
    let key = suppose::key();
    let out = judged.left_out.iter().filter(|item| item.entry == key);
    let most = out.max_by_key(|item| item.seconds).filter(|_| seconds < span);
    let waits_for = is_in_facility.then_some(ids::TIME_09);
    Room { seconds, kept_by: waits_for.or(most.filter(|_| seconds == 0).map(|item| item.rule)) }
}

fn lacks_consent(asking: &Asking, program: Program) -> bool {
    let of_program = asking.month.considered.iter().filter(|item| item.program == program);
    of_program.flat_map(|item| &item.findings).any(|finding| {
        !finding.answer.is_met()
            && [
                ids::CONSENT_01,
                ids::CONSENT_02,
                ids::CONSENT_03,
                ids::CONSENT_04,
                ids::CONSENT_05,
                ids::CONSENT_06,
            ]
            .contains(&finding.rule)
    })
}

fn counted(month: &Determination) -> u64 {
    month.minutes.iter().fold(0, |sum, bucket| sum.saturating_add(bucket.seconds))
}

/// Nobody knows when an open stay ends: it is supposed to end now. Whether there was one that matters.
fn leave_facility(trial: &mut MonthFacts, asking: &Asking, program: Program, now: Timestamp) -> bool {
    let time = &asking.prepared.rules.content.time;
    let mut matters = false;
    for stay in trial.stays.iter_mut().filter(|stay| !matches!(stay.to, StayEnd::At(_))) {
        matters |= time.facility_stays.contains(&stay.kind) && !time.facility_exempt.contains(&program);
        stay.to = StayEnd::At(Moment::Instant(now));
    }
    matters
}
