//! Words of the clock: activities, programs, figures on its face.

use std::sync::LazyLock;

use app::App;
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::TimeSource;
use fluent::FluentArgs;

use crate::ui::Choice;
use crate::words::{Language, Words};

/// What the script says by itself, by the end of each key.
const SAYS: [&str; 15] = [
    "clock-says-asks-in",
    "clock-says-asks",
    "clock-says-left",
    "clock-says-started",
    "clock-says-paused",
    "clock-says-stopped",
    "clock-says-kept",
    "clock-says-waits",
    "clock-says-offline",
    "clock-says-offline-stop",
    "clock-says-offline-start",
    "clock-says-back",
    "clock-says-refused",
    "clock-says-sign-in",
    "clock-says-other",
];

static SAID: LazyLock<[String; 2]> = LazyLock::new(|| Language::ALL.map(said));

/// The script's words, as JSON. The places for figures, `{left}` and `{time}`, are left to it.
pub fn says(t: Words) -> &'static str {
    match t.0 {
        Language::English => &SAID[0],
        Language::Spanish => &SAID[1],
    }
}

fn said(language: Language) -> String {
    let mut args = FluentArgs::new();
    args.set("left", "{left}");
    args.set("time", "{time}");
    let words = SAYS.map(|key| {
        let said = Words(language).say_all(key, &args).into_owned();
        (key.trim_start_matches("clock-says-").to_owned(), serde_json::Value::String(said))
    });
    serde_json::Value::Object(words.into_iter().collect()).to_string()
}

/// In the order of the day; those that count first. What the rules do not know is not offered.
const ACTIVITIES: [&str; 20] = [
    "record_review",
    "phone_call_patient",
    "caregiver_call",
    "care_plan",
    "navigation",
    "social_need_support",
    "discharge_call",
    "rpm_review_call",
    "rpm_data_review",
    "rpm_data_interpretation",
    "rtm_call",
    "bhi_followup",
    "cocm_session",
    "prior_authorization",
    "in_person_staff",
    "voicemail",
    "scheduling",
    "billing",
    "staff_training",
    "travel",
];

pub fn activity(t: Words, word: &str) -> String {
    let key = format!("activity-{}", word.replace('_', "-"));
    if t.knows(&key) { t.say(&key).into_owned() } else { word.replace('_', " ") }
}

/// All that the rules know, the one chosen marked.
pub fn activities(app: &App, t: Words, chosen: Option<&str>) -> Vec<Choice> {
    let known = ACTIVITIES.into_iter().filter(|word| app.rules.is_activity(word));
    let choice = |word: &str| Choice {
        value: word.to_owned(),
        label: activity(t, word),
        is_chosen: chosen == Some(word),
    };
    known.map(choice).collect()
}

/// The program's word, as entries and claims spell it: `CCM`.
pub fn program(program: Program) -> String {
    serde_json::to_value(program).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The programs of a patient; whoever is in none is worked on for chronic care, where enrollment begins.
pub fn programs(enrolled: &[Program], chosen: Option<Program>) -> Vec<Choice> {
    let all = if enrolled.is_empty() { &[Program::Ccm][..] } else { enrolled };
    let chosen = chosen.filter(|one| all.contains(one)).or(all.first().copied());
    let choice = |one: &Program| Choice {
        value: program(*one),
        label: program(*one),
        is_chosen: chosen == Some(*one),
    };
    all.iter().map(choice).collect()
}

pub fn source(t: Words, source: TimeSource) -> String {
    t.say(match source {
        TimeSource::Timer => "minutes-source-timer",
        TimeSource::Manual => "minutes-source-manual",
        TimeSource::Offline => "minutes-source-offline",
        TimeSource::Import => "minutes-source-import",
    })
    .into_owned()
}

/// `00:07:12`.
pub fn face(seconds: i64) -> String {
    let seconds = seconds.max(0);
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// `Maria Lopez is on the phone since 10:42`.
pub fn on_the_phone(t: Words, name: &str, since: Timestamp, zone: &TimeZone) -> String {
    let mut args = FluentArgs::new();
    args.set("name", name.to_owned());
    args.set("since", t.time(since, zone));
    t.say_all("clock-on-the-phone", &args).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_goes_on_after_an_hour() {
        assert_eq!(face(432), "00:07:12");
        assert_eq!(face(36_000), "10:00:00");
        assert_eq!(face(-1), "00:00:00");
    }

    #[test]
    fn whoever_is_in_no_program_is_worked_on_for_chronic_care() {
        assert_eq!(programs(&[], None)[0].value, "CCM");
        let two = programs(&[Program::Ccm, Program::Rpm], Some(Program::Rpm));
        assert!(two[1].is_chosen && !two[0].is_chosen);
    }

    #[test]
    fn every_activity_has_words() {
        for word in ACTIVITIES {
            assert!(Words::default().knows(&format!("activity-{}", word.replace('_', "-"))), "{word}");
        }
    }
}
