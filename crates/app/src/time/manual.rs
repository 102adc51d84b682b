//! An entry by hand: for oneself, with its reason, never in the future, not too far back, never over one's own time.

use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::clock::touched;
use ccm::time::{NewTimeEntry, TimeEntry, TimeSource};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Ended;
use super::keep::{
    Own, activity_problem, keep_entry, limits_of, own_time, role_on, roles_and_day, text_problem,
};
use super::stop::LONGEST_NOTE;
use crate::{App, Error, Place, Result};

/// The longest reason, in characters.
pub(super) const LONGEST_REASON: usize = 1_000;

/// Work that no clock measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManualEntry {
    pub patient: PatientId,
    pub program: Program,
    pub started_at: Timestamp,
    pub length_seconds: i64,
    pub activity: String,
    #[serde(default)]
    pub live_contact: Option<bool>,
    /// Why it is typed in.
    pub reason: String,
    #[serde(default)]
    pub note: Option<String>,
    pub command_id: CommandId,
}

/// Records it as one's own.
///
/// # Errors
/// [`Error::Invalid`] with all problems: `too_old`, `in_future`, `overlaps_own_time` among them; [`Error::NotFound`]
/// for a patient who is not here; [`Error::Forbidden`].
pub async fn manual(app: &App, actor: &Actor, place: Place, new: ManualEntry) -> Result<Ended> {
    let mut own = Own::at_chart(app, actor, place, new.patient).await?;
    let practice = own.work.practice_id()?;
    let command = match own.work.take_up(&new.command_id, "manual_entry", &new).await? {
        Ok(command) => command,
        Err(answer) => {
            return serde_json::from_value(answer).map_err(|error| Error::Internal(error.to_string()));
        }
    };
    if !own.work.tx.patient_exists(practice, new.patient).await? {
        return Err(Error::NotFound("patient"));
    }
    let mut problems: Vec<Problem> = activity_problem(app, Some(&new.activity)).into_iter().collect();
    problems.extend(text_problem("reason", Some(&new.reason), LONGEST_REASON, true));
    problems.extend(text_problem("note", new.note.as_deref(), LONGEST_NOTE, false));

    let past =
        SignedDuration::from_hours(24).saturating_mul(days(limits_of(&mut own.work).await?.manual_past_days));
    if own.work.now.duration_since(new.started_at) > past {
        let problem = Problem::new("too_old", "started_at");
        problems.push(problem.with("expected", format!("at most {} days ago", past.as_hours() / 24)));
    }
    let length = SignedDuration::from_secs(new.length_seconds);
    let until = new.started_at.saturating_add(length).unwrap_or(Timestamp::MAX);
    if new.length_seconds > 0 {
        let stretch = touched(new.started_at, until);
        let taken = own_time(&mut own, new.started_at, until).await?;
        if taken.iter().any(|other| !other.overlap(stretch).is_empty()) {
            problems.push(Problem::new("overlaps_own_time", "started_at"));
        }
    }
    let (roles, day) = roles_and_day(&mut own.work, new.started_at).await?;
    let entry = TimeEntry::record(
        TimeEntryId(own.work.id()),
        NewTimeEntry {
            patient: new.patient,
            program: new.program,
            started_at: new.started_at,
            length_seconds: new.length_seconds,
            activity: new.activity,
            country: None,
            live_contact: new.live_contact,
            source: TimeSource::Manual,
        },
        own.person,
        role_on(&roles, own.person, day),
        day,
        own.work.now,
    );
    let entry = match entry {
        Ok(entry) if problems.is_empty() => entry,
        Ok(_) => return Err(Error::Invalid(problems)),
        Err(error) => {
            problems.push(Problem::new(error.code(), "length_seconds").with("expected", error));
            return Err(Error::Invalid(problems));
        }
    };
    let contact = keep_entry(&mut own.work, &entry, new.note, Some(new.reason.trim())).await?;
    let answer = Ended::Recorded { entry: entry.id, contact, seconds: entry.length_seconds };
    own.work.done(command, &answer).await?;
    own.work.commit().await?;
    Ok(answer)
}

fn days(days: i64) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}
