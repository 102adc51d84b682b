//! The rules themselves, for a reader: every service, one service, or all switches.

use super::book::{codes, verdict};
use super::pairs::{Saying, sayings};
use super::{count, minutes, program_name};
use crate::basics::{Date, Hcpcs};
use crate::billing::conflicts::Allowed;
use crate::billing::requirement::{Minutes, Requirement, Years};
use crate::billing::ruleset::RuleSet;
use crate::billing::service::{Limit, Service, Version};
use crate::billing::switches::Switch;
use crate::billing::word::Word;

/// Every service of a day, or of all days: code, life, program, our label.
pub fn list(rules: &RuleSet, on: Option<Date>) -> Vec<String> {
    let services = rules.services().filter(|service| on.is_none_or(|on| service.in_force(on)));
    let line = |service: &Service| {
        let (from, until) = service.life()?;
        let held = if service.complete { "" } else { "  (held: its rules are not complete)" };
        let program = service.program.word();
        Some(format!("{}  {from} to {until}  {program:<9}  {}{held}", service.code, service.label))
    };
    services.filter_map(line).collect()
}

/// A service with its versions, requirements, sources, fees and conflicts; of one day where `on` says so. `None`: no
/// rule speaks of the code.
pub fn show(rules: &RuleSet, code: &Hcpcs, on: Option<Date>) -> Option<Vec<String>> {
    let service = rules.service(code)?;
    let mut text = vec![format!("{}  {}", service.code, service.label), place(rules, service)];
    if !service.bases.is_empty() {
        let bases: Vec<&str> = service.bases.iter().map(Hcpcs::as_str).collect();
        text.push(format!("goes with {}", bases.join(" or ")));
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
    let own = Word::new(code.as_str()).ok()?;
    let said = sayings(rules.conflicts(), &[own], on);
    if !said.is_empty() {
        text.push("beside others in a month (ENG-10)".to_owned());
        text.extend(said.iter().map(|saying| conflict(saying, rules)));
    }
    Some(text)
}

/// The service's program, and where it stands among the others (ENG-11).
fn place(rules: &RuleSet, service: &Service) -> String {
    let order: Vec<&str> = rules.programs().order.iter().map(|program| program.word()).collect();
    let own = service.program.word();
    let name = program_name(service.program);
    format!("program {own}, {name}; judged in the order {} (ENG-11)", order.join(", "))
}

/// What one rule of the matrix says, in a line.
fn conflict(saying: &Saying, rules: &RuleSet) -> String {
    let scopes = [
        ("same practitioner", saying.same_practitioner),
        ("same group", saying.same_group),
        ("anybody", saying.anybody),
    ];
    let said = scopes.into_iter().filter(|(_, allowed)| allowed.is_some());
    let said: Vec<String> = said.map(|(scope, allowed)| format!("{scope}: {}", verdict(allowed))).collect();
    let holds = scopes.iter().any(|(_, allowed)| *allowed == Some(Allowed::No));
    let unless =
        saying.unless.filter(|_| holds).map_or(String::new(), |switch| format!(", unless {}", switch.name()));
    let codes = codes(&saying.codes, rules);
    format!(
        "  {:<12} {codes}: {}{unless}  [{}{}]",
        saying.rule,
        said.join(", "),
        saying.source,
        checked(saying.verified)
    )
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

/// What one question asks, in English.
pub fn requirement(requirement: &Requirement) -> String {
    let words = |list: &[Word]| list.iter().map(Word::as_str).collect::<Vec<_>>().join(", ");
    let codes = |list: &[Hcpcs]| list.iter().map(Hcpcs::as_str).collect::<Vec<_>>().join(", ");
    let time = |asked: &Minutes| {
        let full = minutes(u64::from(asked.full) * 60);
        match asked.midpoint {
            None => full,
            Some(midpoint) => {
                let midpoint = minutes(u64::from(midpoint) * 60);
                format!("{full} ({midpoint} by the midpoint, if {})", Switch::CollaborativeTime.name())
            }
        }
    };
    match requirement {
        Requirement::ConsentOnFile => "consent on file".to_owned(),
        Requirement::CoverageActive => "a payer whose rules are here, with active cover".to_owned(),
        Requirement::BillerIn(roles) => format!("billed by one of {}", words(roles)),
        Requirement::Conditions(asked) => {
            let which = if asked.begins_with.is_empty() {
                String::new()
            } else {
                format!(" with an ICD-10-CM code that begins with {}", words(&asked.begins_with))
            };
            let length = asked.lasting_months.map_or(String::new(), |months| {
                format!(", expected to last {months} months or more, with the risk stated")
            });
            format!("{} on the problem list{which}{length}", count(asked.at_least, "active condition"))
        }
        Requirement::NeedNamed => "a need that limits care was named at the visit".to_owned(),
        Requirement::LevelByFacts => "the level that conditions and QMB status give".to_owned(),
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
        Requirement::NoConflict => "nothing in its way in the matrix of conflicts".to_owned(),
        Requirement::NotSurgeon => "we are not paid the global fee of an operation in the month".to_owned(),
        Requirement::BaseBilledAmong(list) => {
            format!("billed beside {} of the same practitioner and month", codes(list))
        }
        Requirement::VisitEvery { months, only_if } => {
            format!("a qualifying visit within {months} months of the month's end, if {}", only_if.name())
        }
        Requirement::Seen(seen) => {
            let years = match seen.within_years {
                Years::Fixed(years) => years.to_string(),
                Years::Switch(switch) => switch.name().to_owned(),
            };
            let billed = if seen.or_billed.is_empty() {
                String::new()
            } else {
                format!(
                    ", or {} billed here within {} months",
                    codes(&seen.or_billed),
                    seen.or_billed_within_months
                )
            };
            format!("seen by the practice within {years} years{billed}")
        }
        Requirement::CollaborativeModel => {
            "the psychiatric consultant's review and the registry on record".to_owned()
        }
        Requirement::LiveContact => "a live two-way contact in the month".to_owned(),
        Requirement::WindowEndsInMonth => "the device's 30-day window ends in the month".to_owned(),
        Requirement::DeviceUploadsByItself => "a medical device that sends its data by itself".to_owned(),
        Requirement::DeviceDays(days) => format!("data on {days} or more days of the window"),
        Requirement::Discharged { from, to } => {
            format!("discharged from one of {} to one of {}", words(from), words(to))
        }
        Requirement::AliveAfterDischarge { days } => format!("alive {days} days after the discharge"),
        Requirement::ContactWithin { business_days, failed_attempts } => format!(
            "the patient reached within {business_days} business days, or {failed_attempts} documented attempts"
        ),
        Requirement::TransitionVisit { days, levels } => {
            format!("a visit within {days} days of the discharge, with decision making: {}", words(levels))
        }
        Requirement::MedicationsReconciled => "medications reconciled no later than the visit".to_owned(),
        Requirement::DecisionMaking(levels) => format!("signed decision making: {}", words(levels)),
        Requirement::MinutesAtLeast(least) => format!("{} or more", time(least)),
        Requirement::MinutesEachFurther(further) => {
            format!("each full further {}", time(further))
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
