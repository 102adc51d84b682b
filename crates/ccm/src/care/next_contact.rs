//! When to be in touch again, and why. Clinical reasons come first; pace may only choose among days that are equal.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, ServiceMonth};

use super::red_flag::Severity;

/// Without any other reason: about monthly.
const USUAL_DAYS: (i64, i64) = (24, 31);

/// A part of the patient's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    Morning,
    Afternoon,
    Evening,
}

impl DayPart {
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    pub fn word(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    /// The part that an hour of the patient's clock falls into.
    pub fn of_hour(hour: i8) -> Self {
        match hour {
            i8::MIN..12 => Self::Morning,
            12..17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Morning => Self::Afternoon,
            Self::Afternoon => Self::Evening,
            Self::Evening => Self::Morning,
        }
    }
}

/// What is known when the next contact is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactFacts {
    /// The local day of this call.
    pub today: Date,
    /// The part of the day in which it took place.
    pub part: DayPart,
    pub reached: bool,
    /// What the outcome says of the next try.
    pub retry_days: Option<u16>,
    pub other_window: bool,
    /// The gravest red flag of this call, with the days that its severity allows.
    pub red_flag: Option<(Severity, u16)>,
    /// The earliest day on which a clinical task of this patient is due.
    pub task_due: Option<Date>,
    /// Counted seconds of the month so far, and what the next threshold asks; `None` where nothing is missing or known.
    pub minutes: Option<(i64, i64)>,
    /// What the patient prefers: the part of the day, and how many days apart at the least.
    pub preferred_part: Option<DayPart>,
    pub preferred_days: Option<u16>,
}

/// A window of days, both inside, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub from: Date,
    pub until: Date,
    pub part: Option<DayPart>,
    pub why: Vec<Why>,
}

/// A reason, the first the weightiest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Why {
    RedFlag {
        severity: Severity,
    },
    TaskDue {
        due: Date,
    },
    NotReached,
    OtherPartOfDay,
    /// As often as is usual.
    Usual,
    /// The patient's wish: not sooner.
    NotSooner {
        days: u16,
    },
    PreferredPart,
    /// The contact that is due anyway can be in this month, which lacks so many seconds to its next threshold.
    ThisMonth {
        missing_seconds: i64,
    },
}

impl Why {
    /// Rests on the patient's health, and goes before every other reason.
    pub fn is_clinical(self) -> bool {
        matches!(self, Self::RedFlag { .. } | Self::TaskDue { .. })
    }

    /// In English, for the page and the note's margin.
    pub fn words(self) -> String {
        match self {
            Self::RedFlag { severity: Severity::Emergency } => "an emergency was raised".to_owned(),
            Self::RedFlag { severity: Severity::Urgent } => "an urgent answer was given".to_owned(),
            Self::RedFlag { severity: Severity::SameDay } => "an answer needs following up".to_owned(),
            Self::TaskDue { due } => format!("a task is due on {due}"),
            Self::NotReached => "nobody was reached".to_owned(),
            Self::OtherPartOfDay => "another part of the day may suit better".to_owned(),
            Self::Usual => "as often as usual".to_owned(),
            Self::NotSooner { days } => format!("the patient wishes at least {days} days between contacts"),
            Self::PreferredPart => "the part of the day that the patient prefers".to_owned(),
            Self::ThisMonth { .. } => "the usual contact still fits into this month".to_owned(),
        }
    }
}

/// Proposes; the coordinator decides.
pub fn propose(facts: &ContactFacts) -> Proposal {
    let later = |days: i64| facts.today.saturating_add(jiff::Span::new().days(days));
    let clinical = [
        facts.red_flag.map(|(severity, days)| (later(i64::from(days)), Why::RedFlag { severity })),
        facts.task_due.map(|due| (due.max(facts.today), Why::TaskDue { due })),
    ];
    let first = clinical.into_iter().flatten().min_by_key(|(until, _)| *until);

    let (mut from, mut until, mut why);
    if let Some((due, reason)) = first {
        (from, until, why) = (later(1).min(due), due, vec![reason]);
        if !facts.reached {
            why.push(Why::NotReached);
        }
    } else {
        match facts.retry_days {
            Some(days) => {
                (from, until) = (later(i64::from(days)), later(i64::from(days) + 2));
                why = if facts.reached { vec![Why::Usual] } else { vec![Why::NotReached] };
            }
            None => (from, until, why) = (later(USUAL_DAYS.0), later(USUAL_DAYS.1), vec![Why::Usual]),
        }
        // A try that reached nobody was no contact.
        if let Some(days) = facts.preferred_days
            && facts.reached
            && from < later(i64::from(days))
        {
            let shift = later(i64::from(days));
            (from, until) = (shift, until.max(shift));
            why.push(Why::NotSooner { days });
        }
        pace(facts, from, &mut until, &mut why);
    }
    let part = match facts.preferred_part {
        Some(part) => {
            why.push(Why::PreferredPart);
            Some(part)
        }
        None if facts.other_window => {
            why.push(Why::OtherPartOfDay);
            Some(facts.part.next())
        }
        None => None,
    };
    Proposal { from, until, part, why }
}

/// Where the window reaches over the month's end and this month lacks minutes, its days in this month go first. It never
/// begins sooner for that.
fn pace(facts: &ContactFacts, from: Date, until: &mut Date, why: &mut Vec<Why>) {
    let Some((so_far, needed)) = facts.minutes.filter(|(so_far, needed)| so_far < needed) else { return };
    let end = ServiceMonth::of(facts.today).last_day();
    if from <= end && end < *until {
        *until = end;
        why.push(Why::ThisMonth { missing_seconds: needed - so_far });
    }
}
