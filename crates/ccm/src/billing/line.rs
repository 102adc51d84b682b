//! The lines of a claim: what is billed, on which day, for how much, resting on what.

use super::determination::{ClaimForm, Considered, Determination, Line, Modifier25, Outcome, PatientShare};
use super::facts::{Key, MonthFacts};
use super::fee::UnitFee;
use super::payer::PayerTerms;
use super::plan::{AddOn, Plan};
use super::prepared::Prepared;
use super::program::PaidShare;
use super::reason::{Reason, ids};
use super::requirement::{Requirement, Requires};
use super::scene::Scene;
use super::service::Service;
use super::setting::{RateBasis, SettingRule, Terms};
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Answer, Cents, Date, Hcpcs, Icd10Cm, ServiceMonth};
use crate::enrollment::Program;

/// The base code's line and its add-on's.
pub(super) fn push(scene: &Scene, plan: &Plan, out: &mut Determination) {
    let first = plan.version.map_or(plan.needed_seconds, |version| version.first_seconds());
    // By the midpoint a unit stands for no more than was worked (COCM-02).
    let pointers = diagnoses(scene, plan);
    let used = first.min(plan.seconds);
    let mut line = line(scene, plan, plan.service, plan.date_of_service, 1, used, pointers);
    scene.bill(&plan.service.code, plan.date_of_service);
    if plan.seconds > 0 {
        modifier_25(scene, &mut line, out);
    }
    out.lines.push(line);
    if let Some(add_on) = &plan.add_on {
        push_add_on(scene, plan, add_on, out);
    }
}

/// One code for several services (FQ-01).
pub(super) fn push_units(scene: &Scene, plan: &Plan, service: &Service, units: u32, out: &mut Determination) {
    scene.bill(&service.code, plan.date_of_service);
    let pointers = diagnoses(scene, plan);
    out.lines.push(line(scene, plan, service, plan.date_of_service, units, 0, pointers));
}

/// A code without minutes, on a date of its own.
pub(super) fn push_single(
    scene: &Scene,
    program: Program,
    service: &Service,
    on: Date,
    out: &mut Determination,
) {
    let Some((base, version)) =
        scene.prepared.program(program).and_then(|rule| scene.prepared.service(&rule.gate_code))
    else {
        return;
    };
    // It points to the conditions of the program that it begins.
    let plan = Plan::for_single(scene, program, (base, version), on);
    scene.bill(&service.code, on);
    let pointers = diagnoses(scene, &plan);
    out.lines.push(line(scene, &plan, service, on, 1, 0, pointers));
}

/// A code that was asked for by name and that only the matrix knows: one unit.
pub(super) fn push_named(
    scene: &Scene,
    code: &Hcpcs,
    practitioner: Option<&Key>,
    on: Date,
    out: &mut Determination,
) {
    scene.bill(code, on);
    let facts = scene.facts;
    let fee = fee(scene, code, on);
    out.lines.push(Line {
        code: code.clone(),
        program: Program::Ccm,
        units: 1,
        date_of_service: on,
        practitioner: practitioner.unwrap_or(&facts.biller.practitioner).clone(),
        place_of_service: facts.practice.place_of_service,
        modifiers: Vec::new(),
        diagnoses: Vec::new(),
        conditions: Vec::new(),
        seconds_used: 0,
        patient: patient_share(scene, on, fee.expected),
        allowed: fee.expected,
        fee,
        unverified: Vec::new(),
    });
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
        let left = plan.seconds.saturating_sub(first);
        let seconds = u64::from(add_on.units).saturating_mul(increment).min(left);
        scene.bill(code, plan.date_of_service);
        // It points where its base does.
        let base = out.lines.iter().rev().find(|line| line.code == plan.service.code);
        let pointers = base.map(|line| (line.conditions.clone(), line.diagnoses.clone())).unwrap_or_default();
        let on = plan.date_of_service;
        out.lines.push(line(scene, plan, add_on.service, on, add_on.units, seconds, pointers));
        Outcome::Billed { units: add_on.units }
    } else {
        Outcome::NotChosen
    };
    let (code, program, track) = (code.clone(), plan.program, plan.track.map(|track| track.word));
    out.considered.push(Considered { code, program, track, outcome, findings });
}

