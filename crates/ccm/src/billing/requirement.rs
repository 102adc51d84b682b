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
    // What was agreed, and with whom.
    /// A valid consent to the program covers some of the month (CONSENT-01 to 06).
    ConsentOnFile,
    /// The payer's rules are here, and its cover is active (ELIG-05, PAYER-01).
    CoverageActive,
    /// The billing practitioner's role is one of these (CCM-BILL-01).
    BillerIn(Vec<Word>),
    /// Conditions of the problem list (ELIG-01 to 04).
    Conditions(Conditions),
    /// A need that limits care was named at the visit (ELIG-04).
    NeedNamed,
    /// The level of the code is what the facts give (APCM-01, APCM-06).
    LevelByFacts,

    // Visits.
    /// INIT-01 to 03, and INIT-07.
    InitiatingVisitWithin {
        months: i32,
    },
    /// A qualifying visit in so many months back from the month's last day, where the switch asks for it (INIT-04).
    VisitEvery {
        months: i32,
        only_if: Switch,
    },
    /// The practice saw the patient (INIT-05, INIT-06), or billed one of these codes not long ago.
    Seen(Seen),

    // The care plan.
    CarePlanOnFile,
    CarePlanCopyGiven,
    /// In so many months as the switch says (PLAN-04).
    CarePlanReviewedWithin(Switch),
    CarePlanSigned,

    // What else is billed.
    /// The same code by the same practitioner in the month (CLAIM-07).
    NotBilledTwice,
    /// Nobody else bills the program in the month (CCM-ONE-01).
    OnePractitioner,
    /// Nothing stands in its way in the matrix (ENG-10, section 17).
    NoConflict,
    /// We are not paid the global fee of an operation in the month (TCM-06).
    NotSurgeon,
    /// One of these is billed by the same practitioner in the month (CONC-22).
    BaseBilledAmong(Vec<Hcpcs>),
    /// By anybody, ever (CONC-29, RPM-04).
    NeverBilledBefore,

    // What was done.
    /// Signed decision making of one of these levels, in the month (CCM-MDM-01).
    DecisionMaking(Vec<Word>),
    /// The care team's psychiatric review and its registry (COCM-01).
    CollaborativeModel,
    /// The first minutes of a base code.
    MinutesAtLeast(Minutes),
    /// The increment of an add-on.
    MinutesEachFurther(Minutes),
    /// An add-on's base is on the same claim (CCM-TIME-05).
    BaseBilled,
    /// A live two-way contact in the month (RPM-05).
    LiveContact,
    /// Plan work, and a word with the patient or caregiver: asked where the switch says so (CCM-ACT-01).
    ContactAndPlanWork(Switch),

    // Devices.
    /// Asked before everything else (RPM-10).
    WindowEndsInMonth,
    DeviceUploadsByItself,
    /// Days with data in the window (RPM-02).
    DeviceDays(u16),

    // A discharge and what followed it.
    Discharged {
        from: Vec<Word>,
        to: Vec<Word>,
    },
    AliveAfterDischarge {
        days: i32,
    },
    /// In so many business days, or so many documented attempts (TCM-02).
    ContactWithin {
        business_days: u16,
        failed_attempts: u16,
    },
    TransitionVisit {
        days: i32,
        levels: Vec<Word>,
    },
    MedicationsReconciled,

    // The claim.
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
}

/// Which conditions count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    pub at_least: usize,
    /// Expected to last so long, with the risk stated; `None`: active is enough.
    pub lasting_months: Option<u16>,
    /// Codes that begin so; empty: all.
    pub begins_with: Vec<Word>,
}

/// Minutes, and those that do where the practice goes by the midpoint (COCM-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes {
    pub full: u32,
    pub midpoint: Option<u32>,
}

/// How far back a visit makes the patient an established one.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub within_years: Years,
    pub or_billed: Vec<Hcpcs>,
    pub or_billed_within_months: i32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Years {
    Fixed(i64),
    Switch(Switch),
}

impl Requirement {
    /// Asked of the month before its minutes are (ENG-13). What is no gate is asked afterwards.
    pub fn is_gate(&self) -> bool {
        !matches!(
            self,
            Self::DecisionMaking(_)
                | Self::MinutesAtLeast(_)
                | Self::MinutesEachFurther(_)
                | Self::LiveContact
                | Self::DeviceDays(_)
                | Self::ContactAndPlanWork(_)
                | Self::FiledWithin { .. }
                | Self::Diagnoses { .. }
        )
    }

    /// Asked even before the code's dates.
    pub fn is_first(&self) -> bool {
        matches!(self, Self::WindowEndsInMonth)
    }
}

