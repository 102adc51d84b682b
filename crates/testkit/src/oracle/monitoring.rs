//! RPM treatment management and 99091 (RPM-05, 06, 09).

use ccm::enrollment::Program;

use super::published::minutes;
use super::scene::Scene;
use super::{Outcome, Rule, UNKNOWN, claim, conflict, visit};

/// 99457 with 99458, or from 2026 99470.
pub fn management(scene: &Scene) -> Outcome {
    if !scene.is_asked(Program::Rpm) {
        return Outcome::default();
    }
    let time = scene.pooled(Program::Rpm);
    // RPM-06: the short code is there from 2026.
    let short_code = scene.facts.month.year() >= 2026;
    let given = if time >= minutes(20) {
        Some("99457")
    } else if short_code && time >= minutes(10) {
        Some("99470")
    } else {
        None
    };
    if let Some(rule) = gates(scene, Program::Rpm, given.unwrap_or("99457"), &[]) {
        return Outcome::hold(given.unwrap_or("99457"), rule);
    }
    let Some(base) = given else {
        return if short_code { Outcome::hold("99470", "RPM-06") } else { Outcome::hold("99457", "RPM-05") };
    };
    match scene.live_contact(Program::Rpm) {
        Some(true) => (),
        Some(false) => return Outcome::hold(base, "RPM-05"),
        None => return Outcome::hold(base, UNKNOWN),
    }
    // MUE: three units of 99458.
    let units = if base == "99457" { ((time - minutes(20)) / minutes(20)).min(3) } else { 0 };
    let used = if base == "99457" { minutes(20) + units * minutes(20) } else { minutes(10) };
    let service = claim::date_of_service(scene, Program::Rpm, false, used);
    match claim::late(scene, service) {
        Some(rule) => Outcome::hold(base, rule),
        None => Outcome { lines: vec![(base, 1), ("99458", units)], held: Vec::new() },
    }
}

/// 99091; `displaced_by`: the management base that this month bills.
pub fn interpretation(scene: &Scene, displaced_by: Option<&'static str>) -> Outcome {
    const CODE: &str = "99091";
    let program = Program::RpmInterpretation;
    if !scene.is_asked(program) {
        return Outcome::default();
    }
    let also: Vec<&str> = displaced_by.into_iter().collect();
    if let Some(rule) = gates(scene, program, CODE, &also) {
        return Outcome::hold(CODE, rule);
    }
    if scene.own(program) < minutes(30) {
        return Outcome::hold(CODE, "RPM-09");
    }
    let service = claim::date_of_service(scene, program, true, minutes(30));
    match claim::late(scene, service) {
        Some(rule) => Outcome::hold(CODE, rule),
        None => Outcome { lines: vec![(CODE, 1)], held: Vec::new() },
    }
}

fn gates(scene: &Scene, program: Program, base: &'static str, also: &[&str]) -> Option<Rule> {
    scene
        .opening(program, scene.calendar.end)
        .or_else(|| visit::established(scene))
        .or_else(|| conflict::first(scene.facts, base, also))
}
