//! The rules themselves, for a reader: one service, or all switches.

use super::minutes;
use crate::basics::{Date, Hcpcs};
use crate::billing::requirement::Requirement;
use crate::billing::ruleset::RuleSet;
use crate::billing::service::{Limit, Version};
use crate::billing::switches::Switch;
use crate::billing::word::Word;

/// A service with its versions, requirements, sources and fees; of one day where `on` says so. `None`: no
/// rule speaks of the code.
pub fn show(rules: &RuleSet, code: &Hcpcs, on: Option<Date>) -> Option<Vec<String>> {
    let service = rules.service(code)?;
    let mut text =
        vec![format!("{}  {}", service.code, service.label), format!("program {}", service.program.word())];
    if let Some(base) = &service.base {
        text.push(format!("goes with {base}"));
    }
    if !service.complete {
        text.push("its rules are not complete: it is held, never billed".to_owned());
    }
    let versions = service
        .versions
        .iter()
        .filter(|version| on.is_none_or(|on| version.from <= on && on <= version.until));
    for version in versions {
        text.push(format!(
            "from {} until {}  [{}{}]",
            version.from,
            version.until,
            version.cite,
            checked(version.verified)
        ));
        text.push(format!("  {}", units(version)));
        for asked in &version.requires {
            text.push(format!("  {:<12} {}", asked.rule, requirement(&asked.requirement)));
            if let Some(rule) = rules.rule(asked.rule) {
                text.push(format!(
                    "               {}  [{}{}]",
                    rule.title,
                    rule.cite.join("; "),
                    checked(rule.verified)
                ));
            }
        }
    }
    let days =
        rules.fees().factors().filter(|factor| on.is_none_or(|on| factor.from <= on && on <= factor.until));
    for day in days.map(|factor| on.unwrap_or(factor.from)) {
        let fee = rules.fees().unit(code, day, Some(false), None, None);
        if let (Some(amount), Some(factor)) = (fee.national_nonfacility, fee.conversion_factor) {
            let facility = fee.national_facility.map_or("not known".to_owned(), |cents| cents.to_string());
            text.push(format!("{day}: {amount} USD a unit, {facility} in a facility, factor {factor}"));
        }
    }
    Some(text)
}

fn checked(verified: bool) -> &'static str {
    if verified { "" } else { "; still being checked" }
}

fn units(version: &Version) -> String {
    let most = match version.units_max {
        Limit::Units(1) => "1 unit a month".to_owned(),
        Limit::Units(units) => format!("at most {units} units a month"),
        Limit::Switch(switch) => format!("as many units as {} says", switch.name()),
    };
    match version.units_guard {
        Some(switch) => format!("{most}; above {} they wait for review", switch.name()),
        None => most,
    }
}

fn requirement(requirement: &Requirement) -> String {
    let words = |list: &[Word]| list.iter().map(Word::as_str).collect::<Vec<_>>().join(", ");
    match requirement {
        Requirement::ConsentOnFile => "consent on file".to_owned(),
        Requirement::PartBActive => "a payer whose rules are here, Part B active".to_owned(),
        Requirement::BillerIn(roles) => format!("billed by one of {}", words(roles)),
        Requirement::ChronicConditions { at_least, lasting_months } => {
            format!("{at_least} chronic conditions lasting {lasting_months} months or more")
        }
        Requirement::InitiatingVisitWithin { months } => {
            format!("an initiating visit within {months} months before the start")
        }
        Requirement::CarePlanOnFile => "a care plan with every element".to_owned(),
        Requirement::CarePlanCopyGiven => "a copy of it given".to_owned(),
        Requirement::CarePlanReviewedWithin(switch) => {
            format!("made or revised within {} months", switch.name())
        }
        Requirement::CarePlanSigned => "signed by the billing practitioner".to_owned(),
        Requirement::NotBilledTwice => "not billed already".to_owned(),
        Requirement::OnePractitioner => "nobody else bills the program".to_owned(),
        Requirement::NoOwnCodeAmong(codes) => {
            format!("none of ours: {}", codes.iter().map(Hcpcs::as_str).collect::<Vec<_>>().join(", "))
        }
        Requirement::DecisionMaking(levels) => format!("signed decision making: {}", words(levels)),
        Requirement::MinutesAtLeast(least) => format!("{} or more", minutes(u64::from(*least) * 60)),
        Requirement::MinutesEachFurther(further) => {
            format!("each full further {}", minutes(u64::from(*further) * 60))
        }
        Requirement::BaseBilled => "its base is billed".to_owned(),
        Requirement::ContactAndPlanWork(switch) => {
            format!("the patient reached and the plan worked on, if {}", switch.name())
        }
        Requirement::FiledWithin { months } => format!("filed within {months} months"),
        Requirement::Diagnoses { at_least, at_most } => {
            format!("points to {at_least} to {at_most} diagnoses")
        }
        Requirement::ExtraPlanning => "extra planning at the visit that started care management".to_owned(),
        Requirement::NeverBilledBefore => "never billed before, by anybody".to_owned(),
    }
}

/// Every switch: its default, its values, what it turns and what it risks.
pub fn switches(rules: &RuleSet) -> Vec<String> {
    let known = Switch::ALL.iter().filter_map(|&switch| Some((switch, rules.switches().rule(switch)?)));
    known
        .flat_map(|(switch, rule)| {
            let values: Vec<String> = rule.values.iter().map(ToString::to_string).collect();
            let head = format!(
                "{} = {}  ({}; {}{})",
                switch.name(),
                rule.default,
                values.join(", "),
                rule.rule,
                checked(rule.verified)
            );
            [head, format!("  turns: {}", rule.turns), format!("  risks: {}", rule.risks)]
        })
        .collect()
}
