//! Device supply: one code a patient and month, by the days with data in a 30-day window (RPM-02, RPM-03).

use super::{Plan, Subject};
use crate::basics::{Date, Hcpcs, ServiceMonth};
use crate::billing::facts::DeviceFact;
use crate::billing::program::DeviceRule;
use crate::billing::requirement::Requirement;
use crate::billing::scene::Scene;
use crate::billing::service::{Service, Version};
use crate::billing::switches::Switch;
use crate::enrollment::Program;

/// The supply code of the program's best window, if one is of this month.
pub(in crate::billing) fn plan<'a>(scene: &Scene<'a>, program: Program) -> Option<Plan<'a>> {
    let (device, rule) = best(scene, program)?;
    scene.mark(Switch::DeviceDateOfService);
    let service = code(scene, rule, device)?;
    Some(Plan::without_minutes(program, service, device.window_end, Subject::Window(device)))
}

/// RPM-04: the set-up of a device, with the first window that has the days.
pub(super) fn set_up<'a>(scene: &Scene<'a>, program: Program, code: &Hcpcs) -> Option<Plan<'a>> {
    let (device, rule) = best(scene, program)?;
    let service = in_its_year(scene, &rule.set_up, device).filter(|_| rule.set_up == *code)?;
    Some(Plan::without_minutes(program, service, device.window_end, Subject::Window(device)))
}

/// Of the windows that end in the month the one with the most days; if none ends in it, one that begins in it.
/// A device that is known not to send its data by itself comes last; one whose days are not known comes before one
/// whose days do not reach the most demanding code: it may.
fn best<'a>(scene: &Scene<'a>, program: Program) -> Option<(&'a DeviceFact, &'a DeviceRule)> {
    let month = scene.prepared.month;
    let rules = scene.prepared.rules;
    let ours = scene.facts.devices.iter().filter_map(|device| {
        let rule = rules.device(device.kind).filter(|rule| rule.program == program)?;
        Some((device, rule))
    });
    let worth = |(device, rule): &(&'a DeviceFact, &'a DeviceRule)| {
        let most = rule.supply.first().and_then(|code| needed_days(in_its_year(scene, code, device)?.1?));
        let reach = match (device.days_with_data, most) {
            (Some(days), Some(most)) if days >= most => 2,
            (None, _) => 1,
            _ => 0,
        };
        (device.uploads_by_itself != Some(false), reach, device.days_with_data)
    };
    // Of two alike the earlier in the list.
    let best = |of_month: fn(&DeviceFact) -> Date| {
        let windows = ours.clone().filter(move |(device, _)| month.covers(of_month(device)));
        windows.rev().max_by_key(worth)
    };
    best(|device| device.window_end).or_else(|| best(|device| device.window_start))
}

/// The most demanding code that the days give, else the least demanding in force.
fn code<'a>(
    scene: &Scene<'a>,
    rule: &'a DeviceRule,
    device: &DeviceFact,
) -> Option<(&'a Service, Option<&'a Version>)> {
    let days = device.days_with_data.unwrap_or(0);
    let services = || rule.supply.iter().filter_map(|code| in_its_year(scene, code, device));
    let in_force = || services().filter(|(_, version)| version.is_some());
    let reached = |(_, version): &(&Service, Option<&Version>)| {
        version.and_then(needed_days).is_some_and(|needed| days >= needed)
    };
    in_force().find(reached).or_else(|| in_force().next_back()).or_else(|| services().next())
}

/// A code with its version on the window's last day, which is the date of service (RPM-10).
fn in_its_year<'a>(
    scene: &Scene<'a>,
    code: &Hcpcs,
    device: &DeviceFact,
) -> Option<(&'a Service, Option<&'a Version>)> {
    let service = scene.prepared.rules.service(code)?;
    Some((service, service.version(ServiceMonth::of(device.window_end))))
}

fn needed_days(version: &Version) -> Option<u16> {
    version.requires.iter().find_map(|asked| match asked.requirement {
        Requirement::DeviceDays(needed) => Some(needed),
        _ => None,
    })
}
