//! One patient's month, drawn.

use ccm::basics::{Date, Timestamp};
use uuid::Uuid;

use super::dice::Dice;
use super::{ENTRIES, Kind, LIST, PANEL, Population, Staff, local};

/// Work that counts, and some that does not.
const ACTIVITIES: [&str; 6] = [
    "phone_call_patient",
    "record_review",
    "care_plan",
    "caregiver_call",
    "phone_call_patient",
    "scheduling",
];
/// Chronic by every list.
pub const CONDITIONS: [&str; 6] = ["I10", "E11.9", "J44.9", "I50.32", "N18.31", "M17.0"];
/// The month's working days.
const WORKING_DAYS: [i8; 22] =
    [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 30, 31];
/// A nurse works from eight to four, local time.
const MORNING_SECOND: i64 = 8 * 3600;
const WORKING_SECONDS: i64 = 8 * 3600;

/// One patient, by practice and place.
pub struct Patient {
    pub practice: u32,
    pub place: u32,
    pub id: Uuid,
    pub practitioner: Staff,
    pub born_on: Date,
    pub episode: Uuid,
    pub started_on: Date,
    pub consent: Uuid,
    pub consented_at: Timestamp,
    /// Withdrawn in the month.
    pub revoked: Option<(Uuid, Timestamp)>,
    pub conditions: Vec<(Uuid, &'static str)>,
    pub plan: Uuid,
    pub plan_copy: Uuid,
    pub planned_on: Date,
    /// Code and day; the first one began care management.
    pub visits: Vec<(Uuid, &'static str, Date)>,
    /// In hospital, from a day to a day.
    pub stay: Option<(Uuid, Date, Date)>,
    /// The practitioner's word on decision making, high, on this day.
    pub attested: Option<(Uuid, Date)>,
    /// Episode and consent of a second program, PCM.
    pub second: Option<(Uuid, Uuid)>,
    pub entries: Vec<Entry>,
}

/// One stretch of work for her.
pub struct Entry {
    pub id: Uuid,
    pub start: Timestamp,
    pub seconds: i64,
    pub by: Staff,
    /// By the practitioner's own hand.
    pub is_own: bool,
    pub activity: &'static str,
    /// For the second program.
    pub is_second: bool,
}

impl Population {
    /// The patient at a place of a practice: the same one whenever asked.
    pub fn patient(self, practice: u32, place: u32) -> Patient {
        let mut dice = Dice::new(self.seed, (u64::from(practice) << 32) | u64::from(place));
        let id = |kind| self.id(kind, practice, place);
        let day = |year, month, low, high, dice: &mut Dice| {
            Date::constant(year, month, dice.between(low, high) as i8)
        };
        let visited_on = day(2025, 10, 1, 28, &mut dice);
        let consented_on = day(2025, 11, 1, 28, &mut dice);
        let march = |dice: &mut Dice| Date::constant(2026, 3, dice.between(1, 31) as i8);
        let revoked = dice
            .percent(2)
            .then(|| (id(Kind::Revocation), local(march(&mut dice), dice.between(8 * 3600, 17 * 3600))));
        let stay = dice.percent(3).then(|| {
            let from = dice.between(1, 25);
            let to = from + dice.between(0, 6);
            (id(Kind::Stay), Date::constant(2026, 3, from as i8), Date::constant(2026, 3, to as i8))
        });
        let mut visits = vec![(id(Kind::Visit), "99214", visited_on)];
        if dice.percent(5) {
            visits.push((id(Kind::LaterVisit), "99213", march(&mut dice)));
        }
        let first_condition = dice.between(0, 5) as usize;
        let conditions = 2 + usize::from(dice.percent(40));
        let condition = |one: usize| {
            let code = CONDITIONS[(first_condition + one) % CONDITIONS.len()];
            (self.id(Kind::FirstCondition, practice, place * 4 + one as u32), code)
        };
        // Seconds of one entry: a tenth stays below twenty minutes in all, a twentieth goes beyond an hour.
        let (low, high, is_complex) = match dice.between(0, 99) {
            0..=9 => (40, 90, false),
            10..=79 => (100, 200, false),
            80..=94 => (190, 290, false),
            _ => (320, 460, true),
        };
        let mut patient = Patient {
            practice,
            place,
            id: id(Kind::Patient),
            practitioner: self.practitioner(practice, place / LIST),
            born_on: Date::constant(1930 + dice.between(0, 30) as i16, dice.between(1, 12) as i8, 15),
            episode: id(Kind::Episode),
            started_on: consented_on,
            consent: id(Kind::Consent),
            consented_at: local(consented_on, 10 * 3600),
            revoked,
            conditions: (0..conditions).map(condition).collect(),
            plan: id(Kind::Plan),
            plan_copy: id(Kind::Copy),
            planned_on: consented_on,
            visits,
            stay,
            attested: is_complex.then(|| (id(Kind::Attestation), Date::constant(2026, 3, 30))),
            second: dice.percent(2).then(|| (id(Kind::SecondEpisode), id(Kind::SecondConsent))),
            entries: Vec::with_capacity(ENTRIES),
        };
        let has_own = dice.percent(20);
        for number in 0..ENTRIES {
            let mut seconds = dice.between(low, high);
            // Some run over the nurse's next one.
            if dice.percent(1) {
                seconds += 600;
            }
            let is_own = has_own && number == ENTRIES - 1;
            patient.entries.push(Entry {
                id: self.id(Kind::Entry, practice, place * ENTRIES as u32 + number as u32),
                start: slot(place, number, dice.between(0, 40)),
                seconds,
                by: match is_own {
                    true => patient.practitioner,
                    false => self.nurse(practice, place / PANEL),
                },
                is_own,
                activity: ACTIVITIES[match dice.percent(4) {
                    true => ACTIVITIES.len() - 1,
                    false => dice.between(0, ACTIVITIES.len() as i64 - 2) as usize,
                }],
                is_second: patient.second.is_some() && number < 2,
            });
        }
        // A call that two people logged.
        if dice.percent(2) {
            patient.entries[1].start = patient.entries[0].start;
        }
        patient
    }
}

/// The nurse's month is cut into as many slots as she has entries to make: each patient gets one in each twelfth.
fn slot(place: u32, number: usize, delay_seconds: i64) -> Timestamp {
    let (panel, number) = (i64::from(PANEL), number as i64);
    let slots_a_day = i64::from(PANEL.saturating_mul(ENTRIES as u32).div_ceil(WORKING_DAYS.len() as u32));
    let slot = number * panel + (i64::from(place) % panel * 37 + number * 13) % panel;
    let day = WORKING_DAYS[(slot / slots_a_day) as usize % WORKING_DAYS.len()];
    let second = MORNING_SECOND + (slot % slots_a_day) * (WORKING_SECONDS / slots_a_day) + delay_seconds;
    local(Date::constant(2026, 3, day), second)
}
