//! One program: its codes, how one is chosen, what is asked, what it pays, what may stand beside it.

use super::markdown::{Markdown, either, list, mark, switch};
use super::{asked, beside, index, money};
use crate::billing::program::{Level, ProgramRule, Track, TrackTime};
use crate::billing::requirement::{Minutes, Requirement};
use crate::billing::ruleset::RuleSet;
use crate::billing::service::{Limit, Service, Version};
use crate::billing::words::program_name;
use crate::enrollment::Program;

pub(super) fn services(rules: &RuleSet, program: Program) -> impl Iterator<Item = &Service> {
    rules.services().filter(move |service| service.program == program)
}

pub(super) fn page(rules: &RuleSet, program: Program) -> String {
    let mut page = Markdown::new(&format!("{} ({})", program_name(program), program.word()));
    let own: Vec<&Service> = services(rules, program).collect();
    if let Some(rule) = rules.program(program) {
        page.list(facts(rules, program, rule));
    }
    page.section("Codes");
    page.table(
        ["code", "what it is", "dates of service", "takes", "units", "goes with", "source"],
        own.iter()
            .flat_map(|service| service.versions.iter().map(move |version| code(service, version, rules)))
            .collect(),
    );
    if let Some(rule) = rules.program(program) {
        chosen(&mut page, rule, rules);
    }
    if own.iter().any(|service| service.versions.iter().any(|version| !version.requires.is_empty())) {
        page.section("What is asked, in this order");
        page.paragraph(
            "The first that is not met holds the code. That the code is in force is asked before all of it, but for a device window's end.",
        );
        asked::table(&mut page, &own, rules);
    }
    money::units(&mut page, &own, rules);
    beside::parts(&mut page, &own, rules);
    page.finish()
}

fn facts(rules: &RuleSet, program: Program, rule: &ProgramRule) -> Vec<String> {
    let order = rules.programs().order.iter().map(|&other| {
        if other == program { format!("**{}**", other.word()) } else { other.word().to_owned() }
    });
    let mut facts = vec![format!("Order of {}: {}.", index::id_of("ENG-11", rules), list(order))];
    let what = if rule.track.is_empty() { "It is billed" } else { "Minutes count" };
    facts.push(match (rule.consent, rule.consent_lapses_after_months) {
        (false, _) => "No consent is asked.".to_owned(),
        (true, None) => format!("{what} only under the patient's consent to this program."),
        (true, Some(months)) => {
            format!(
                "{what} only under the patient's consent to this program, which lapses after {months} months."
            )
        }
    });
    if !rule.one_practitioner.is_empty() {
        facts.push(format!("One practitioner a month is paid for {}.", either(&rule.one_practitioner)));
    }
    facts
}

fn code(service: &Service, version: &Version, rules: &RuleSet) -> [String; 7] {
    let incomplete = if service.complete { "" } else { "; always held, its rules are not complete" };
    [
        service.code.to_string(),
        format!("{}{incomplete}", service.label),
        format!("{} to {}", version.from, version.until),
        takes(version),
        units(version, rules),
        either(&service.bases),
        format!("{}{}", version.cite, mark(version.verified)),
    ]
}

/// Minutes, days and what else measures the code.
fn takes(version: &Version) -> String {
    let minutes = |asked: Minutes| match asked.midpoint {
        None => format!("{} minutes", asked.full),
        Some(midpoint) => format!("{} minutes ({midpoint} by the midpoint)", asked.full),
    };
    let measure = |requirement: &Requirement| match requirement {
        Requirement::MinutesAtLeast(asked) => Some(minutes(*asked)),
        Requirement::MinutesEachFurther(asked) => Some(format!("each further {}", minutes(*asked))),
        Requirement::DeviceDays(days) => Some(format!("{days} days with data in 30")),
        Requirement::TransitionVisit { days, levels } => {
            Some(format!("a visit within {days} days, decision making {}", either(levels)))
        }
        Requirement::DecisionMaking(levels) => Some(format!("decision making {}", either(levels))),
        Requirement::LevelByFacts => Some("the level of the patient".to_owned()),
        Requirement::ExtraPlanning => Some("extra planning at the initiating visit".to_owned()),
        _ => None,
    };
    let all: Vec<String> = version.requires.iter().filter_map(|asked| measure(&asked.requirement)).collect();
    match (all.is_empty(), version.requires.is_empty()) {
        (true, true) => "see [settings](settings.md)".to_owned(),
        (true, false) => "—".to_owned(),
        (false, _) => all.join("; "),
    }
}

fn units(version: &Version, rules: &RuleSet) -> String {
    let most = match version.units_max {
        Limit::Units(1) => "1".to_owned(),
        Limit::Units(units) => format!("up to {units}"),
        Limit::Switch(limit) => format!("up to {}", switch(limit, rules)),
    };
    let guard = version.units_guard.map(|guard| format!("; review above {}", switch(guard, rules)));
    most + &guard.unwrap_or_default()
}

/// How a month comes to one of the codes, and which one a hold names.
fn chosen(page: &mut Markdown, rule: &ProgramRule, rules: &RuleSet) {
    page.section("How the code is chosen");
    if rule.declares {
        page.paragraph("The track that the practice declared is tried first; then, in this order:");
    } else if rule.track.len() + rule.level.len() + rule.transition.len() > 1 {
        page.paragraph("Tried in this order; the first that fits is taken:");
    }
    if !rule.track.is_empty() {
        page.steps(rule.track.iter().map(|track| self::track(track, rules)));
    }
    if !rule.level.is_empty() {
        page.steps(rule.level.iter().map(level));
    }
    if !rule.transition.is_empty() {
        page.steps(
            rule.transition.iter().map(|code| format!("{code}, if visit and decision making allow it")),
        );
    }
    let lowest = either(&rule.lowest);
    page.paragraph(&if rule.lowest == [rule.gate_code.clone()] {
        format!("A month that fits none of them is held on {lowest}.")
    } else {
        format!(
            "Where a question of the month fails before its minutes are asked, {} is held; where minutes or days fall \
             short, {lowest}, the first that is in force.",
            rule.gate_code
        )
    });
}

fn track(track: &Track, rules: &RuleSet) -> String {
    let whose = match track.time {
        TrackTime::Own => "the billing practitioner's own minutes",
        TrackTime::Pooled => "everybody's minutes",
    };
    let mut text = format!("{} by {whose}", track.base);
    if let Some(service) = rules.service(&track.base)
        && let Some(version) = service.versions.last()
        && version.first_seconds() > 0
    {
        text.push_str(&format!(", {} or more", version.first_seconds() / 60));
    }
    if let Some(minutes) = track.only_if_staff_minutes_under {
        text.push_str(&format!("; only while staff has under {minutes} minutes, unless declared"));
    }
    if let Some(roles) = &track.only_if_biller_in {
        text.push_str(&format!("; only billed by {}", either(roles)));
    }
    match track.only_if_first_month {
        Some(true) => text.push_str("; in the first month of an episode"),
        Some(false) => text.push_str("; in its later months"),
        None => {}
    }
    if track.only_if_requested {
        text.push_str("; only where the practice asks for the code by name");
    }
    text
}

fn level(level: &Level) -> String {
    let conditions = match (level.conditions_at_least, level.lasting_months_at_least) {
        (0, _) => "whatever the conditions".to_owned(),
        (least, None) => format!("{least} or more conditions"),
        (least, Some(months)) => format!("{least} or more conditions that last {months} months or longer"),
    };
    let qmb = if level.qmb { ", and the patient is a Qualified Medicare Beneficiary" } else { "" };
    format!("{}: {conditions}{qmb}", level.base)
}
