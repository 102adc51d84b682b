//! A server that speaks SFTP (SSH file transfer, version 3, as OpenSSH has it).

mod admission;
mod mailbox;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use app::ports::Transport;
use app::ports::transport::{
    Compared, FETCH_BYTES_MAX, FileName, Incoming, LISTED_MAX, Outgoing, Presence, Put, SftpTerms,
    TransportSecret, Trouble, Waiting, WhenTaken,
};
use async_trait::async_trait;
use russh_sftp::client::fs::File;
use tokio::sync::Mutex;

use super::folder::has_settled;
use super::sha256;
use mailbox::{Mailbox, joined};

/// A connection is used again within so long; partners close what idles.
const KEPT_FOR: Duration = Duration::from_secs(20);
/// Where a partner uses a name again, so many of the same are kept apart among those taken.
const SAME_NAME_MAX: u32 = 1_000;

/// A mailbox on a server.
pub struct Sftp {
    terms: SftpTerms,
    secret: TransportSecret,
    kept: Mutex<Option<(Instant, Arc<Mailbox>)>>,
}

impl Sftp {
    /// # Errors
    /// [`Trouble::Terms`] where the pinned key or the secret is of no kind that SSH knows.
    pub fn new(terms: SftpTerms, secret: TransportSecret) -> Result<Self, Trouble> {
        admission::check(&terms, &secret)?;
        Ok(Self { terms, secret, kept: Mutex::new(None) })
    }

    /// Of several answers one after the other, so that they share a connection and a poll is one sign-in.
    async fn mailbox(&self) -> Result<Arc<Mailbox>, Trouble> {
        let mut kept = self.kept.lock().await;
        if let Some((used, mailbox)) = kept.as_mut()
            && used.elapsed() < KEPT_FOR
            && mailbox.is_open()
        {
            *used = Instant::now();
            return Ok(mailbox.clone());
        }
        *kept = None;
        let mailbox = Arc::new(Mailbox::enter(&self.terms, &self.secret).await?);
        *kept = Some((Instant::now(), mailbox.clone()));
        Ok(mailbox)
    }

    /// After a failure nothing is known of a connection.
    async fn forget(&self) {
        *self.kept.lock().await = None;
    }

    async fn heard<T>(&self, answer: Result<T, Trouble>) -> Result<T, Trouble> {
        if matches!(answer, Err(Trouble::BrokeOff | Trouble::TimedOut | Trouble::NotUnderstood)) {
            self.forget().await;
        }
        answer
    }

    async fn write(&self, mailbox: &Mailbox, file: &Outgoing<'_>) -> Result<(), Put> {
        let whole = joined(&self.terms.outbox, file.name.as_str());
        let part = joined(&self.terms.outbox, &file.name.part());
        match self.compare(mailbox, &whole, file).await.map_err(Put::Not)? {
            Presence::There(Compared::Content) => return Ok(()),
            // Of the same size, and it cannot be read: nothing tells it from ours.
            Presence::There(_) => return Err(Put::Unclear(Trouble::NameTaken)),
            Presence::Different => return Err(Put::Not(Trouble::NameTaken)),
            _ => {}
        }
        // Where the connection ends from here on, what is there is to be asked; where the server says no, it is not.
        let told = |trouble: Trouble| match trouble {
            Trouble::BrokeOff | Trouble::TimedOut | Trouble::NotUnderstood => Put::Unclear(trouble),
            said => Put::Not(said),
        };
        mailbox.write(&part, file.bytes).await.map_err(told)?;
        // Version 3 renames onto nothing that is there.
        match mailbox.rename(&part, &whole).await {
            Err(Trouble::NameTaken) => {
                match self.compare(mailbox, &whole, file).await.map_err(Put::Unclear)? {
                    Presence::There(_) => Ok(()),
                    _ => Err(Put::Not(Trouble::NameTaken)),
                }
            }
            renamed => renamed.map_err(told),
        }
    }

    /// What stands under a name: by its size first, and then by its content, where it may be read.
    async fn compare(&self, mailbox: &Mailbox, path: &str, file: &Outgoing<'_>) -> Result<Presence, Trouble> {
        let found = match mailbox.metadata(path).await {
            Ok(found) => found,
            Err(Trouble::Gone) => return Ok(Presence::Absent),
            Err(trouble) => return Err(trouble),
        };
        match found.size {
            Some(size) if size != file.bytes.len() as u64 => return Ok(Presence::Different),
            _ => {}
        }
        let by_size = Presence::There(if found.size.is_some() { Compared::Size } else { Compared::Name });
        let mut theirs = match mailbox.open(path).await {
            Ok(theirs) => theirs,
            Err(Trouble::NotAllowed | Trouble::Gone) => return Ok(by_size),
            Err(trouble) => return Err(trouble),
        };
        let mut read = Vec::with_capacity(file.bytes.len());
        while let Some(bytes) = mailbox.chunk(&mut theirs).await? {
            read.extend_from_slice(&bytes);
            if read.len() > file.bytes.len() {
                return Ok(Presence::Different);
            }
        }
        let is_same = sha256(&read) == file.sha256;
        Ok(if is_same { Presence::There(Compared::Content) } else { Presence::Different })
    }
}