/// A requirement as it is written in a service's file: one question a row.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    rule: RuleId,
    consent_on_file: Option<bool>,
    coverage_active: Option<bool>,
    biller_in: Option<Vec<Word>>,
    chronic_conditions_at_least: Option<usize>,
    lasting_months_at_least: Option<u16>,
    active_conditions_at_least: Option<usize>,
    icd10_begins_with: Option<Vec<Word>>,
    need_named: Option<bool>,
    level_by_facts: Option<bool>,
    initiating_visit_within_months: Option<i32>,
    visit_every_months: Option<i32>,
    only_if: Option<String>,
    seen_within_years: Option<i64>,
    seen_within_years_of: Option<String>,
    or_billed: Option<Vec<Hcpcs>>,
    or_billed_within_months: Option<i32>,
    care_plan_on_file: Option<bool>,
    care_plan_copy_given: Option<bool>,
    care_plan_reviewed_within: Option<String>,
    care_plan_signed: Option<bool>,
    not_billed_twice: Option<bool>,
    one_practitioner: Option<bool>,
    no_conflict: Option<bool>,
    not_surgeon: Option<bool>,
    base_billed_among: Option<Vec<Hcpcs>>,
    never_billed_before: Option<bool>,
    decision_making_at_least: Option<Vec<Word>>,
    collaborative_model: Option<bool>,
    minutes_at_least: Option<u32>,
    minutes_each_further: Option<u32>,
    midpoint_minutes: Option<u32>,
    base_billed: Option<bool>,
    live_contact: Option<bool>,
    contact_and_plan_work_if: Option<String>,
    window_ends_in_month: Option<bool>,
    device_uploads_by_itself: Option<bool>,
    device_days_at_least: Option<u16>,
    discharged_from: Option<Vec<Word>>,
    discharged_to: Option<Vec<Word>>,
    alive_days_after_discharge: Option<i32>,
    contact_within_business_days: Option<u16>,
    failed_attempts_at_least: Option<u16>,
    transition_visit_within_days: Option<i32>,
    transition_decision_making: Option<Vec<Word>>,
    medications_reconciled: Option<bool>,
    filed_within_months: Option<i32>,
    diagnoses_at_least: Option<usize>,
    diagnoses_at_most: Option<usize>,
    extra_planning_at_initiating_visit: Option<bool>,
}

