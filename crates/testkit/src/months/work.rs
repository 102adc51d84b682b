//! The time log: lengths around the thresholds, starts that overlap, midnights, pauses.

use ccm::billing::facts::{EntryFact, MonthFacts, Span};
use ccm::enrollment::Program;
use proptest::prelude::*;

use super::days::{Day, busy_day, instant};
use super::{COLLEAGUE, OURS, key, mostly, program, word};

/// An entry, told from the month.
#[derive(Clone, Debug)]
pub struct Work {
    program: Program,
    day: Day,
    /// Seconds after local midnight.
    start: i64,
    seconds: i64,
    person: (&'static str, &'static str),
    activity: &'static str,
    country: &'static str,
    live: bool,
    sound: (bool, bool),
    /// Offset and length of a stretch that was not worked.
    pause: Option<(i64, i64)>,
}

const STAFF: (&str, &str) = ("N1", "rn");

pub fn work() -> impl Strategy<Value = Work> {
    let threshold = prop::sample::select(vec![1200i64, 1800, 600, 2400, 3600, 5400, 300, 900]);
    let seconds = prop_oneof![
        4 => (threshold, -1i64..=1).prop_map(|(threshold, off)| threshold + off),
        2 => 0i64..4000,
        1 => prop::sample::select(vec![0i64, -60, 7200, 10_800, 90_000]),
    ];
    let people = [
        (OURS, "md"),
        (OURS, "np"),
        (COLLEAGUE, "md"),
        ("N2", "ma"),
        ("N2", "lcsw"),
        (OURS, "rn"),
        ("N3", "care_manager"),
        ("N3", "chw"),
        ("N3", "front_desk"),
        ("N3", "software"),
        ("N3", "wizard"),
    ];
    let person =
        prop_oneof![5 => Just(STAFF), 3 => Just((OURS, "md")), 3 => prop::sample::select(people.to_vec())];
    let activities = [
        "care_plan",
        "record_review",
        "prior_authorization",
        "in_person_staff",
        "voicemail",
        "scheduling",
        "rpm_data_review",
        "face_to_face_visit",
        "juggling",
    ];
    let starts = [32_400, 33_000, 33_600, 34_200, 0, 85_800, 86_399, 7200, 5400];
    (
        program(),
        busy_day(),
        prop_oneof![4 => prop::sample::select(starts.to_vec()), 2 => 28_800i64..64_800, 1 => 0i64..86_400],
        seconds,
        person,
        mostly(4, "phone_call_patient", activities),
        mostly(15, "US", ["PR", "PH", "MX"]),
        any::<bool>(),
        mostly(25, (true, true), [(false, true), (true, false)]),
        mostly(6, None, [Some((60, 60)), Some((0, 300)), Some((-60, 120)), Some((300, 100_000))]),
    )
        .prop_map(|(program, day, start, seconds, person, activity, country, live, sound, pause)| Work {
            program,
            day,
            start,
            seconds,
            person,
            activity,
            country,
            live,
            sound,
            pause,
        })
}

impl Work {
    pub fn add_to(&self, facts: &mut MonthFacts, number: usize) {
        let day = self.day.date(facts);
        let at = |offset: i64| instant(facts, day, self.start + offset);
        let pauses = self.pause.map(|(from, length)| Span { start: at(from), end: at(from + length) });
        let entry = EntryFact {
            id: key(&format!("e{number}")),
            program: self.program,
            start: at(0),
            end: at(self.seconds),
            pauses: pauses.into_iter().collect(),
            performer: key(self.person.0),
            role: Some(word(self.person.1)),
            supervised: Some(self.sound.0),
            credential_active: Some(self.sound.1),
            country: Some(word(self.country)),
            activity: Some(word(self.activity)),
            live_contact: Some(self.live),
            recorded_at: Some(at(self.seconds)),
        };
        facts.entries.push(entry);
    }
}
