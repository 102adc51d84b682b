//! The board's page: what was counted, and whether the month is open, opened again or closed.

use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::RuleSet;
use serde::Serialize;

use super::source::Source;
use crate::ports::boards::BoardCounts;
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result, Work};

/// A practice's month.
#[derive(Clone, Serialize)]
pub struct MonthBoard {
    pub schema: &'static str,
    pub month: ServiceMonth,
    /// The month that it is now where the practice is.
    pub current: ServiceMonth,
    pub zone: ZoneName,
    /// Its last day is over there.
    pub is_over: bool,
    /// The newest closing; of an open month that was opened again, the one before.
    pub closing: Option<ClosingView>,
    /// Why it is open again; `None`: it is open for the first time, or closed.
    pub reopening: Option<ReopeningView>,
    /// As of which day the counts stand, and when they were made; `None`: nothing is kept of the month yet.
    pub as_of: Option<(Date, Timestamp)>,
    pub counts: BoardCounts,
    /// For the words; not part of the data.
    #[serde(skip)]
    pub rules: Arc<RuleSet>,
}

#[derive(Clone, Serialize)]
pub struct ClosingView {
    pub closure: ClosureId,
    pub revision: i64,
    pub closed_at: Timestamp,
    pub closed_by: Actor,
    /// Of all answers, in hexadecimal.
    pub sha256: String,
    pub patients: i64,
}

#[derive(Clone, Serialize)]
pub struct ReopeningView {
    /// What the next closing will be.
    pub revision: i64,
    pub reason: String,
    pub at: Timestamp,
    pub by: Actor,
}

impl MonthBoard {
    pub fn is_closed(&self) -> bool {
        self.closing.is_some() && self.reopening.is_none()
    }

    /// What the next closing will be; of a closed month, what the newest one was.
    pub fn revision(&self) -> i64 {
        let of_closing = self.closing.as_ref().map_or(1, |closing| closing.revision);
        self.reopening.as_ref().map_or(of_closing, |reopening| reopening.revision)
    }
}

/// Shows a month. Nothing is judged for it.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see the whole practice; storage's failures.
pub async fn board(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<MonthBoard> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let board = read(app, &mut work, month).await?;
    drop(work);
    app.audit_read(actor, place, "month", &month.to_string(), None).await?;
    Ok(board)
}

pub(in crate::billing) async fn read(app: &App, work: &mut Work, month: ServiceMonth) -> Result<MonthBoard> {
    let (practice, now) = (work.practice().await?, work.now);
    let zone = practice.zone_of(month).cloned();
    let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let closure = work.tx.newest_closure(practice.id, month).await?;
    let reopening = match &closure {
        Some(closure) => {
            let newest = work.tx.newest_reopening(practice.id, month).await?;
            newest.filter(|row| row.revision == closure.revision + 1)
        }
        None => None,
    };
    let kept = work.tx.board(practice.id, month).await?;
    let clock = zone.zone();
    Ok(MonthBoard {
        schema: "perennial.month_board.1",
        month,
        current: ServiceMonth::of(clock.to_datetime(now).date()),
        is_over: month.bounds(&clock).1 <= now,
        zone,
        closing: closure.map(|row| ClosingView {
            closure: row.id,
            revision: row.revision,
            closed_at: row.closed_at,
            closed_by: row.closed_by,
            sha256: ccm::basics::hex(&row.sha256),
            patients: row.patients,
        }),
        reopening: reopening.map(|row| ReopeningView {
            revision: row.revision,
            reason: row.reason,
            at: row.at,
            by: row.by,
        }),
        as_of: kept.as_ref().map(|row| (row.as_of, row.made_at)),
        counts: kept.map(|row| row.counts).unwrap_or_default(),
        rules: app.rules.clone(),
    })
}

/// Reckons a month: its answers, and the board over them. For a month that nobody has asked about yet.
///
/// # Errors
/// As [`crate::billing::refresh`] and [`super::keep`].
pub async fn reckon(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<()> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let is_open = Source::of(&mut work, month).await?.closure.is_none();
    drop(work);
    if is_open {
        let options = crate::billing::RefreshOptions::default();
        crate::billing::refresh(app, actor, place, month, &options).await?;
    }
    super::keep(app, actor, place, month).await.map(drop)
}

/// A month's board beside one patient: who it is, and which closings there are.
#[derive(Clone, Serialize)]
pub struct PatientClosings {
    pub board: MonthBoard,
    #[serde(skip)]
    pub card: PatientCard,
    /// Revision and when it was closed, the newest first.
    pub revisions: Vec<(i64, Timestamp)>,
}

/// For the page of one patient's month. The read is put on record by what the page shows of it.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here, or whose chart is not for these eyes; storage's failures.
pub async fn closings_of(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    patient: PatientId,
) -> Result<PatientClosings> {
    let work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let board = read(app, &mut work, month).await?;
    let practice = work.practice_id()?;
    let closures = work.tx.closures_of(practice, month).await?;
    let head = work.tx.found(practice, &[patient]).await?.pop().ok_or(Error::NotFound("patient"))?;
    Ok(PatientClosings {
        board,
        card: PatientCard::of(head.patient, crate::work::now_date(work.now)),
        revisions: closures.iter().rev().map(|row| (row.revision, row.closed_at)).collect(),
    })
}
