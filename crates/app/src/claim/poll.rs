//! Looks into payers' mailboxes, keeps what has come, and reads it.

use ccm::access::{Actor, Permission};
use serde::Serialize;

use super::mailbox::Mailbox;
use super::take_in::{TakenIn, take_in_watched};
use crate::ports::carriage::WhichReceived;
use crate::ports::outside::Progress;
use crate::{App, Error, Place, Result};

/// What came, and what could not be asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PollReport {
    pub schema: &'static str,
    /// Files that are new here.
    pub received: usize,
    /// What was read, with what became of it.
    pub taken: Vec<TakenIn>,
    /// Keys of payers whose mailbox did not answer, and why.
    pub troubles: Vec<(String, String)>,
}

/// Files that are read in one go; the others next time.
const MOST_WAITING: i64 = 1_000;

/// Fetches from every payer of the practice that has a mailbox, then reads what waits. Safe to run twice, beside another, and
/// after a crash at any moment: a file is kept before it is read, and the same bytes are one file.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures. A mailbox that does not answer is told of, and keeps nobody else waiting.
pub async fn poll(app: &App, actor: &Actor, place: Place, progress: &dyn Progress) -> Result<PollReport> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let mailboxes = Mailbox::all(&mut work).await?;
    drop(work);
    let mut report = PollReport { schema: "perennial.poll.1", ..PollReport::default() };
    for mailbox in mailboxes {
        let fetched = mailbox.fetch(app, actor, place, progress).await;
        report.received += fetched.received;
        // One mailbox, or one file in it, keeps nobody else waiting.
        report.troubles.extend(fetched.trouble.map(|trouble| (mailbox.payer.key, trouble)));
    }
    report.taken = read_waiting(app, actor, place, progress).await?;
    Ok(report)
}

/// Reads every kept file of which nothing is on record yet.
///
/// # Errors
/// As [`take_in_watched`].
pub async fn read_waiting(
    app: &App,
    actor: &Actor,
    place: Place,
    progress: &dyn Progress,
) -> Result<Vec<TakenIn>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let waiting = work.tx.received(practice, WhichReceived::Waiting, MOST_WAITING).await?;
    drop(work);
    let mut taken = Vec::with_capacity(waiting.len());
    let mut failure = None;
    for (row, _) in waiting {
        match take_in_watched(app, actor, place, row.id, progress).await {
            Ok(one) => taken.push(one),
            // Somebody else has just read it.
            Err(Error::Contended) => {}
            // The others are read all the same.
            Err(error) => failure = Some(error),
        }
    }
    if let (true, Some(error)) = (taken.is_empty(), failure) {
        return Err(error);
    }
    Ok(taken)
}
