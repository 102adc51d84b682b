//! One worker: takes batches of an open month, judges their patients, keeps the answers.

use std::collections::HashMap;
use std::ops::Add;
use std::sync::Arc;
use std::time::Duration;

use ccm::access::Actor;
use ccm::basics::*;
use tokio::sync::Notify;

use super::answer;
use super::frame::MonthFrame;
use super::refresh::RefreshOptions;
use super::shared::Asked;
use crate::ports::{BatchRow, Lease, OpenMonthRow, SealedDetermination};
use crate::{App, Error, Place, Result, Work};

/// Batches with single stale answers that are taken at once.
const MARKED_BATCHES: i64 = 64;
/// How long to wait for what other processes work on.
const PAUSE: Duration = Duration::from_millis(50);

/// What a worker has done.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    pub judged: u64,
    pub changed: u64,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { judged: self.judged + other.judged, changed: self.changed + other.changed }
    }
}

pub(super) struct Worker {
    app: App,
    actor: Actor,
    place: Place,
    frame: Arc<MonthFrame>,
    /// Told whenever a worker of this process has given something back.
    released: Arc<Notify>,
    revision: i64,
    generation: i64,
    /// No other worker has this name.
    holder: String,
    options: RefreshOptions,
    tally: Tally,
}

/// Answers of some patients, ready to be kept.
struct Judged {
    /// Whose answer is replaced or taken away.
    gone: Vec<PatientId>,
    fresh: Vec<SealedDetermination>,
    judged: u64,
    changed: u64,
}

impl Worker {
    pub fn new(
        app: &App,
        actor: &Actor,
        place: Place,
        (frame, released): (Arc<MonthFrame>, Arc<Notify>),
        open: &OpenMonthRow,
        options: &RefreshOptions,
    ) -> Self {
        Self {
            app: app.clone(),
            actor: actor.clone(),
            place,
            frame,
            released,
            revision: open.revision,
            generation: open.generation,
            holder: app.ids.next().to_string(),
            options: options.clone(),
            tally: Tally::default(),
        }
    }

    /// Works until nothing of the month is stale.
    pub async fn run(mut self) -> Result<Tally> {
        match self.work().await {
            Ok(()) => Ok(self.tally),
            Err(error) => {
                // Others need not wait for the lease. Where even this fails, they wait.
                let _ = self.release(false).await;
                Err(error)
            }
        }
    }

    async fn work(&mut self) -> Result<()> {
        loop {
            if let Some(batch) = self.take_whole().await? {
                self.judge_batch(batch).await?;
            } else if self.take_marked().await? {
                self.judge_marked().await?;
            } else if self.is_anything_stale().await? {
                let _ = tokio::time::timeout(PAUSE, self.released.notified()).await;
            } else {
                return Ok(());
            }
        }
    }

    fn lease(&self) -> Lease {
        let now = self.app.now();
        let until = now.checked_add(self.options.lease).unwrap_or(now);
        Lease { holder: self.holder.clone(), now, until }
    }

    async fn begin(&self) -> Result<Work> {
        self.app.begin(&self.actor, self.place).await
    }

    async fn take_whole(&self) -> Result<Option<BatchRow>> {
        let mut work = self.begin().await?;
        let practice = work.practice_id()?;
        let taken = work.tx.take_whole_batch(practice, self.frame.month, &self.lease()).await?;
        if taken.is_some() {
            self.commit_taken(work).await?;
        }
        Ok(taken)
    }

    async fn take_marked(&self) -> Result<bool> {
        let mut work = self.begin().await?;
        let (practice, lease) = (work.practice_id()?, self.lease());
        let taken = work.tx.take_marked_batches(practice, self.frame.month, &lease, MARKED_BATCHES).await?;
        if taken > 0 {
            self.commit_taken(work).await?;
        }
        Ok(taken > 0)
    }

    /// Keeps what was taken, unless the month was planned anew on another basis than this worker's: asked after taking,
    /// for a batch of the new plan shows that the plan is there.
    async fn commit_taken(&self, mut work: Work) -> Result<()> {
        let practice = work.practice_id()?;
        let open = work.tx.open_months(practice).await?;
        let open = open.iter().find(|open| open.month == self.frame.month);
        if open.is_none_or(|open| open.generation != self.generation || open.basis != self.frame.basis) {
            return Err(Error::Contended);
        }
        work.commit().await?;
        self.options.progress.fail_point("after_take");
        Ok(())
    }

