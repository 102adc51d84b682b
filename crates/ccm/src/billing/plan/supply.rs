//! Device supply: one code a patient and month, by the days with data in a 30-day window (RPM-02, RPM-03).

use super::{Plan, Subject};
use crate::basics::{Date, Hcpcs};
use crate::billing::facts::DeviceFact;
use crate::billing::program::DeviceRule;
use crate::billing::requirement::Requirement;
use crate::billing::scene::Scene;
use crate::billing::service::{Service, Version};
use crate::billing::switches::Switch;
use crate::enrollment::Program;

/// The supply code of the program's best window, if one is of this month.
pub(in crate::billing) fn plans<'a>(scene: &Scene<'a>, program: Program) -> Option<Plan<'a>> {
    let (device, rule) = best(scene, program)?;
    scene.mark(Switch::DeviceDateOfService);
    let service = code(scene, rule, device)?;
    Some(Plan::without_minutes(program, service, date(scene, device), Subject::Window(device)))
}

/// RPM-04: the set-up of a device, with the first window that has the days.
pub(super) fn set_up<'a>(scene: &Scene<'a>, program: Program, code: &Hcpcs) -> Option<Plan<'a>> {
    let (device, rule) = best(scene, program)?;
    let service = scene.prepared.service(&rule.set_up).filter(|_| rule.set_up == *code)?;
    Some(Plan::without_minutes(program, service, date(scene, device), Subject::Window(device)))
}

/// RPM-10: the date of service is the window's last day.
fn date(scene: &Scene, device: &DeviceFact) -> Date {
    if scene.prepared.month.covers(device.window_end) { device.window_end } else { super::last_day(scene) }
}

/// Of the windows that end in the month the one with the most days; if none ends in it, one that begins in it.
fn best<'a>(scene: &Scene<'a>, program: Program) -> Option<(&'a DeviceFact, &'a DeviceRule)> {
    let month = scene.prepared.month;
    let rules = scene.prepared.rules;
    let ours = scene.facts.devices.iter().filter_map(|device| {
        let rule = rules.device(device.kind).filter(|rule| rule.program == program)?;
        Some((device, rule))
    });
    let ends = ours.clone().filter(|(device, _)| month.covers(device.window_end));
    // Of two with as many days the earlier in the list.
    let best = ends.rev().max_by_key(|(device, _)| device.days_with_data);
    best.or_else(|| ours.clone().find(|(device, _)| month.covers(device.window_start)))
}

/// The most demanding code that the days give, else the least demanding in force.
fn code<'a>(
    scene: &Scene<'a>,
    rule: &'a DeviceRule,
    device: &DeviceFact,
) -> Option<(&'a Service, Option<&'a Version>)> {
    let days = device.days_with_data.unwrap_or(0);
    let services = || rule.supply.iter().filter_map(|code| scene.prepared.service(code));
    let in_force = || services().filter(|(_, version)| version.is_some());
    let reached = |(_, version): &(&Service, Option<&Version>)| {
        version.is_some_and(|version| {
            version.requires.iter().any(|asked| match asked.requirement {
                Requirement::DeviceDays(needed) => days >= needed,
                _ => false,
            })
        })
    };
    in_force().find(reached).or_else(|| in_force().last()).or_else(|| services().next())
}
