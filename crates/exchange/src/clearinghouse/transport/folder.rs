//! A folder that somebody else carries away and fills.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use app::ports::Transport;
use app::ports::transport::{
    Compared, FETCH_BYTES_MAX, FileName, FolderTerms, Incoming, LISTED_MAX, Outgoing, Presence, Put, Trouble,
    Waiting, WhenTaken,
};
use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::CHUNK_BYTES;

/// Where a partner uses a name again, so many of the same are kept apart among those taken.
const SAME_NAME_MAX: u32 = 10_000;

/// A mailbox of two folders.
pub struct Folder {
    terms: FolderTerms,
}

impl Folder {
    pub fn new(terms: FolderTerms) -> Self {
        Self { terms }
    }

    /// Runs what waits for the disk where nobody else waits for it.
    async fn blocking<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&FolderTerms) -> T + Send + 'static,
    {
        let terms = self.terms.clone();
        run(move || work(&terms)).await
    }
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program ends.
            Err(_) => std::future::pending().await,
        },
    }
}

#[async_trait]
impl Transport for Folder {
    async fn put(&self, file: &Outgoing<'_>) -> Put {
        let (name, bytes, sha256) = (file.name.clone(), file.bytes.to_vec(), file.sha256);
        self.blocking(move |terms| match write(&terms.outbox, &name, &bytes, sha256) {
            Ok(()) => Put::Done(None),
            Err(put) => put,
        })
        .await
    }

    async fn look(&self, file: &Outgoing<'_>) -> Result<Presence, Trouble> {
        let (name, sha256) = (file.name.clone(), file.sha256);
        self.blocking(move |terms| {
            let found =
                compare(&terms.outbox.join(name.as_str()), sha256).map_err(|error| trouble(&error))?;
            let has_part = || terms.outbox.join(name.part()).is_file();
            Ok(match found {
                Some(true) => Presence::There(Compared::Content),
                Some(false) => Presence::Different,
                None if has_part() => Presence::Partial,
                None => Presence::Absent,
            })
        })
        .await
    }

    async fn list(&self) -> Result<Vec<Waiting>, Trouble> {
        self.blocking(|terms| list(terms).map_err(|error| trouble(&error))).await
    }

    async fn fetch(&self, name: &FileName) -> Result<Box<dyn Incoming>, Trouble> {
        let name = name.clone();
        let opened = self.blocking(move |terms| File::open(terms.inbox.join(name.as_str()))).await;
        let file = opened.map_err(|error| match error.kind() {
            ErrorKind::NotFound => Trouble::Gone,
            _ => trouble(&error),
        })?;
        Ok(Box::new(FromDisk { file: Some(file), fetched: 0 }))
    }

    async fn taken(&self, name: &FileName) -> Result<(), Trouble> {
        let name = name.clone();
        self.blocking(move |terms| take(terms, &name).map_err(|error| trouble(&error))).await
    }
}

/// Under the name of parts first; then, whole and on the disk, under its own. The folder is synced too, or a crash of
/// the machine could still forget the name.
fn write(outbox: &Path, name: &FileName, bytes: &[u8], sha256: [u8; 32]) -> Result<(), Put> {
    let (whole, part) = (outbox.join(name.as_str()), outbox.join(name.part()));
    let not = |error: io::Error| Put::Not(trouble(&error));
    match compare(&whole, sha256).map_err(not)? {
        Some(true) => return sync(outbox).map_err(|error| Put::Unclear(trouble(&error))),
        Some(false) => return Err(Put::Not(Trouble::NameTaken)),
        None => {}
    }
    let mut file = File::create(&part).map_err(not)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(not)?;
    drop(file);
    give_name(&part, &whole).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Put::Not(Trouble::NameTaken),
        _ => Put::Unclear(trouble(&error)),
    })?;
    sync(outbox).map_err(|error| Put::Unclear(trouble(&error)))
}

/// Renames without ever writing over: a second name for the file, which fails where there is one, and then the first
/// name goes. Shares without hard links are asked whether the name is free, and renamed in.
fn give_name(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
            if to.try_exists()? {
                return Err(ErrorKind::AlreadyExists.into());
            }
            fs::rename(from, to)
        }
        Err(error) => Err(error),
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Is what stands there the content with this hash? `None` where nothing stands.
fn compare(path: &Path, sha256: [u8; 32]) -> io::Result<Option<bool>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    Ok(Some(<[u8; 32]>::from(hash.finalize()) == sha256))
}

fn list(terms: &FolderTerms) -> io::Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    for entry in fs::read_dir(&terms.inbox)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().and_then(FileName::theirs) else { continue };
        // One that was carried away since is no trouble.
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() && has_settled(metadata.modified().ok(), terms.settle_seconds) {
            waiting.push(Waiting { name, bytes: Some(metadata.len()) });
        }
    }
    waiting.sort_by(|one, other| one.name.cmp(&other.name));
    waiting.truncate(LISTED_MAX);
    Ok(waiting)
}

/// What changed in the future by another clock has not settled either.
pub(super) fn has_settled(modified: Option<SystemTime>, seconds: u32) -> bool {
    let Some(modified) = modified.filter(|_| seconds > 0) else { return true };
    let age = SystemTime::now().duration_since(modified);
    age.is_ok_and(|age| age >= Duration::from_secs(seconds.into()))
}

fn take(terms: &FolderTerms, name: &FileName) -> io::Result<()> {
    let from = terms.inbox.join(name.as_str());
    let gone_is_done = |done: io::Result<()>| match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    };
    match &terms.when_taken {
        WhenTaken::Leave => Ok(()),
        WhenTaken::Delete => gone_is_done(fs::remove_file(from)),
        WhenTaken::Move(folder) => {
            let folder: PathBuf = terms.inbox.join(folder);
            fs::create_dir_all(&folder)?;
            for number in 1..=SAME_NAME_MAX {
                let to = match number {
                    1 => folder.join(name.as_str()),
                    again => folder.join(format!("{name}.{again}")),
                };
                match give_name(&from, &to) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                    other => return gone_is_done(other),
                }
            }
            Err(ErrorKind::AlreadyExists.into())
        }
    }
}

fn trouble(error: &io::Error) -> Trouble {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied => Trouble::NotAllowed,
        ErrorKind::AlreadyExists => Trouble::NameTaken,
        ErrorKind::FileTooLarge => Trouble::TooLarge,
        _ => Trouble::Disk,
    }
}

/// A file of ours that is read piece by piece.
struct FromDisk {
    /// Away while a piece of it is read.
    file: Option<File>,
    fetched: u64,
}

#[async_trait]
impl Incoming for FromDisk {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let (file, read) = run(move || {
            let mut bytes = vec![0; CHUNK_BYTES];
            let read = file.read(&mut bytes).map(|read| {
                bytes.truncate(read);
                bytes
            });
            (file, read)
        })
        .await;
        let bytes = read.map_err(|error| trouble(&error))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.fetched += bytes.len() as u64;
        if self.fetched > FETCH_BYTES_MAX {
            return Err(Trouble::TooLarge);
        }
        self.file = Some(file);
        Ok(Some(bytes))
    }
}
