//! How each [`Requirement`] is answered. One function a question; none looks at another's answer.

mod care_plan;
mod claim;
mod conflict;
mod device;
mod eligibility;
mod minutes;
mod payer;
mod setting;
mod transition;
mod visit;

pub(super) use claim::filed;
pub(super) use conflict::{billed_twice, displaced, never_billed, no_conflict};
pub(super) use minutes::{decision_making, live_contact};
pub(super) use setting::setting;
pub(super) use transition::{days_after, transition_visit};
pub(super) use visit::{PlanningScene, extra_planning, planning_visit};

use super::consent;
use super::determination::Finding;
use super::plan::{Plan, Subject};
use super::requirement::{Requirement, Requires};
use super::scene::{Scene, word};

/// Asks one question of a base code: no finding for what is asked elsewhere, of add-ons and of G0506; two where
/// the payer has a word to say beside the rule.
pub(super) fn check(scene: &Scene, plan: &Plan, asked: &Requires, findings: &mut Vec<Finding>) {
    if let Some(finding) = answer(scene, plan, asked) {
        findings.push(finding);
    }
    if matches!(asked.requirement, Requirement::CoverageActive) {
        findings.extend(payer::terms(scene, &plan.service.code));
    }
}

fn answer(scene: &Scene, plan: &Plan, asked: &Requires) -> Option<Finding> {
    let rule = asked.rule;
    match &asked.requirement {
        Requirement::ConsentOnFile => {
            let needed_by = match plan.subject {
                Subject::Window(device) => Some(device.window_start),
                _ => None,
            };
            let answer = consent::gate(plan.program, needed_by, scene);
            Some(scene.finding(answer.rule, answer.answer, answer.reason))
        }
        Requirement::CoverageActive => Some(payer::coverage(scene, plan, rule)),
        Requirement::BillerIn(roles) => Some(eligibility::biller(scene, rule, roles)),
        Requirement::Conditions(asked) => Some(eligibility::conditions(scene, rule, asked)),
        Requirement::NeedNamed => Some(eligibility::need_named(scene, rule)),
        Requirement::LevelByFacts => eligibility::level(scene, plan, rule),
        Requirement::InitiatingVisitWithin { months } => Some(visit::initiating(scene, plan, rule, *months)),
        Requirement::VisitEvery { months, only_if } => visit::every(scene, rule, *months, *only_if),
        Requirement::Seen(seen) => Some(visit::seen(scene, rule, seen)),
        Requirement::CarePlanOnFile => Some(care_plan::on_file(scene, rule)),
        Requirement::CarePlanCopyGiven => Some(care_plan::copy_given(scene, rule)),
        Requirement::CarePlanReviewedWithin(switch) => Some(care_plan::reviewed(scene, rule, *switch)),
        Requirement::CarePlanSigned => Some(care_plan::signed(scene, rule)),
        Requirement::NotBilledTwice => Some(conflict::billed_twice(scene, &plan.named.code, rule)),
        Requirement::OnePractitioner => Some(conflict::one_practitioner(scene, plan, rule)),
        Requirement::NoConflict => Some(conflict::of_plan(scene, plan, rule)),
        Requirement::NotSurgeon => Some(conflict::not_surgeon(scene, rule)),
        Requirement::BaseBilledAmong(codes) => Some(conflict::base_billed(scene, plan, rule, codes)),
        Requirement::NeverBilledBefore => Some(conflict::never_billed(scene, &plan.service.code, rule)),
        Requirement::DecisionMaking(levels) => Some(minutes::decision_making(scene, rule, levels)),
        Requirement::CollaborativeModel => Some(minutes::collaborative(scene, rule)),
        Requirement::MinutesAtLeast(_) => Some(minutes::at_least(scene, plan, rule)),
        Requirement::LiveContact => Some(minutes::live_contact(scene, plan.program, rule)),
        Requirement::ContactAndPlanWork(switch) => minutes::contact_and_plan_work(scene, plan, rule, *switch),
        Requirement::WindowEndsInMonth => Some(device::ends_in_month(scene, plan, rule)),
        Requirement::DeviceUploadsByItself => Some(device::by_itself(scene, plan, rule)),
        Requirement::DeviceDays(needed) => Some(device::days(scene, plan, rule, *needed)),
        Requirement::Discharged { from, to } => Some(transition::discharged(scene, plan, rule, from, to)),
        Requirement::AliveAfterDischarge { days } => Some(transition::alive(scene, plan, rule, *days)),
        Requirement::ContactWithin { business_days, failed_attempts } => {
            Some(transition::contact(scene, plan, rule, *business_days, *failed_attempts))
        }
        Requirement::TransitionVisit { days, levels } => {
            Some(transition::visit(scene, plan, rule, *days, levels))
        }
        Requirement::MedicationsReconciled => Some(transition::reconciled(scene, plan, rule)),
        Requirement::FiledWithin { months } => Some(claim::filed(scene, rule, plan.date_of_service, *months)),
        Requirement::Diagnoses { at_least, .. } => Some(claim::diagnoses(scene, plan, rule, *at_least)),
        Requirement::MinutesEachFurther(_) | Requirement::BaseBilled | Requirement::ExtraPlanning => None,
    }
}

/// A fact that a rule needs and the record lacks (ENG-09).
fn missing(fact: &'static str, of: Option<&super::facts::Key>) -> super::reason::Reason {
    super::reason::Reason::FactMissing { fact: super::word::Word::literal(fact), of: of.cloned() }
}

/// The code of a plan as the matrix has it: the one that a hold names (ENG-07).
fn code_of(plan: &Plan) -> super::word::Word {
    word(&plan.named.code)
}
