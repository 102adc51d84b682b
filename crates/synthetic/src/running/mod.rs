//! The month that runs when the demo's pages are opened: half of October, some of it done and much of it to do.

mod around;
mod assessments;
mod deeds;
mod discharge;
mod elsewhere;
mod outreach;
mod readings;
mod supervision;
mod wishes;

use jiff::civil::{Date, DateTime, date};

use crate::contact::Contact;
use crate::diary::Diary;
use crate::expectation::Expectation;
use crate::patient::Person;
use crate::record::{self, Entry, Line, RecordFile, What};
use crate::scene::{Book, Scene};
use crate::staff::{Cast, PHARMACIST, Who};

pub use around::{AroundDeed, Listing};
pub(crate) use deeds::deeds;
pub use deeds::{Deed, DeedKind, PlanDeed};
pub(crate) use outreach::TO_INVITE;
pub(crate) use readings::readings;

/// A Friday morning, when the first calls of the day are still to be made.
pub(crate) const OPENED_AT: DateTime = date(2026, 10, 16).at(9, 40, 0, 0);
/// The last day of which something is on record.
pub(crate) const LAST_DAY: Date = date(2026, 10, 15);

pub(crate) struct Running {
    diary: Diary,
    book: Book,
}

impl Default for Running {
    fn default() -> Self {
        Self { diary: Diary::of(date(2026, 10, 1), LAST_DAY), book: Book::default() }
    }
}

impl Running {
    /// Goes on with whoever was billed in September: a quarter are over twenty minutes, a third stand shortly before,
    /// a quarter have had one short contact, and the others have yet to be reached.
    pub(crate) fn tell(&mut self, place: usize, september: &Expectation, person: &mut Person, cast: &Cast) {
        if september.codes.is_empty() || september.story.starts_with("revoked") || person.died_on.is_some() {
            return;
        }
        let caller = cast.callers[place % cast.callers.len()];
        let (contacts, minutes) = match person.month.below(100) {
            0..25 => (2, person.month.between(21, 34)),
            25..60 => (2, person.month.between(12, 19)),
            60..85 => (1, person.month.between(4, 11)),
            _ => (0, 0),
        };
        self.wish(place, person);
        self.elsewhere(september, person);
        // Whoever was in the hospital was spoken with before it alone.
        let contacts = if self.discharge(september, person) { contacts.min(1) } else { contacts };
        let (story, about) = ("october", "The month that runs");
        let scene = Scene::new(story, about, person, cast, &mut self.diary, &mut self.book);
        let mut scene = scene.in_month("october.");
        for contact in 0..contacts {
            let by = if contact > 0 && scene.person.month.percent(20) { PHARMACIST } else { caller };
            let seconds = (minutes * 60 / contacts + scene.person.month.between(-30, 30)) as u32;
            let day = 1 + contact * 7 + scene.person.month.between(0, 6);
            scene.contact(Contact::lasting(by, seconds).on(day as i8));
        }
    }

    fn keep(&mut self, by: Who, typed_at: DateTime, person: &Person, what_it_is: &str, what: What) {
        let command_id = format!("{}.october.{what_it_is}", person.mrn.to_ascii_lowercase());
        let line = Line { command_id, patient: Some(person.mrn.clone()), what };
        self.book.entries.push(Entry { by, typed_at, line });
    }

    pub(crate) fn files(self, cast: &Cast) -> Vec<RecordFile> {
        record::files(self.book.entries, cast, "october-")
    }
}
