//! Keeps a file that a partner sent, before anybody reads it: every byte, sealed a stretch at a time, with its hash.

use std::io::Read;

use async_trait::async_trait;
use ccm::access::{Actor, Permission};
use ccm::basics::*;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::billing::close::hex;
use crate::ports::carriage::{CHUNK_BYTES, ReceivedRow};
use crate::ports::transport::{Incoming, Trouble};
use crate::{App, Error, Place, Result};

/// The largest file that is kept: far more than any month of any practice.
const MOST_BYTES: i64 = 2 << 30;
/// Stretches that wait between storage and a reader.
const AHEAD: usize = 2;

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
/// [`Error::Invalid`] for an empty file, or one that is too large; [`Error::Forbidden`].
pub async fn receive(
    app: &App,
    actor: &Actor,
    place: Place,
    arrived: Arrived<'_>,
    bytes: &mut dyn Incoming,
) -> Result<(ReceivedRow, bool)> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let id = ReceivedId(work.id());
    let (mut hash, mut size, mut chunk) = (Sha256::new(), 0_i64, 0_i64);
    let mut held: Vec<u8> = Vec::with_capacity(CHUNK_BYTES);
    loop {
        let came = bytes.chunk().await.map_err(|trouble| Error::Unavailable(trouble.to_string()))?;
        let is_last = came.is_none();
        held.extend(came.unwrap_or_default());
        while held.len() >= CHUNK_BYTES || (is_last && !held.is_empty()) {
            let rest = held.split_off(held.len().min(CHUNK_BYTES));
            hash.update(&held);
            size = size.saturating_add(i64::try_from(held.len()).unwrap_or(i64::MAX));
            if size > MOST_BYTES {
                return Err(Error::invalid(
                    Problem::new("too_large", "file").with("bytes_at_most", MOST_BYTES),
                ));
            }
            work.tx.add_received_chunk(practice, id, chunk, &held).await?;
            (held, chunk) = (rest, chunk + 1);
        }
        if is_last {
            break;
        }
    }
    if size == 0 {
        return Err(Error::invalid(Problem::new("empty", "file")));
    }
    let sha256: [u8; 32] = hash.finalize().into();
    if let Some(known) = work.tx.received_with(practice, &sha256).await? {
        work.tx.rollback().await?;
        return Ok((known, true));
    }
    let row = ReceivedRow {
        id,
        name: arrived.name.chars().take(NAME_CHARACTERS).collect(),
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

/// The longest name that is kept of a file.
const NAME_CHARACTERS: usize = 200;

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
