//! RPM device supply (RPM-02, 03, 10; CONC-10).

use ccm::billing::facts::DeviceFact;
use ccm::enrollment::Program;

use super::calendar::add_days;
use super::scene::Scene;
use super::{Outcome, Rule, UNKNOWN, claim, conflict, patient, published, time, visit};

pub fn judge(scene: &Scene) -> Outcome {
    let facts = scene.facts;
    let of_month = |day| facts.month.covers(day);
    let mut windows: Vec<_> = facts.devices.iter().filter(|device| of_month(device.window_end)).collect();
    let ends_here = !windows.is_empty();
    if !ends_here {
        windows = facts.devices.iter().filter(|device| of_month(device.window_start)).collect();
    }
    // RPM-01: readings keyed by hand do not count beside others.
    if windows.iter().any(|device| device.uploads_by_itself != Some(false)) {
        windows.retain(|device| device.uploads_by_itself != Some(false));
    }
    // RPM-03: of several devices the one with the most days counts; the first of equals.
    let Some(device) = windows.iter().rev().max_by_key(|device| device.days_with_data) else {
        return Outcome::default();
    };
    // A device whose days nobody knows may be the one with the most.
    let unknown = windows.iter().any(|device| device.days_with_data.is_none());
    let given = code_of(device).filter(|code| !unknown || *code == "99454");
    let named = given.unwrap_or(lowest(device));
    if !ends_here {
        // RPM-10: a window that only starts here belongs to another month.
        return Outcome::hold(named, "RPM-10");
    }
    let first = || patient::setting(facts).or_else(|| hand_keyed(device));
    if let Some(rule) = first().or_else(|| gates(scene, device, named)) {
        return Outcome::hold(named, rule);
    }
    match given {
        None if unknown => Outcome::hold(named, UNKNOWN),
        None => Outcome::hold(named, "RPM-02"),
        Some(code) => match claim::late(scene, device.window_end) {
            Some(rule) => Outcome::hold(code, rule),
            None => Outcome { lines: vec![(code, 1)], held: Vec::new() },
        },
    }
}

/// RPM-01: readings keyed by hand do not count.
fn hand_keyed(device: &DeviceFact) -> Option<Rule> {
    match device.uploads_by_itself {
        Some(true) => None,
        Some(false) => Some("RPM-01"),
        None => Some(UNKNOWN),
    }
}

/// RPM-02, by the year of the date of service.
fn code_of(device: &DeviceFact) -> Option<&'static str> {
    let days = device.days_with_data?;
    let tiers = device.window_end.year() >= 2026;
    if days >= 16 {
        Some("99454")
    } else if tiers && days >= 2 {
        Some("99445")
    } else {
        None
    }
}

/// ENG-07: the lowest code in force.
fn lowest(device: &DeviceFact) -> &'static str {
    if device.window_end.year() >= 2026 { "99445" } else { "99454" }
}

fn gates(scene: &Scene, device: &DeviceFact, code: &'static str) -> Option<Rule> {
    let facts = scene.facts;
    // Consent by the first day of the window.
    let by = scene.calendar.midnight(add_days(device.window_start, 1));
    let covered = || {
        let last = time::last_covered_day(facts, &scene.calendar);
        last.is_some_and(|last| last < device.window_end).then_some("ELIG-05")
    };
    let in_window = || {
        facts
            .other_services
            .iter()
            .any(|other| {
                published::SUPPLY.contains(&other.code.as_str())
                    && conflict::in_force(other.code.as_str(), device.window_end)
                    && device.window_start <= other.date
                    && other.date <= device.window_end
            })
            .then_some("CONC-10")
    };
    // The lowest CONC number first: 09 comes before the window's 10, 13 after it.
    scene
        .consent_by(Program::Rpm, by)
        .or_else(|| patient::part_b(facts))
        .or_else(covered)
        .or_else(|| patient::biller(facts))
        .or_else(|| visit::established(scene))
        .or_else(|| match conflict::first(facts, code, &[]) {
            Some("CONC-09") => Some("CONC-09"),
            found => in_window().or(found),
        })
}
