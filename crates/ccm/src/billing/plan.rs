//! Which code the counted minutes give: the track of the month (CCM-SEL-01), the units, the date of service.

use super::check;
use super::counting::ProgramTime;
use super::determination::Finding;
use super::facts::DepartureKind;
use super::program::{ProgramRule, Track, TrackTime};
use super::requirement::Requirement;
use super::scene::Scene;
use super::service::{Service, Version, guard_units};
use super::switches::Switch;
use crate::basics::{Answer, Date};
use crate::enrollment::Program;

/// A base code under test, with what its minutes would bill.
pub(super) struct Plan<'a> {
    pub program: Program,
    pub service: &'a Service,
    /// `None`: the code is not in force in the month.
    pub version: Option<&'a Version>,
    pub track: Option<&'a Track>,
    /// Counted for this code.
    pub seconds: u64,
    pub add_on: Option<AddOn<'a>>,
    pub date_of_service: Date,
}

pub(super) struct AddOn<'a> {
    pub service: &'a Service,
    pub version: &'a Version,
    /// After the cap and the guard.
    pub units: u32,
    pub units_max: u32,
    /// Units that the minutes give, and the guard that they pass.
    pub above_guard: Option<(u32, u32)>,
}

/// Minutes that a track may count.
pub(super) fn seconds_of(time: ProgramTime, track: Option<&Track>) -> u64 {
    match track.map(|track| track.time) {
        Some(TrackTime::Own) => time.own_seconds,
        Some(TrackTime::Pooled) | None => time.pooled(),
    }
}

/// The track by CCM-SEL-01: the declared one if it qualifies, else the first that does.
pub(super) fn track<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Option<&'a Track> {
    let time = scene.time(program);
    let declared = rule.track.iter().find(|track| Some(track.word) == scene.facts.declared_track);
    if let Some(track) = declared.filter(|track| qualifies(scene, track, time)) {
        return Some(track);
    }
    rule.track.iter().find(|track| {
        let limit = track.only_if_staff_minutes_under.map(|minutes| u64::from(minutes) * 60);
        limit.is_none_or(|limit| time.staff_seconds < limit) && qualifies(scene, track, time)
    })
}

/// At its base's threshold, with the decision making that the base asks for.
fn qualifies(scene: &Scene, track: &Track, time: ProgramTime) -> bool {
    let Some((_, Some(version))) = scene.prepared.service(&track.base) else { return false };
    seconds_of(time, Some(track)) >= version.first_seconds()
        && decision_making(scene, version).is_none_or(|finding| finding.answer.is_met())
}

/// What the decision making of the month says to a code that asks for it.
pub(super) fn decision_making(scene: &Scene, version: &Version) -> Option<Finding> {
    version.requires.iter().find_map(|asked| match &asked.requirement {
        Requirement::DecisionMaking(levels) => Some(check::decision_making(scene, asked.rule, levels)),
        _ => None,
    })
}

/// The base code under test: of the track, or where the minutes give none, the lowest in force.
pub(super) fn plan<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Option<Plan<'a>> {
    let track = track(scene, program, rule);
    let base = track.map_or(&rule.lowest, |track| &track.base);
    let (service, version) = scene.prepared.service(base)?;
    let seconds = seconds_of(scene.time(program), track);
    let first = version.map_or(0, Version::first_seconds);
    // Of the base and the billed add-ons; zero if the base is not reached.
    let mut used_seconds = if seconds >= first { first } else { 0 };
    let add_on =
        scene.prepared.add_on(base).filter(|_| first > 0 && seconds >= first).map(|(service, version)| {
            let add_on = units(scene, service, version, seconds - first);
            used_seconds = used_seconds
                .saturating_add(u64::from(add_on.units).saturating_mul(version.increment_seconds()));
            add_on
        });
    let date_of_service = date_of_service(scene, program, track, used_seconds);
    Some(Plan { program, service, version, track, seconds, add_on, date_of_service })
}

fn units<'a>(scene: &Scene, service: &'a Service, version: &'a Version, further_seconds: u64) -> AddOn<'a> {
    let increment = version.increment_seconds().max(1);
    let units_max = version.units_max.units(&scene.prepared.choices);
    let reached = u32::try_from(further_seconds / increment).unwrap_or(u32::MAX);
    let capped = reached.min(units_max);
    if let super::service::Limit::Switch(switch) = version.units_max
        && reached > 0
    {
        scene.mark(switch);
    }
    let guard = version.units_guard.map(|switch| {
        if capped > 0 {
            scene.mark(switch);
        }
        guard_units(switch, &scene.prepared.choices)
    });
    let above_guard = guard.filter(|&guard| capped > guard).map(|guard| (capped, guard));
    AddOn { service, version, units: guard.map_or(capped, |guard| capped.min(guard)), units_max, above_guard }
}

/// CLAIM-01. Never before the month, whatever ended before it.
fn date_of_service(scene: &Scene, program: Program, track: Option<&Track>, used_seconds: u64) -> Date {
    let (facts, prepared) = (scene.facts, scene.prepared);
    let mut last = prepared.month.last_day();
    for end in &facts.departures {
        let day = match (end.kind, end.at) {
            (DepartureKind::Death, at) => at.day(&prepared.clock),
            // The first moment that is not covered: the second before it was.
            (_, at) => prepared.local_day(prepared.earliest(at).saturating_sub(1)),
        };
        last = last.min(day);
    }
    let last = last.max(prepared.month.first_day());
    if used_seconds > 0 {
        scene.mark(Switch::DateOfService);
        if prepared.choices.is(Switch::DateOfService, "threshold_day") {
            return threshold_day(scene, program, track, used_seconds).unwrap_or(last);
        }
    }
    last
}

/// The local day in which the last second of the billed units was worked.
fn threshold_day(scene: &Scene, program: Program, track: Option<&Track>, used_seconds: u64) -> Option<Date> {
    let own_only = track.is_some_and(|track| track.time == TrackTime::Own);
    let mut missing = used_seconds;
    for claim in &scene.counted.claims {
        let entry = scene.facts.entries.get(claim.owner)?;
        let role = entry.role.and_then(|word| scene.prepared.role(word));
        let counts =
            entry.program == program && (!own_only || super::counting::is_own(entry, role, scene.facts));
        if !counts {
            continue;
        }
        let seconds = claim.stretch.seconds();
        if seconds >= missing {
            let last = claim.stretch.start.saturating_add(i64::try_from(missing).ok()?) - 1;
            return Some(scene.prepared.local_day(last));
        }
        missing -= seconds;
    }
    None
}

/// Whether the code is in force on the date of service (ENG-02).
pub(super) fn in_force(scene: &Scene, service: &Service, has_version: bool, on: Date) -> Finding {
    let life = service.life();
    let reason =
        super::reason::Reason::InForce { on, from: life.map(|life| life.0), until: life.map(|life| life.1) };
    scene.finding(super::reason::ids::ENG_02, Answer::met_if(has_version && service.in_force(on)), reason)
}