#[async_trait]
impl Transport for Sftp {
    async fn put(&self, file: &Outgoing<'_>) -> Put {
        let mailbox = match self.mailbox().await {
            Ok(mailbox) => mailbox,
            Err(trouble) => return Put::Not(trouble),
        };
        let put = match self.write(&mailbox, file).await {
            Ok(()) => Put::Done(None),
            Err(put) => put,
        };
        if !matches!(put, Put::Done(_)) {
            self.forget().await;
        }
        put
    }

    async fn look(&self, file: &Outgoing<'_>) -> Result<Presence, Trouble> {
        let mailbox = self.mailbox().await?;
        let whole = joined(&self.terms.outbox, file.name.as_str());
        let found = self.compare(&mailbox, &whole, file).await;
        let found = self.heard(found).await?;
        if found != Presence::Absent {
            return Ok(found);
        }
        let part = mailbox.metadata(&joined(&self.terms.outbox, &file.name.part())).await;
        match self.heard(part).await {
            Ok(_) => Ok(Presence::Partial),
            Err(Trouble::Gone) => Ok(Presence::Absent),
            Err(trouble) => Err(trouble),
        }
    }

    async fn list(&self) -> Result<Vec<Waiting>, Trouble> {
        let mailbox = self.mailbox().await?;
        let entries = mailbox.list(&self.terms.inbox).await;
        let mut waiting: Vec<Waiting> = Vec::new();
        for (name, metadata) in self.heard(entries).await? {
            let Some(name) = FileName::theirs(&name) else { continue };
            let modified = metadata.mtime.map(|at| SystemTime::UNIX_EPOCH + Duration::from_secs(at.into()));
            // A server that tells no kind of a file has files.
            let is_file = metadata.permissions.is_none() || metadata.is_regular();
            if is_file && has_settled(modified, self.terms.settle_seconds) {
                waiting.push(Waiting { name, bytes: metadata.size });
            }
        }
        waiting.sort_by(|one, other| one.name.cmp(&other.name));
        waiting.truncate(LISTED_MAX);
        Ok(waiting)
    }

    async fn fetch(&self, name: &FileName) -> Result<Box<dyn Incoming>, Trouble> {
        let mailbox = self.mailbox().await?;
        let path = joined(&self.terms.inbox, name.as_str());
        let opened = mailbox.open(&path).await;
        let file = self.heard(opened).await?;
        Ok(Box::new(FromServer { mailbox, file, fetched: 0 }))
    }

    async fn taken(&self, name: &FileName) -> Result<(), Trouble> {
        let from = joined(&self.terms.inbox, name.as_str());
        match &self.terms.when_taken {
            WhenTaken::Leave => Ok(()),
            WhenTaken::Delete => {
                let mailbox = self.mailbox().await?;
                match self.heard(mailbox.remove(&from).await).await {
                    Err(Trouble::Gone) => Ok(()),
                    other => other,
                }
            }
            WhenTaken::Move(folder) => {
                let mailbox = self.mailbox().await?;
                let folder = joined(&self.terms.inbox, folder);
                let moved = move_aside(&mailbox, &from, &folder, name).await;
                self.heard(moved).await
            }
        }
    }
}

async fn move_aside(mailbox: &Mailbox, from: &str, folder: &str, name: &FileName) -> Result<(), Trouble> {
    mailbox.make_folder(folder).await?;
    for number in 1..=SAME_NAME_MAX {
        let to = match number {
            1 => joined(folder, name.as_str()),
            again => joined(folder, &format!("{name}.{again}")),
        };
        match mailbox.rename(from, &to).await {
            Err(Trouble::NameTaken) => {}
            Err(Trouble::Gone) => return Ok(()),
            other => return other,
        }
    }
    Err(Trouble::NameTaken)
}

/// A file of theirs that is read piece by piece; the connection lives as long.
struct FromServer {
    mailbox: Arc<Mailbox>,
    file: File,
    fetched: u64,
}

#[async_trait]
impl Incoming for FromServer {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let bytes = self.mailbox.chunk(&mut self.file).await?;
        self.fetched += bytes.as_ref().map_or(0, Vec::len) as u64;
        if self.fetched > FETCH_BYTES_MAX {
            return Err(Trouble::TooLarge);
        }
        Ok(bytes)
    }
}
