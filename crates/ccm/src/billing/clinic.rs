//! The month of a clinic that bills one code, a unit for each service (FQ-01 to FQ-05).

use super::check;
use super::determination::{BucketTime, Considered, Determination, Finding, Outcome};
use super::facts::DeviceFact;
use super::line;
use super::plan::{self, Plan};
use super::reason::{Reason, ids};
use super::requirement::Requirement;
use super::scene::{Scene, word};
use super::setting::{Mode, Single};
use super::word::RuleId;
use crate::basics::{Answer, Hcpcs};
use crate::enrollment::Program;

/// The single code's rules, where they stand for a program's own.
pub(super) fn pays_for<'a>(scene: &Scene<'a>, program: Program) -> Option<&'a Single> {
    if scene.mode != Mode::Single {
        return None;
    }
    let single = scene.prepared.rules.content.settings.single_of(scene.facts)?;
    (!single.election_exempt.contains(&program)).then_some(single)
}

/// Its minutes go into the one bucket. A program of which the single code knows no service pays nothing apart.
pub(super) fn set_aside(scene: &Scene, program: Program, single: &Single, out: &mut Determination) {
    let seconds = scene.time(program).pooled();
    if seconds > 0 {
        match out.minutes.iter_mut().find(|item| item.bucket == single.bucket) {
            Some(item) => item.seconds = item.seconds.saturating_add(seconds),
            None => out.minutes.push(BucketTime { bucket: single.bucket, program, seconds }),
        }
    }
    let rules = scene.prepared.rules;
    let pays = |code: &Hcpcs| rules.service(code).is_some_and(|service| service.program == program);
    if scene.time(program).asked && !single.services.iter().any(pays) {
        let reason = Reason::InSingleCode { single: single.code.clone() };
        let finding = scene.finding(single.shortfall, Answer::NotMet, reason);
        hold(scene, &single.code, program, vec![finding], out);
    }
    // Extra planning pays inside the visit here (FQ-08): the question is asked all the same.
    if program == Program::Ccm && check::planning_visit(scene).is_some() {
        let visit_codes = scene.setting.map_or(&[][..], |setting| &setting.inside_visit);
        for code in visit_codes {
            let mut findings = Vec::new();
            check::setting(scene, program, code, &mut findings);
            hold(scene, code, program, findings, out);
        }
    }
}

/// Every service of the single code, in its order: a unit for each that is met, a hold for each that fails.
pub(super) fn single(scene: &Scene, out: &mut Determination) {
    let Some(single) = scene.prepared.rules.content.settings.single_of(scene.facts) else { return };
    if scene.mode != Mode::Single {
        return;
    }
    let Some((service, version)) = scene.prepared.service(&single.code) else { return };
    let mut units = 0;
    let mut first_billed: Option<Plan> = None;
    for code in &single.services {
        let Some((individual, of_month)) = scene.prepared.service(code) else { continue };
        let program = individual.program;
        let window = best_window(scene, single, program);
        let asked =
            scene.prepared.program(program).is_some_and(|rule| plan::is_time_asked(scene, program, rule));
        if !(asked || window.is_some()) {
            if let Some(waiting) = waiting_window(scene, program) {
                hold(scene, &single.code, program, vec![waiting], out);
            }
            continue;
        }
        let on = plan::last_day(scene);
        let plan = Plan::for_single(scene, program, (individual, of_month), on);
        let mut findings = vec![plan::in_force(scene, service, version.is_some(), on)];
        check::setting(scene, program, &single.code, &mut findings);
        for asked in of_month.iter().flat_map(|version| &version.requires) {
            if asked.requirement == Requirement::NotBilledTwice {
                findings.extend(displaced(scene, single));
            }
            match &asked.requirement {
                Requirement::MinutesAtLeast(_) => {
                    findings.push(threshold(scene, &plan, single, window));
                }
                Requirement::LiveContact => {
                    let by_device = window.is_some_and(|device| serves(single, device));
                    findings.extend(live(scene, &plan, single).filter(|_| !by_device));
                }
                _ => check::check(scene, &plan, asked, &mut findings),
            }
        }
        if findings.iter().all(|finding| finding.answer.is_met()) {
            units += 1;
            scene.bill(code, on);
            let outcome = Outcome::Billed { units: 1 };
            out.considered.push(Considered { code: code.clone(), program, track: None, outcome, findings });
            first_billed = first_billed.or(Some(plan));
        } else {
            hold(scene, &single.code, program, findings, out);
        }
    }
    if let Some(plan) = first_billed {
        line::push_units(scene, &plan, service, units, out);
    }
}

