//! Looks into payers' mailboxes, keeps what has come, and reads it.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use serde::Serialize;

use super::receive::{Arrived, kept_name, receive};
use super::take_in::{TakenIn, take_in_watched};
use crate::ports::PayerRow;
use crate::ports::carriage::WhichReceived;
use crate::ports::outside::Progress;
use crate::ports::transport::{Transport, Trouble, Waiting};
use crate::{App, Place, Result};

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

/// Fetches from every payer of the practice that has a mailbox, then reads what waits. Safe to run twice, and after a crash
/// at any moment: a file is kept before it is read, and the same bytes are one file.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures. A mailbox that does not answer is told of, and keeps nobody else waiting.
pub async fn poll(app: &App, actor: &Actor, place: Place, progress: &dyn Progress) -> Result<PollReport> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let payers = work.billed_payers().await?;
    drop(work);
    let mut report = PollReport { schema: "perennial.poll.1", ..PollReport::default() };
    for payer in payers {
        let Ok(transport) = app.transports.of(&payer.profile) else { continue };
        match fetch(app, actor, place, &payer, transport.as_ref(), progress).await {
            Ok(count) => report.received += count,
            // One mailbox, or one file in it, keeps nobody else waiting.
            Err(error) => report.troubles.push((payer.key, error.to_string())),
        }
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
            // The others are read all the same.
            Err(error) => failure = Some(error),
        }
    }
    if let (true, Some(error)) = (taken.is_empty(), failure) {
        return Err(error);
    }
    Ok(taken)
}

async fn fetch(
    app: &App,
    actor: &Actor,
    place: Place,
    payer: &PayerRow,
    transport: &dyn Transport,
    progress: &dyn Progress,
) -> Result<usize> {
    let unavailable = |trouble: Trouble| crate::Error::Unavailable(trouble.to_string());
    let mut work = app.begin_read(actor, place).await?;
    let practice = work.practice_id()?;
    let mut known: HashMap<String, Vec<i64>> = HashMap::new();
    for (name, size) in work.tx.received_names(practice, payer.id).await? {
        known.entry(name).or_default().push(size);
    }
    drop(work);
    // Where files stay after they were fetched, they are known by name and size.
    let is_known = |one: &Waiting| {
        let size = one.bytes.and_then(|bytes| i64::try_from(bytes).ok());
        let kept = known.get(&kept_name(one.name.as_str()));
        kept.is_some_and(|sizes| size.is_none_or(|size| sizes.contains(&size)))
    };
    let (mut received, mut failure) = (0, None);
    for one in transport.list().await.map_err(unavailable)? {
        if is_known(&one) {
            continue;
        }
        if one.bytes == Some(0) {
            continue;
        }
        match take(app, actor, place, payer, transport, &one).await {
            Ok(was_known) => received += usize::from(!was_known),
            Err(error) => failure = Some(error),
        }
        progress.fail_point("after_receiving");
    }
    failure.map_or(Ok(received), Err)
}

/// Keeps one file, and tells the mailbox so. Whether it was here before.
async fn take(
    app: &App,
    actor: &Actor,
    place: Place,
    payer: &PayerRow,
    transport: &dyn Transport,
    one: &Waiting,
) -> Result<bool> {
    let unavailable = |trouble: Trouble| crate::Error::Unavailable(trouble.to_string());
    let mut bytes = transport.fetch(&one.name).await.map_err(unavailable)?;
    let way = payer.profile.submission.transport.kind();
    let arrived = Arrived { name: one.name.as_str(), way, payer: Some(payer.id) };
    let (_, was_known) = receive(app, actor, place, arrived, bytes.as_mut()).await?;
    transport.taken(&one.name).await.map_err(unavailable)?;
    Ok(was_known)
}
