//! Files on their way to partners and back: what happened to each, and every byte that came.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::carriage::CarriageEvent;
use ccm::people::PayerProfile;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rows::ClaimFileRow;
use super::transport::Transport;
use crate::Result;

/// The most bytes of a received file that are kept, read or sealed at once.
pub const CHUNK_BYTES: usize = 1 << 20;

/// Why nobody carries files to a payer by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWay {
    /// None is agreed on: files are handed out.
    None,
    /// A person types it in, and brings back a number.
    Portal,
    /// What is agreed on cannot be used: a word is wrong, or its secret is not there.
    Terms,
}

/// The mailboxes of payers, by what their profiles say.
pub trait Transports: Send + Sync {
    /// # Errors
    /// [`NoWay`].
    fn of(&self, payer: &PayerProfile) -> std::result::Result<Box<dyn Transport>, NoWay>;
}

/// A file that somebody else sent.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivedRow {
    pub id: ReceivedId,
    /// As the partner or a person named it.
    pub name: String,
    /// `folder`, `sftp`, `https`, `hand`.
    pub way: String,
    /// Whose place it came from; `None`: a person brought it.
    pub payer: Option<PayerId>,
    pub sha256: [u8; 32],
    pub size: i64,
    pub at: Timestamp,
    pub by: Actor,
}

/// What became of a received file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedStep {
    /// Understood whole, and what it says is on record.
    Read,
    /// Something in it is wrong: nothing of it counts.
    Quarantined,
    /// Somebody has dealt with it otherwise.
    SetAside,
}

impl ReceivedStep {
    pub const ALL: [Self; 3] = [Self::Read, Self::Quarantined, Self::SetAside];

    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Quarantined => "quarantined",
            Self::SetAside => "set_aside",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// A step with what there is to say of it: counts, or what is wrong and where. No value of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivedEventRow {
    pub step: ReceivedStep,
    pub detail: Value,
    pub by: Actor,
    pub at: Timestamp,
}

/// By what an answer names a file of ours. Interchanges and groups are counted for each submitter and receiver.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FileNumber {
    /// ISA13.
    Interchange(i64),
    /// GS06.
    Group(i64),
    /// What BHT03 of its sets begins with.
    Batch(String),
}

/// Which received files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichReceived {
    One(ReceivedId),
    /// Those of which nothing is on record yet: kept, and not read.
    Waiting,
    /// The newest; before this one, where a page stands before.
    Newest(Option<ReceivedId>),
    /// Of those, the ones that could not be read and that nobody has set aside.
    Quarantined(Option<ReceivedId>),
}

/// A received file with what became of it, the first thing first.
pub type Received = (ReceivedRow, Vec<ReceivedEventRow>);

#[async_trait]
pub trait Carriage: Send {
    /// Files of claims that no partner is known to have, with what happened to each, the oldest first. Without bytes.
    async fn files_to_carry(
        &mut self,
        practice: PracticeId,
    ) -> Result<Vec<(ClaimFileRow, Vec<CarriageEvent>)>>;
    /// Files that have the number, the newest first: one for each submitter and receiver. With their bytes.
    async fn files_numbered(
        &mut self,
        practice: PracticeId,
        number: &FileNumber,
    ) -> Result<Vec<ClaimFileRow>>;
    async fn file_events(&mut self, practice: PracticeId, file: ClaimFileId) -> Result<Vec<CarriageEvent>>;
    /// Appends an event under its number.
    ///
    /// # Errors
    /// [`crate::Error::Contended`] when somebody else has just taken the number: look again.
    async fn add_file_event(
        &mut self,
        practice: PracticeId,
        file: ClaimFileId,
        number: i64,
        event: &CarriageEvent,
        by: &Actor,
    ) -> Result<()>;
    /// The file with these bytes, where it came before.
    async fn received_with(&mut self, practice: PracticeId, sha256: &[u8; 32])
    -> Result<Option<ReceivedRow>>;
    /// Other practices of the organization that have a file with these bytes.
    async fn received_elsewhere(
        &mut self,
        practice: PracticeId,
        sha256: &[u8; 32],
    ) -> Result<Vec<PracticeId>>;
    /// Names and sizes of what was fetched from a payer's mailbox.
    async fn received_names(&mut self, practice: PracticeId, payer: PayerId) -> Result<Vec<(String, i64)>>;
    /// Another name of a file that is here. The same again is nothing.
    async fn add_received_name(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        (payer, name, size): (PayerId, &str, i64),
        at: Timestamp,
    ) -> Result<()>;
    /// Keeps one stretch, from 0; before the file's row, whose hash is known at its end.
    async fn add_received_chunk(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        chunk: i64,
        bytes: &[u8],
    ) -> Result<()>;
    async fn received_chunk(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        chunk: i64,
    ) -> Result<Option<Vec<u8>>>;
    /// # Errors
    /// [`crate::Error::Contended`] when somebody else has just kept the same bytes.
    async fn add_received(&mut self, practice: PracticeId, row: &ReceivedRow) -> Result<()>;
    async fn received(
        &mut self,
        practice: PracticeId,
        which: WhichReceived,
        limit: i64,
    ) -> Result<Vec<Received>>;
    /// # Errors
    /// [`crate::Error::Contended`] when somebody else has just taken the number.
    async fn add_received_event(
        &mut self,
        practice: PracticeId,
        id: ReceivedId,
        number: i64,
        row: &ReceivedEventRow,
    ) -> Result<()>;
}
