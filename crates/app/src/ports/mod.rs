//! All that we need from outside, as traits named for the need. `store` and `exchange` implement them,
//! `server` introduces them to each other.

pub mod claims;
pub mod imports;
pub mod keys;
pub mod outside;
pub mod program_facts;
pub mod rows;
pub mod store;

pub use claims::{ClaimBatch, ClaimWriter};
pub use keys::{KeyProvider, SecretKey};
pub use outside::{Clock, Ids, Progress, Signer};
pub use program_facts::{ProgramFact, ProgramFactRow};
pub use rows::*;
pub use store::{Store, Tx};
