//! What the use cases of the clock share: one's own clock under a lock, and what is kept of it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::StaffRole;
use ccm::time::clock::{Stopped, touched};
use ccm::time::ledger::Stretch;
use ccm::time::{ClockLimits, Contact, NewTimeEntry, Reading, RunningClock, TimeEntry};

use super::Ended;
use crate::ports::{Recorded, SignalRow, UnfinishedRow};
use crate::{App, Error, Place, Result, Work};

/// A piece of work with one's own clock, which nobody else touches meanwhile.
pub(super) struct Own {
    pub work: Work,
    pub person: PersonId,
    pub clock: Option<RunningClock>,
}

impl Own {
    /// At the practice where the clock was started, which may be another one than where the person is now.
    pub async fn at_the_clock(app: &App, actor: &Actor, place: Place) -> Result<Self> {
        let own = Self::at(app, actor, place).await?;
        match &own.clock {
            Some(clock) if own.work.place.practice != Some(clock.of.practice) => {
                let place = Place { practice: Some(clock.of.practice), ..place };
                drop(own);
                Self::at(app, actor, place).await
            }
            _ => Ok(own),
        }
    }

    /// At the place as it is.
    pub async fn at(app: &App, actor: &Actor, place: Place) -> Result<Self> {
        Self::over(app.begin(actor, place).await?.require_some(Permission::RecordCare).await?, actor).await
    }

