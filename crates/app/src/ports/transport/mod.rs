//! How a file reaches a partner, and how theirs reach us: names and bytes, and nothing of what is in them.
//!
//! An implementation stands for one partner's mailbox, on its terms. It keeps no state of its own: what was put, fetched
//! or taken is the caller's to remember, in the transaction that records it.
//!
//! **A payer's portal has no transport.** There a person types, from a worksheet, and brings back a confirmation number;
//! nothing here may stand in for that number.

mod name;
mod terms;

pub use name::{FileName, PART};
pub use terms::{
    FolderTerms, HttpsAnswer, HttpsBody, HttpsInbox, HttpsRequest, HttpsTerms, SecretHeader, SftpTerms,
    TransportSecret, WhenTaken,
};

use std::fmt;

use async_trait::async_trait;

/// A partner's mailbox.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Puts a file under its name. Nothing of another content is ever written over; the same file under the same name
    /// again is [`Put::Done`], or [`Put::Known`] where the partner tells no more.
    async fn put(&self, file: &Outgoing<'_>) -> Put;

    /// Asks what is under the file's name now, to settle what was [`Put::Unclear`].
    ///
    /// # Errors
    /// What stood in the way of asking.
    async fn look(&self, file: &Outgoing<'_>) -> Result<Presence, Trouble>;

    /// What waits for us, by name. What is still being written is left out where that can be seen.
    ///
    /// # Errors
    /// What stood in the way.
    async fn list(&self) -> Result<Vec<Waiting>, Trouble>;

    /// Opens one that waits. Its bytes come in chunks, in memory that does not grow with the file.
    ///
    /// # Errors
    /// [`Trouble::Gone`] when it waits no more; else what stood in the way.
    async fn fetch(&self, name: &FileName) -> Result<Box<dyn Incoming>, Trouble>;

    /// Does with a fetched file what the terms say; by default nothing, the caller remembers. Call it once the file's
    /// bytes are kept. Of one that is gone already it is done.
    ///
    /// # Errors
    /// What stood in the way: it waits on, and will be listed again.
    async fn taken(&self, name: &FileName) -> Result<(), Trouble>;
}

/// Bytes on their way in.
#[async_trait]
pub trait Incoming: Send {
    /// The next bytes; `None` after the last. A file that breaks off is an error, never an end.
    ///
    /// # Errors
    /// What stood in the way; [`Trouble::TooLarge`] beyond [`FETCH_BYTES_MAX`].
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Trouble>;
}

/// No partner's file is larger: beyond it, fetching stops.
pub const FETCH_BYTES_MAX: u64 = 2 << 30;
/// A listing tells of so many names at most, in their order. Whoever asks drops what is known before it counts.
pub const LISTED_MAX: usize = 100_000;
/// The longest number of a receipt or a portal, in characters.
pub const RECEIPT_CHARACTERS: usize = 100;

/// A file that goes out.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    pub name: &'a FileName,
    pub bytes: &'a [u8],
    pub sha256: [u8; 32],
}

/// What became of putting a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is there, whole, under its name; with the number of its receipt, where the partner gives one.
    Done(Option<String>),
    /// The partner has one of this name, and does not tell which: this very file, if an earlier try may have brought it
    /// there, else another.
    Known,
    /// It is certainly not there: put it again when the trouble is over.
    Not(Trouble),
    /// It may be there. Ask, or put the same file under the same name again; never another.
    Unclear(Trouble),
}

/// What is under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing, not even a part: it never came, or was fetched already. Where partners fetch quickly only their answer
    /// tells.
    Absent,
    /// A part of it, under the name of parts: it was not put.
    Partial,
    /// The file, as far as could be compared.
    There(Compared),
    /// Another file.
    Different,
    /// The partner does not tell.
    CannotSay,
}

/// How far the comparison went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Byte for byte, or by a hash.
    Content,
    Size,
    /// The partner says that there is one, and no more.
    Name,
}

/// One that waits for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub name: FileName,
    pub bytes: Option<u64>,
}

/// What stood in the way. It holds nothing of a file, and no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers at the address.
    Unreachable,
    /// The answer did not come in time.
    TimedOut,
    /// The connection ended in the middle.
    BrokeOff,
    /// It is not the partner that was agreed on: another host key or certificate.
    NotThem,
    /// The partner does not let us in: user, key, password.
    NotAdmitted,
    /// The partner lets us in, and not do this here: no such folder, or no right.
    NotAllowed,
    /// Another file has this name.
    NameTaken,
    /// It waits no more.
    Gone,
    /// Larger than this partner, or we, take.
    TooLarge,
    /// A disk is full, or fails.
    Disk,
    /// The partner refuses: the status of its answer.
    Refused(u16),
    /// The partner sends us to another address, and we do not follow.
    SentElsewhere,
    /// The answer is none that was agreed on.
    NotUnderstood,
    /// The terms do not say enough, or not rightly.
    Terms,
}

/// In words that an operator understands.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "nobody answers at the partner's address",
            Self::TimedOut => "the partner did not answer in time",
            Self::BrokeOff => "the connection ended before the answer",
            Self::NotThem => {
                "the server is not the one that was agreed on (its key differs from the pinned one)"
            }
            Self::NotAdmitted => "the partner does not accept our user, password or key",
            Self::NotAllowed => "the folder is not there, or we have no right to it",
            Self::NameTaken => "another file has this name already",
            Self::Gone => "the file is not there any more",
            Self::TooLarge => "the file is larger than what may be sent or fetched",
            Self::Disk => "the disk is full or fails",
            Self::Refused(status) => return write!(f, "the partner refuses (status {status})"),
            Self::SentElsewhere => "the partner sends us to another address, which is not followed",
            Self::NotUnderstood => "the partner's answer is none that was agreed on",
            Self::Terms => "the transport's terms are incomplete or wrong",
        })
    }
}

impl std::error::Error for Trouble {}

impl Trouble {
    /// Passes by itself: try again later, unasked. The others wait for a person.
    pub fn passes(self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut | Self::BrokeOff | Self::Disk => true,
            Self::Refused(status) => status >= 500 || status == 429,
            _ => false,
        }
    }
}
