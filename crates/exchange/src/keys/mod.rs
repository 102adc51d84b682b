//! Keys in files: the key that wraps all data keys, and the one that signs audit seals.
//!
//! Each file is 32 random bytes, made on first use and readable by its owner alone. A backup of the database
//! opens nothing without the first; a seal cannot be forged without the second. Keep both apart from backups.

mod file;
mod secret;
mod signer;

pub use file::FileKeys;
pub use signer::{FileSigner, is_signed};
