//! From facts to a determination: one pure function.
//!
//! Count the seconds (ENG-12); choose each program's code (CCM-SEL-01); ask its questions in order, the first
//! that fails holds it (ENG-13); bill what is left.

use std::cell::Cell;

use super::check;
use super::counting::count;
use super::determination::{
    BucketTime, Considered, Determination, ENGINE, Finding, Held, LeftOut, NextThreshold, Outcome,
};
use super::facts::{MonthFacts, RequestedCode, VisitFact};
use super::flags;
use super::line;
use super::plan::{self, Plan};
use super::prepared::Prepared;
use super::program::{ProgramRule, TrackTime};
use super::reason::{Reason, ids};
use super::requirement::Requirement;
use super::ruleset::RuleSet;
use super::scene::Scene;
use super::word::Word;
use crate::basics::Answer;
use crate::enrollment::Program;

/// What a month supports, and why. Pure: the same facts and rules give the same answer for ever.
///
/// For many patients of one practice, prepare the rules once with [`RuleSet::for_month`].
pub fn evaluate(facts: &MonthFacts, rules: &RuleSet) -> Determination {
    rules.for_month(facts.month, &facts.zone, &facts.settings).evaluate(facts)
}

impl Prepared<'_> {
    /// As [`evaluate`]. Facts of another month, zone or practice are judged by their own.
    pub fn evaluate(&self, facts: &MonthFacts) -> Determination {
        if !self.fits(facts) {
            let own = self.rules.for_month(facts.month, &facts.zone, &facts.settings);
            return determine(facts, &own);
        }
        determine(facts, self)
    }
}

fn determine(facts: &MonthFacts, prepared: &Prepared) -> Determination {
    let counted = count(facts, prepared);
    let switches = Cell::new(counted.switches);
    let scene = Scene { facts, prepared, counted: &counted, switches: &switches };
    let mut out = Determination {
        engine: ENGINE.into(),
        rules: prepared.rules.hash().into(),
        month: facts.month,
        zone: facts.zone.clone(),
        practitioner: facts.biller.practitioner.clone(),
        lines: Vec::new(),
        held: Vec::new(),
        considered: Vec::new(),
        minutes: Vec::new(),
        left_out: Vec::with_capacity(counted.excluded.len()),
        unbilled_seconds: 0,
        next: Vec::new(),
        switches: Vec::new(),
        flags: Vec::new(),
        modifier_25: None,
    };
    out.left_out.extend(counted.excluded.iter().filter_map(|item| {
        let entry = facts.entries.get(item.entry)?.id.clone();
        Some(LeftOut { entry, rule: item.rule, seconds: item.seconds, answer: item.answer })
    }));
    for program in Program::ALL {
        if let Some(rule) = prepared.program(program)
            && is_asked(&scene, program)
        {
            determine_program(&scene, program, rule, &mut out);
        }
    }
    requested_codes(&scene, &mut out);
    flags::add(&scene, &mut out);
    line::settle(&scene, &mut out);
    out
}

/// ENG-07: entries, a device, a discharge, an enrollment in APCM or a request bring a program into question.
fn is_month_asked(scene: &Scene, program: Program) -> bool {
    let facts = scene.facts;
    let requested = |request: &RequestedCode| {
        scene.prepared.rules.service(&request.code).is_some_and(|service| service.program == program)
    };
    scene.time(program).asked
        || (program == Program::Tcm && facts.tcm.is_some())
        || (program == Program::Rpm && !facts.devices.is_empty())
        || (program == Program::Apcm && facts.enrolled.contains(&Program::Apcm))
        || facts.requested.iter().any(requested)
}

/// As [`is_month_asked`]; the initiating visit of CCM may ask for a code of its own (INIT-08).
fn is_asked(scene: &Scene, program: Program) -> bool {
    is_month_asked(scene, program) || (program == Program::Ccm && check::planning_visit(scene).is_some())
}