fn line(
    scene: &Scene,
    plan: &Plan,
    service: &Service,
    on: Date,
    units: u32,
    seconds_used: u64,
    pointers: Pointers,
) -> Line {
    let facts = scene.facts;
    let place = facts.practice.place_of_service;
    let fee = fee(scene, &service.code, on);
    let allowed = fee.expected.and_then(|unit| unit.times(units));
    let (conditions, diagnoses) = pointers;
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

/// PAY-01 in the setting's and the payer's terms: of the place and locality, of the nation (FQ-06), or of a facility
/// (FQ-09); what the biller's role is paid of it (CLAIM-03), and what a contract pays of that.
fn fee(scene: &Scene, code: &Hcpcs, on: Date) -> UnitFee {
    unit_fee(scene.facts, scene.prepared, (scene.setting, scene.payer.as_deref()), code, on)
}

/// As [`fee`], of a code that nobody has billed: what one unit of it would be worth to this patient's practice.
pub(super) fn unit_fee(
    facts: &MonthFacts,
    prepared: &Prepared<'_>,
    (setting, payer): (Option<&SettingRule>, Option<&PayerTerms>),
    code: &Hcpcs,
    on: Date,
) -> UnitFee {
    let place = facts.practice.place_of_service;
    let qualifying = facts.biller.qualifying_participant;
    let mut fee = prepared.rules.fees().unit(code, on, qualifying, facts.payer.gpci, place);
    let terms = setting_terms(setting, prepared);
    fee.expected = match terms.map(|terms| terms.rate) {
        None | Some(RateBasis::Place) => fee.expected,
        Some(RateBasis::National) => fee.national_nonfacility,
        Some(RateBasis::Facility) => fee.local_facility.or(fee.national_facility),
    };
    // A clinic is paid as a clinic, whoever of its practitioners bills.
    let is_clinic = terms.is_some_and(|terms| terms.rate == RateBasis::National);
    fee.percent_for_role = paid_share(facts, prepared).filter(|_| !is_clinic).map(|paid| paid.percent);
    let of_role = fee.percent_for_role.unwrap_or(100);
    let of_setting = terms.map_or(100, |terms| terms.percent);
    let of_payer = payer.and_then(|terms| terms.percent_of_medicare);
    fee.expected =
        fee.expected.and_then(|cents| cents.percent(of_role)?.percent(of_setting)?.percent(of_payer?));
    fee
}

fn paid_share<'a>(facts: &MonthFacts, prepared: &'a Prepared<'_>) -> Option<&'a PaidShare> {
    let role = facts.biller.role?;
    prepared.rules.content.roles.get(&role)?.paid.as_ref()
}

/// How the setting claims, by the method it chose where it has several.
fn setting_terms<'a>(setting: Option<&'a SettingRule>, prepared: &Prepared<'_>) -> Option<&'a Terms> {
    let setting = setting?;
    let Some(switch) = setting.method_switch else { return Some(&setting.terms) };
    let chosen = prepared.choices.setting(switch)?.to_string();
    setting.methods.get(&Word::new(&chosen).ok()?)
}

/// The conditions that a line points to, and their codes.
type Pointers = (Vec<Key>, Vec<Icd10Cm>);

/// CLAIM-04: what the line points to, in the order of the record.
fn diagnoses(scene: &Scene, plan: &Plan) -> Pointers {
    let most =
        plan.version.iter().flat_map(|version| &version.requires).find_map(|asked| match asked.requirement {
            Requirement::Diagnoses { at_most, .. } => Some(at_most),
            _ => None,
        });
    scene
        .conditions(plan)
        .iter()
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
                let by_contract = scene.payer.as_ref().and_then(|terms| terms.coinsurance_percent);
                let cents = match by_contract {
                    Some(percent) => allowed?.percent(percent)?,
                    None => share.of(allowed?)?,
                };
                // FQ-07: an FQHC asks no deductible.
                let asked = scene.setting.is_none_or(|setting| setting.deductible);
                let deductible_cents = if asked { share.deductible } else { Cents(0) };
                Some(PatientShare::Coinsurance { cents, deductible_cents, verified: share.verified })
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
    out.switches.reserve_exact(bits.count_ones() as usize);
    for &switch in Switch::ALL.iter().filter(|&&switch| bits & super::counting::bit(switch) != 0) {
        if let Some((used, unverified)) = scene.prepared.used(switch) {
            unsettled.extend(unverified);
            out.switches.push(used.clone());
        }
    }
    let is_part_unverified = paid_share(scene.facts, scene.prepared).is_some_and(|paid| !paid.verified);
    for line in &mut out.lines {
        let mut unverified = unsettled.clone();
        // What the base rests on, the add-on rests on.
        let service = rules.service(&line.code);
        let bases = service.map_or(&[][..], |service| &service.bases);
        let rests_on = |code: &Hcpcs| *code == line.code || bases.contains(code);
        let of_line = out.considered.iter().filter(|item| rests_on(&item.code));
        let findings = of_line.flat_map(|item| &item.findings);
        unverified.extend(findings.filter(|finding| !finding.verified).map(|finding| finding.rule));
        unverified.extend(unverified_version(rules, line));
        unverified.extend(unverified_money(rules, &line.code, line.date_of_service, &line.fee));
        unverified.extend(line.fee.percent_for_role.filter(|_| is_part_unverified).map(|_| ids::CLAIM_03));
        unverified.sort_unstable();
        unverified.dedup();
        line.unverified = unverified;
    }
    if let Some(terms) = setting_terms(scene.setting, scene.prepared) {
        out.claim = ClaimForm {
            form: terms.form,
            type_of_bill: terms.type_of_bill,
            revenue_codes: terms.revenue_codes.clone(),
        };
    }
    // TCM time is logged, never a threshold (ENG-08).
    let counted = out.minutes.iter().filter(|item| item.program != Program::Tcm);
    let counted = counted.fold(0u64, |sum, item| sum.saturating_add(item.seconds));
    let used = out.lines.iter().fold(0u64, |sum, line| sum.saturating_add(line.seconds_used));
    out.unbilled_seconds = counted.saturating_sub(used);
}

/// A version that is still being checked: by the rules that set its amount of work.
fn unverified_version(rules: &super::RuleSet, line: &Line) -> Vec<RuleId> {
    let version =
        rules.service(&line.code).and_then(|service| service.version(ServiceMonth::of(line.date_of_service)));
    let asked = version.filter(|version| !version.verified).map_or(&[][..], |version| &version.requires);
    let sets = |asked: &&Requires| {
        matches!(
            asked.requirement,
            Requirement::MinutesAtLeast(_) | Requirement::MinutesEachFurther(_) | Requirement::DeviceDays(_)
        )
    };
    asked.iter().filter(sets).map(|asked| asked.rule).collect()
}

fn unverified_money(rules: &super::RuleSet, code: &Hcpcs, on: Date, fee: &UnitFee) -> Option<RuleId> {
    let fees = rules.fees();
    match (fees.values(code, on), fees.factor(on)) {
        (Some(values), _) if !values.verified => Some(ids::PAY_01),
        (_, Some(factor)) if !factor.verified || fee.conversion_factor.is_none() => Some(ids::PAY_02),
        _ => None,
    }
}
