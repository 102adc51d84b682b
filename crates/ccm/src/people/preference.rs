//! How a patient wishes to be reached, as they told us on a day. Written once: the newest word counts.

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::basics::dates::local_instant;
use crate::basics::{Date, PatientId, PreferenceId, TimeZone, Timestamp, ZoneName};

/// One word of the patient on calls, language and needs. Sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPreference {
    pub id: PreferenceId,
    pub patient: PatientId,
    pub on: Date,
    /// BCP 47: `en`, `es`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default)]
    pub needs_interpreter: bool,
    /// Words of [`ContactPreference::NEEDS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Where the patient lives by the clock; `None`: as the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneName>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<CallWindow>,
    /// The preferred first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caregiver: Option<Caregiver>,
}

/// Somebody whom the patient lets us speak with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caregiver {
    pub name: String,
    /// `spouse`, `daughter`, … in the patient's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The patient allowed it; without it nothing is told.
    pub may_be_told: bool,
}

/// A stretch of some weekdays in which a call is welcome, by the patient's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallWindow {
    /// `mon` to `sun`.
    pub days: Vec<Day>,
    pub from: Time,
    /// The first minute after it; after `from`.
    pub until: Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    pub fn word(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    fn of(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl ContactPreference {
    /// What a caller must know before the first word.
    pub const NEEDS: [&'static str; 6] =
        ["hard_of_hearing", "deaf", "low_vision", "blind", "slow_speech", "cognitive_support"];
}

impl CallWindow {
    /// Reads `mon-fri 09:00-12:00` or `tue,thu 17:00-19:30`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (days, hours) = text.trim().split_once(' ')?;
        let day = |word: &str| Day::ALL.into_iter().find(|day| day.word() == word.trim().to_lowercase());
        let mut all = Vec::new();
        for part in days.split(',') {
            match part.split_once('-') {
                None => all.push(day(part)?),
                Some((first, last)) => {
                    let (first, last) = (day(first)?, day(last)?);
                    all.extend(Day::ALL.into_iter().filter(|one| first <= *one && *one <= last));
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        let (from, until) = hours.trim().split_once('-')?;
        let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
        let window = Self { days: all, from: time(from)?, until: time(until)? };
        (window.from < window.until && !window.days.is_empty()).then_some(window)
    }
}

/// The end of the windows that are open at an instant, the latest of them; `None`: no window is open.
pub fn open_until(windows: &[CallWindow], now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let local = zone.to_datetime(now);
    let (today, time) = (Day::of(local.date().weekday()), local.time());
    let open = windows.iter().filter(|one| one.days.contains(&today) && one.from <= time && time < one.until);
    let until = open.map(|one| one.until).max()?;
    local_instant(local.date().to_datetime(until), zone)
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(ContactPreference Caregiver);
