//! What was refused, in words: labels come from the tables of codes, frames from the locales.

use app::remittance::denials::DenialClaim;
use ccm::basics::{Date, TimeZone, Timestamp};
use ccm::claim::Acts;
use ccm::remittance::Proposal;
use ccm::remittance::denial::RefusalKind;

use crate::billing::dollars;
use crate::paths;
use crate::reports::Who;
use crate::ui::{Status, Tone};
use crate::words::Words;

pub(super) fn key(frame: &str, word: &str) -> String {
    format!("{frame}-{}", word.replace('_', "-"))
}

/// What it means, in our words; what no table knows says so.
pub(super) fn label(proposal: &Proposal, kind: RefusalKind, t: Words) -> String {
    match kind {
        RefusalKind::Short => t.say("denials-short").into_owned(),
        RefusalKind::Rejected if proposal.label.is_empty() => t.say("denials-file-refused").into_owned(),
        _ => proposal.label.clone(),
    }
}

/// What we propose, and whose move it is.
pub(super) fn step(proposal: &Proposal, t: Words) -> String {
    let step = t.say(&key("denials-step", proposal.step.word())).into_owned();
    match proposal.acts {
        Acts::Biller | Acts::Nobody => step,
        acts => format!("{step} · {}", t.say(&key("denials-acts", acts.word()))),
    }
}

/// The last day, before a color how far it is.
pub(super) fn deadline(last_day: Option<Date>, today: Date, t: Words) -> Status {
    let Some(day) = last_day else { return Status::new(t.say("denials-no-deadline"), Tone::Plain) };
    let left = today.until(day).map_or(0, |span| i64::from(span.get_days()));
    let mut args = fluent::FluentArgs::new();
    args.set("day", t.date(day));
    args.set("days", left);
    match left {
        ..0 => Status::new(t.say_all("denials-passed", &args), Tone::Alarm),
        0..=30 => Status::new(t.say_all("denials-left", &args), Tone::Watch),
        _ => Status::new(t.say_all("denials-left", &args), Tone::Open),
    }
}

/// A claim of a list.
pub(super) struct Row {
    pub number: String,
    pub href: String,
    pub who: Who,
    pub month: String,
    pub codes: String,
    pub cents: String,
    pub age: String,
    pub deadline: Status,
    pub state: Status,
    pub works: String,
}

impl Row {
    pub fn of(row: &DenialClaim, today: Date, t: Words) -> Self {
        let state = match (row.stands, row.decision) {
            (false, _) => Status::new(t.say("denials-settled"), Tone::Plain),
            (true, Some(decision)) => {
                Status::new(t.say(&key("denials-decision", decision.word())), Tone::Open)
            }
            (true, None) => Status::new(t.say("denials-undecided"), Tone::Watch),
        };
        Self {
            number: row.number.clone(),
            href: paths::denial(row.claim),
            who: Who::of(&row.card, t),
            month: t.month(row.month),
            codes: row.codes.clone(),
            cents: dollars(row.cents, t),
            age: t.say_with("denials-days", "count", row.age_days).into_owned(),
            deadline: deadline(row.last_day.filter(|_| row.stands), today, t),
            state,
            works: row.works.clone().unwrap_or_default(),
        }
    }
}

/// A kind of event with its day and hour.
pub(super) fn event((kind, at): (&str, Timestamp), zone: &TimeZone, t: Words) -> String {
    let mut args = fluent::FluentArgs::new();
    args.set("what", t.say(&key("denials-event", kind)).into_owned());
    args.set("at", t.moment(at, zone));
    t.say_all("denials-event", &args).into_owned()
}