    async fn is_anything_stale(&self) -> Result<bool> {
        let mut work = self.app.begin_read(&self.actor, self.place).await?;
        let practice = work.practice_id()?;
        let (batches, marks, _) = work.tx.staleness(practice, self.frame.month).await?;
        Ok(batches + marks > 0)
    }

    /// Everybody in a batch, from where the one before had come to.
    async fn judge_batch(&mut self, mut batch: BatchRow) -> Result<()> {
        loop {
            let mut work = self.app.begin_read(&self.actor, self.place).await?;
            let practice = work.practice_id()?;
            let patients = work.tx.batch_patients(practice, &batch, self.options.batch.max(1)).await?;
            let Some(last) = patients.last().copied() else { break };
            let marks = work.tx.marks_of(practice, self.frame.month, &patients).await?;
            let judged = self.judge(&mut work, &patients, Asked::AmongAll).await?;
            drop(work);
            if !self.keep(judged, &marks, Some(last)).await? {
                return Ok(());
            }
            batch.after = Some(last);
        }
        self.release(true).await
    }

    /// Single stale answers of the batches that are held.
    async fn judge_marked(&mut self) -> Result<()> {
        loop {
            let mut work = self.app.begin_read(&self.actor, self.place).await?;
            let (practice, month) = (work.practice_id()?, self.frame.month);
            let marks = work.tx.marks_held(practice, month, &self.holder, self.options.batch.max(1)).await?;
            if marks.is_empty() {
                break;
            }
            let patients: Vec<PatientId> = marks.iter().map(|(patient, _)| *patient).collect();
            let judged = self.judge(&mut work, &patients, Asked::Alone).await?;
            drop(work);
            if !self.keep(judged, &marks, None).await? {
                return Ok(());
            }
        }
        self.release(false).await
    }

    /// Judges patients as one snapshot shows them. All that costs time is done here, before anything is locked.
    async fn judge(&self, work: &mut Work, patients: &[PatientId], asked: Asked) -> Result<Judged> {
        let (practice, month) = (work.practice_id()?, self.frame.month);
        let gathered = self.frame.gather_asked(work, patients, asked).await?;
        let known = work.tx.answer_hashes_of(practice, month, self.revision, patients).await?;
        let mut gone: HashMap<PatientId, [u8; 32]> = known.into_iter().collect();
        let rows = {
            let frame = &self.frame;
            let prepared = frame.rules.for_month(month, &frame.zone, &frame.settings);
            let mut rows = Vec::with_capacity(gathered.len());
            for one in &gathered {
                let determination = prepared.evaluate(&one.facts);
                let row = answer::row(DeterminationId(self.app.ids.next()), one, &determination)?;
                // What came out as before stays as it is.
                match gone.get(&one.patient) {
                    Some(sha256) if *sha256 == row.sha256 => drop(gone.remove(&one.patient)),
                    _ => rows.push(row),
                }
            }
            rows
        };
        let new = rows.iter().filter(|row| !gone.contains_key(&row.patient)).count();
        let changed = (gone.len() + new) as u64;
        let fresh = work.tx.seal_determinations(practice, month, self.revision, rows).await?;
        Ok(Judged { gone: gone.into_keys().collect(), fresh, judged: patients.len() as u64, changed })
    }

    /// Keeps answers, if this worker still holds what they were taken for.
    async fn keep(
        &mut self,
        judged: Judged,
        marks: &[(PatientId, i64)],
        after: Option<PatientId>,
    ) -> Result<bool> {
        let progress = self.options.progress.clone();
        progress.fail_point("before_answers");
        let mut work = self.begin().await?;
        let (practice, month) = (work.practice_id()?, self.frame.month);
        if !work.tx.renew(practice, month, &self.lease(), after).await? {
            return Ok(false);
        }
        work.tx.replace_determinations(practice, month, self.revision, &judged.gone, judged.fresh).await?;
        work.tx.unmark(practice, month, marks).await?;
        progress.fail_point("in_answers");
        work.commit().await?;
        progress.fail_point("after_answers");
        progress.at(judged.judged, 0);
        self.tally = self.tally + Tally { judged: judged.judged, changed: judged.changed };
        Ok(true)
    }

    async fn release(&self, is_done: bool) -> Result<()> {
        let mut work = self.begin().await?;
        let practice = work.practice_id()?;
        work.tx.release(practice, self.frame.month, &self.holder, is_done).await?;
        work.commit().await?;
        self.released.notify_waiters();
        Ok(())
    }
}
