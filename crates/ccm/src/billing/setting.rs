//! Where a practice bills from, and what that changes (section 13): `rules/settings.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::MonthFacts;
use super::prepared::Prepared;
use super::service::day;
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Date, Hcpcs, Problem, ServiceMonth};
use crate::enrollment::Program;

/// The paper that a month is claimed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 837P, CMS-1500.
    #[default]
    Professional,
    /// 837I, UB-04.
    Institutional,
}

/// Which rate a setting is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateBasis {
    /// By place of service and locality.
    Place,
    /// National, non-facility (FQ-06).
    National,
    /// The locality's facility amount.
    Facility,
}

/// How a setting's months are claimed and paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    pub form: Form,
    /// `71X`: the last digit is the claim's frequency.
    pub type_of_bill: Option<Word>,
    pub revenue_codes: Vec<Word>,
    pub rate: RateBasis,
    /// Paid of that rate, in percent.
    pub percent: u32,
}

/// One setting.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingRule {
    pub label: String,
    pub rule: RuleId,
    pub terms: Terms,
    /// Whether the Part B deductible is asked (FQ-07).
    pub deductible: bool,
    /// Codes that pay inside the visit's rate, and the rule that says so.
    pub inside_visit: Vec<Hcpcs>,
    pub inside_visit_rule: Option<RuleId>,
    /// The hospital bills for its staff's work too where this is set (FQ-10).
    pub component_switch: Option<Switch>,
    /// The switch that says which of `methods` it bills by.
    pub method_switch: Option<Switch>,
    pub methods: BTreeMap<Word, Terms>,
}

/// The single code of a clinic's month (FQ-01 to FQ-04).
#[derive(Clone, Debug, PartialEq)]
pub struct Single {
    pub settings: Vec<Word>,
    pub code: Hcpcs,
    pub until: Date,
    pub shortfall: RuleId,
    pub after: RuleId,
    pub elected_from: Date,
    pub election: Switch,
    pub election_rule: RuleId,
    pub election_exempt: Vec<Program>,
    pub displaced_by: RuleId,
    pub services: Vec<Hcpcs>,
    /// The program that is met also by a device's window with so many days of data.
    pub device_program: Program,
    pub device_days: u16,
    pub bucket: Word,
}

/// A clinic's own code for collaborative care (FQ-05).
#[derive(Clone, Debug, PartialEq)]
pub struct Collaborative {
    pub settings: Vec<Word>,
    pub program: Program,
    pub code: Hcpcs,
    pub until: Date,
    pub after: RuleId,
    pub first_month_minutes: u32,
    pub later_month_minutes: u32,
}

/// `settings.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingRules {
    pub settings: BTreeMap<Word, SettingRule>,
    pub single: Option<Single>,
    pub collaborative: Option<Collaborative>,
}

/// How a clinic's month is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Individual,
    Single,
    /// It may elect, and nobody has said what.
    Unsettled,
}

impl Mode {
    /// Whether codes wait for the clinic's election (FQ-02).
    pub(super) fn is_unsettled(self) -> bool {
        self == Self::Unsettled
    }
}

impl SettingRules {
    pub(super) fn of(&self, setting: Option<Word>) -> Option<&SettingRule> {
        self.settings.get(&setting?)
    }

    pub(super) fn mode(&self, facts: &MonthFacts, prepared: &Prepared) -> Mode {
        let Some(single) = self.single_of(facts) else { return Mode::Individual };
        let (first, last) = (prepared.month.first_day(), prepared.month.last_day());
        if last > single.until {
            return Mode::Individual;
        }
        if first < single.elected_from {
            return Mode::Single;
        }
        // The election's own word for the single code is the code.
        match prepared.choices.setting(single.election).map(ToString::to_string).as_deref() {
            Some("individual") => Mode::Individual,
            Some(word) if word.eq_ignore_ascii_case(single.code.as_str()) => Mode::Single,
            _ => Mode::Unsettled,
        }
    }

    pub(super) fn single_of(&self, facts: &MonthFacts) -> Option<&Single> {
        let setting = facts.practice.setting?;
        self.single.as_ref().filter(|single| single.settings.contains(&setting))
    }

