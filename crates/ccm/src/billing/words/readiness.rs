//! A patient's readiness: each code with its state, what is missing, and the one thing to do next.

use super::{count, minutes, sentence};
use crate::basics::{Answer, Date};
use crate::billing::readiness::{CodeReadiness, Gap, Measure, NextStep, Performer, Readiness, State, Way};
use crate::billing::reason::ids;
use crate::billing::ruleset::RuleSet;

/// Beside the codes of a month whose payer is asked whom it covers and has not answered.
pub const UNCONFIRMED: &str = "the payer has not confirmed the cover for this month";

/// All of it, for a person.
pub fn readiness(readiness: &Readiness, rules: &RuleSet) -> Vec<String> {
    let mut text: Vec<String> = Vec::new();
    for code in &readiness.codes {
        let label = rules.service(&code.code).map_or("", |service| service.label.as_str());
        let units = if code.units > 1 { format!(" x {}", code.units) } else { String::new() };
        text.push(format!("{:<11} {}{units}  {label}", code.state.word(), code.code));
        text.extend(gaps(code).map(|gap| format!("  {}", self::gap(gap))));
        text.extend(code.next.iter().map(|next| format!("  next: {}", next_step(next))));
    }
    text.extend(readiness.ways.iter().map(way));
    if readiness.cover_confirmed == Some(false) {
        text.push(format!("{}: {UNCONFIRMED}", ids::ELIG_05));
    }
    text
}

/// What holds a code where it stands: of an unreachable one, what is out of reach.
fn gaps(code: &CodeReadiness) -> impl Iterator<Item = &Gap> {
    let worst = code.state;
    code.gaps.iter().filter(move |gap| worst == State::Missing || gap.state == worst)
}

fn gap(gap: &Gap) -> String {
    let word = match (gap.state, gap.answer) {
        (State::Unreachable, _) => "too late",
        (State::Blocked, _) => "in the way",
        (_, Answer::Unknown) => "not known",
        _ => "missing",
    };
    let kept = gap.kept_by.map_or(String::new(), |rule| format!(" ({rule})"));
    format!("{word}: {} {}{kept}", gap.rule, sentence(&gap.reason))
}

/// The action of the rule, with how much and until when.
fn next_step(next: &NextStep) -> String {
    let amount =
        next.missing_seconds.map(minutes).or(next.missing_days.map(|days| count(days.into(), "day")));
    let amount = amount.map(|amount| format!("{amount} more"));
    let by = next.by.map(|by| match next.days_left {
        Some(0) => format!("by {by}, today"),
        Some(days) => format!("by {by}, {} left", count(usize::try_from(days).unwrap_or(0), "day")),
        None => format!("by {by}"),
    });
    let concrete: Vec<String> = amount.into_iter().chain(by).collect();
    if concrete.is_empty() {
        next.action.to_string()
    } else {
        format!("{} [{}]", next.action, concrete.join("; "))
    }
}

fn way(way: &Way) -> String {
    let amount = |number: u64| match way.measure {
        Measure::Seconds => minutes(number),
        Measure::DeviceDays => count(usize::try_from(number).unwrap_or(usize::MAX), "day"),
    };
    let goal = format!("to {} at {}", way.code, amount(way.needed));
    if way.state == State::Unreachable {
        let kept = way.kept_by.map_or(String::new(), |rule| format!(" ({rule})"));
        return format!("{goal}: can no longer be reached, {} short{kept}", amount(way.missing));
    }
    let by: Vec<&str> = way.by.iter().map(|by| performer(*by)).collect();
    let until = way.until.map_or(String::new(), |until: Date| format!(", by {until}"));
    let declared = if way.only_if_declared { "; only if the practice declares the track" } else { "" };
    let beside: Vec<String> =
        way.gaps.iter().map(|gap| format!("{} {}", gap.rule, sentence(&gap.reason))).collect();
    let beside = if beside.is_empty() { String::new() } else { format!("; also {}", beside.join("; ")) };
    let blocked = if way.state == State::Blocked { "; blocked until the above is settled" } else { "" };
    format!("{goal}: {} more by {}{until}{declared}{beside}{blocked}", amount(way.missing), by.join(" or "))
}

fn performer(by: Performer) -> &'static str {
    match by {
        Performer::ClinicalStaff => "staff",
        Performer::BillingPractitioner => "the billing practitioner",
        Performer::Patient => "the patient's measuring",
    }
}
