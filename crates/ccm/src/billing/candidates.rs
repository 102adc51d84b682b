//! What the rules of a program's base code ask of a patient before anything is done: the questions by which
//! candidates are found.

use super::Settings;
use super::program::Level;
use super::requirement::{Conditions, Requirement, Years};
use super::ruleset::RuleSet;
use super::service::Version;
use crate::basics::{Date, ServiceMonth};
use crate::enrollment::Program;
use crate::enrollment::eligibility::{Asked, ConditionsAsked, EligibilityRule, LevelAsked, Question};

const MONTHS_OF_A_YEAR: i64 = 12;

impl RuleSet {
    /// The questions that candidates of a program are judged by on a day, at a practice with these settings; `None`:
    /// the program has no rules for that day.
    pub fn eligibility(&self, program: Program, on: Date, settings: &Settings) -> Option<EligibilityRule> {
        let rule = self.program(program)?;
        let version = self.service(&rule.gate_code)?.version(ServiceMonth::of(on))?;
        let question = |requirement: &Requirement| {
            Some(match requirement {
                Requirement::CoverageActive => Question::PartB,
                Requirement::Conditions(conditions) => Question::Conditions(asked(conditions)),
                Requirement::InitiatingVisitWithin { months } => {
                    Question::InitiatingVisit { within_months: *months }
                }
                Requirement::Seen(seen) => {
                    let years = match seen.within_years {
                        Years::Fixed(years) => years,
                        Years::Switch(switch) => self.switches().choose(settings).number(switch)?,
                    };
                    let months = years.saturating_mul(MONTHS_OF_A_YEAR);
                    Question::Seen { within_months: i32::try_from(months).unwrap_or(i32::MAX) }
                }
                Requirement::NeedNamed => Question::NeedNamed,
                Requirement::Discharged { from, to } => Question::Discharge {
                    from: from.iter().map(ToString::to_string).collect(),
                    to: to.iter().map(ToString::to_string).collect(),
                    within_days: visit_days(version)?,
                },
                Requirement::LevelByFacts => Question::Level(rule.level.iter().map(level).collect()),
                Requirement::OnePractitioner => Question::NotManagedElsewhere,
                _ => return None,
            })
        };
        let asks = version.requires.iter().filter_map(|row| {
            Some(Asked { rule: row.rule.to_string(), question: question(&row.requirement)? })
        });
        Some(EligibilityRule { asks: asks.collect() })
    }
}

fn asked(conditions: &Conditions) -> ConditionsAsked {
    ConditionsAsked {
        at_least: conditions.at_least,
        lasting_months: conditions.lasting_months,
        begins_with: conditions.begins_with.iter().map(ToString::to_string).collect(),
    }
}

fn level(level: &Level) -> LevelAsked {
    LevelAsked { code: level.base.clone(), conditions: asked(&level.conditions()), qmb: level.qmb }
}

/// Days after a discharge in which a visit is in time.
fn visit_days(version: &Version) -> Option<i32> {
    version.requires.iter().find_map(|row| match row.requirement {
        Requirement::TransitionVisit { days, .. } => Some(days),
        _ => None,
    })
}
