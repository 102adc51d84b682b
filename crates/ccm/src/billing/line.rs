//! The lines of a claim: what is billed, on which day, for how much, resting on what.

use super::determination::{Considered, Determination, Line, Modifier25, Outcome, PatientShare, SwitchUse};
use super::facts::Key;
use super::fee::UnitFee;
use super::plan::{AddOn, Plan};
use super::reason::{Reason, ids};
use super::requirement::Requirement;
use super::scene::Scene;
use super::service::Service;
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Answer, Cents, Date, Hcpcs, Icd10Cm};

/// The base code's line and its add-on's.
pub(super) fn push(scene: &Scene, plan: &Plan, out: &mut Determination) {
    let first = plan.version.map_or(0, |version| version.first_seconds());
    let mut line = line(scene, plan, plan.service, plan.date_of_service, 1, first);
    modifier_25(scene, &mut line, out);
    out.lines.push(line);
    if let Some(add_on) = &plan.add_on {
        push_add_on(scene, plan, add_on, out);
    }
}

/// A code without minutes, on a date of its own.
pub(super) fn push_single(scene: &Scene, plan: &Plan, service: &Service, on: Date, out: &mut Determination) {
    out.lines.push(line(scene, plan, service, on, 1, 0));
}

fn push_add_on(scene: &Scene, plan: &Plan, add_on: &AddOn, out: &mut Determination) {
    let code = &add_on.service.code;
    let (increment, first) =
        (add_on.version.increment_seconds(), plan.version.map_or(0, |version| version.first_seconds()));
    let mut findings = Vec::new();
    let mut guard = None;
    for asked in &add_on.version.requires {
        match asked.requirement {
            Requirement::BaseBilled => {
                let reason = Reason::Base { code: plan.service.code.clone() };
                findings.push(scene.finding(asked.rule, Answer::Met, reason));
            }
            Requirement::MinutesEachFurther(_) => {
                let reason = Reason::FurtherMinutes {
                    counted_seconds: plan.seconds,
                    first_seconds: first,
                    increment_seconds: increment,
                    units: add_on.above_guard.map_or(add_on.units, |(units, _)| units),
                    units_max: add_on.units_max,
                };
                let reached = add_on.units > 0 || add_on.above_guard.is_some();
                findings.push(scene.finding(asked.rule, Answer::met_if(reached), reason));
                guard = add_on.above_guard.map(|(units, guard)| {
                    let reason = Reason::UnitsAboveGuard { units, guard };
                    scene.finding(asked.rule, Answer::NotMet, reason)
                });
            }
            _ => {}
        }
    }
    if let Some(finding) = guard {
        out.held.push(scene.held(code, &finding));
        findings.push(finding);
    }
    let outcome = if add_on.units > 0 {
        let seconds = u64::from(add_on.units).saturating_mul(increment);
        out.lines.push(line(scene, plan, add_on.service, plan.date_of_service, add_on.units, seconds));
        Outcome::Billed { units: add_on.units }
    } else {
        Outcome::NotChosen
    };
    let (code, program, track) = (code.clone(), plan.program, plan.track.map(|track| track.word));
    out.considered.push(Considered { code, program, track, outcome, findings });
}

fn line(scene: &Scene, plan: &Plan, service: &Service, on: Date, units: u32, seconds_used: u64) -> Line {
    let facts = scene.facts;
    let place = facts.practice.place_of_service;
    let qualifying = facts.biller.qualifying_participant;
    let fee = scene.prepared.rules.fees().unit(&service.code, on, qualifying, facts.payer.gpci, place);
    let allowed = fee.expected.and_then(|unit| unit.times(units));
    let (conditions, diagnoses) = diagnoses(scene, plan);
    Line {
        code: service.code.clone(),
        program: plan.program,
        units,
        date_of_service: on,
        practitioner: facts.biller.practitioner.clone(),
        place_of_service: place,
        modifiers: Vec::new(),
        diagnoses,
        conditions,
        seconds_used,
        patient: patient_share(scene, on, allowed),
        allowed,
        fee,
        unverified: Vec::new(),
    }
}

