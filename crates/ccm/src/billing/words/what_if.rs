//! What else a month would allow, for a person. Nothing here is ranked.

use super::sentence;
use crate::basics::Cents;
use crate::billing::ruleset::RuleSet;
use crate::billing::what_if::{Choice, Combination, Refused, Share, WhatIf};
use crate::billing::word::RuleId;

/// All of it.
pub fn what_if(what_if: &WhatIf, rules: &RuleSet) -> Vec<String> {
    let mut text = vec![
        "in the order in which they were tried, not by amount: which service was meant is not for the money to say \
         (CCM-SEL-01)"
            .to_owned(),
    ];
    for one in &what_if.combinations {
        text.push(String::new());
        text.extend(combination(one, rules));
    }
    if let Some(sides) = &what_if.ccm_against_apcm {
        text.push(String::new());
        text.push("CCM against APCM, for the whole month (APCM-07)".to_owned());
        for (name, side) in [("without APCM", &sides.ccm), ("with APCM", &sides.apcm)] {
            text.push(format!("  {name}"));
            text.extend(combination(side, rules).into_iter().map(|line| format!("    {line}")));
        }
    }
    if !what_if.refused.is_empty() {
        text.push(String::new());
        text.push("in no combination".to_owned());
        text.extend(what_if.refused.iter().map(|item| format!("  {}", refused(item))));
    }
    if !what_if.is_complete {
        text.push(format!("there are more: {} were tried, which is the limit", what_if.evaluations));
    }
    text
}

fn combination(one: &Combination, rules: &RuleSet) -> Vec<String> {
    let mut text = if one.choices.is_empty() {
        vec!["as things stand".to_owned()]
    } else {
        one.choices.iter().map(|item| format!("if {}", choice(item))).collect()
    };
    for line in &one.lines {
        let label = rules.service(&line.code).map_or("", |service| service.label.as_str());
        let amount = line.allowed.map_or("amount not known".to_owned(), |allowed| format!("{allowed} USD"));
        text.push(format!("  {} x {} on {}  {amount}  {label}", line.code, line.units, line.date_of_service));
    }
    if one.lines.is_empty() {
        text.push("  nothing is billed".to_owned());
    } else {
        let place = if one.is_local { "at the locality's rates" } else { "at national rates" };
        let all = one
            .allowed
            .map_or("an amount is not known".to_owned(), |all: Cents| format!("{all} USD {place}"));
        text.push(format!("  together {all}; {}", share(&one.patient)));
    }
    text.extend(one.refused.iter().map(|item| format!("  not {}", refused(item))));
    if !one.unverified.is_empty() {
        let ids: Vec<&str> = one.unverified.iter().map(RuleId::as_str).collect();
        text.push(format!("  rests on rules still being checked: {}", ids.join(", ")));
    }
    text
}

/// What would have to be otherwise: a clause after `if`.
pub fn choice(choice: &Choice) -> String {
    match choice {
        Choice::Switch { name, value, rule, risks } => {
            format!("{name} were {value} ({rule}; its risk: {risks})")
        }
        Choice::Declare { track } => format!("the track {track} were declared"),
        Choice::Enroll { program } => format!("the patient were enrolled in {}", program.word()),
        Choice::Consent { program } => format!("the patient had consented to {}", program.word()),
        Choice::Request { code } => format!("{code} were asked for"),
        Choice::Leave { program } => format!("nothing of {} were claimed", program.word()),
    }
}

fn refused(item: &Refused) -> String {
    format!("{} by {}: {}", item.code, item.rule, sentence(&item.reason))
}

/// What the patient would owe, and by which rule.
pub fn share(share: &Share) -> String {
    match share {
        Share::Nothing => "the patient is never billed (PAY-06)".to_owned(),
        Share::Unknown => "the patient's share is not known".to_owned(),
        Share::Between { deductible_met, deductible_open, left, verified } => {
            let checked = if *verified { "" } else { ", still being checked" };
            let open = match left {
                Some(left) => {
                    format!("as much is left of it as the payer said on {}, {}", left.told_on, left.cents)
                }
                None => "nothing of it is".to_owned(),
            };
            format!(
                "the patient owes {deductible_met} if the year's deductible is met, {deductible_open} if {open}; a \
                 supplement may pay it (PAY-05{checked})"
            )
        }
    }
}