fn determine_program(scene: &Scene, program: Program, rule: &ProgramRule, out: &mut Determination) {
    let Some(plan) = plan::plan(scene, program, rule) else { return };
    buckets(scene, &plan, rule, out);
    let first = out.considered.len();
    let (findings, failure) = ask(scene, &plan, rule);
    let stopped_by_gate = failure.as_ref().is_some_and(|failure| failure.is_gate);
    // A visit that asks for G0506 does not ask for the month.
    if is_month_asked(scene, program) {
        complex_beside(scene, &plan, rule, stopped_by_gate, out);
        next_threshold(&plan, out);
        let outcome = match &failure {
            None => Outcome::Billed { units: 1 },
            Some(failure) => {
                out.held.extend(
                    findings.get(failure.place).map(|finding| scene.held(&plan.service.code, finding)),
                );
                Outcome::Held
            }
        };
        if failure.is_none() {
            line::push(scene, &plan, out);
        }
        let track = plan.track.map(|track| track.word);
        let code = plan.service.code.clone();
        out.considered.insert(first, Considered { code, program, track, outcome, findings });
    }
    if program == Program::Ccm
        && let Some(visit) = check::planning_visit(scene)
    {
        let ccm = check::PlanningScene { has_work: scene.time(program).asked, stopped: stopped_by_gate };
        extra_planning(scene, &plan, visit, &ccm, out);
    }
}

/// The finding that holds a code.
struct Failure {
    place: usize,
    /// Whether it was asked before the minutes.
    is_gate: bool,
}

/// Every question, in order; the first that is not met is the failure.
fn ask(scene: &Scene, plan: &Plan, rule: &ProgramRule) -> (Vec<Finding>, Option<Failure>) {
    let requires = plan.version.map_or(&[][..], |version| &version.requires);
    let mut findings = Vec::with_capacity(requires.len() + 3);
    let mut failure = None;
    let mut answer = |finding: Finding, is_gate: bool| {
        if failure.is_none() && !finding.answer.is_met() {
            failure = Some(Failure { place: findings.len(), is_gate });
        }
        findings.push(finding);
    };
    let in_force = plan::in_force(scene, plan.service, plan.version.is_some(), plan.date_of_service);
    answer(in_force, true);
    if let Some(finding) = setting(scene) {
        answer(finding, true);
    }
    for asked in requires {
        if let Some(finding) = check::check(scene, plan, asked) {
            answer(finding, asked.requirement.is_gate());
        }
    }
    if !rule.track.is_empty() {
        let declared = scene.facts.declared_track;
        let known = declared.is_none_or(|word| rule.track.iter().any(|track| track.word == word));
        let reason = match declared {
            Some(word) if !known => Reason::WordNotKnown { fact: Word::literal("declared_track"), word },
            _ => Reason::Track { declared, used: plan.track.map(|track| track.word) },
        };
        let known = if known { Answer::Met } else { Answer::Unknown };
        answer(scene.finding(ids::CCM_SEL_01, known, reason), false);
    }
    if !plan.service.complete {
        let of = Word::new(plan.service.code.as_str()).unwrap_or(Word::literal("code"));
        answer(scene.finding(ids::ENG_09, Answer::Unknown, Reason::RulesIncomplete { of }), false);
    }
    (findings, failure)
}

/// The settings of section 13 have rules of their own; until they are written their months are held.
fn setting(scene: &Scene) -> Option<Finding> {
    let reason = match scene.facts.practice.setting {
        None => Reason::FactMissing { fact: Word::literal("practice.setting"), of: None },
        Some(setting) if scene.prepared.rules.content.programs.settings_complete.contains(&setting) => {
            return None;
        }
        Some(setting) => Reason::RulesIncomplete { of: setting },
    };
    Some(scene.finding(ids::ENG_09, Answer::Unknown, reason))
}

fn buckets(scene: &Scene, plan: &Plan, rule: &ProgramRule, out: &mut Determination) {
    let time = scene.time(plan.program);
    let own_track = plan.track.is_some_and(|track| track.time == TrackTime::Own);
    let parts = match rule.bucket_own {
        Some(own) if own_track => [(rule.bucket_staff, time.staff_seconds), (own, time.own_seconds)],
        _ => [(rule.bucket_staff, time.pooled()), (rule.bucket_staff, 0)],
    };
    let filled = parts.into_iter().filter(|(_, seconds)| *seconds > 0);
    out.minutes.extend(filled.map(|(bucket, seconds)| BucketTime { bucket, program: plan.program, seconds }));
}

