//! All that we need from outside, as traits named for the need. `store` and `exchange` implement them,
//! `server` introduces them to each other.

pub mod access;
pub mod audit;
pub mod claims;
pub mod imports;
pub mod keys;
pub mod months;
pub mod outside;
pub mod program_facts;
pub mod reference;
pub mod rows;
pub mod secrets;
pub mod store;

pub use access::*;
pub use claims::{ClaimBatch, ClaimWriter};
pub use keys::{KeyProvider, SecretKey};
pub use months::{BatchRow, Lease, MonthSums, OpenMonthRow, ReopeningRow, SealedDetermination};
pub use outside::{Clock, Ids, Progress, Signer};
pub use program_facts::{ProgramFact, ProgramFactRow};
pub use reference::{
    OfficialFiles, ReferenceKind, ReferenceTable, UnknownKind, VintageBody, VintageRow, Wanted,
};
pub use rows::*;
pub use secrets::{Begun, Credential, PasskeyOwner, Passkeys, Secrets};
pub use store::{Store, Tx};
