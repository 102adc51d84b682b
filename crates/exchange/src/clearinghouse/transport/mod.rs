//! Mailboxes of partners, behind the port [`app::ports::Transport`]: a folder, a server that speaks SFTP, an address
//! that takes files by HTTPS. They know names and bytes; which claims are in them they have never heard.
//!
//! All three write under another name first, or in one request, so that nobody fetches half a file; write over nothing;
//! and say of every failure whether the file is certainly not there. What is unclear is asked, or put again as it was.

mod folder;
mod https;
mod sftp;

pub use folder::Folder;
pub use https::Https;
pub use sftp::Sftp;

use sha2::{Digest, Sha256};

/// Bytes at a time, of whatever is read.
const CHUNK_BYTES: usize = 128 * 1024;

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
