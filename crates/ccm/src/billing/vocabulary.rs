//! What the rules know by name: the words that a door may let in, and the settings of a practice.

use std::collections::BTreeMap;

use super::program::RoleClass;
use super::requirement::Requirement;
use super::ruleset::RuleSet;
use super::word::Word;
use super::{Setting, Settings};
use crate::basics::{Date, Hcpcs, Problem, ServiceMonth};
use crate::enrollment::Program;
use crate::enrollment::eligibility::EligibilityRule;

impl RuleSet {
    /// The class of a role word; `None`: a word that no rule knows.
    pub fn role_class(&self, word: &str) -> Option<&RoleClass> {
        self.content.roles.get(&Word::new(word).ok()?)
    }

    pub fn is_activity(&self, word: &str) -> bool {
        Word::new(word).is_ok_and(|word| self.knows_activity(word))
    }

    pub fn is_consent_element(&self, word: &str) -> bool {
        Word::new(word).is_ok_and(|word| self.programs().consent_elements.contains(&word))
    }

    pub fn is_plan_element(&self, word: &str) -> bool {
        Word::new(word).is_ok_and(|word| self.programs().plan_elements.contains(&word))
    }

    /// What a practice has set, as the engine takes it.
    ///
    /// # Errors
    /// Every switch that no rule knows, and every value that one does not allow.
    pub fn settings(&self, set: &BTreeMap<String, serde_json::Value>) -> Result<Settings, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut settings = Settings::new();
        for (name, value) in set {
            match serde_json::from_value::<Setting>(value.clone()) {
                Ok(setting) => {
                    settings.insert(name.as_str().into(), setting);
                }
                Err(_) => problems.push(
                    Problem::new("wrong_type", name).with("expected", "true, false, a number or a word"),
                ),
            }
        }
        problems.extend(self.switches().check(&settings));
        if problems.is_empty() { Ok(settings) } else { Err(problems) }
    }

    /// The numbers that candidates of a program are judged by on a day: those of its lowest code.
    pub fn eligibility(&self, program: Program, on: Date) -> Option<EligibilityRule> {
        let service = self.service(&self.program(program)?.gate_code)?;
        let version = service.version(ServiceMonth::of(on))?;
        let mut rule = EligibilityRule { conditions_at_least: 0, look_back_months: 0 };
        for requires in &version.requires {
            match &requires.requirement {
                Requirement::Conditions(asked) => rule.conditions_at_least = asked.at_least,
                Requirement::InitiatingVisitWithin { months } => rule.look_back_months = *months,
                _ => {}
            }
        }
        Some(rule)
    }

    /// Whether a code is one that may open the service (INIT-02).
    pub fn is_initiating(&self, code: &Hcpcs) -> bool {
        self.visit(code).initiating
    }
}

impl RoleClass {
    /// Whose own minutes are practitioner time: physicians and the others who may bill.
    pub fn is_practitioner(&self) -> bool {
        self.own_time && !self.supervised
    }

    /// Works with patients under supervision.
    pub fn is_clinical(&self) -> bool {
        self.supervised && !self.programs.is_empty()
    }
}
