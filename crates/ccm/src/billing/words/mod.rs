//! English for the command line. Findings are data; here, at the edge, they become sentences.
//!
//! A sentence holds what its reason holds and nothing more: ids, codes, dates, minutes.

pub mod book;

mod pairs;
mod readiness;
mod reason;
mod rules;
mod what_if;

pub use readiness::{UNCONFIRMED, readiness};
pub use reason::sentence;
pub use rules::{list, show, switches};
pub use what_if::{choice, share, what_if};

use super::determination::{Considered, Determination, Finding, Held, LeftOut, Line, Outcome, PatientShare};
use super::ruleset::RuleSet;
use super::word::RuleId;
use crate::basics::Answer;
use crate::enrollment::Program;

/// A program's name in full.
pub fn program_name(program: Program) -> &'static str {
    match program {
        Program::Ccm => "Chronic care management",
        Program::Pcm => "Principal care management",
        Program::Tcm => "Transitional care management",
        Program::Rpm => "Remote physiologic monitoring",
        Program::RpmInterpretation => "Remote physiologic monitoring, review of data",
        Program::Rtm => "Remote therapeutic monitoring",
        Program::Bhi => "Behavioral health integration",
        Program::Cocm => "Psychiatric collaborative care",
        Program::Chi => "Community health integration",
        Program::Pin => "Principal illness navigation",
        Program::Apcm => "Advanced primary care management",
    }
}

/// Minutes as people say them: `20 min`, `19 min 59 s`.
pub fn minutes(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => format!("{minutes} min"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}

/// The whole answer: billed, held, counted, left out, and the tree of questions behind it.
pub fn explain(month: &Determination, rules: &RuleSet) -> Vec<String> {
    let mut text = Vec::new();
    text.push(format!("{} for practitioner {}, {}", month.month, month.practitioner, month.zone));
    section(&mut text, "billed", month.lines.iter().flat_map(|item| line(item, rules)));
    if let Some(modifier) = &month.modifier_25 {
        text.push(format!("  modifier 25 goes on {}, because of visit {}", modifier.code, modifier.visit));
    }
    section(&mut text, "held", month.held.iter().flat_map(|item| held(item, rules)));
    let counted = month.minutes.iter().map(|time| format!("{}: {}", time.bucket, minutes(time.seconds)));
    let unbilled = (month.unbilled_seconds > 0)
        .then(|| format!("in no billed unit: {}", minutes(month.unbilled_seconds)));
    section(&mut text, "counted", counted.chain(unbilled));
    section(&mut text, "left out", month.left_out.iter().map(|item| left_out(item, rules)));
    let next = month.next.iter().map(|next| {
        format!("{} to {} at {}", minutes(next.missing_seconds), next.code, minutes(next.at_seconds))
    });
    section(&mut text, "missing", next);
    section(&mut text, "questions", month.considered.iter().flat_map(considered));
    let used = month.switches.iter().map(|switch| {
        let default = if switch.is_default { "the default" } else { "set by the practice" };
        let checked = if switch.verified { "" } else { ", still being checked" };
        format!("{} = {} ({default}{checked})", switch.name, switch.value)
    });
    section(&mut text, "switches", used);
    section(
        &mut text,
        "for review",
        month.flags.iter().map(|flag| format!("{}  {}", flag.rule, sentence(&flag.reason))),
    );
    text.push(format!("rules {}, engine {}", month.rules, month.engine));
    text
}

fn section(text: &mut Vec<String>, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        text.push(title.to_owned());
        text.extend(lines.map(|line| format!("  {line}")));
    }
}

fn line(line: &Line, rules: &RuleSet) -> Vec<String> {
    let label = rules.service(&line.code).map_or("", |service| service.label.as_str());
    let mut text = vec![format!("{} x {} on {}  {label}", line.code, line.units, line.date_of_service)];
    let amount =
        line.allowed.map_or("amount not known".to_owned(), |allowed| format!("{allowed} USD expected"));
    let patient = match line.patient {
        PatientShare::Nothing => "the patient is never billed (PAY-06)".to_owned(),
        PatientShare::Coinsurance { cents, .. } => {
            format!("the patient owes {cents} once the deductible is met")
        }
        PatientShare::Unknown => "the patient's share is not known".to_owned(),
    };
    text.push(format!("    {amount}; {patient}; points to {}", count(line.conditions.len(), "condition")));
    if !line.is_verified() {
        let ids: Vec<&str> = line.unverified.iter().map(RuleId::as_str).collect();
        text.push(format!("    rests on rules still being checked: {}", ids.join(", ")));
    }
    text
}

/// A hold in two lines: why, and the one next step.
pub fn held(held: &Held, rules: &RuleSet) -> Vec<String> {
    let asked = held.asked_by.map_or(String::new(), |rule| format!(" (asked by {rule})"));
    let mut text = vec![format!("{} by {}{asked}: {}", held.code, held.rule, sentence(&held.reason))];
    text.extend(next_step(held, rules).map(|action| format!("    next: {action}")));
    text
}

/// What a biller or coordinator does about a hold.
pub fn next_step<'a>(held: &Held, rules: &'a RuleSet) -> Option<&'a str> {
    rules.rule(held.rule_to_act_on()).map(|rule| rule.action.as_str())
}

fn left_out(item: &LeftOut, rules: &RuleSet) -> String {
    let title = rules.rule(item.rule).map_or("", |rule| rule.title.as_str());
    let missing = if item.answer == Answer::Unknown { " (a fact is missing)" } else { "" };
    format!("{} of {} by {}: {title}{missing}", minutes(item.seconds), item.entry, item.rule)
}

fn considered(code: &Considered) -> Vec<String> {
    let outcome = match code.outcome {
        Outcome::Billed { units } => format!("billed x {units}"),
        Outcome::Held => "held".to_owned(),
        Outcome::NotChosen => "not chosen".to_owned(),
    };
    let track = code.track.map_or(String::new(), |track| format!(", track {track}"));
    let mut text = vec![format!("{} ({}{track}): {outcome}", code.code, code.program.word())];
    text.extend(code.findings.iter().map(finding));
    text
}

fn finding(finding: &Finding) -> String {
    let answer = match finding.answer {
        Answer::Met => "yes",
        Answer::NotMet => "no ",
        Answer::Unknown => "?  ",
    };
    let checked = if finding.verified { "" } else { "; still being checked" };
    format!(
        "    {answer} {:<12} {}  [{}{checked}]",
        finding.rule,
        sentence(&finding.reason),
        finding.citation
    )
}

/// `1 condition`, `2 conditions`.
fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}
