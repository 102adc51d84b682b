//! A month of care management, as large as one likes: practices, patients and twelve entries for each, drawn from a
//! seed. Nobody here exists. `patient` draws one; `facts` tells the engine of her, `seed` the database.
//!
//! Most months are plain: two conditions, a consent, a plan, a visit last year, twenty to forty minutes by one nurse.
//! A few in a hundred have what makes rules work: a stay in hospital, a visit in the month, a consent withdrawn, the
//! practitioner's own minutes, a second program, a call logged twice or over the next one's.

pub mod dice;
pub mod facts;
mod numbers;
pub mod patient;
pub mod seed;
pub mod setup;
mod tables;

use ccm::basics::{Date, Timestamp};
use uuid::Uuid;

use dice::Dice;

/// Everything happens in this month, in this zone.
pub const MONTH: &str = "2026-03";
pub const ZONE: &str = "America/Chicago";
/// Entries of each patient.
pub const ENTRIES: usize = 12;
/// Patients of one nurse: a full month of work.
const PANEL: u32 = 100;
/// Patients of one practitioner.
const LIST: u32 = 1_000;

/// How many there are.
#[derive(Clone, Copy, Debug)]
pub struct Population {
    pub seed: u64,
    pub practices: u32,
    pub patients_each: u32,
}

/// Somebody who works at a practice; the same id in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staff(pub Uuid);

impl Population {
    pub fn patients(self) -> u64 {
        u64::from(self.practices) * u64::from(self.patients_each)
    }

    pub fn nurses_each(self) -> u32 {
        self.patients_each.div_ceil(PANEL)
    }

    pub fn practitioners_each(self) -> u32 {
        self.patients_each.div_ceil(LIST)
    }

    pub fn nurse(self, practice: u32, place: u32) -> Staff {
        Staff(self.id(Kind::Nurse, practice, place))
    }

    pub fn practitioner(self, practice: u32, place: u32) -> Staff {
        Staff(self.id(Kind::Practitioner, practice, place))
    }

    /// An id in the shape of a UUID v7, so that it sorts as the store's own do: by kind, practice and place.
    fn id(self, kind: Kind, practice: u32, place: u32) -> Uuid {
        let kind = kind as u64;
        let mut dice = Dice::new(self.seed ^ (kind << 56), (u64::from(practice) << 32) | u64::from(place));
        // Milliseconds since 1970, later for later places.
        let at = IDS_BEGIN_MS + kind * 1_000_000_000 + u64::from(practice) * 20_000_000 + u64::from(place);
        let random = dice.next();
        let high = (at << 16) | 0x7000 | (random >> 52);
        Uuid::from_u64_pair(high, 0x8000_0000_0000_0000 | (random >> 2))
    }
}

/// 2024-01-01.
const IDS_BEGIN_MS: u64 = 1_704_067_200_000;

/// What an id is of.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Practitioner,
    Nurse,
    Patient,
    Episode,
    SecondEpisode,
    Consent,
    SecondConsent,
    Revocation,
    FirstCondition,
    Plan,
    Copy,
    Visit,
    LaterVisit,
    Stay,
    Attestation,
    Entry,
}

/// The contact on which an entry hangs.
pub fn contact_of(entry: Uuid) -> Uuid {
    Uuid::from_u128(entry.as_u128() ^ 1)
}

/// So many seconds after a day's midnight in [`ZONE`].
pub fn local(day: Date, second_of_day: i64) -> Timestamp {
    let midnight = ccm::basics::dates::start_of_day(day, zone());
    midnight.checked_add(jiff::SignedDuration::from_secs(second_of_day)).unwrap_or(midnight)
}

fn zone() -> &'static jiff::tz::TimeZone {
    static ZONE_ONCE: std::sync::OnceLock<jiff::tz::TimeZone> = std::sync::OnceLock::new();
    ZONE_ONCE.get_or_init(|| jiff::tz::TimeZone::get(ZONE).unwrap_or(jiff::tz::TimeZone::UTC))
}