/// CLAIM-04: what the line points to, in the order of the record.
fn diagnoses(scene: &Scene, plan: &Plan) -> (Vec<Key>, Vec<Icd10Cm>) {
    let most =
        plan.version.iter().flat_map(|version| &version.requires).find_map(|asked| match asked.requirement {
            Requirement::Diagnoses { at_most, .. } => Some(at_most),
            _ => None,
        });
    scene
        .conditions(plan)
        .into_iter()
        .filter(|(condition, answer)| answer.is_met() && condition.billable == Some(true))
        .take(most.unwrap_or(usize::MAX))
        .map(|(condition, _)| (condition.id.clone(), condition.icd10.clone()))
        .unzip()
}

/// PAY-05 and PAY-06.
fn patient_share(scene: &Scene, on: Date, allowed: Option<Cents>) -> PatientShare {
    match scene.facts.payer.qmb {
        Some(true) => PatientShare::Nothing,
        None => PatientShare::Unknown,
        Some(false) => scene
            .prepared
            .rules
            .fees()
            .share(on)
            .and_then(|share| {
                let cents = share.of(allowed?)?;
                let (deductible_cents, verified) = (share.deductible, share.verified);
                Some(PatientShare::Coinsurance { cents, deductible_cents, verified })
            })
            .unwrap_or(PatientShare::Unknown),
    }
}

/// CLAIM-05: a visit of ours on the date of service.
fn modifier_25(scene: &Scene, line: &mut Line, out: &mut Determination) {
    let visit = scene.facts.other_services.iter().find(|service| {
        service.date == line.date_of_service
            && scene.is_ours(service.practitioner.as_ref()) == Some(true)
            && scene.prepared.rules.visit(&service.code).same_day
    });
    let Some(visit) = visit else { return };
    scene.mark(Switch::Modifier25On);
    let on_ours = scene.prepared.choices.is(Switch::Modifier25On, "ccm_line");
    let code = if on_ours { &line.code } else { &visit.code };
    out.modifier_25 = Some(Modifier25 { code: code.clone(), visit: visit.id.clone() });
    if on_ours {
        line.modifiers.push(Word::literal("25"));
    }
}

/// What is known only at the end: switches, what each line rests on, what stays unbilled.
pub(super) fn settle(scene: &Scene, out: &mut Determination) {
    let rules = scene.prepared.rules;
    let bits = scene.switches.get();
    let mut unsettled: Vec<RuleId> = Vec::new();
    for &switch in Switch::ALL.iter().filter(|&&switch| bits & super::counting::bit(switch) != 0) {
        let (Some(rule), Some(value)) =
            (rules.switches().rule(switch), scene.prepared.choices.setting(switch))
        else {
            continue;
        };
        if !rule.verified {
            unsettled.push(rule.rule);
        }
        out.switches.push(SwitchUse {
            name: switch.name().into(),
            value: value.clone(),
            is_default: *value == rule.default,
            verified: rule.verified,
        });
    }
    for line in &mut out.lines {
        let mut unverified = unsettled.clone();
        // What the base rests on, the add-on rests on.
        let base = rules.service(&line.code).and_then(|service| service.base.as_ref());
        let considered =
            out.considered.iter().filter(|item| item.code == line.code || Some(&item.code) == base);
        let findings = considered.flat_map(|item| &item.findings);
        unverified.extend(findings.filter(|finding| !finding.verified).map(|finding| finding.rule));
        unverified.extend(unverified_money(rules, &line.code, line.date_of_service, &line.fee));
        unverified.sort_unstable();
        unverified.dedup();
        line.unverified = unverified;
    }
    // TCM time is logged, never a threshold (ENG-08).
    let counted = out.minutes.iter().filter(|item| item.program != crate::enrollment::Program::Tcm);
    let counted = counted.fold(0u64, |sum, item| sum.saturating_add(item.seconds));
    let used = out.lines.iter().fold(0u64, |sum, line| sum.saturating_add(line.seconds_used));
    out.unbilled_seconds = counted.saturating_sub(used);
}

fn unverified_money(rules: &super::RuleSet, code: &Hcpcs, on: Date, fee: &UnitFee) -> Option<RuleId> {
    let fees = rules.fees();
    match (fees.values(code, on), fees.factor(on)) {
        (Some(values), _) if !values.verified => Some(ids::PAY_01),
        (_, Some(factor)) if !factor.verified || fee.conversion_factor.is_none() => Some(ids::PAY_02),
        _ => None,
    }
}
