//! What a claim waits with: each thing with the day from which on it asks for somebody, if nothing happens before.

use serde::{Deserialize, Serialize};

use super::alerts::{AlertRule, ClaimAlert, Clocks};
use super::{Timers, Warnings};
use crate::basics::dates::months_later;
use crate::basics::{Date, Timestamp};
use crate::claim::life::{Adjudged, ClaimEvent, ClaimState, ClaimStep, standing};

/// One such thing. Nothing in it is about the patient, and it is the same for all claims of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimMatter {
    /// A deadline goes by its warning's name, also when it has gone by.
    pub rule: AlertRule,
    /// The first day on which it asks for somebody.
    pub from: Date,
    /// The last day on which it can still be done, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
}

impl ClaimMatter {
    /// What it comes to on a day; `None`: it does not ask for anybody yet.
    pub fn on(&self, today: Date, warnings: &Warnings) -> Option<ClaimAlert> {
        if today < self.from {
            return None;
        }
        let Some(last) = self.last_day else {
            return Some(ClaimAlert {
                rule: self.rule,
                since: self.from,
                last_day: None,
                warning_days: None,
            });
        };
        let (passed, warnings) = match self.rule {
            AlertRule::AppealLimit => (AlertRule::AppealPassed, &warnings.appeal),
            _ => (AlertRule::FilingPassed, &warnings.filing),
        };
        if today > last {
            let since = day_after(last);
            return Some(ClaimAlert { rule: passed, since, last_day: Some(last), warning_days: None });
        }
        // The longest comes first, so the last one that has come is the newest.
        let due = warnings.iter().map(|&days| (later(last, -i64::from(days)), days));
        let (since, days) = due.take_while(|(since, _)| *since <= today).last()?;
        Some(ClaimAlert { rule: self.rule, since, last_day: Some(last), warning_days: Some(days) })
    }
}

/// Everything that a claim waits with as its events are now, whatever day it is.
pub fn matters(events: &[ClaimEvent], clocks: &Clocks<'_>) -> Vec<ClaimMatter> {
    let Some(now) = standing(events) else { return Vec::new() };
    let (timers, warnings) = (clocks.timers, &clocks.timers.warnings);
    let day = |at: Timestamp| clocks.zone.to_datetime(at).date();
    let mut matters = Vec::new();
    let mut waits = |rule, from| matters.push(ClaimMatter { rule, from, last_day: None });
    if now.is_surprised {
        waits(AlertRule::Surprised, day(now.since));
    }
    if now.state.is_rejected() {
        waits(AlertRule::Rejected, day(now.since));
    }
    if now.is_in_doubt {
        let told = events.iter().filter(|event| event.step == ClaimStep::InterchangeRepeated);
        waits(AlertRule::InDoubt, day(told.map(|event| event.at).min().unwrap_or(now.since)));
    }
    let awaits = |below: ClaimState| (ClaimState::Transmitted..below).contains(&now.state);
    if let Some(sent) = sent_on(events).map(day).filter(|_| !now.state.is_rejected()) {
        // The last day itself still belongs to the payer: it is late on the day after.
        let business = |days| day_after(clocks.holidays.business_day_after(sent, days));
        if awaits(ClaimState::SyntaxOk) {
            waits(AlertRule::NoAcknowledgment, business(timers.acknowledgment_business_days));
        }
        if awaits(ClaimState::PayerAccepted) {
            waits(AlertRule::NoClaimStatus, business(timers.claim_status_business_days));
        }
        if awaits(ClaimState::Paid) {
            waits(AlertRule::NoRemittance, day_after(later(sent, i64::from(timers.remittance_days))));
        }
    }
    // Received is what counts, and only an acceptance proves it.
    if !now.state.is_taken_by_payer() {
        let last = filing_last_day(clocks.first_service_on, timers);
        matters.push(deadline(AlertRule::FilingLimit, last, &warnings.filing));
    }
    let appealed = |said: &Adjudged| {
        events.iter().any(|event| match &event.step {
            ClaimStep::Appealed { word: Some(word), .. } => *word == said.told(),
            ClaimStep::Appealed { on, .. } => *on >= said.on,
            _ => false,
        })
    };
    let denied = now.adjudged.as_ref().filter(|said| said.outcome.is_denial() && !now.state.is_final());
    if let Some(said) = denied.filter(|said| !appealed(said)) {
        let last = appeal_last_day(said.on, timers);
        matters.push(deadline(AlertRule::AppealLimit, last, &warnings.appeal));
    }
    matters
}

/// The first day on which anything about a claim asks for somebody; `None`: it waits for nothing.
pub fn looks_on(matters: &[ClaimMatter]) -> Option<Date> {
    matters.iter().map(|matter| matter.from).min()
}

/// The last day on which a claim may be received (42 CFR 424.44): the contract's days, else calendar months.
pub fn filing_last_day(service_on: Date, timers: &Timers) -> Date {
    match timers.filing_days {
        Some(days) => later(service_on, i64::from(days)),
        None => months_later(service_on, i64::from(timers.filing_months)).unwrap_or(Date::MAX),
    }
}

/// The last day to appeal what a remittance of that day denied.
pub fn appeal_last_day(remitted_on: Date, timers: &Timers) -> Date {
    later(remitted_on, i64::from(timers.appeal_days))
}

fn later(day: Date, days: i64) -> Date {
    jiff::Span::new().try_days(days).and_then(|days| day.checked_add(days)).unwrap_or(Date::MAX)
}

fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// It asks from its first warning on, or once it has gone by.
fn deadline(rule: AlertRule, last: Date, warnings: &[u16]) -> ClaimMatter {
    let warned = warnings.iter().copied().max().map(|days| later(last, -i64::from(days)));
    ClaimMatter { rule, from: warned.unwrap_or_else(|| day_after(last)), last_day: Some(last) }
}

/// When it first went out. An answer without a record of the sending says that it did.
fn sent_on(events: &[ClaimEvent]) -> Option<Timestamp> {
    let sent = events.iter().filter(|event| matches!(event.step, ClaimStep::Transmitted { .. }));
    let answered = events.iter().filter(|event| {
        matches!(
            event.step,
            ClaimStep::InterchangeAccepted
                | ClaimStep::SyntaxAccepted { .. }
                | ClaimStep::PayerReceived(_)
                | ClaimStep::PayerAccepted(_)
                | ClaimStep::PayerPended(_)
        )
    });
    sent.map(|event| event.at).min().or_else(|| answered.map(|event| event.at).min())
}
