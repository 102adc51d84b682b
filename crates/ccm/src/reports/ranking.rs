//! The place of a case in the list of the day, and why.
//!
//! A place does not move while time only passes: a due instant stays what it is, passed or not. What begins or lapses by
//! time says when ([`next_change`]); what changes by the hour (whom the hour suits) orders only what is otherwise equal.

use super::case::Case;
use super::month_meter::ThresholdState;
use super::reason::{Reason, ReasonClass, ReasonKind};
use super::settings::{HEAVIEST, RankingSettings};
use crate::basics::Timestamp;
use crate::basics::dates::start_of_day;
use crate::people::preference::open_until;

/// A place in the list: the smaller comes first. Stored as it stands, so that a page is a stretch of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RankKey {
    /// 1,000 less the heaviest reason's weight.
    pub place: u16,
    /// Of the heaviest reasons the earliest due; [`RankKey::NEVER`] without one.
    pub due: Timestamp,
    /// Seconds missing to the nearest threshold; [`RankKey::NO_PACE`] without one.
    pub pace: i64,
}

impl RankKey {
    /// The place of those who have no reason.
    pub const NO_REASON: u16 = HEAVIEST;
    /// Later than anything that is due.
    pub const NEVER: Timestamp = Timestamp::constant(253_370_764_800, 0);
    pub const NO_PACE: i64 = 1_000_000_000;
}

/// A case, ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    pub key: RankKey,
    /// The heaviest first; of equal weight the earlier due.
    pub reasons: Vec<Reason>,
}

impl Rank {
    pub fn is_clinical(&self) -> bool {
        self.reasons.first().is_some_and(|reason| reason.kind().class() == ReasonClass::Clinical)
    }

    fn suits_now(&self) -> bool {
        self.reasons.iter().any(|reason| reason.kind() == ReasonKind::Window)
    }

    /// The order in which ranked cases are shown: by place and due, then whom the hour suits, then by pace.
    pub fn order(&self) -> impl Ord + use<> {
        (self.key.place, self.key.due, !self.suits_now(), self.key.pace)
    }
}

/// Ranks a case at an instant. Depends on nothing else.
pub fn rank(case: &Case, now: Timestamp, settings: &RankingSettings) -> Rank {
    let mut reasons = if case.has_died { Vec::new() } else { reasons(case, now, settings) };
    let order = |reason: &Reason| {
        let weight = settings.weight(reason.kind());
        (HEAVIEST - weight.min(HEAVIEST), reason.due().unwrap_or(RankKey::NEVER), reason.kind())
    };
    reasons.sort_by_key(order);
    let place = reasons.first().map_or(RankKey::NO_REASON, |reason| order(reason).0);
    let due = reasons.first().and_then(Reason::due).unwrap_or(RankKey::NEVER);
    let missing = reasons.iter().find_map(|reason| match reason {
        Reason::Pace { counted_seconds, needed_seconds, .. } => {
            Some(needed_seconds.saturating_sub(*counted_seconds))
        }
        _ => None,
    });
    let pace = missing.and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or(RankKey::NO_PACE);
    Rank { key: RankKey { place, due, pace: pace.min(RankKey::NO_PACE) }, reasons }
}

/// The first instant after `now` at which a reason begins or lapses by itself; `None`: only when something happens.
pub fn next_change(case: &Case, now: Timestamp, settings: &RankingSettings) -> Option<Timestamp> {
    if case.has_died {
        return None;
    }
    let horizon = &settings.horizon;
    let later = |at: Timestamp, by| at.checked_add(by).unwrap_or(Timestamp::MAX);
    let earlier = |at: Timestamp, by| at.checked_sub(by).unwrap_or(Timestamp::MIN);
    let readings = case.urgent_readings.iter().map(|one| later(one.at, horizon.urgent_reading_after()));
    let callbacks = case.callbacks.iter().map(|at| earlier(*at, horizon.callback_before()));
    let review = case.plan_review_by.map(|by| earlier(by, horizon.plan_review_before()));
    let planned = case.planned_contact.map(|planned| planned.from);
    let meter = case.meter.iter().flat_map(|meter| {
        let days = jiff::Span::new().days(i64::from(horizon.pace_days_left));
        let last_days = start_of_day(meter.month.last_day().saturating_sub(days), &meter.zone.zone());
        // Thresholds fall out of reach in the last hours of the month; then the month is over.
        meter.falls_out_of_reach().chain([last_days, meter.until()])
    });
    let all = readings.chain(callbacks).chain(review).chain(planned).chain(meter);
    all.filter(|at| *at > now).min()
}

fn reasons(case: &Case, now: Timestamp, settings: &RankingSettings) -> Vec<Reason> {
    let horizon = &settings.horizon;
    let within = |at: Timestamp, before| now.checked_add(before).is_ok_and(|soon| at <= soon);
    let mut reasons = Vec::new();
    let fresh = case
        .urgent_readings
        .iter()
        .filter(|one| one.at.checked_add(horizon.urgent_reading_after()).is_ok_and(|until| now < until));
    reasons.extend(fresh.cloned().map(Reason::UrgentReading));
    reasons.extend(case.escalations.iter().map(|one| Reason::Escalation {
        since: one.since,
        acknowledge_by: one.acknowledge_by,
        is_overdue: one.acknowledge_by.is_some_and(|by| by <= now),
    }));
    reasons.extend(case.discharge.iter().map(|one| Reason::Discharge {
        discharged: one.at,
        by: one.contact_by,
        attempts: one.attempts,
        is_overdue: one.contact_by <= now,
    }));
    let soon = case.callbacks.iter().filter(|at| within(**at, horizon.callback_before()));
    reasons.extend(soon.map(|&at| Reason::Callback { at, is_overdue: at <= now }));
    let first = case.unread_messages.iter().min();
    reasons.extend(first.map(|&since| Reason::Message { since, count: case.unread_messages.len() }));
    let missing = case.missing_consents.iter();
    reasons.extend(missing.map(|one| Reason::ConsentMissing { program: one.program }));
    let review = case.plan_review_by.filter(|by| within(*by, horizon.plan_review_before()));
    reasons.extend(review.map(|by| Reason::PlanReview { by, is_overdue: by <= now }));
    let planned = case.planned_contact.filter(|planned| planned.from <= now);
    reasons.extend(
        planned
            .map(|planned| Reason::PlannedContact { until: planned.until, is_overdue: planned.until <= now }),
    );
    let first = case.unsigned_notes.iter().min();
    reasons.extend(first.map(|&since| Reason::UnsignedNote { since, count: case.unsigned_notes.len() }));
    let zone = case.zone.as_ref();
    let open = zone.and_then(|zone| open_until(&case.windows, now, &zone.zone()));
    reasons.extend(open.map(|until| Reason::Window { until }));
    reasons.extend(pace(case, now, settings));
    reasons
}

/// The nearest threshold that can still be reached, where little is missing or little time is left.
fn pace(case: &Case, now: Timestamp, settings: &RankingSettings) -> Option<Reason> {
    let meter = case.meter.as_ref()?;
    let days_left = meter.days_left(now)?;
    let (program, threshold) = meter.nearest(now)?;
    let horizon = &settings.horizon;
    let is_near = threshold.missing() <= horizon.pace_seconds_missing || days_left <= horizon.pace_days_left;
    debug_assert!(threshold.state_at(now, meter.until()) == ThresholdState::Reachable);
    is_near.then(|| Reason::Pace {
        program,
        code: threshold.code.clone(),
        counted_seconds: threshold.counted,
        needed_seconds: threshold.needed,
        days_left,
    })
}
