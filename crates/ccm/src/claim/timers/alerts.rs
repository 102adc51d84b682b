//! What asks for somebody on a day.

use serde::{Deserialize, Serialize};

use super::Timers;
use crate::basics::dates::months_later;
use crate::basics::{Date, TimeZone, Timestamp};
use crate::billing::holidays::Holidays;
use crate::claim::life::{ClaimEvent, ClaimState, ClaimStep, standing};

/// Why a claim asks for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertRule {
    /// The last day to file has gone by.
    FilingPassed,
    FilingLimit,
    AppealPassed,
    AppealLimit,
    /// Refused before adjudication: correct it and ask anew.
    Rejected,
    NoAcknowledgment,
    NoClaimStatus,
    NoRemittance,
    /// A remittance spoke of a claim that was thought to be done with.
    Surprised,
}

impl AlertRule {
    pub const ALL: [Self; 9] = [
        Self::FilingPassed,
        Self::FilingLimit,
        Self::AppealPassed,
        Self::AppealLimit,
        Self::Rejected,
        Self::NoAcknowledgment,
        Self::NoClaimStatus,
        Self::NoRemittance,
        Self::Surprised,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::FilingPassed => "filing_passed",
            Self::FilingLimit => "filing_limit",
            Self::AppealPassed => "appeal_passed",
            Self::AppealLimit => "appeal_limit",
            Self::Rejected => "rejected",
            Self::NoAcknowledgment => "no_acknowledgment",
            Self::NoClaimStatus => "no_claim_status",
            Self::NoRemittance => "no_remittance",
            Self::Surprised => "surprised",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// One thing to look at. Nothing in it is about the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClaimAlert {
    pub rule: AlertRule,
    /// The day on which it began to ask for somebody.
    pub since: Date,
    /// The last day on which it can still be done, where there is one.
    pub last_day: Option<Date>,
    /// Of a deadline: the warning that fell due, in days before the last one.
    pub warning_days: Option<u16>,
}

/// What a claim's clocks run on.
#[derive(Clone, Copy)]
pub struct Clocks<'a> {
    pub timers: &'a Timers,
    pub holidays: &'a Holidays,
    /// Of the practice: instants become days by it.
    pub zone: &'a TimeZone,
    /// The earliest date of service on the claim.
    pub first_service_on: Date,
    pub today: Date,
}

/// Everything about a claim that asks for somebody today, in the order of [`AlertRule`]. Deadlines come before waiting.
pub fn alerts(events: &[ClaimEvent], clocks: &Clocks<'_>) -> Vec<ClaimAlert> {
    let Some(now) = standing(events) else { return Vec::new() };
    let day = |at: Timestamp| clocks.zone.to_datetime(at).date();
    let since = day(now.since);
    let mut alerts = Vec::new();
    let mut waits = |rule, since: Date| {
        if clocks.today >= since {
            alerts.push(ClaimAlert { rule, since, last_day: None, warning_days: None });
        }
    };
    if now.is_surprised {
        waits(AlertRule::Surprised, since);
    }
    if now.state.is_rejected() {
        waits(AlertRule::Rejected, since);
    }
    let awaits = |below: ClaimState| (ClaimState::Transmitted..below).contains(&now.state);
    if let Some(sent) = sent_on(events).map(day).filter(|_| !now.state.is_rejected()) {
        let business = |days| clocks.holidays.business_day_after(sent, days);
        // The day itself still belongs to the payer: it is late on the day after.
        let late = |last: Date| last.tomorrow().unwrap_or(last);
        if awaits(ClaimState::SyntaxOk) {
            waits(AlertRule::NoAcknowledgment, late(business(clocks.timers.acknowledgment_business_days)));
        }
        if awaits(ClaimState::PayerAccepted) {
            waits(AlertRule::NoClaimStatus, late(business(clocks.timers.claim_status_business_days)));
        }
        if awaits(ClaimState::Paid) {
            let days = i64::from(clocks.timers.remittance_days);
            waits(AlertRule::NoRemittance, late(later(sent, days)));
        }
    }
    // Received is what counts, and only an acceptance proves it.
    if now.state < ClaimState::PayerAccepted || now.state == ClaimState::PayerRejected {
        let last = filing_last_day(clocks.first_service_on, clocks.timers);
        let rules = (AlertRule::FilingLimit, AlertRule::FilingPassed);
        alerts.extend(deadline(rules, last, &clocks.timers.warnings.filing, clocks.today));
    }
    let appealed = |since: Date| {
        events.iter().any(|event| matches!(event.step, ClaimStep::Appealed { on, .. } if on >= since))
    };
    let denied = now.adjudged.as_ref().filter(|said| said.outcome.is_denial() && !now.state.is_final());
    let denied = denied.filter(|said| !appealed(said.on));
    if let Some(said) = denied {
        let last = appeal_last_day(said.on, clocks.timers);
        let rules = (AlertRule::AppealLimit, AlertRule::AppealPassed);
        alerts.extend(deadline(rules, last, &clocks.timers.warnings.appeal, clocks.today));
    }
    alerts.sort_unstable();
    alerts
}

/// The first day on which anything about a claim asks for somebody, as its events are now; `None`: it waits for nothing.
pub fn looks_on(events: &[ClaimEvent], clocks: &Clocks<'_>) -> Option<Date> {
    let on = |today: Date| alerts(events, &Clocks { today, ..*clocks });
    // At the end of days everything that waits has fallen due, and every deadline has gone by.
    let all = on(Date::MAX);
    let first = |alert: &ClaimAlert| match (alert.rule, alert.last_day) {
        (AlertRule::FilingPassed, Some(last)) => warned_on(last, &clocks.timers.warnings.filing),
        (AlertRule::AppealPassed, Some(last)) => warned_on(last, &clocks.timers.warnings.appeal),
        _ => alert.since,
    };
    all.iter().map(first).min()
}

/// The day of the first warning before a last day.
fn warned_on(last: Date, warnings: &[u16]) -> Date {
    later(last, -i64::from(warnings.iter().copied().max().unwrap_or_default()))
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

/// The newest warning of a deadline that has fallen due, or that it has gone by.
fn deadline(
    (limit, passed): (AlertRule, AlertRule),
    last: Date,
    warnings: &[u16],
    today: Date,
) -> Option<ClaimAlert> {
    if today > last {
        let since = last.tomorrow().unwrap_or(last);
        return Some(ClaimAlert { rule: passed, since, last_day: Some(last), warning_days: None });
    }
    // The longest comes first, so the last one that has come is the newest.
    let due = warnings.iter().map(|&days| (later(last, -i64::from(days)), days));
    let (since, days) = due.take_while(|(since, _)| *since <= today).last()?;
    Some(ClaimAlert { rule: limit, since, last_day: Some(last), warning_days: Some(days) })
}
