//! What a service asks of a month. Numbers live in `rules/`; this list grows only when a regulation asks a new
//! kind of question. How each is answered is in [`super::check`].

use serde::Deserialize;

use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Hcpcs, Problem};

/// One question, under the rule that asks it.
#[derive(Clone, Debug, PartialEq)]
pub struct Requires {
    pub rule: RuleId,
    pub requirement: Requirement,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// A valid consent to the program covers some of the month (CONSENT-01 to 06).
    ConsentOnFile,
    /// The payer is one whose rules are complete, and Part B is active (ELIG-05).
    PartBActive,
    /// The billing practitioner's role is one of these (CCM-BILL-01).
    BillerIn(Vec<Word>),
    /// Conditions expected to last, each with its risk stated (ELIG-01).
    ChronicConditions {
        at_least: usize,
        lasting_months: u16,
    },
    /// INIT-01 to 03.
    InitiatingVisitWithin {
        months: i32,
    },
    CarePlanOnFile,
    CarePlanCopyGiven,
    /// In so many months as the switch says (PLAN-04).
    CarePlanReviewedWithin(Switch),
    CarePlanSigned,
    /// The same code by the same practitioner in the month (CLAIM-07).
    NotBilledTwice,
    /// Nobody else bills the program in the month (CCM-ONE-01).
    OnePractitioner,
    /// We did not bill one of these in the month (CCM-SEL-02).
    NoOwnCodeAmong(Vec<Hcpcs>),
    /// Signed decision making of one of these levels, in the month (CCM-MDM-01).
    DecisionMaking(Vec<Word>),
    /// The first minutes of a base code.
    MinutesAtLeast(u32),
    /// The increment of an add-on.
    MinutesEachFurther(u32),
    /// An add-on's base is on the same claim (CCM-TIME-05).
    BaseBilled,
    /// Plan work, and a word with the patient or caregiver: asked where the switch says so (CCM-ACT-01).
    ContactAndPlanWork(Switch),
    /// CLAIM-06.
    FiledWithin {
        months: i32,
    },
    /// Billable diagnoses for the line to point to (CLAIM-04).
    Diagnoses {
        at_least: usize,
        at_most: usize,
    },
    /// G0506 and the visit that asks for it (INIT-08).
    ExtraPlanning,
    /// By anybody, ever (CONC-29).
    NeverBilledBefore,
}

impl Requirement {
    /// Asked of the month before its minutes are (ENG-13). What is no gate is asked afterwards.
    pub fn is_gate(&self) -> bool {
        !matches!(
            self,
            Self::DecisionMaking(_)
                | Self::MinutesAtLeast(_)
                | Self::MinutesEachFurther(_)
                | Self::ContactAndPlanWork(_)
                | Self::FiledWithin { .. }
                | Self::Diagnoses { .. }
        )
    }
}

/// A requirement as it is written in a service's file: one question a row.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    rule: RuleId,
    consent_on_file: Option<bool>,
    part_b_active: Option<bool>,
    biller_in: Option<Vec<Word>>,
    chronic_conditions_at_least: Option<usize>,
    lasting_months_at_least: Option<u16>,
    initiating_visit_within_months: Option<i32>,
    care_plan_on_file: Option<bool>,
    care_plan_copy_given: Option<bool>,
    care_plan_reviewed_within: Option<String>,
    care_plan_signed: Option<bool>,
    not_billed_twice: Option<bool>,
    one_practitioner: Option<bool>,
    no_own_code_among: Option<Vec<Hcpcs>>,
    decision_making_at_least: Option<Vec<Word>>,
    minutes_at_least: Option<u32>,
    minutes_each_further: Option<u32>,
    base_billed: Option<bool>,
    contact_and_plan_work_if: Option<String>,
    filed_within_months: Option<i32>,
    diagnoses_at_least: Option<usize>,
    diagnoses_at_most: Option<usize>,
    extra_planning_at_initiating_visit: Option<bool>,
    never_billed_before: Option<bool>,
}

impl Written {
    /// Exactly one question, with all that it needs; `place` is for whoever has to mend it.
    pub(super) fn read(self, place: &str) -> Result<Requires, Problem> {
        let rule = self.rule;
        let wrong = |code: &str| Problem::new(code, format!("{place}: {rule}"));
        let flags = [
            (self.consent_on_file, Requirement::ConsentOnFile),
            (self.part_b_active, Requirement::PartBActive),
            (self.care_plan_on_file, Requirement::CarePlanOnFile),
            (self.care_plan_copy_given, Requirement::CarePlanCopyGiven),
            (self.care_plan_signed, Requirement::CarePlanSigned),
            (self.not_billed_twice, Requirement::NotBilledTwice),
            (self.one_practitioner, Requirement::OnePractitioner),
            (self.base_billed, Requirement::BaseBilled),
            (self.extra_planning_at_initiating_visit, Requirement::ExtraPlanning),
            (self.never_billed_before, Requirement::NeverBilledBefore),
        ];
        let mut found = Vec::new();
        for (flag, requirement) in flags {
            match flag {
                Some(true) => found.push(requirement),
                // A requirement is taken away by taking its row away.
                Some(false) => return Err(wrong("requirement_set_to_false")),
                None => {}
            }
        }
        found.extend(self.biller_in.map(Requirement::BillerIn));
        found.extend(self.no_own_code_among.map(Requirement::NoOwnCodeAmong));
        found.extend(self.decision_making_at_least.map(Requirement::DecisionMaking));
        found.extend(self.minutes_at_least.map(Requirement::MinutesAtLeast));
        match self.minutes_each_further {
            Some(0) => return Err(wrong("increment_of_zero")),
            further => found.extend(further.map(Requirement::MinutesEachFurther)),
        }
        found.extend(
            self.initiating_visit_within_months.map(|months| Requirement::InitiatingVisitWithin { months }),
        );
        found.extend(self.filed_within_months.map(|months| Requirement::FiledWithin { months }));
        let switch = |name: String| Switch::from_name(&name).ok_or_else(|| wrong("unknown_switch"));
        let reviewed = self.care_plan_reviewed_within.map(switch).transpose()?;
        found.extend(reviewed.map(Requirement::CarePlanReviewedWithin));
        let contact = self.contact_and_plan_work_if.map(switch).transpose()?;
        found.extend(contact.map(Requirement::ContactAndPlanWork));
        match (self.chronic_conditions_at_least, self.lasting_months_at_least) {
            (Some(at_least), Some(lasting_months)) => {
                found.push(Requirement::ChronicConditions { at_least, lasting_months });
            }
            (None, None) => {}
            _ => return Err(wrong("half_a_requirement")),
        }
        match (self.diagnoses_at_least, self.diagnoses_at_most) {
            (Some(at_least), Some(at_most)) => found.push(Requirement::Diagnoses { at_least, at_most }),
            (None, None) => {}
            _ => return Err(wrong("half_a_requirement")),
        }
        match (found.pop(), found.is_empty()) {
            (Some(requirement), true) => Ok(Requires { rule, requirement }),
            _ => Err(wrong("one_requirement_a_row")),
        }
    }
}
