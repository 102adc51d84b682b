//! Keeps a file that a partner sent, before anybody reads it: every byte, sealed a stretch at a time, with its hash.

use std::io::Read;

use async_trait::async_trait;
use ccm::access::{Actor, Permission};
use ccm::basics::*;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::ports::carriage::{CHUNK_BYTES, ReceivedRow};
use crate::ports::transport::{Incoming, Trouble};
use crate::{App, Error, Place, Result, Work};

/// The largest file that is kept: far more than any month of any practice.
const MOST_BYTES: i64 = 2 << 30;
/// Stretches that wait between storage and a reader.
const AHEAD: usize = 2;
/// Stretches that are held before they are kept. A mailbox may be slow: while it is read, nothing is open in storage.
const HELD: usize = 2;

/// A file as it came.
pub struct Arrived<'a> {
    /// As the partner or a person named it.
    pub name: &'a str,
    /// `folder`, `sftp`, `https`, `hand`.
    pub way: &'a str,
    /// Whose place it came from.
    pub payer: Option<PayerId>,
}

/// Keeps it. The same bytes again are the file that is there: `true` beside it.
///
/// # Errors
/// [`Error::Invalid`] for an empty file, or one that is too large; [`Error::Contended`] where somebody else has just kept the
/// same bytes; [`Error::Forbidden`].
pub async fn receive(
    app: &App,
    actor: &Actor,
    place: Place,
    arrived: Arrived<'_>,
    bytes: &mut dyn Incoming,
) -> Result<(ReceivedRow, bool)> {
    let work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let id = ReceivedId(work.id());
    drop(work);
    let (mut hash, mut size, mut kept) = (Sha256::new(), 0_i64, 0_i64);
    let mut held: Vec<u8> = Vec::new();
    while let Some(came) = bytes.chunk().await.map_err(|trouble| Error::Unavailable(trouble.to_string()))? {
        hash.update(&came);
        size = size.saturating_add(i64::try_from(came.len()).unwrap_or(i64::MAX));
        if size > MOST_BYTES {
            let problem = Problem::new("too_large", "file").with("bytes_at_most", MOST_BYTES);
            return Err(Error::invalid(problem));
        }
        held.extend(came);
        // A large file is kept in parts. What breaks off in the middle leaves parts that no file names.
        while held.len() > HELD * CHUNK_BYTES {
            let rest = held.split_off(HELD * CHUNK_BYTES);
            let mut work = app.begin(actor, place).await?;
            kept += keep(&mut work, practice, (id, kept), &held).await?;
            let details = serde_json::json!({ "stretches": kept });
            work.audit("receive_part", "received_file", &id.to_string(), None, details);
            work.commit().await?;
            held = rest;
        }
    }
    if size == 0 {
        return Err(Error::invalid(Problem::new("empty", "file")));
    }
    let sha256: [u8; 32] = hash.finalize().into();
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    if let Some(known) = work.tx.received_with(practice, &sha256).await? {
        // Under this name too it has been fetched.
        if let Some(payer) = arrived.payer {
            let (name, now) = (kept_name(arrived.name), work.now);
            work.tx.add_received_name(practice, known.id, (payer, &name, known.size), now).await?;
            let details = serde_json::json!({"payer": payer, "way": arrived.way});
            work.audit("receive_again", "received_file", &known.id.to_string(), None, details);
        }
        work.commit().await?;
        return Ok((known, true));
    }
    keep(&mut work, practice, (id, kept), &held).await?;
    let row = ReceivedRow {
        id,
        name: kept_name(arrived.name),
        way: arrived.way.to_owned(),
        payer: arrived.payer,
        sha256,
        size,
        at: work.now,
        by: work.actor.clone(),
    };
    work.tx.add_received(practice, &row).await?;
    let details = serde_json::json!({"sha256": hex(&sha256), "bytes": size, "way": row.way});
    work.audit("receive", "received_file", &id.to_string(), None, details);
    work.changed("received_file", id, 1);
    work.commit().await?;
    Ok((row, false))
}

/// Keeps some bytes, a stretch at a time, after those that are kept. How many stretches.
async fn keep(
    work: &mut Work,
    practice: PracticeId,
    (id, first): (ReceivedId, i64),
    bytes: &[u8],
) -> Result<i64> {
    let mut count = 0;
    for stretch in bytes.chunks(CHUNK_BYTES) {
        work.tx.add_received_chunk(practice, id, first + count, stretch).await?;
        count += 1;
    }
    Ok(count)
}

