//! Codes of minutes: the track of the month (CCM-SEL-01), the units, the date of service.

use super::{Plan, Subject, last_day};
use crate::basics::{Date, Hcpcs};
use crate::billing::check;
use crate::billing::counting::{ProgramTime, is_own};
use crate::billing::determination::{BucketTime, Finding};
use crate::billing::program::{ProgramRule, Track, TrackTime};
use crate::billing::requirement::Requirement;
use crate::billing::scene::Scene;
use crate::billing::service::{Limit, Service, Version, guard_units};
use crate::billing::setting::Collaborative;
use crate::billing::switches::Switch;
use crate::enrollment::Program;

pub(in crate::billing) struct AddOn<'a> {
    pub service: &'a Service,
    pub version: &'a Version,
    /// After the cap and the guard.
    pub units: u32,
    pub units_max: u32,
    /// Units that the minutes give, and the guard that they pass.
    pub above_guard: Option<(u32, u32)>,
}

/// Minutes that a track may count.
pub(in crate::billing) fn seconds_of(time: ProgramTime, track: Option<&Track>) -> u64 {
    match track.map(|track| track.time) {
        Some(TrackTime::Own) => time.own_seconds,
        Some(TrackTime::Pooled) | None => time.pooled(),
    }
}

/// Counted time of a program by bucket (ENG-08): own minutes apart only on a practitioner's track.
pub(in crate::billing) fn buckets<'a>(
    scene: &Scene<'a>,
    program: Program,
    rule: &'a ProgramRule,
    minutes: &mut Vec<BucketTime>,
) {
    let time = scene.time(program);
    let own_track = rule.bucket_own.is_some()
        && track(scene, program, rule).is_some_and(|track| track.time == TrackTime::Own);
    let parts = match rule.bucket_own {
        Some(own) if own_track => [(rule.bucket_staff, time.staff_seconds), (own, time.own_seconds)],
        _ => [(rule.bucket_staff, time.pooled()), (rule.bucket_staff, 0)],
    };
    let filled = parts.into_iter().filter(|(_, seconds)| *seconds > 0);
    minutes.extend(filled.map(|(bucket, seconds)| BucketTime { bucket, program, seconds }));
}

/// The track by CCM-SEL-01: the declared one if it qualifies, else the first that does.
fn track<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Option<&'a Track> {
    let time = scene.time(program);
    if rule.declares {
        let declared = rule.track.iter().find(|track| Some(track.word) == scene.facts.declared_track);
        if let Some(track) = declared.filter(|track| qualifies(scene, track, time)) {
            return Some(track);
        }
    }
    rule.track.iter().find(|track| {
        let limit = track.only_if_staff_minutes_under.map(|minutes| u64::from(minutes) * 60);
        limit.is_none_or(|limit| time.staff_seconds < limit) && qualifies(scene, track, time)
    })
}

/// Whether the track is one for this biller, month and practice.
fn applies(scene: &Scene, track: &Track) -> bool {
    let facts = scene.facts;
    let biller = track
        .only_if_biller_in
        .as_ref()
        .is_none_or(|roles| facts.biller.role.is_some_and(|role| roles.contains(&role)));
    let month = track.only_if_first_month.is_none_or(|first| is_first_month(scene) == Some(first));
    let asked = |code: &Hcpcs| facts.requested.iter().any(|request| request.code == *code);
    biller && month && (!track.only_if_requested || asked(&track.base))
}

/// Whether collaborative care began in this month; `None`: not on record (COCM-03).
fn is_first_month(scene: &Scene) -> Option<bool> {
    let first = scene.facts.cocm.as_ref()?.first_month?;
    Some(first == scene.prepared.month)
}

/// At its base's threshold, with the decision making that the base asks for.
fn qualifies(scene: &Scene, track: &Track, time: ProgramTime) -> bool {
    let Some((_, Some(version))) = scene.prepared.service(&track.base) else { return false };
    applies(scene, track)
        && seconds_of(time, Some(track)) >= version.threshold_seconds(&scene.prepared.choices)
        && decision_making(scene, version).is_none_or(|finding| finding.answer.is_met())
}

/// What the decision making of the month says to a code that asks for it.
pub(in crate::billing) fn decision_making(scene: &Scene, version: &Version) -> Option<Finding> {
    version.requires.iter().find_map(|asked| match &asked.requirement {
        Requirement::DecisionMaking(levels) => Some(check::decision_making(scene, asked.rule, levels)),
        _ => None,
    })
}

