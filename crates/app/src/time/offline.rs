//! A journal that a device kept without network: what it proves becomes an entry, once.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::time::TimeSource;
use ccm::time::clock::{NewClock, OfflineJournal, Stopped, Turn, without};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Ended;
use super::keep::{Given, Own, activity_problem, keep_stopped, limits_of, noted};
use crate::ports::{OfflineReceiptRow, SignalRow};
use crate::{App, Error, Place, Result};

/// What came of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineAnswer {
    pub ended: Ended,
    /// Proved by the journal, and counted on the server already: by the clock that it goes on from, or by another.
    pub counted_already_seconds: i64,
}

/// Takes a journal. The same one again is answered as it was, and does nothing. A clock of one's own that ran meanwhile is
/// suspended first, at its last activity: the journal knows better, and no second is counted twice.
///
/// # Errors
/// [`Error::Invalid`] with all problems, `segment_reused` among them; [`Error::NotFound`] for a patient who is not here;
/// [`Error::Forbidden`].
pub async fn offline(
    app: &App,
    actor: &Actor,
    place: Place,
    journal: OfflineJournal,
) -> Result<OfflineAnswer> {
    let mut own = Own::at_chart(app, actor, place, journal.patient).await?;
    let practice = own.work.practice_id()?;
    let (now, person) = (own.work.now, own.person);
    let sha256 = content(&journal)?;
    if let Some(receipt) = own.work.tx.offline_receipt(&journal.segment).await? {
        if receipt.person == person && receipt.sha256 == sha256 {
            return serde_json::from_value(receipt.answer)
                .map_err(|error| Error::Internal(error.to_string()));
        }
        return Err(Error::invalid(Problem::new("segment_reused", "segment").with("expected", "a new name")));
    }
    if !own.work.tx.patient_exists(practice, journal.patient).await? {
        return Err(Error::NotFound("patient"));
    }
    let limits = limits_of(&mut own.work).await?;
    let mut problems: Vec<Problem> = activity_problem(app, journal.activity.as_deref()).into_iter().collect();
    let segments = match journal.judge(&limits, now) {
        Ok(segments) if problems.is_empty() => segments,
        Ok(_) => return Err(Error::Invalid(problems)),
        Err(more) => {
            problems.extend(more);
            return Err(Error::Invalid(problems));
        }
    };
    suspend_meanwhile(&mut own, segments.last().map(|last| last.ends_at())).await?;
    let proved: i64 = segments.iter().map(|one| one.length_seconds).sum();
    let counted = match (segments.first(), segments.last()) {
        (Some(first), Some(last)) => {
            super::keep::own_time(&mut own, first.started_at, last.ends_at()).await?
        }
        _ => Vec::new(),
    };
    let segments = without(segments, &counted);
    let entry = TimeEntryId(own.work.id());
    let of = NewClock {
        entry,
        person,
        practice,
        patient: journal.patient,
        program: journal.program,
        activity: journal.activity.clone(),
        mode: journal.mode,
        limits,
    };
    let signals: Vec<SignalRow> = journal
        .events
        .iter()
        .map(|event| SignalRow::offline(entry, now, &journal.sent.device, event))
        .collect();
    own.work.tx.add_signals(practice, &signals).await?;
    let stopped = Stopped { of, source: TimeSource::Offline, segments };
    let counted_already_seconds = proved.saturating_sub(stopped.seconds());
    let ended = keep_stopped(&mut own.work, stopped, Given::default()).await?;
    let answer = OfflineAnswer { ended, counted_already_seconds };
    let receipt = OfflineReceiptRow {
        segment: journal.segment.clone(),
        person,
        sha256,
        answer: serde_json::to_value(&answer).map_err(|error| Error::Internal(error.to_string()))?,
        at: now,
    };
    own.work.tx.add_offline_receipt(practice, &receipt).await?;
    let details = serde_json::json!({"segment": journal.segment, "continues": journal.continues,
        "events": journal.events.len(), "counted_already_seconds": counted_already_seconds});
    own.work.audit("sync", "offline_segment", &entry.to_string(), Some(journal.patient), details);
    own.work.commit().await?;
    Ok(answer)
}

/// What makes a journal the same one: all but the stamp of its sending.
fn content(journal: &OfflineJournal) -> Result<[u8; 32]> {
    let wrong = |error: serde_json::Error| Error::Internal(error.to_string());
    let mut value = serde_json::to_value(journal).map_err(wrong)?;
    if let Some(object) = value.as_object_mut() {
        object.remove("sent");
    }
    Ok(Sha256::digest(value.to_string()).into())
}

/// A clock that runs over the journal's time stands still from its last activity on.
async fn suspend_meanwhile(own: &mut Own, until: Option<Timestamp>) -> Result<()> {
    let now = own.work.now;
    let Some(mut clock) = own.clock.take() else { return Ok(()) };
    let overlaps = clock.running_since().is_some_and(|since| until.is_some_and(|until| since < until));
    if overlaps && clock.suspend(now) != Turn::Unchanged {
        own.work.tx.put_clock(&clock).await?;
        noted(&mut own.work, "pause", &clock);
    }
    own.clock = Some(clock);
    Ok(())
}