impl Written {
    /// Exactly one question, with all that it needs; `place` is for whoever has to mend it.
    pub(super) fn read(self, place: &str) -> Result<Requires, Problem> {
        let rule = self.rule;
        let wrong = |code: &str| Problem::new(code, format!("{place}: {rule}"));
        let mut found = Vec::new();
        for (flag, requirement) in self.flags() {
            match flag {
                Some(true) => found.push(requirement),
                // A requirement is taken away by taking its row away.
                Some(false) => return Err(wrong("requirement_set_to_false")),
                None => {}
            }
        }
        let switch = |name: String| Switch::from_name(&name).ok_or_else(|| wrong("unknown_switch"));
        let half = || wrong("half_a_requirement");
        found.extend(self.biller_in.map(Requirement::BillerIn));
        found.extend(self.base_billed_among.map(Requirement::BaseBilledAmong));
        found.extend(self.decision_making_at_least.map(Requirement::DecisionMaking));
        found.extend(self.device_days_at_least.map(Requirement::DeviceDays));
        found.extend(self.alive_days_after_discharge.map(|days| Requirement::AliveAfterDischarge { days }));
        found.extend(
            self.initiating_visit_within_months.map(|months| Requirement::InitiatingVisitWithin { months }),
        );
        found.extend(self.filed_within_months.map(|months| Requirement::FiledWithin { months }));
        match (self.visit_every_months, self.only_if.map(switch).transpose()?) {
            (Some(months), Some(only_if)) => found.push(Requirement::VisitEvery { months, only_if }),
            (None, None) => {}
            _ => return Err(half()),
        }
        let reviewed = self.care_plan_reviewed_within.map(switch).transpose()?;
        found.extend(reviewed.map(Requirement::CarePlanReviewedWithin));
        let contact = self.contact_and_plan_work_if.map(switch).transpose()?;
        found.extend(contact.map(Requirement::ContactAndPlanWork));

        let midpoint = self.midpoint_minutes;
        let minutes = |full: Option<u32>| full.map(|full| Minutes { full, midpoint });
        match (self.minutes_at_least, self.minutes_each_further) {
            (None, None) if midpoint.is_some() => return Err(half()),
            (_, Some(0)) => return Err(wrong("increment_of_zero")),
            (first, further) => {
                found.extend(minutes(first).map(Requirement::MinutesAtLeast));
                found.extend(minutes(further).map(Requirement::MinutesEachFurther));
            }
        }
        let begins_with = self.icd10_begins_with.unwrap_or_default();
        match (
            self.chronic_conditions_at_least,
            self.lasting_months_at_least,
            self.active_conditions_at_least,
        ) {
            (Some(at_least), Some(months), None) => {
                let conditions = Conditions { at_least, lasting_months: Some(months), begins_with };
                found.push(Requirement::Conditions(conditions));
            }
            (None, None, Some(at_least)) => {
                let conditions = Conditions { at_least, lasting_months: None, begins_with };
                found.push(Requirement::Conditions(conditions));
            }
            (None, None, None) if begins_with.is_empty() => {}
            _ => return Err(half()),
        }
        let years = match (self.seen_within_years, self.seen_within_years_of) {
            (Some(years), None) => Some(Years::Fixed(years)),
            (None, Some(name)) => Some(Years::Switch(switch(name)?)),
            (None, None) => None,
            _ => return Err(half()),
        };
        match (years, self.or_billed, self.or_billed_within_months) {
            (Some(within_years), or_billed, months) if or_billed.is_some() == months.is_some() => {
                found.push(Requirement::Seen(Seen {
                    within_years,
                    or_billed: or_billed.unwrap_or_default(),
                    or_billed_within_months: months.unwrap_or(0),
                }));
            }
            (None, None, None) => {}
            _ => return Err(half()),
        }
        let mut both = |requirement: Option<Requirement>, absent: bool| match requirement {
            Some(requirement) => {
                found.push(requirement);
                Ok(())
            }
            None if absent => Ok(()),
            None => Err(half()),
        };
        let absent = self.discharged_from.is_none() && self.discharged_to.is_none();
        let discharged = self.discharged_from.zip(self.discharged_to);
        both(discharged.map(|(from, to)| Requirement::Discharged { from, to }), absent)?;
        let absent = self.contact_within_business_days.is_none() && self.failed_attempts_at_least.is_none();
        let contact = self.contact_within_business_days.zip(self.failed_attempts_at_least);
        let contact = contact.map(|(business_days, failed_attempts)| Requirement::ContactWithin {
            business_days,
            failed_attempts,
        });
        both(contact, absent)?;
        let absent = self.transition_visit_within_days.is_none() && self.transition_decision_making.is_none();
        let visit = self.transition_visit_within_days.zip(self.transition_decision_making);
        both(visit.map(|(days, levels)| Requirement::TransitionVisit { days, levels }), absent)?;
        let absent = self.diagnoses_at_least.is_none() && self.diagnoses_at_most.is_none();
        let diagnoses = self.diagnoses_at_least.zip(self.diagnoses_at_most);
        both(diagnoses.map(|(at_least, at_most)| Requirement::Diagnoses { at_least, at_most }), absent)?;
        match (found.pop(), found.is_empty()) {
            (Some(requirement), true) => Ok(Requires { rule, requirement }),
            _ => Err(wrong("one_requirement_a_row")),
        }
    }

    fn flags(&self) -> [(Option<bool>, Requirement); 19] {
        [
            (self.consent_on_file, Requirement::ConsentOnFile),
            (self.coverage_active, Requirement::CoverageActive),
            (self.need_named, Requirement::NeedNamed),
            (self.level_by_facts, Requirement::LevelByFacts),
            (self.care_plan_on_file, Requirement::CarePlanOnFile),
            (self.care_plan_copy_given, Requirement::CarePlanCopyGiven),
            (self.care_plan_signed, Requirement::CarePlanSigned),
            (self.not_billed_twice, Requirement::NotBilledTwice),
            (self.one_practitioner, Requirement::OnePractitioner),
            (self.no_conflict, Requirement::NoConflict),
            (self.not_surgeon, Requirement::NotSurgeon),
            (self.never_billed_before, Requirement::NeverBilledBefore),
            (self.collaborative_model, Requirement::CollaborativeModel),
            (self.base_billed, Requirement::BaseBilled),
            (self.live_contact, Requirement::LiveContact),
            (self.window_ends_in_month, Requirement::WindowEndsInMonth),
            (self.device_uploads_by_itself, Requirement::DeviceUploadsByItself),
            (self.medications_reconciled, Requirement::MedicationsReconciled),
            (self.extra_planning_at_initiating_visit, Requirement::ExtraPlanning),
        ]
    }
}