/// The base code under test: of the track, or where the minutes give none, the lowest in force.
pub(super) fn plan<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Option<Plan<'a>> {
    let settings = &scene.prepared.rules.content.settings;
    let own = settings.collaborative_of(scene.facts, scene.prepared.month);
    if let Some(own) = own.filter(|own| own.program == program) {
        return of_clinic(scene, own);
    }
    let track = track(scene, program, rule);
    let (service, version) = match track {
        Some(track) => scene.prepared.service(&track.base)?,
        None => lowest(scene, rule)?,
    };
    let named = match track {
        Some(_) => service,
        None => {
            let by_track = rule.track.iter().find(|track| track.names_gates && applies(scene, track));
            let code = by_track.map_or(&rule.gate_code, |track| &track.base);
            scene.prepared.service(code).map_or(service, |(named, _)| named)
        }
    };
    let seconds = seconds_of(scene.time(program), track);
    let choices = &scene.prepared.choices;
    let needed_seconds = version.map_or(0, |version| version.threshold_seconds(choices));
    if version.is_some_and(|version| version.first_seconds() != needed_seconds)
        || (program == Program::Cocm && seconds > 0)
    {
        scene.mark(Switch::CollaborativeTime);
    }
    let first = version.map_or(0, Version::first_seconds);
    let reached = needed_seconds > 0 && seconds >= needed_seconds;
    // Of the base and the billed add-ons; zero if the base is not reached.
    let mut used_seconds = if reached { needed_seconds } else { 0 };
    let add_on = scene.prepared.add_on(&service.code).filter(|_| reached).map(|(service, version)| {
        let add_on = units(scene, service, version, seconds.saturating_sub(first));
        if let Some(before) = add_on.units.checked_sub(1) {
            let full = u64::from(before).saturating_mul(version.increment_seconds());
            used_seconds = first.saturating_add(full).saturating_add(version.last_increment_seconds(choices));
        }
        add_on
    });
    let date_of_service = date_of_service(scene, program, track, used_seconds);
    let subject = Subject::Minutes;
    Some(Plan {
        program,
        service,
        version,
        named,
        track,
        level: None,
        seconds,
        needed_seconds,
        add_on,
        date_of_service,
        subject,
    })
}

/// The next track up from a short one: its base, and the seconds that reach it.
pub(in crate::billing) fn longer_track<'a>(scene: &Scene<'a>, plan: &Plan<'a>) -> Option<(&'a Service, u64)> {
    let rule = scene.prepared.program(plan.program)?;
    let used = plan.track?;
    let longer = rule.track.iter().filter(|track| track.time == used.time && applies(scene, track));
    let above = longer.filter_map(|track| {
        let (service, version) = scene.prepared.service(&track.base)?;
        let version = version.filter(|version| decision_making(scene, version).is_none())?;
        Some((service, version.threshold_seconds(&scene.prepared.choices)))
    });
    above.filter(|(_, at)| *at > plan.seconds).min_by_key(|(_, at)| *at)
}

/// The first of the listed codes that is in force, else the last.
fn lowest<'a>(scene: &Scene<'a>, rule: &'a ProgramRule) -> Option<(&'a Service, Option<&'a Version>)> {
    let services = || rule.lowest.iter().filter_map(|code| scene.prepared.service(code));
    services().find(|(_, version)| version.is_some()).or_else(|| services().next_back())
}

/// FQ-05: the clinic's own code, always at full minutes.
fn of_clinic<'a>(scene: &Scene<'a>, own: &'a Collaborative) -> Option<Plan<'a>> {
    let (service, version) = scene.prepared.service(&own.code)?;
    let minutes =
        if is_first_month(scene) == Some(false) { own.later_month_minutes } else { own.first_month_minutes };
    let (seconds, needed) = (scene.time(own.program).pooled(), u64::from(minutes) * 60);
    let used = if seconds >= needed { needed } else { 0 };
    let on = date_of_service(scene, own.program, None, used);
    let plan = Plan::without_minutes(own.program, (service, version), on, Subject::Minutes);
    Some(Plan { seconds, needed_seconds: needed, ..plan })
}

fn units<'a>(scene: &Scene, service: &'a Service, version: &'a Version, further_seconds: u64) -> AddOn<'a> {
    let choices = &scene.prepared.choices;
    let increment = version.increment_seconds().max(1);
    let last = version.last_increment_seconds(choices);
    let by_payer =
        scene.payer.as_ref().and_then(|terms| terms.units_max.as_ref()?.get(&service.code).copied());
    let units_max = version.units_max.units(choices).min(by_payer.unwrap_or(u32::MAX));
    let reached = further_seconds.checked_sub(last).map_or(0, |beyond| 1 + beyond / increment);
    let reached = u32::try_from(reached).unwrap_or(u32::MAX);
    let capped = reached.min(units_max);
    if let Limit::Switch(switch) = version.units_max
        && reached > 0
    {
        scene.mark(switch);
    }
    let guard = version.units_guard.map(|switch| {
        if capped > 0 {
            scene.mark(switch);
        }
        guard_units(switch, choices)
    });
    let above_guard = guard.filter(|&guard| capped > guard).map(|guard| (capped, guard));
    AddOn { service, version, units: guard.map_or(capped, |guard| capped.min(guard)), units_max, above_guard }
}

/// CLAIM-01.
fn date_of_service(scene: &Scene, program: Program, track: Option<&Track>, used_seconds: u64) -> Date {
    let last = last_day(scene);
    if used_seconds > 0 {
        scene.mark(Switch::DateOfService);
        if scene.prepared.choices.is(Switch::DateOfService, "threshold_day") {
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
        let counts = entry.program == program && (!own_only || is_own(entry, role, scene.facts));
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