/// The other way in of one program: the window with the most days with data, of those that end in the month.
fn best_window<'a>(scene: &Scene<'a>, single: &Single, program: Program) -> Option<&'a DeviceFact> {
    let rules = scene.prepared.rules;
    let ends = scene.facts.devices.iter().filter(|device| {
        program == single.device_program
            && scene.prepared.month.covers(device.window_end)
            && rules.device(device.kind).is_some_and(|rule| rule.program == program)
    });
    ends.max_by_key(|device| device.days_with_data)
}

fn serves(single: &Single, device: &DeviceFact) -> bool {
    device.days_with_data.is_some_and(|days| days >= single.device_days)
}

/// RPM-10: a window that ends in another month waits for it here too.
fn waiting_window(scene: &Scene, program: Program) -> Option<Finding> {
    let supply = plan::supply(scene, program)?;
    let asked = supply.version?.requires.iter().find(|asked| asked.requirement.is_first())?;
    let mut findings = Vec::new();
    check::check(scene, &supply, asked, &mut findings);
    findings.into_iter().find(|finding| !finding.answer.is_met())
}

fn threshold(scene: &Scene, plan: &Plan, single: &Single, window: Option<&DeviceFact>) -> Finding {
    let window = window.filter(|device| serves(single, device) && plan.seconds < plan.needed_seconds);
    if let Some((device, days)) = window.and_then(|device| Some((device, device.days_with_data?))) {
        let reason = Reason::DeviceDays { device: device.id.clone(), days, needed: single.device_days };
        return scene.finding(single.shortfall, Answer::Met, reason);
    }
    let reason = Reason::Minutes { counted_seconds: plan.seconds, needed_seconds: plan.needed_seconds };
    scene.finding(single.shortfall, Answer::met_if(plan.seconds >= plan.needed_seconds), reason)
}

fn live(scene: &Scene, plan: &Plan, single: &Single) -> Option<Finding> {
    Some(check::live_contact(scene, plan.program, single.shortfall))
}

/// FQ-04: where APCM is billed, or others bill what the single code stands for; and the single code twice.
fn displaced(scene: &Scene, single: &Single) -> Vec<Finding> {
    let on = plan::last_day(scene);
    let found = check::displaced(scene, word(&single.code), on, single.displaced_by, &single.services);
    let twice = check::billed_twice(scene, &single.code, ids::CLAIM_07);
    vec![found, twice]
}

/// Codes that were asked for after their end (FQ-03, FQ-05).
pub(super) fn ended_codes(scene: &Scene, out: &mut Determination) {
    let settings = &scene.prepared.rules.content.settings;
    let month = scene.prepared.month;
    let ours = |settings: &[super::word::Word]| {
        scene.facts.practice.setting.is_some_and(|setting| settings.contains(&setting))
    };
    let asked = |code: &Hcpcs| {
        scene.facts.requested_instead.as_ref() == Some(code)
            || scene.facts.requested.iter().any(|request| request.code == *code)
    };
    let single = settings.single.iter().map(|rule| (&rule.settings, &rule.code, rule.until, rule.after));
    let own = settings.collaborative.iter().map(|rule| (&rule.settings, &rule.code, rule.until, rule.after));
    for (listed, code, until, rule) in single.chain(own) {
        if asked(code) && ours(listed) && month.first_day() > until {
            let finding = scene.finding(rule, Answer::NotMet, Reason::CodeEnded { until });
            let program = scene.prepared.rules.service(code).map_or(Program::Ccm, |service| service.program);
            hold(scene, code, program, vec![finding], out);
        }
    }
}

/// Holds a code on the first finding that is not met.
fn hold(scene: &Scene, code: &Hcpcs, program: Program, findings: Vec<Finding>, out: &mut Determination) {
    let failure = findings.iter().find(|finding| !finding.answer.is_met());
    out.held.extend(failure.map(|finding| scene.held(code, finding)));
    let outcome = Outcome::Held;
    out.considered.push(Considered { code: code.clone(), program, track: None, outcome, findings });
}

/// The election of a clinic that has not said what it elected (FQ-02).
pub(super) fn election(scene: &Scene, program: Program) -> Option<(RuleId, Answer, Reason)> {
    if !scene.mode.is_unsettled() {
        return None;
    }
    let single = scene.prepared.rules.content.settings.single_of(scene.facts)?;
    if single.election_exempt.contains(&program) {
        return None;
    }
    scene.mark(single.election);
    Some((single.election_rule, Answer::NotMet, Reason::Election { elected: None }))
}
