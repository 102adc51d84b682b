//! Envelope encryption: what is sealed, under which key, and the index that finds what nobody can read.
//!
//! A data key belongs to one organization and is wrapped by the [`KeyProvider`]. A sealed value is
//!
//! ```text
//! form (1) | key id (4) | nonce (12) | AES-256-GCM of the content | tag (16)
//! ```
//!
//! Its additional data are the organization, the head (form and key id), the column and the row's key: a value
//! that is moved to another row, column or tenant does not open. Nonces are random, which is safe for 2³² values
//! under one data key; a newer key takes over long before. Form 1 holds the content as it is, form 2 its length
//! (4) and the content compressed by zstd.
//!
//! [`KeyProvider`]: app::ports::KeyProvider

mod at;
mod keyring;
mod keyrings;

pub(crate) use at::At;
pub(crate) use keyring::{Keyring, Packer};
pub(crate) use keyrings::Keyrings;
