//! The clock, new ids, the sealer's signature, the progress bar.

use ccm::basics::{OrganizationId, Timestamp};
use uuid::Uuid;

/// Only this knows what time it is.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Only this makes new ids: UUID v7, in the order of time.
pub trait Ids: Send + Sync {
    fn next(&self) -> Uuid;
}

/// Signs seals (Ed25519), and checks them.
pub trait Signer: Send + Sync {
    fn sign(&self, message: &[u8]) -> Vec<u8>;
    fn public_key(&self) -> Vec<u8>;
    fn is_signed(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool;
    /// Notes, outside the database, how far an organization's chain has come: a chain that is cut off clean shows.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when it cannot be noted.
    fn remember(&self, organization: OrganizationId, last: i64, sha256: [u8; 32]) -> crate::Result<()>;
    /// The last number and hash that were noted.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when there is a note that cannot be read.
    fn remembered(&self, organization: OrganizationId) -> crate::Result<Option<(i64, [u8; 32])>>;
}

/// How far a long piece of work has come. Does nothing where nobody watches.
pub trait Progress: Send + Sync {
    /// `done` of `total`, in units of the caller's choosing.
    fn at(&self, done: u64, total: u64);
    /// Dies here when this fail point is armed; tests kill the program at each of them.
    fn fail_point(&self, _name: &'static str) {}
}

/// Nobody watches.
pub struct Unwatched;

impl Progress for Unwatched {
    fn at(&self, _done: u64, _total: u64) {}
}