/// The tracks that were not used, and CCM-MDM-02: complex care that lacks only its decision making is held
/// beside what is billed instead.
fn complex_beside(
    scene: &Scene,
    plan: &Plan,
    rule: &ProgramRule,
    stopped_by_gate: bool,
    out: &mut Determination,
) {
    let facts = scene.facts;
    let used = plan.track.map(|track| track.word);
    for track in rule.track.iter().filter(|track| track.base != plan.service.code) {
        let Some((service, Some(version))) = scene.prepared.service(&track.base) else { continue };
        let counted_seconds = plan::seconds_of(scene.time(plan.program), Some(track));
        let needed_seconds = version.first_seconds();
        let enough = counted_seconds >= needed_seconds;
        let threshold =
            version.requires.iter().find(|asked| matches!(asked.requirement, Requirement::MinutesAtLeast(_)));
        let mut findings: Vec<Finding> = threshold
            .map(|asked| {
                let reason = Reason::Minutes { counted_seconds, needed_seconds };
                scene.finding(asked.rule, Answer::met_if(enough), reason)
            })
            .into_iter()
            .collect();
        let mut outcome = Outcome::NotChosen;
        if let Some(decision) = plan::decision_making(scene, version) {
            let was_meant = !facts.decision_making.is_empty() || facts.declared_track == Some(track.word);
            let other_declared = facts.declared_track.is_some() && facts.declared_track == used;
            if enough && was_meant && !decision.answer.is_met() && !stopped_by_gate && !other_declared {
                out.held.push(scene.held(&service.code, &decision));
                outcome = Outcome::Held;
            }
            findings.push(decision);
        }
        let (code, program) = (service.code.clone(), plan.program);
        out.considered.push(Considered { code, program, track: Some(track.word), outcome, findings });
    }
}

fn next_threshold(plan: &Plan, out: &mut Determination) {
    let first = plan.version.map_or(0, |version| version.first_seconds());
    let (code, at_seconds) = match &plan.add_on {
        _ if plan.seconds < first => (&plan.service.code, first),
        Some(add_on) if add_on.units < add_on.units_max && add_on.above_guard.is_none() => {
            let units = u64::from(add_on.units) + 1;
            (
                &add_on.service.code,
                first.saturating_add(units.saturating_mul(add_on.version.increment_seconds())),
            )
        }
        _ => return,
    };
    let missing_seconds = at_seconds.saturating_sub(plan.seconds);
    out.next.push(NextThreshold { program: plan.program, code: code.clone(), at_seconds, missing_seconds });
}

/// INIT-08: G0506 has its own date and its own questions; CCM may fall short of minutes.
fn extra_planning(
    scene: &Scene,
    ccm: &Plan,
    visit: &VisitFact,
    state: &check::PlanningScene,
    out: &mut Determination,
) {
    for service in scene.prepared.rules.services() {
        let version = service.version(scene.prepared.month);
        let requires = version.map_or(&[][..], |version| &version.requires);
        if !requires.iter().any(|asked| asked.requirement == Requirement::ExtraPlanning) {
            continue;
        }
        let mut findings = vec![plan::in_force(scene, service, true, visit.date)];
        findings.extend(setting(scene));
        findings.extend(requires.iter().filter_map(|asked| match &asked.requirement {
            Requirement::ExtraPlanning => Some(check::extra_planning(scene, asked.rule, visit, state)),
            Requirement::NeverBilledBefore => Some(check::never_billed(scene, &service.code, asked.rule)),
            Requirement::FiledWithin { months } => Some(check::filed(scene, asked.rule, visit.date, *months)),
            _ => None,
        }));
        let failure: Option<Held> = findings
            .iter()
            .find(|finding| !finding.answer.is_met())
            .map(|finding| scene.held(&service.code, finding));
        let outcome = match failure {
            Some(held) => {
                out.held.push(held);
                Outcome::Held
            }
            None => {
                line::push_single(scene, ccm, service, visit.date, out);
                Outcome::Billed { units: 1 }
            }
        };
        let (code, program) = (service.code.clone(), service.program);
        out.considered.push(Considered { code, program, track: None, outcome, findings });
    }
}

/// Codes that were asked for and of which we have no rules at all.
fn requested_codes(scene: &Scene, out: &mut Determination) {
    let asked = scene.facts.requested.iter().map(|request| &request.code);
    for code in asked.chain(&scene.facts.requested_instead) {
        if scene.prepared.rules.service(code).is_none() {
            let of = Word::new(code.as_str()).unwrap_or(Word::literal("code"));
            let finding = scene.finding(ids::ENG_09, Answer::Unknown, Reason::RulesIncomplete { of });
            out.held.push(scene.held(code, &finding));
        }
    }
}
