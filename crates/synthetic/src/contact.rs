//! One contact of a story, told short: who, how long, and only what is unusual about it.

use jiff::civil::{DateTime, date};

use crate::dice::Dice;
use crate::staff::Who;

/// A contact still to be written: `Contact::of(RN, 12)`, then what is unusual about it.
pub(crate) struct Contact {
    pub(crate) by: Who,
    pub(crate) seconds: u32,
    pub(crate) when: When,
    pub(crate) activity: Option<&'static str>,
    pub(crate) country: Option<&'static str>,
    pub(crate) typed_by: Option<(Who, &'static str)>,
}

pub(crate) enum When {
    Day(i8),
    Exactly(DateTime),
}

impl Contact {
    pub(crate) fn of(by: Who, minutes: u32) -> Self {
        Self::lasting(by, minutes * 60)
    }

    pub(crate) fn lasting(by: Who, seconds: u32) -> Self {
        Self { by, seconds, when: When::Day(1), activity: None, country: None, typed_by: None }
    }

    /// On this day of September, or the next one that is free.
    pub(crate) fn on(self, day: i8) -> Self {
        Self { when: When::Day(day), ..self }
    }

    pub(crate) fn exactly(self, day: i8, hour: i8, minute: i8) -> Self {
        Self { when: When::Exactly(date(2026, 9, day).at(hour, minute, 0, 0)), ..self }
    }

    pub(crate) fn doing(self, activity: &'static str) -> Self {
        Self { activity: Some(activity), ..self }
    }

    pub(crate) fn made_in(self, country: &'static str) -> Self {
        Self { country: Some(country), ..self }
    }

    pub(crate) fn typed_by(self, who: Who, reason: &'static str) -> Self {
        Self { typed_by: Some((who, reason)), ..self }
    }
}

/// Nurses mostly call, and first of all call; the pharmacist reads; a practitioner plans and reads.
pub(crate) fn usual_activity(dice: &mut Dice, role: &str, place: u32) -> &'static str {
    match role {
        "pharmacist" => "record_review",
        "md" | "np" if place == 0 => "care_plan",
        "md" | "np" => "record_review",
        _ if place == 0 => "phone_call_patient",
        _ => dice.pick(&[
            "phone_call_patient",
            "phone_call_patient",
            "record_review",
            "caregiver_call",
            "care_plan",
        ]),
    }
}
