//! One stretch of care-management work. Written once: a mistake is struck through and written anew.
//!
//! An entry stands on its segments, a segment on its raw events. Seconds are summed; minutes are floored
//! once, on the month's total (ENG-05).

use serde::{Deserialize, Serialize};

use crate::basics::{ContactId, Date, PatientId, PersonId, StrikeId, TimeEntryId, Timestamp};
use crate::enrollment::Program;
use crate::people::StaffRole;

/// Where an entry came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    Timer,
    Manual,
    /// Kept by a device without network, sent later, with both clocks.
    Offline,
    Import,
}

impl TimeSource {
    pub const ALL: [Self; 4] = [Self::Timer, Self::Manual, Self::Offline, Self::Import];

    pub fn word(self) -> &'static str {
        match self {
            Self::Timer => "timer",
            Self::Manual => "manual",
            Self::Offline => "offline",
            Self::Import => "import",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

/// What happened to the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEventKind {
    Start,
    Stop,
    /// An unanswered idle question: the segment ends at the last activity before it.
    IdleCut,
    Resume,
    /// The last activity before a question.
    Activity,
    /// The idle question stood from here on.
    Asked,
    /// Yes, at work.
    Confirmed,
    /// No: the segment ends at the last activity before the question.
    Declined,
    /// Typed in afterwards.
    Typed,
}

impl ClockEventKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::IdleCut => "idle_cut",
            Self::Resume => "resume",
            Self::Activity => "activity",
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Typed => "typed",
        }
    }
}

/// A raw event, with both clocks where the device has two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockEvent {
    pub kind: ClockEventKind,
    /// The server's clock for a timer, the device's own for what was kept offline.
    pub wall_clock: Timestamp,
    /// Says something only beside another one of the same `device`.
    pub monotonic_ms: Option<i64>,
    /// `device/boot`: where the monotonic clock runs.
    pub device: Option<String>,
}

/// An unbroken run of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub started_at: Timestamp,
    pub length_seconds: i64,
    pub events: Vec<ClockEvent>,
}

impl Segment {
    /// The first instant after it.
    pub fn ends_at(&self) -> Timestamp {
        let length = jiff::SignedDuration::from_secs(self.length_seconds);
        self.started_at.saturating_add(length).unwrap_or(Timestamp::MAX)
    }
}

/// One stretch of work. Role, credential, supervisor and country are frozen as they were on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeEntry {
    pub id: TimeEntryId,
    pub patient: PatientId,
    pub program: Program,
    pub started_at: Timestamp,
    /// Sum of its segments, in seconds.
    pub length_seconds: i64,
    /// A word of `rules/activities.toml`.
    pub activity: String,
    pub performer: PersonId,
    pub performer_role: String,
    pub credential_active: Option<bool>,
    pub supervisor: Option<PersonId>,
    pub country: String,
    pub live_contact: Option<bool>,
    pub source: TimeSource,
    pub segments: Vec<Segment>,
}

/// Why an entry cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("the length must be at least one second")]
    Empty,
    #[error("one entry is at most 24 hours long")]
    TooLong,
    #[error("work cannot end in the future")]
    InFuture,
}

impl EntryError {
    /// The problem's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::InFuture => "in_future",
        }
    }
}

/// A typed entry may not be longer than this: nobody works on one patient for more than a day.
pub(super) const LONGEST_SECONDS: i64 = 24 * 60 * 60;

/// What is asked of a new entry beside who did it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTimeEntry {
    pub patient: PatientId,
    pub program: Program,
    pub started_at: Timestamp,
    pub length_seconds: i64,
    pub activity: String,
    pub country: Option<String>,
    pub live_contact: Option<bool>,
    pub source: TimeSource,
}

impl TimeEntry {
    /// Records work done under `role` on the local day `day`; `role` is `None` when the performer has no role then,
    /// and the word is empty: such time is not counted (TIME-03).
    ///
    /// # Errors
    /// [`EntryError`] when the stretch makes no sense.
    pub fn record(
        id: TimeEntryId,
        new: NewTimeEntry,
        performer: PersonId,
        role: Option<&StaffRole>,
        day: Date,
        now: Timestamp,
    ) -> Result<Self, EntryError> {
        let ends_at = new.started_at.saturating_add(jiff::SignedDuration::from_secs(new.length_seconds));
        match new.length_seconds {
            i64::MIN..=0 => return Err(EntryError::Empty),
            length if length > LONGEST_SECONDS => return Err(EntryError::TooLong),
            _ if ends_at.is_ok_and(|end| end > now) || new.started_at > now => {
                return Err(EntryError::InFuture);
            }
            _ => {}
        }
        let typed =
            ClockEvent { kind: ClockEventKind::Typed, wall_clock: now, monotonic_ms: None, device: None };
        let segment =
            Segment { started_at: new.started_at, length_seconds: new.length_seconds, events: vec![typed] };
        Ok(Self::assemble(id, new, vec![segment], performer, role, day))
    }

    /// Records what a clock has measured: its segments, in order, none empty and none overlapping.
    ///
    /// # Errors
    /// [`EntryError`] when there is no second in it, or more than one entry may span.
    pub fn measured(
        id: TimeEntryId,
        mut new: NewTimeEntry,
        segments: Vec<Segment>,
        performer: PersonId,
        role: Option<&StaffRole>,
        day: Date,
    ) -> Result<Self, EntryError> {
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return Err(EntryError::Empty);
        };
        new.started_at = first.started_at;
        new.length_seconds = segments.iter().map(|one| one.length_seconds).sum();
        if new.length_seconds <= 0 {
            return Err(EntryError::Empty);
        }
        if last.ends_at().duration_since(first.started_at).as_secs() > LONGEST_SECONDS {
            return Err(EntryError::TooLong);
        }
        Ok(Self::assemble(id, new, segments, performer, role, day))
    }

    fn assemble(
        id: TimeEntryId,
        new: NewTimeEntry,
        segments: Vec<Segment>,
        performer: PersonId,
        role: Option<&StaffRole>,
        day: Date,
    ) -> Self {
        Self {
            id,
            patient: new.patient,
            program: new.program,
            started_at: new.started_at,
            length_seconds: new.length_seconds,
            activity: new.activity,
            performer,
            performer_role: role.map(|role| role.word.clone()).unwrap_or_default(),
            credential_active: role.map(|role| role.is_credentialed_on(day)),
            supervisor: role.and_then(|role| role.supervisor),
            country: new
                .country
                .or_else(|| role.map(|role| role.country.clone()))
                .unwrap_or_else(|| "ZZ".to_owned()),
            live_contact: new.live_contact,
            source: new.source,
            segments,
        }
    }
}

/// A line through an entry, signed, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    pub id: StrikeId,
    pub entry: TimeEntryId,
    pub patient: PatientId,
    pub reason: String,
}

/// A contact with, or piece of work for, a patient: the note that hangs on an entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub patient: PatientId,
    pub entry: TimeEntryId,
    pub note: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Contact({})", self.id)
    }
}