    /// The clinic's own collaborative-care code, in the months in which it has one.
    pub(super) fn collaborative_of(&self, facts: &MonthFacts, month: ServiceMonth) -> Option<&Collaborative> {
        let setting = facts.practice.setting?;
        self.collaborative
            .as_ref()
            .filter(|own| own.settings.contains(&setting) && month.last_day() <= own.until)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    setting: BTreeMap<Word, WrittenSetting>,
    single: WrittenSingle,
    collaborative: WrittenCollaborative,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTerms {
    word: Word,
    form: Form,
    type_of_bill: Option<Word>,
    #[serde(default)]
    revenue_codes: Vec<Word>,
    rate: RateBasis,
    percent: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSetting {
    label: String,
    form: Form,
    type_of_bill: Option<Word>,
    rate: RateBasis,
    rule: RuleId,
    deductible: Option<bool>,
    #[serde(default)]
    inside_visit: Vec<Hcpcs>,
    inside_visit_rule: Option<RuleId>,
    component_switch: Option<String>,
    method_switch: Option<String>,
    #[serde(default)]
    method: Vec<WrittenTerms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSingle {
    settings: Vec<Word>,
    code: Hcpcs,
    until: toml::value::Datetime,
    shortfall: RuleId,
    after: RuleId,
    elected_from: toml::value::Datetime,
    election: String,
    election_rule: RuleId,
    election_exempt: Vec<Program>,
    displaced_by: RuleId,
    services: Vec<Hcpcs>,
    device_program: Program,
    device_days: u16,
    bucket: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCollaborative {
    settings: Vec<Word>,
    program: Program,
    code: Hcpcs,
    until: toml::value::Datetime,
    after: RuleId,
    first_month_minutes: u32,
    later_month_minutes: u32,
}

impl Written {
    pub(super) fn read(self, file: &str, problems: &mut Vec<Problem>) -> SettingRules {
        let mut rules = SettingRules::default();
        for (word, written) in self.setting {
            let place = format!("{file}: {word}");
            match written.read(&place) {
                Ok(rule) => {
                    rules.settings.insert(word, rule);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let unknown = self.single.settings.iter().chain(&self.collaborative.settings);
        for word in unknown.filter(|word| !rules.settings.contains_key(word)) {
            problems.push(Problem::new("unknown_setting", file).with("found", word));
        }
        rules.single = self.single.read(file).map_err(|problem| problems.push(problem)).ok();
        rules.collaborative = self.collaborative.read(file).map_err(|problem| problems.push(problem)).ok();
        rules
    }
}

fn switch(name: &str, place: &str) -> Result<Switch, Problem> {
    Switch::from_name(name).ok_or_else(|| Problem::new("unknown_switch", place).with("found", name))
}

impl WrittenTerms {
    fn read(self) -> (Word, Terms) {
        let Self { word, form, type_of_bill, revenue_codes, rate, percent } = self;
        (word, Terms { form, type_of_bill, revenue_codes, rate, percent: percent.unwrap_or(100) })
    }
}

impl WrittenSetting {
    fn read(self, place: &str) -> Result<SettingRule, Problem> {
        if self.inside_visit.is_empty() != self.inside_visit_rule.is_none() {
            return Err(Problem::new("inside_visit_has_a_rule", place));
        }
        if self.method.is_empty() != self.method_switch.is_none() {
            return Err(Problem::new("a_method_has_a_switch", place));
        }
        Ok(SettingRule {
            label: self.label,
            rule: self.rule,
            terms: Terms {
                form: self.form,
                type_of_bill: self.type_of_bill,
                revenue_codes: Vec::new(),
                rate: self.rate,
                percent: 100,
            },
            deductible: self.deductible.unwrap_or(true),
            inside_visit: self.inside_visit,
            inside_visit_rule: self.inside_visit_rule,
            component_switch: self.component_switch.as_deref().map(|name| switch(name, place)).transpose()?,
            method_switch: self.method_switch.as_deref().map(|name| switch(name, place)).transpose()?,
            methods: self.method.into_iter().map(WrittenTerms::read).collect(),
        })
    }
}

impl WrittenSingle {
    fn read(self, file: &str) -> Result<Single, Problem> {
        let place = format!("{file}: single");
        Ok(Single {
            settings: self.settings,
            code: self.code,
            until: day(&self.until, &place)?,
            shortfall: self.shortfall,
            after: self.after,
            elected_from: day(&self.elected_from, &place)?,
            election: switch(&self.election, &place)?,
            election_rule: self.election_rule,
            election_exempt: self.election_exempt,
            displaced_by: self.displaced_by,
            services: self.services,
            device_program: self.device_program,
            device_days: self.device_days,
            bucket: self.bucket,
        })
    }
}

impl WrittenCollaborative {
    fn read(self, file: &str) -> Result<Collaborative, Problem> {
        Ok(Collaborative {
            settings: self.settings,
            program: self.program,
            code: self.code,
            until: day(&self.until, &format!("{file}: collaborative"))?,
            after: self.after,
            first_month_minutes: self.first_month_minutes,
            later_month_minutes: self.later_month_minutes,
        })
    }
}
