//! What stands beside a billed line and is for a person to look at: pairs of which the matrix says nothing (ENG-10), the
//! claim edits of the NCCI with the vintage of their table, and a hospital's own part (FQ-10).
//!
//! An edit holds nothing here: the matrix says what may share a month. It says what a payer's computer will do with two
//! codes of one day, and CLAIM-05 leaves it to a person whether a modifier is true.

use super::super::determination::{Determination, Line};
use super::super::edits::PairAnswer;
use super::super::facts::OtherService;
use super::super::reason::{Reason, ids};
use super::super::scene::{Scene, word};
use super::Flags;
use crate::basics::{Date, Hcpcs};

pub(super) fn add(scene: &Scene, out: &Determination, flags: &mut Flags) {
    for (place, line) in out.lines.iter().enumerate() {
        let on = line.date_of_service;
        for other in out.lines.iter().skip(place + 1) {
            not_listed(scene, &line.code, &other.code, flags);
            if other.date_of_service == on {
                edits(scene, &line.code, &other.code, on, flags);
            }
        }
        for other in &scene.facts.other_services {
            if scene.prepared.month.covers(other.date) {
                not_listed(scene, &line.code, &other.code, flags);
            }
            if other.date == on && is_ours(scene, other) {
                edits(scene, &line.code, &other.code, on, flags);
            }
        }
        units(scene, line, flags);
        add_on(scene, line, out, flags);
    }
    let part = scene.setting.and_then(|setting| Some((setting.rule, setting.component_switch?)));
    if let Some((rule, switch)) = part.filter(|_| !out.lines.is_empty()) {
        scene.mark(switch);
        if scene.prepared.choices.flag(switch) {
            flags.add(rule, Reason::HospitalComponent);
        }
    }
}

fn is_ours(scene: &Scene, service: &OtherService) -> bool {
    scene.is_by_us(service) == Some(true)
}

/// ENG-10: both codes are known, and nothing is said of the two together.
fn not_listed(scene: &Scene, code: &Hcpcs, other: &Hcpcs, flags: &mut Flags) {
    let rules = scene.prepared.rules;
    let matrix = rules.conflicts();
    let is_added_to =
        |code: &Hcpcs, base: &Hcpcs| rules.service(code).is_some_and(|service| service.bases.contains(base));
    let (one, two) = (word(code), word(other));
    let silent = one != two && matrix.knows(one) && matrix.knows(two) && matrix.pairs(one, two).is_empty();
    if silent && !is_added_to(code, other) && !is_added_to(other, code) {
        flags.add(ids::ENG_10, Reason::PairNotListed { code: one, other: two });
    }
}

/// The pair edits of a day, in both orders. A table that is older than one of the codes says so instead of nothing.
fn edits(scene: &Scene, code: &Hcpcs, other: &Hcpcs, on: Date, flags: &mut Flags) {
    let mut too_old = None;
    for (paid, denied) in [(code, other), (other, code)] {
        match scene.prepared.rules.pair(paid, denied, on) {
            PairAnswer::Bars { modifier, vintage } => {
                let (paid, denied) = (paid.clone(), denied.clone());
                flags.add(ids::CLAIM_05, Reason::PairEdit { paid, denied, modifier, vintage });
                return;
            }
            // Once for both orders: the same table is as old either way.
            PairAnswer::TooOld { vintage, code } => too_old = Some(Reason::PairTableTooOld { code, vintage }),
            PairAnswer::Free { .. } | PairAnswer::NoTable => {}
        }
    }
    if let Some(reason) = too_old {
        flags.add(ids::CLAIM_05, reason);
    }
}

/// More units than the table of unlikely edits lets a day bear.
fn units(scene: &Scene, line: &Line, flags: &mut Flags) {
    let edit = scene.prepared.rules.edits().mue(&line.code, line.date_of_service);
    if let Some(edit) = edit.filter(|edit| line.units > edit.units) {
        let reason = Reason::UnitsAboveEdit { units: line.units, most: edit.units, vintage: edit.vintage };
        flags.add(ids::CLAIM_07, reason);
    }
}

/// An add-on without one of the primaries that its edit names.
fn add_on(scene: &Scene, line: &Line, out: &Determination, flags: &mut Flags) {
    let Some(primaries) = scene.prepared.rules.edits().primaries(&line.code, line.date_of_service) else {
        return;
    };
    let listed = |code: &Hcpcs| primaries.codes().any(|primary| primary == code);
    let mut ours = scene.facts.other_services.iter().filter(|service| is_ours(scene, service));
    let has_one = out.lines.iter().any(|other| listed(&other.code)) || ours.any(|other| listed(&other.code));
    if !has_one && !primaries.contractor_may_name_others() {
        let reason = Reason::NoPrimary { code: line.code.clone(), vintage: primaries.vintage };
        flags.add(ids::CLAIM_07, reason);
    }
}
