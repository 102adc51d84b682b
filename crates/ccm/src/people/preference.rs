//! How a patient wishes to be reached, as they told us on a day. Written once: the newest word counts.

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};

use super::Caregiver;
use crate::basics::dates::local_instant;
use crate::basics::{Date, PatientId, PreferenceId, Problem, TimeZone, Timestamp, ZoneName};

const PHONE_CHARACTERS: usize = 40;

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
    /// Whom the patient lets us speak with, and how far.
    #[serde(
        default,
        alias = "caregiver",
        deserialize_with = "one_or_several",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub caregivers: Vec<Caregiver>,
}

/// Earlier words knew of one caregiver.
fn one_or_several<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Caregiver>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        One(Caregiver),
        Several(Vec<Caregiver>),
    }
    Ok(match Option::<Told>::deserialize(from)? {
        None => Vec::new(),
        Some(Told::One(one)) => vec![one],
        Some(Told::Several(all)) => all,
    })
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

    /// Those whom the patient lets speak and hear on a day, in the patient's order.
    pub fn caregivers_on(&self, on: Date) -> impl Iterator<Item = &Caregiver> {
        self.caregivers.iter().filter(move |one| one.is_in_force(on))
    }

    /// Everything that is wrong at once. Of the caregiver and window number N the paths begin with `cN_` and `wN_`.
    pub fn check(&self, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.on > today {
            problems.push(Problem::new("in_the_future", "on"));
        }
        if self.needs.iter().any(|need| !Self::NEEDS.contains(&need.as_str())) {
            problems.push(Problem::new("unknown_word", "needs"));
        }
        for (at, phone) in self.phones.iter().enumerate() {
            let digits = phone.chars().filter(char::is_ascii_digit).count();
            if digits < 7 || phone.chars().count() > PHONE_CHARACTERS {
                problems.push(Problem::new("phone", format!("phone_{at}")));
            }
        }
        for (at, window) in self.windows.iter().enumerate() {
            if window.days.is_empty() {
                problems.push(Problem::new("required", format!("w{at}_days")));
            }
            if window.from >= window.until {
                problems.push(Problem::new("ends_before_it_begins", format!("w{at}_until")));
            }
        }
        for (at, caregiver) in self.caregivers.iter().enumerate() {
            caregiver.check(&format!("c{at}_"), &mut problems);
        }
        problems
    }
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

impl std::fmt::Debug for ContactPreference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ContactPreference(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_caregiver_of_an_earlier_word_is_still_read() {
        let (id, patient) = (PreferenceId(uuid::Uuid::nil()), PatientId(uuid::Uuid::nil()));
        let told = |caregivers: &str| {
            let json = format!(r#"{{"id":"{id}","patient":"{patient}","on":"2026-10-01",{caregivers}}}"#);
            serde_json::from_str::<ContactPreference>(&json).unwrap().caregivers
        };
        let one = told(r#""caregiver":{"name":"Ana Ruiz","may_be_told":true}"#);
        assert_eq!(one, told(r#""caregivers":[{"name":"Ana Ruiz","may_be_told":true}]"#));
        assert!(one[0].may_be_told && one[0].may.is_none());
        assert!(told(r#""caregiver":null"#).is_empty());
    }
}
