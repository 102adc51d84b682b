//! The judgments that a practice may settle otherwise: `rules/switches.toml` names, explains and defaults them.
//!
//! The code knows a switch by name and asks for its value; what the values are and which is the cautious
//! one is data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::facts::{Setting, Settings};
use super::word::{RuleId, Word};
use crate::basics::Problem;

macro_rules! switches {
    ($($name:ident = $word:literal,)*) => {
        /// A switch that some rule asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Switch { $($name,)* }

        impl Switch {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

switches! {
    MonthTimezone = "month_timezone",
    ExcludeNonUsTime = "exclude_non_us_time",
    CountPriorAuth = "count_prior_auth",
    CountInPersonStaff = "count_unbilled_in_person_staff",
    SameDayEm = "same_day_em",
    CrossPatientOverlap = "cross_patient_overlap",
    FacilityDayPartial = "facility_day_partial",
    LateEntryDays = "late_entry_days",
    ConsentMaxAge = "ccm_consent_max_age_months",
    ConsentScope = "consent_scope",
    CountAfterRevocation = "count_after_revocation",
    InitSameGroup = "init_same_group",
    PcmReinit = "pcm_reinit_12_months",
    ApcmLookback = "apcm_lookback_years",
    PlanReviewMonths = "plan_review_months",
    Max99489 = "max_99489",
    Max99437 = "max_99437",
    ComplexNeedsRevision = "complex_needs_revision",
    CcmTrack = "ccm_track",
    RequireContact = "require_contact",
    DateOfService = "dos",
    Modifier25On = "mod25_on",
    Max99425 = "max_99425",
    ReadingWithManagement = "rpm_99091_with_99457",
    PcmBesideCcm = "pcm_ccm_same_group",
    ApcmBesideCcm = "apcm_other_practice_ccm",
    DeviceDateOfService = "device_dos",
    TransitionDateOfService = "tcm_dos",
    CollaborativeTime = "cocm_time",
    ClinicMode2025 = "fq_mode_2025",
    CriticalAccessMethod = "cah_method",
    HospitalComponent = "hospital_component",
}

impl Switch {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|switch| switch.name() == name)
    }
}

/// What `rules/switches.toml` says of one switch.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchRule {
    /// What it may be set to; the word `number` stands for any whole number from zero.
    pub values: Vec<Setting>,
    pub default: Setting,
    pub rule: RuleId,
    pub turns: String,
    pub risks: String,
    pub verified: bool,
}

impl SwitchRule {
    pub fn allows(&self, setting: &Setting) -> bool {
        match setting {
            Setting::Number(number) => {
                *number >= 0 && self.values.contains(&Setting::Word(Word::literal("number")))
            }
            Setting::Word(word) => *word != "number" && self.values.contains(setting),
            Setting::Flag(_) => self.values.contains(setting),
        }
    }
}

/// The switches of a rule set: one for each [`Switch`], no other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SwitchRules(Vec<SwitchRule>);

impl SwitchRules {
    pub(super) fn read(
        file: &str,
        mut rules: BTreeMap<String, SwitchRule>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut list = Vec::with_capacity(Switch::ALL.len());
        for switch in Switch::ALL {
            match rules.remove(switch.name()) {
                None => problems.push(Problem::new("missing_switch", format!("{file}: {}", switch.name()))),
                Some(rule) if !rule.allows(&rule.default) => {
                    problems
                        .push(Problem::new("default_not_among_values", format!("{file}: {}", switch.name())));
                }
                Some(rule) => list.push(rule),
            }
        }
        problems.extend(rules.keys().map(|name| Problem::new("unknown_switch", format!("{file}: {name}"))));
        Self(list)
    }

    /// `None` only in a rule set that was refused.
    pub fn rule(&self, switch: Switch) -> Option<&SwitchRule> {
        self.0.get(switch as usize)
    }

    /// What is wrong with a practice's settings, all at once.
    pub fn check(&self, settings: &Settings) -> Vec<Problem> {
        let wrong = |name: &str, setting: &Setting| {
            let Some(switch) = Switch::from_name(name) else {
                return Some(Problem::new("unknown_switch", name));
            };
            let rule = self.rule(switch)?;
            let values: Vec<String> = rule.values.iter().map(ToString::to_string).collect();
            (!rule.allows(setting)).then(|| {
                Problem::new("value_not_offered", name)
                    .with("found", setting)
                    .with("offered", values.join(", "))
            })
        };
        settings.iter().filter_map(|(name, setting)| wrong(name, setting)).collect()
    }

    /// Each switch as the settings leave it. A setting that is not offered leaves the default.
    pub fn choose(&self, settings: &Settings) -> Choices {
        let choose = |(place, rule): (usize, &SwitchRule)| {
            let set = Switch::ALL.get(place).and_then(|switch| settings.get(switch.name()));
            set.filter(|setting| rule.allows(setting)).unwrap_or(&rule.default).clone()
        };
        Choices(self.0.iter().enumerate().map(choose).collect())
    }
}

/// Every switch with its value for one practice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices(Vec<Setting>);

impl Choices {
    pub fn setting(&self, switch: Switch) -> Option<&Setting> {
        self.0.get(switch as usize)
    }

    pub fn flag(&self, switch: Switch) -> bool {
        self.setting(switch) == Some(&Setting::Flag(true))
    }

    /// `None` where the switch holds a word instead, such as `none`.
    pub fn number(&self, switch: Switch) -> Option<i64> {
        match self.setting(switch) {
            Some(Setting::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn is(&self, switch: Switch, word: &str) -> bool {
        matches!(self.setting(switch), Some(Setting::Word(set)) if *set == word)
    }
}