    /// The same, for work on a patient whose chart one may work on.
    pub async fn at_chart(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Self> {
        let work = app.begin(actor, place).await?.require_some(Permission::RecordCare).await?;
        Self::over(work.chart(patient, Permission::RecordCare).await?, actor).await
    }

    async fn over(mut work: Work, actor: &Actor) -> Result<Self> {
        work.practice_id()?;
        let person = actor.person().ok_or(Error::Forbidden("record_care"))?;
        let clock = work.tx.lock_clock(person).await?;
        Ok(Self { work, person, clock })
    }

    /// Notes what a message was and what it did, for audit and feed.
    pub async fn signal(
        &mut self,
        kind: &str,
        clock: &RunningClock,
        reading: Option<&Reading>,
    ) -> Result<()> {
        let practice = self.work.practice_id()?;
        let row = signal(kind, clock.of.entry, self.work.now, reading, &[]);
        self.work.tx.add_signals(practice, &[row]).await?;
        noted(&mut self.work, kind, clock);
        Ok(())
    }

    /// Ends the clock, and keeps what it has counted.
    pub async fn end(
        &mut self,
        clock: RunningClock,
        reading: Option<&Reading>,
        given: Given,
    ) -> Result<Ended> {
        self.signal("stop", &clock, reading).await?;
        self.work.tx.end_clock(clock.of.person).await?;
        let now = self.work.now;
        keep_stopped(&mut self.work, clock.stop(now, reading), given).await
    }
}

/// Audit and feed of a clock's turn.
pub(super) fn noted(work: &mut Work, action: &str, clock: &RunningClock) {
    let (entry, patient) = (clock.of.entry, clock.of.patient);
    let details = serde_json::json!({"mode": clock.of.mode, "person": clock.of.person});
    work.audit(action, "clock", &entry.to_string(), Some(patient), details);
    work.changed_of("clock", entry, 1, Some(patient));
}

pub(super) fn signal(
    kind: &str,
    entry: TimeEntryId,
    at: Timestamp,
    reading: Option<&Reading>,
    activity_ms: &[i64],
) -> SignalRow {
    SignalRow {
        entry,
        kind: kind.to_owned(),
        at,
        reading: reading.cloned(),
        activity_ms: activity_ms.to_vec(),
    }
}

/// What is said of a stretch when it ends.
#[derive(Clone, Default)]
pub(super) struct Given {
    pub activity: Option<String>,
    pub live_contact: Option<bool>,
    pub note: Option<String>,
    pub reason: Option<String>,
}

/// Keeps a stretch: as an entry where it has an activity, else among the unfinished.
pub(super) async fn keep_stopped(work: &mut Work, mut stopped: Stopped, given: Given) -> Result<Ended> {
    let (entry, seconds) = (stopped.of.entry, stopped.seconds());
    if stopped.segments.is_empty() {
        return Ok(Ended::Nothing { entry });
    }
    stopped.of.activity = given.activity.clone().or(stopped.of.activity);
    let Some(activity) = stopped.of.activity.clone() else {
        let row = UnfinishedRow { stretch: stopped, stopped_at: work.now };
        work.tx.add_unfinished(&row).await?;
        return Ok(Ended::Unfinished { entry, seconds });
    };
    let started_at = stopped.segments[0].started_at;
    let new = NewTimeEntry {
        patient: stopped.of.patient,
        program: stopped.of.program,
        started_at,
        length_seconds: seconds,
        activity,
        country: None,
        live_contact: given.live_contact,
        source: stopped.source,
    };
    let (roles, day) = roles_and_day(work, started_at).await?;
    let role = role_on(&roles, stopped.of.person, day);
    let made = TimeEntry::measured(entry, new, stopped.segments, stopped.of.person, role, day);
    let made = made.map_err(|error| Error::Internal(error.to_string()))?;
    let contact = keep_entry(work, &made, given.note, given.reason.as_deref()).await?;
    Ok(Ended::Recorded { entry, contact, seconds })
}

/// Keeps an entry and the contact that its note hangs on, with audit and feed.
pub(super) async fn keep_entry(
    work: &mut Work,
    entry: &TimeEntry,
    note: Option<String>,
    reason: Option<&str>,
) -> Result<ContactId> {
    let practice = work.practice_id()?;
    let contact = Contact { id: ContactId(work.id()), patient: entry.patient, entry: entry.id, note };
    let by = work.actor.person().unwrap_or(entry.performer);
    let recorded = Recorded { at: work.now, by };
    work.tx.add_contact(practice, entry, &contact, reason, recorded).await?;
    work.recorded("contact", contact.id, Some(contact.patient));
    work.recorded("time_entry", entry.id, Some(entry.patient));
    Ok(contact.id)
}

/// The practice's roles, and the local day of an instant.
pub(super) async fn roles_and_day(work: &mut Work, at: Timestamp) -> Result<(Vec<StaffRole>, Date)> {
    let practice = work.practice().await?;
    let zone = practice.zone_on(TimeZone::UTC.to_datetime(at).date());
    let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?.zone();
    let roles = work.tx.roles(practice.id).await?;
    Ok((roles, zone.to_datetime(at).date()))
}

/// Of several roles on that day the one that is licensed; else the first.
pub(crate) fn role_on(roles: &[StaffRole], person: PersonId, day: Date) -> Option<&StaffRole> {
    let on_day = || roles.iter().filter(|role| role.person == person && role.covers(day));
    on_day().find(|role| role.is_credentialed_on(day)).or_else(|| on_day().next())
}

/// The seconds of a person that are counted, or may yet be, between two instants.
pub(super) async fn own_time(own: &mut Own, from: Timestamp, until: Timestamp) -> Result<Vec<Stretch>> {
    let counted = own.work.tx.counted_of(own.person, from, until).await?;
    let mut stretches: Vec<Stretch> = counted.into_iter().map(|(from, until)| touched(from, until)).collect();
    if let Some(clock) = &own.clock {
        stretches.extend(clock.ended().iter().map(|one| touched(one.started_at, one.ends_at())));
        stretches.extend(clock.running_since().map(|since| touched(since, own.work.now.max(since))));
    }
    Ok(stretches)
}

pub(super) async fn limits_of(work: &mut Work) -> Result<ClockLimits> {
    let practice = work.practice_id()?;
    Ok(work.tx.clock_limits(practice).await?.unwrap_or_default())
}

/// A word that is no activity.
pub(super) fn activity_problem(app: &App, activity: Option<&str>) -> Option<Problem> {
    let unknown = activity.is_some_and(|word| !app.rules.is_activity(word));
    unknown
        .then(|| Problem::new("unknown_word", "activity").with("expected", "a word of rules/activities.toml"))
}

/// Texts of people: a reason must say something, and a note has an end.
pub(super) fn text_problem(
    name: &str,
    text: Option<&str>,
    longest: usize,
    is_required: bool,
) -> Option<Problem> {
    match text.map(str::trim) {
        None | Some("") if is_required => Some(Problem::new("required", name)),
        Some(text) if text.chars().count() > longest => {
            Some(Problem::new("too_long", name).with("expected", format!("at most {longest} characters")))
        }
        _ => None,
    }
}
