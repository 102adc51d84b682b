//! Why now, in words with a shape.

use ccm::basics::*;
use ccm::monitoring::Ranges;
use ccm::reports::{Reason, ReasonClass};
use fluent::FluentArgs;
use jiff::SignedDuration;

use super::person::named;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// The instant and the places that reasons are told for.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub now: Timestamp,
    /// The practice's.
    pub zone: &'a TimeZone,
    /// The patient's.
    pub theirs: &'a TimeZone,
    pub t: Words,
}

impl Told<'_> {
    pub fn status(&self, reason: &Reason) -> Status {
        let tone = match (reason.kind().class(), reason) {
            (ReasonClass::Clinical, _) => Tone::Alarm,
            (_, Reason::Window { .. }) => Tone::Good,
            (ReasonClass::Duty, _) => Tone::Watch,
            (ReasonClass::Pace, _) => Tone::Open,
        };
        Status::new(self.words(reason), tone)
    }

    fn words(&self, reason: &Reason) -> String {
        let t = self.t;
        match reason {
            Reason::UrgentReading(one) => {
                let value = with_unit(one.value, one.unit.as_deref());
                let mut args = FluentArgs::new();
                args.set("what", reading_name(&one.code, t));
                args.set("value", value);
                args.set("at", self.at(one.at));
                t.say_all("reason-urgent-reading", &args).into_owned()
            }
            Reason::Escalation { acknowledge_by: None, .. } => t.say("reason-escalation-open").into_owned(),
            Reason::Escalation { acknowledge_by: Some(by), is_overdue, .. } => {
                self.by("reason-escalation-overdue", "reason-escalation", *is_overdue, self.at(*by))
            }
            Reason::Discharge { by, attempts, is_overdue, .. } => {
                let by = self.by("reason-discharge-overdue", "reason-discharge", *is_overdue, self.last(*by));
                match attempts {
                    0 => by,
                    tries => format!("{by}, {}", t.say_with("reason-attempts", "count", *tries)),
                }
            }
            Reason::Callback { at, is_overdue } => {
                self.by("reason-callback-overdue", "reason-callback", *is_overdue, self.day(*at))
            }
            Reason::Message { count, .. } => {
                t.say_with("reason-message", "count", t.number(*count as u64)).into_owned()
            }
            Reason::ConsentMissing { program } => {
                t.say_with("reason-consent", "program", program.word()).into_owned()
            }
            Reason::PlanReview { by, is_overdue } => {
                self.by("reason-plan-overdue", "reason-plan", *is_overdue, self.day(*by))
            }
            Reason::PlannedContact { until, is_overdue } => {
                self.by("reason-planned-overdue", "reason-planned", *is_overdue, self.last(*until))
            }
            Reason::UnsignedNote { since, .. } => {
                t.say_with("reason-unsigned", "at", self.at(*since)).into_owned()
            }
            Reason::Window { until } => {
                t.say_with("reason-window", "until", t.time(*until, self.theirs)).into_owned()
            }
            Reason::Pace { counted_seconds, needed_seconds, days_left, code, .. } => {
                let mut args = FluentArgs::new();
                args.set("missing", t.length(needed_seconds.saturating_sub(*counted_seconds)));
                args.set("needed", t.length(*needed_seconds));
                args.set("code", code.as_str());
                args.set("days", *days_left);
                t.say_all("reason-pace", &args).into_owned()
            }
        }
    }

    fn by(&self, overdue: &str, open: &str, is_overdue: bool, when: String) -> String {
        self.t.say_with(if is_overdue { overdue } else { open }, "when", when).into_owned()
    }

    /// `today, 8:10 AM`, or day and hour.
    pub fn at(&self, at: Timestamp) -> String {
        let day = |instant| self.zone.to_datetime(instant).date();
        match day(at) == day(self.now) {
            true => self.t.say_with("day-today-at", "time", self.t.time(at, self.zone)).into_owned(),
            false => self.t.moment(at, self.zone),
        }
    }

    fn day(&self, at: Timestamp) -> String {
        self.t.date(self.zone.to_datetime(at).date())
    }

    /// The last day before an instant that ends something.
    fn last(&self, end: Timestamp) -> String {
        self.day(end.checked_sub(SignedDuration::from_secs(1)).unwrap_or(end))
    }
}

/// What a LOINC code measures.
pub(super) fn reading_name(code: &str, t: Words) -> String {
    Ranges::embedded().of(code).map_or_else(|| code.to_owned(), |range| named("reading", &range.word, t))
}

/// A value as people read it, with its UCUM unit made plain.
pub(super) fn with_unit(value: f64, unit: Option<&str>) -> String {
    match unit.map(plain_unit) {
        Some("%") => format!("{value}%"),
        Some(unit) if !unit.is_empty() => format!("{value}\u{a0}{unit}"),
        _ => format!("{value}"),
    }
}

pub(super) fn plain_unit(unit: &str) -> &str {
    match unit {
        "mm[Hg]" => "mmHg",
        "{beats}/min" => "/min",
        "[lb_av]" => "lb",
        "[degF]" => "°F",
        "Cel" => "°C",
        "1" => "",
        unit => unit,
    }
}
