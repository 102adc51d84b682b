//! What the rules know by name: the words that a door may let in, and the settings of a practice.

use std::collections::BTreeMap;

use super::program::RoleClass;
use super::ruleset::RuleSet;
use super::word::Word;
use super::{Setting, Settings};
use crate::access::Standing;
use crate::basics::{Hcpcs, Problem};

impl RuleSet {
    /// The class of a role word; `None`: a word that no rule knows.
    pub fn role_class(&self, word: &str) -> Option<&RoleClass> {
        self.content.roles.get(&Word::new(word).ok()?)
    }

    /// Every role word with its class, by word.
    pub fn role_words(&self) -> impl Iterator<Item = (&str, &RoleClass)> {
        self.content.roles.iter().map(|(word, class)| (word.as_str(), class))
    }

    pub fn is_activity(&self, word: &str) -> bool {
        Word::new(word).is_ok_and(|word| self.knows_activity(word))
    }

    /// The words of all activities, in the order of their letters.
    pub fn activities(&self) -> impl Iterator<Item = &str> {
        self.content.activities.keys().map(Word::as_str)
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

    /// Whether a code is one that may open the service (INIT-02).
    pub fn is_initiating(&self, code: &Hcpcs) -> bool {
        self.visit(code).initiating
    }
}

impl RoleClass {
    /// What they are as far as permissions go.
    pub fn standing(&self) -> Standing {
        match self.standing {
            Some(standing) => standing,
            None if self.is_practitioner() => Standing::Practitioner,
            None if self.is_clinical() => Standing::ClinicalStaff,
            None => Standing::Office,
        }
    }

    /// Whose own minutes are practitioner time: physicians and the others who may bill.
    pub fn is_practitioner(&self) -> bool {
        self.own_time && !self.supervised
    }

    /// Works with patients under supervision.
    pub fn is_clinical(&self) -> bool {
        self.supervised && !self.programs.is_empty()
    }
}
