//! How some of them wish to be reached: when, in which language, through whom.

use jiff::civil::date;

use super::Running;
use crate::dice::Dice;
use crate::names::{Name, Sex};
use crate::patient::Person;
use crate::record::{What, Wish};
use crate::staff::FRONT_DESK;

/// When calls are welcome.
const WINDOWS: [&[&str]; 5] = [
    &["mon-fri 09:00-12:00"],
    &["mon-fri 13:30-16:30"],
    &["tue,thu 10:00-15:00", "fri 09:00-11:00"],
    &["mon,wed,fri 08:30-10:30"],
    &["mon-fri 16:00-18:30"],
];

impl Running {
    /// The front desk asked every other one, and whoever speaks another language.
    pub(super) fn wish(&mut self, place: usize, person: &Person) {
        let (tag, _) = person.language;
        let speaks_english = tag.starts_with("en");
        if place % 2 == 1 && speaks_english {
            return;
        }
        // Dice of its own: the months before do not notice.
        let mut dice = Dice::of(700_000_000 + place as u64, 0);
        let helper = place.is_multiple_of(6).then(|| Name::draw(&mut dice, Sex::Female));
        let needs: &[&str] = match place % 8 {
            0 => &["hard_of_hearing"],
            4 => &["low_vision", "slow_speech"],
            _ => &[],
        };
        let wish = Wish {
            on: date(2026, 10, 2),
            language: Some(if speaks_english { "en" } else { tag.split('-').next().unwrap_or(tag) }),
            needs_interpreter: !speaks_english,
            needs,
            // One spends the cold months in the desert.
            zone: (place == 10).then_some("America/Phoenix"),
            windows: WINDOWS[place / 2 % WINDOWS.len()],
            phones: vec![person.phone.clone()],
            caregiver_relation: helper.as_ref().map(|_| "daughter"),
            caregiver_may_be_told: helper.is_some(),
            caregiver: helper.map(|name| format!("{} {}", name.given, person.name.family)),
        };
        let typed_at = date(2026, 10, 2).at(16, 30, 0, 0);
        self.keep(FRONT_DESK, typed_at, person, "wish", What::ContactPreference(wish));
    }
}
