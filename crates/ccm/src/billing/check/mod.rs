//! How each [`Requirement`] is answered. One function a question; none looks at another's answer.

mod care_plan;
mod claim;
mod conflict;
mod eligibility;
mod minutes;
mod visit;

pub(super) use minutes::decision_making;
pub(super) use visit::{PlanningScene, extra_planning, planning_visit};

use super::consent;
use super::determination::Finding;
use super::plan::Plan;
use super::requirement::{Requirement, Requires};
use super::scene::Scene;

/// Asks one question of a base code. `None` for what is asked elsewhere: of add-ons, and of G0506.
pub(super) fn check(scene: &Scene, plan: &Plan, asked: &Requires) -> Option<Finding> {
    let rule = asked.rule;
    Some(match &asked.requirement {
        Requirement::ConsentOnFile => {
            let answer = consent::gate(plan.program, scene.facts, scene.prepared);
            scene.finding(answer.rule, answer.answer, answer.reason)
        }
        Requirement::PartBActive => eligibility::part_b(scene, rule),
        Requirement::BillerIn(roles) => eligibility::biller(scene, rule, roles),
        Requirement::ChronicConditions { at_least, .. } => {
            eligibility::conditions(scene, plan, rule, *at_least)
        }
        Requirement::InitiatingVisitWithin { months } => visit::initiating(scene, plan, rule, *months),
        Requirement::CarePlanOnFile => care_plan::on_file(scene, rule),
        Requirement::CarePlanCopyGiven => care_plan::copy_given(scene, rule),
        Requirement::CarePlanReviewedWithin(switch) => care_plan::reviewed(scene, rule, *switch),
        Requirement::CarePlanSigned => care_plan::signed(scene, rule),
        Requirement::NotBilledTwice => conflict::not_billed_twice(scene, plan, rule),
        Requirement::OnePractitioner => conflict::one_practitioner(scene, plan, rule),
        Requirement::NoOwnCodeAmong(codes) => conflict::no_own_code_among(scene, rule, codes),
        Requirement::DecisionMaking(levels) => minutes::decision_making(scene, rule, levels),
        Requirement::MinutesAtLeast(minutes) => minutes::at_least(scene, plan, rule, *minutes),
        Requirement::ContactAndPlanWork(switch) => {
            return minutes::contact_and_plan_work(scene, plan, rule, *switch);
        }
        Requirement::FiledWithin { months } => claim::filed(scene, rule, plan.date_of_service, *months),
        Requirement::Diagnoses { at_least, .. } => claim::diagnoses(scene, plan, rule, *at_least),
        Requirement::NeverBilledBefore => conflict::never_billed(scene, &plan.service.code, rule),
        Requirement::MinutesEachFurther(_) | Requirement::BaseBilled | Requirement::ExtraPlanning => {
            return None;
        }
    })
}

/// What G0506 asks beside its visit: the same questions, of its own date.
pub(super) use claim::filed;
pub(super) use conflict::never_billed;
