//! One open connection, each of its answers within its time, each failure in our words.

use std::sync::Arc;
use std::time::Duration;

use app::ports::transport::{SftpTerms, TransportSecret, Trouble};
use russh::client::{self, Config, Handle};
use russh_sftp::client::error::Error;
use russh_sftp::client::fs::{File, Metadata};
use russh_sftp::client::{Config as SftpConfig, SftpSession};
use russh_sftp::protocol::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::super::CHUNK_BYTES;
use super::admission::{self, Doorman, Pinned};

pub(super) struct Mailbox {
    server: Handle<Doorman>,
    files: SftpSession,
    answer: Duration,
}

/// A path below a folder; a folder that is named from the root stands alone.
pub(super) fn joined(folder: &str, name: &str) -> String {
    match folder.trim_end_matches('/') {
        _ if name.starts_with('/') => name.to_owned(),
        "" if folder.is_empty() => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

impl Mailbox {
    pub async fn enter(terms: &SftpTerms, secret: &TransportSecret) -> Result<Self, Trouble> {
        let pinned = Pinned::read(&terms.host_key)?;
        let answer = Duration::from_secs(terms.answer_seconds.into());
        let config = Config {
            preferred: pinned.preferred(),
            inactivity_timeout: Some(answer * 2),
            nodelay: true,
            ..Config::default()
        };
        let connect =
            client::connect(Arc::new(config), (terms.host.as_str(), terms.port), Doorman { pinned });
        let connected = timeout(Duration::from_secs(terms.connect_seconds.into()), connect).await;
        let mut server = connected.map_err(|_| Trouble::Unreachable)?.map_err(|error| unmet(&error))?;
        let files = timeout(answer, async {
            admission::enter(&mut server, &terms.user, secret).await?;
            let refused = |_| Trouble::NotAllowed;
            let channel = server.channel_open_session().await.map_err(refused)?;
            channel.request_subsystem(true, "sftp").await.map_err(refused)?;
            let config =
                SftpConfig { request_timeout_secs: terms.answer_seconds.into(), ..SftpConfig::default() };
            SftpSession::new_with_config(channel.into_stream(), config).await.map_err(|error| said(&error))
        });
        let files = files.await.map_err(|_| Trouble::TimedOut)??;
        Ok(Self { server, files, answer })
    }

    pub fn is_open(&self) -> bool {
        !self.server.is_closed()
    }

    pub async fn metadata(&self, path: &str) -> Result<Metadata, Trouble> {
        self.within(self.files.metadata(path)).await
    }

    pub async fn open(&self, path: &str) -> Result<File, Trouble> {
        self.within(self.files.open(path)).await
    }

    pub async fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.within(self.files.remove_file(path)).await
    }

    /// Names and what is known of them.
    pub async fn list(&self, folder: &str) -> Result<Vec<(String, Metadata)>, Trouble> {
        let folder = if folder.is_empty() { "." } else { folder };
        let entries = self.within(self.files.read_dir(folder)).await.map_err(place)?;
        Ok(entries.map(|entry| (entry.file_name(), entry.metadata())).collect())
    }

    /// There afterwards, whoever made it.
    pub async fn make_folder(&self, folder: &str) -> Result<(), Trouble> {
        match self.metadata(folder).await {
            Err(Trouble::Gone) => self.within(self.files.create_dir(folder)).await.map_err(place),
            other => other.map(|_| ()),
        }
    }

    /// A server refuses to rename onto a file with no word of its own, so it is asked what stands there.
    pub async fn rename(&self, from: &str, to: &str) -> Result<(), Trouble> {
        match self.within(self.files.rename(from, to)).await {
            Err(Trouble::Refused(_)) if self.metadata(to).await.is_ok() => Err(Trouble::NameTaken),
            other => other,
        }
    }

    /// Writes the whole, and hears that it is on the server's disk, where the server can say so.
    pub async fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let mut file = self.within(self.files.create(path)).await.map_err(place)?;
        for piece in bytes.chunks(CHUNK_BYTES) {
            self.within_io(file.write_all(piece)).await?;
        }
        self.within_io(file.flush()).await?;
        self.within_io(file.shutdown()).await
    }

    /// The next piece; `None` at the end.
    pub async fn chunk(&self, file: &mut File) -> Result<Option<Vec<u8>>, Trouble> {
        let mut bytes = vec![0; CHUNK_BYTES];
        let read = self.within_io(file.read(&mut bytes)).await?;
        bytes.truncate(read);
        Ok((read > 0).then_some(bytes))
    }

    async fn within<T>(&self, answer: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
        let answered = timeout(self.answer, answer).await;
        self.ended(answered.map_err(|_| Trouble::TimedOut)?.map_err(|error| said(&error)))
    }

    async fn within_io<T>(&self, answer: impl Future<Output = std::io::Result<T>>) -> Result<T, Trouble> {
        let answered = timeout(self.answer, answer).await.map_err(|_| Trouble::TimedOut)?;
        self.ended(answered.map_err(|error| {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
            // Of an answer to a write or read only its text is left: the server said no.
            inner.map_or(Trouble::Disk, said)
        }))
    }

    /// Whatever a failure looks like on a connection that is gone, it is that.
    fn ended<T>(&self, answer: Result<T, Trouble>) -> Result<T, Trouble> {
        answer.map_err(|trouble| match trouble {
            Trouble::Disk | Trouble::NotUnderstood if !self.is_open() => Trouble::BrokeOff,
            other => other,
        })
    }
}

/// What is missing is the folder.
fn place(trouble: Trouble) -> Trouble {
    if trouble == Trouble::Gone { Trouble::NotAllowed } else { trouble }
}

fn unmet(error: &russh::Error) -> Trouble {
    match error {
        russh::Error::UnknownKey | russh::Error::WrongServerSig | russh::Error::KeyChanged { .. } => {
            Trouble::NotThem
        }
        // With one kind of key on offer: it has no such key.
        russh::Error::NoCommonAlgo { kind: russh::AlgorithmKind::Key, .. } => Trouble::NotThem,
        russh::Error::NoCommonAlgo { .. } | russh::Error::Version => Trouble::NotUnderstood,
        russh::Error::IO(_) | russh::Error::ConnectionTimeout => Trouble::Unreachable,
        _ => Trouble::BrokeOff,
    }
}

fn said(error: &Error) -> Trouble {
    match error {
        Error::Timeout => Trouble::TimedOut,
        Error::IO(_) => Trouble::BrokeOff,
        Error::Limited(_) => Trouble::TooLarge,
        // A channel that closed shows as one of these.
        Error::UnexpectedPacket | Error::UnexpectedBehavior(_) => Trouble::NotUnderstood,
        Error::Status(status) => match status.status_code {
            StatusCode::NoSuchFile => Trouble::Gone,
            StatusCode::PermissionDenied => Trouble::NotAllowed,
            StatusCode::NoConnection | StatusCode::ConnectionLost => Trouble::BrokeOff,
            code => Trouble::Refused(code as u16),
        },
    }
}