/// The longest name that is kept of a file.
const NAME_CHARACTERS: usize = 200;

pub(super) fn kept_name(name: &str) -> String {
    name.chars().take(NAME_CHARACTERS).collect()
}

/// A file that is in memory: what a person uploads, or a command reads.
pub struct InMemory(Option<Vec<u8>>);

impl InMemory {
    pub fn of(bytes: Vec<u8>) -> Self {
        Self(Some(bytes))
    }
}

#[async_trait]
impl Incoming for InMemory {
    async fn chunk(&mut self) -> std::result::Result<Option<Vec<u8>>, Trouble> {
        Ok(self.0.take())
    }
}

/// What is read in pieces of no more than a stretch, such as a file on the disk.
pub struct InPieces<R>(R);

impl<R: Read + Send> InPieces<R> {
    pub fn of(read: R) -> Self {
        Self(read)
    }
}

#[async_trait]
impl<R: Read + Send> Incoming for InPieces<R> {
    async fn chunk(&mut self) -> std::result::Result<Option<Vec<u8>>, Trouble> {
        let (mut bytes, most) = (Vec::new(), CHUNK_BYTES as u64);
        let read = self.0.by_ref().take(most).read_to_end(&mut bytes);
        read.map_err(|_| Trouble::Disk)?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }
}

/// A file that is kept already, on its way to another practice.
pub(super) struct FromKept<'a> {
    app: &'a App,
    actor: &'a Actor,
    place: Place,
    id: ReceivedId,
    chunk: i64,
}

impl<'a> FromKept<'a> {
    pub fn of(app: &'a App, actor: &'a Actor, place: Place, id: ReceivedId) -> Self {
        Self { app, actor, place, id, chunk: 0 }
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut work = self.app.begin_read(self.actor, self.place).await?;
        let practice = work.practice_id()?;
        let bytes = work.tx.received_chunk(practice, self.id, self.chunk).await?;
        self.chunk += 1;
        Ok(bytes)
    }
}

#[async_trait]
impl Incoming for FromKept<'_> {
    async fn chunk(&mut self) -> std::result::Result<Option<Vec<u8>>, Trouble> {
        self.next().await.map_err(|_| Trouble::Disk)
    }
}

/// Reads a kept file on a thread of its own, which storage feeds: no more than a few stretches of it are ever in memory.
///
/// # Errors
/// [`Error::Internal`] where storage's bytes end early; storage's failures.
pub(crate) async fn read_kept<T: Send + 'static>(
    app: &App,
    actor: &Actor,
    place: Place,
    (id, size): (ReceivedId, i64),
    read: impl FnOnce(&mut dyn Read) -> T + Send + 'static,
) -> Result<T> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let (give, take) = mpsc::channel(AHEAD);
    let reading = tokio::task::spawn_blocking(move || {
        let mut stretches = Stretches { take, held: Vec::new(), at: 0 };
        read(&mut stretches)
    });
    let (mut chunk, mut given, mut is_enough) = (0, 0_i64, false);
    while let Some(bytes) = work.tx.received_chunk(practice, id, chunk).await? {
        chunk += 1;
        given = given.saturating_add(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        // Whoever reads has seen enough.
        if give.send(bytes).await.is_err() {
            is_enough = true;
            break;
        }
    }
    if !is_enough && given != size {
        return Err(Error::Internal(format!("{id} has lost some of its bytes")));
    }
    drop(give);
    reading.await.map_err(|_| Error::Internal("a received file was not read".to_owned()))
}

/// Bytes as storage hands them over, for a reader that waits for them.
struct Stretches {
    take: mpsc::Receiver<Vec<u8>>,
    held: Vec<u8>,
    at: usize,
}

impl Read for Stretches {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.at >= self.held.len() {
            match self.take.blocking_recv() {
                Some(bytes) => (self.held, self.at) = (bytes, 0),
                None => return Ok(0),
            }
        }
        let rest = self.held.get(self.at..).unwrap_or_default();
        let read = rest.len().min(into.len());
        let (Some(to), Some(from)) = (into.get_mut(..read), rest.get(..read)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.at += read;
        Ok(read)
    }
}
