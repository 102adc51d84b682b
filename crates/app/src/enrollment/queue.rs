//! The outreach queue: one ranked "next patient", and doors to everybody else.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::enrollment::outreach::{OutcomeClass, Stage, place as place_of};
use jiff::SignedDuration;
use serde::Serialize;

use super::listing::{first_letters, languages};
use super::pool::{Pool, ProspectView};
use crate::care::desk::Desk;
use crate::ports::OutreachClaim;
use crate::{App, Error, Place, Result};

/// Rows shown of one part.
pub const SHOWN: usize = 50;
/// So many are tried for whoever asks for the next one; all of them being taken means that the queue is busy.
const TRIED: usize = 20;

/// A part of the outreach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueShow {
    /// In the order of the queue.
    Ready,
    Waiting,
    Considering,
    Exhausted,
    /// Said yes, and the program has not begun.
    Agreed,
    Declined,
    Ineligible,
    Lost,
}

impl QueueShow {
    pub const ALL: [Self; 8] = [
        Self::Ready,
        Self::Waiting,
        Self::Considering,
        Self::Exhausted,
        Self::Agreed,
        Self::Declined,
        Self::Ineligible,
        Self::Lost,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Considering => "considering",
            Self::Exhausted => "exhausted",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Ineligible => "ineligible",
            Self::Lost => "lost",
        }
    }

    /// The one part that a patient stands in; `None`: in none.
    fn of(row: &ProspectView, last: Option<OutcomeClass>) -> Option<Self> {
        if row.is_enrolled {
            return None;
        }
        match &row.standing.stage {
            Stage::Closed { class, .. } => Some(match class {
                OutcomeClass::Agreed => Self::Agreed,
                OutcomeClass::Declined => Self::Declined,
                OutcomeClass::Ineligible => Self::Ineligible,
                _ => Self::Lost,
            }),
            Stage::Exhausted => Some(Self::Exhausted),
            _ if row.candidate.answer == Answer::NotMet => None,
            Stage::Waiting { .. } if last == Some(OutcomeClass::Considering) => Some(Self::Considering),
            Stage::Waiting { .. } => Some(Self::Waiting),
            Stage::New | Stage::Due { .. } => Some(Self::Ready),
        }
    }
}

/// The queue on a day.
#[derive(Clone, Serialize)]
pub struct Queue {
    pub schema: &'static str,
    pub program: Program,
    pub now: Timestamp,
    /// The practice's.
    pub zone: ZoneName,
    pub show: QueueShow,
    /// Each count is of exactly the list that it opens.
    pub counts: Vec<(QueueShow, usize)>,
    pub rows: Vec<ProspectView>,
    pub languages: Vec<String>,
    pub me: PersonId,
    #[serde(skip)]
    pub people: BTreeMap<PersonId, String>,
}

/// One part of the outreach, in order.
///
/// # Errors
/// [`Error::NotFound`] for a program that nobody is invited into; [`Error::Forbidden`].
pub async fn queue(
    app: &App,
    actor: &Actor,
    place: Place,
    program: Program,
    show: QueueShow,
    language: Option<&str>,
) -> Result<Queue> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let pool = Pool::read(app, &mut desk, program, None).await?;
    let (me, now) = (desk.person, desk.work.now);
    drop(desk);
    app.audit_read(actor, place, "outreach", program.word(), None).await?;
    let languages = languages(&pool.rows);
    let last: BTreeMap<PatientId, OutcomeClass> =
        pool.attempts.iter().map(|one| (one.patient, one.class)).collect();
    let part = |row: &ProspectView| {
        let is_spoken = language.is_none_or(|language| first_letters(row) == Some(language));
        is_spoken.then(|| QueueShow::of(row, last.get(&row.patient).copied())).flatten()
    };
    let count = |show| pool.rows.iter().filter(|row| part(row) == Some(show)).count();
    let counts = QueueShow::ALL.map(|show| (show, count(show))).to_vec();
    let mut rows: Vec<ProspectView> =
        pool.rows.iter().filter(|row| part(row) == Some(show)).cloned().collect();
    match show {
        QueueShow::Ready => rank(&mut rows),
        _ => rows.sort_by_key(|row| (until(row), std::cmp::Reverse(row.standing.last_at), row.patient)),
    }
    rows.truncate(SHOWN);
    Ok(Queue {
        schema: "perennial.outreach.1",
        program,
        now,
        zone: pool.zone,
        show,
        counts,
        rows,
        languages,
        me,
        people: pool.people,
    })
}

fn until(row: &ProspectView) -> Option<Date> {
    match row.standing.stage {
        Stage::Waiting { until, .. } => Some(until),
        _ => None,
    }
}

fn rank(rows: &mut Vec<ProspectView>) {
    rows.retain(|row| row.prospect().as_ref().and_then(place_of).is_some());
    rows.sort_by_cached_key(|row| row.prospect().as_ref().and_then(place_of));
}

/// Opens a patient for the caller: for some minutes nobody else calls them.
///
/// # Errors
/// [`Error::Conflict`] where somebody else has opened them; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn claim(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<OutreachClaim> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let claim = take(&mut desk, patient).await?;
    let claim = claim.ok_or_else(|| Error::Conflict("somebody else has opened this patient".into()))?;
    desk.work.commit().await?;
    Ok(claim)
}

/// Opens the next patient of the queue. `None`: nobody is left, or everybody left is being called.
///
/// # Errors
/// As [`queue`].
pub async fn claim_next(
    app: &App,
    actor: &Actor,
    place: Place,
    program: Program,
    language: Option<&str>,
    but: Option<PatientId>,
) -> Result<Option<PatientId>> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let me = desk.person;
    let pool = Pool::read(app, &mut desk, program, None).await?;
    drop(desk);
    app.audit_read(actor, place, "outreach", program.word(), None).await?;
    let mut rows = pool.rows;
    rank(&mut rows);
    let free = rows.iter().filter(|row| {
        Some(row.patient) != but
            && row.claimed_by.is_none_or(|person| person == me)
            && language.is_none_or(|language| first_letters(row) == Some(language))
    });
    for row in free.take(TRIED) {
        // Somebody may have been faster between the list and this.
        match claim(app, actor, place, row.patient).await {
            Ok(_) => return Ok(Some(row.patient)),
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn take(desk: &mut Desk, patient: PatientId) -> Result<Option<OutreachClaim>> {
    let practice = desk.practice.id;
    let terms = desk.work.tx.outreach_terms(practice).await?.unwrap_or_default();
    let now = desk.work.now;
    let until = now.saturating_add(SignedDuration::from_mins(terms.claim_minutes)).unwrap_or(now);
    let claim = OutreachClaim { patient, person: desk.person, from: now, until };
    if !desk.work.tx.take_claim(practice, &claim).await? {
        return Ok(None);
    }
    desk.work.audit("claim", "outreach", &patient.to_string(), Some(patient), serde_json::Value::Null);
    desk.work.changed_of("outreach", patient, now.as_millisecond(), Some(patient));
    Ok(Some(claim))
}
