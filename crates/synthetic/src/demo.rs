//! The demo practice: its people, their September of 2026, and what must come of it.

use std::fmt;

use jiff::civil::{Date, DateTime, date};

use crate::bundle;
use crate::bystanders::{Bystander, PARTS};
use crate::diary::Diary;
use crate::expectation::Expectation;
use crate::patient::Person;
use crate::record::{self, RecordFile};
use crate::running::{self, Deed, Running};
use crate::scene::{Book, Scene};
use crate::setup;
use crate::staff::{Cast, Who};
use crate::stories::{self, ORDINARY, Story, tell_ordinary};

/// How many patients [`demo`] has: every story, every bystander, and some ordinary months.
pub const DEMO_PATIENTS: u32 = 76;

/// The first ordinary patients have an entry that was typed after the close.
const LATE_ENTRIES: u32 = 3;

/// A practice, a month, and the answers.
pub struct Demo {
    /// The day on which the demo is shown: every clock of it stands at some time of this day.
    pub today: Date,
    /// The service month, `2026-09`.
    pub month: &'static str,
    /// For `perennial setup`.
    pub setup_toml: String,
    /// For `perennial import`: file name and FHIR R4 transaction bundle; the practice first, then one per patient.
    pub bundles: Vec<(String, String)>,
    /// For `perennial record`, in this order.
    pub records: Vec<RecordFile>,
    /// The same, once the month is closed: entries for September that came too late.
    pub late_records: Vec<RecordFile>,
    /// What was done in the month that runs when the demo's pages are opened, …
    pub running_records: Vec<RecordFile>,
    /// … what was done at the pages themselves, in the order of time, …
    pub deeds: Vec<Deed>,
    /// … and what home devices have sent until then: one more bundle, for the evening before.
    pub readings: String,
    /// When that is: the morning on which there are things to do, local time.
    pub opened_at: DateTime,
    /// What September must come to for everyone in the program.
    pub expectations: Vec<Expectation>,
    /// Those not in the program, and whether they are candidates for it.
    pub bystanders: Vec<Bystander>,
}

/// The demo of a seed: the same seed gives the same bytes.
pub fn demo(seed: u64) -> Demo {
    demo_sized(seed, DEMO_PATIENTS)
}

/// The demo with as many patients as wanted, for training and for load. Stories and bystanders are always there;
/// ordinary months fill it up. The people of a smaller demo are also the first of a larger one.
pub fn demo_sized(seed: u64, patients: u32) -> Demo {
    let mut making = Making::new(seed, patients);
    for story in stories::all() {
        making.story(story);
    }
    making.bystanders();
    let ordinary = patients.saturating_sub(making.people.len() as u32);
    for place in 0..ordinary {
        making.ordinary(place);
    }
    making.finish()
}

struct Making {
    seed: u64,
    cast: Cast,
    diary: Diary,
    book: Book,
    running: Running,
    people: Vec<Person>,
    expectations: Vec<Expectation>,
    bystanders: Vec<Bystander>,
}

impl Making {
    fn new(seed: u64, patients: u32) -> Self {
        Self {
            seed,
            cast: Cast::for_patients(seed, patients),
            diary: Diary::of(date(2026, 9, 1), date(2026, 9, 30)),
            book: Book::default(),
            running: Running::default(),
            people: Vec::new(),
            expectations: Vec::new(),
            bystanders: Vec::new(),
        }
    }

    fn next_person(&self) -> Person {
        Person::draw(self.seed, self.people.len() as u32 + 1)
    }

    fn story(&mut self, story: &Story) {
        let mut person = self.next_person();
        (story.prepare)(&mut person);
        self.tell(story, person, story.tell);
    }

    fn ordinary(&mut self, place: u32) {
        let callers = &self.cast.callers;
        let caller: Who = callers[place as usize % callers.len()];
        let person = self.next_person();
        self.tell(&ORDINARY, person, |scene| tell_ordinary(scene, caller, place < LATE_ENTRIES));
    }

    fn tell(&mut self, story: &Story, mut person: Person, tell: impl FnOnce(&mut Scene)) {
        let mut scene =
            Scene::new(story.name, story.about, &mut person, &self.cast, &mut self.diary, &mut self.book);
        tell(&mut scene);
        let september = scene.end();
        self.running.tell(self.people.len(), &september, &mut person, &self.cast);
        self.expectations.push(september);
        self.people.push(person);
    }

    fn bystanders(&mut self) {
        for part in PARTS {
            let mut person = self.next_person();
            if let (true, Some(before)) = (part.registered_twice, self.people.last()) {
                person.mbi.clone_from(&before.mbi);
                person.name = before.name.clone();
                person.sex = before.sex;
                person.birth = before.birth;
                person.home = before.home.clone();
                person.phone.clone_from(&before.phone);
            }
            (part.prepare)(&mut person);
            person.is_qmb_known = part.why.ends_with(running::TO_INVITE);
            let mrn = person.mrn.clone();
            if part.why.ends_with(running::TO_INVITE) {
                self.running.invite(self.people.len(), &person);
            }
            self.bystanders.push(Bystander { mrn, why: part.why, candidate: part.candidate });
            self.people.push(person);
        }
    }

    fn finish(self) -> Demo {
        let cast = &self.cast;
        let readings = running::readings(&self.people, &self.expectations);
        let mut bundles = vec![("00-practice.json".to_owned(), bundle::practice(cast))];
        bundles.extend(self.people.into_iter().map(|mut person| {
            let name = format!("{}.json", person.mrn.to_ascii_lowercase());
            (name, bundle::patient(&mut person, cast))
        }));
        Demo {
            today: date(2026, 10, 2),
            month: "2026-09",
            setup_toml: setup::toml(cast),
            bundles,
            records: record::files(self.book.entries, cast, ""),
            late_records: record::files(self.book.late, cast, "late-"),
            running_records: self.running.files(cast),
            deeds: running::deeds(&self.expectations, &self.bystanders, cast),
            readings,
            opened_at: running::OPENED_AT,
            expectations: self.expectations,
            bystanders: self.bystanders,
        }
    }
}

/// Counts, not contents: even invented people are not printed by chance.
impl fmt::Debug for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Demo")
            .field("month", &self.month)
            .field("bundles", &self.bundles.len())
            .field("records", &self.records.len())
            .field("late_records", &self.late_records.len())
            .field("expectations", &self.expectations.len())
            .finish_non_exhaustive()
    }
}
