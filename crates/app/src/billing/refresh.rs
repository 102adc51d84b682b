//! Keep a month's answers current: follow the change feed, and judge anew whomever a change has touched.
//!
//! Any number of workers share the work, in one process or in several. Each takes a batch of patients under a lease, and
//! keeps its answers only while it holds it; whoever is killed holds it no longer than the lease lasts. On SQLite the
//! workers judge side by side and take turns at writing.

use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::follow::{READER, follow};
use super::frame::MonthFrame;
use super::worker::{Tally, Worker};
use crate::ports::{OpenMonthRow, Progress, outside::Unwatched};
use crate::{App, Error, Place, Result, Work};

/// Patients of a batch, and of one transaction: what is known of so many fits into a dozen megabytes, and the last batch
/// does not keep one core busy for long while the others have nothing to do.
pub const BATCH_PATIENTS: i64 = 500;

/// How the work is done.
#[derive(Clone)]
pub struct RefreshOptions {
    /// Batches judged side by side in this process.
    pub workers: usize,
    /// How long a worker may be silent before others take up its batch.
    pub lease: jiff::SignedDuration,
    /// Patients judged, and claims drafted, in one transaction.
    pub batch: i64,
    pub progress: Arc<dyn Progress>,
}

impl Default for RefreshOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            // While one judges on a core, another waits for storage.
            workers: (2 * cores).clamp(2, 4),
            lease: jiff::SignedDuration::from_secs(30),
            batch: BATCH_PATIENTS,
            progress: Arc::new(Unwatched),
        }
    }
}

/// What was brought up to date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RefreshReport {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub practice: PracticeId,
    /// What the month's closing will be.
    pub revision: i64,
    /// The last change that was followed.
    pub position: i64,
    /// Patients judged by this process.
    pub judged: u64,
    /// Those of them whose answer is another one than before, or is gone.
    pub changed: u64,
}

/// Brings all answers of an open month up to date, together with whoever else is at it.
///
/// # Errors
/// [`Error::Conflict`] when the month is closed; [`Error::Contended`] when its practice or its rules changed meanwhile;
/// [`Error::Forbidden`]; storage's failures. What is done is kept, and repeating goes on from there.
pub async fn refresh(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    options: &RefreshOptions,
) -> Result<RefreshReport> {
    let work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let practice = work.practice_id()?;
    drop(work);
    let position = follow(app, actor, place).await?;
    let (frame, open) = open(app, actor, place, month, options.batch).await?;
    options.progress.fail_point("after_plan");
    let shared = (Arc::new(frame), Arc::new(Notify::new()));
    let worker = || Worker::new(app, actor, place, shared.clone(), &open, options);
    let tally = match options.workers {
        0 | 1 => worker().run().await?,
        many => {
            let mut workers = JoinSet::new();
            (0..many).for_each(|_| drop(workers.spawn(worker().run())));
            let mut all = Ok(Tally::default());
            // Where one fails the others finish what they can: nobody is cut off with a batch in hand.
            while let Some(ended) = workers.join_next().await {
                let ended = ended.unwrap_or_else(|error| Err(Error::Internal(error.to_string())));
                all = all.and_then(|all: Tally| ended.map(|ended| all + ended));
            }
            all?
        }
    };
    Ok(RefreshReport {
        schema: "perennial.refresh.1",
        month,
        practice,
        revision: open.revision,
        position,
        judged: tally.judged,
        changed: tally.changed,
    })
}

/// Opens the month for keeping, and makes all of its answers stale where what they have in common is another than before.
async fn open(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    batch: i64,
) -> Result<(MonthFrame, OpenMonthRow)> {
    let mut work = app.begin(actor, place).await?;
    let practice = work.practice_id()?;
    let position = work.tx.lock_cursor(practice, READER).await?;
    let known = work.tx.lock_open_month(practice, month).await?;
    let revision = open_revision(&mut work, month).await?;
    let revision = revision.ok_or_else(|| Error::Conflict(format!("{month} is closed")))?;
    let frame = MonthFrame::read(app, &mut work, month).await?;
    if let Some(open) = &known
        && (open.revision, open.basis) == (revision, frame.basis)
    {
        return Ok((frame, open.clone()));
    }
    let open = OpenMonthRow {
        month,
        revision,
        basis: frame.basis,
        generation: known.map_or(1, |known| known.generation + 1),
        from: frame.from,
        until: frame.until,
    };
    if work.tx.open_months(practice).await?.is_empty() {
        // Nobody has an answer that the changes up to here could have touched.
        let head = work.tx.feed_position(practice.0).await?;
        work.tx.move_cursor(practice, READER, head.max(position)).await?;
    }
    work.tx.plan_month(practice, &open, batch.max(1)).await?;
    work.commit().await?;
    Ok((frame, open))
}

/// What a month's next closing will be; `None`: it is closed.
pub(crate) async fn open_revision(work: &mut Work, month: ServiceMonth) -> Result<Option<i64>> {
    let practice = work.practice_id()?;
    let Some(closure) = work.tx.newest_closure(practice, month).await? else { return Ok(Some(1)) };
    let next = closure.revision + 1;
    let reopened = work.tx.newest_reopening(practice, month).await?;
    Ok(reopened.filter(|row| row.revision == next).map(|row| row.revision))
}
