//! Transports against what they stand for: real folders, a real OpenSSH server, a stand-in that answers by HTTP.

mod asking;
mod folder;
mod https;
mod proxy;
mod sftp;
mod sshd;
mod stand_in;

use app::ports::Transport;
use app::ports::transport::{FileName, Outgoing, Trouble};
use sha2::{Digest, Sha256};

fn name(text: &str) -> FileName {
    FileName::ours(text).expect("a name")
}

fn outgoing<'a>(name: &'a FileName, bytes: &'a [u8]) -> Outgoing<'a> {
    Outgoing { name, bytes, sha256: Sha256::digest(bytes).into() }
}

/// Bytes that repeat nowhere soon.
fn bytes(count: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64;
    (0..count)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

async fn listed(transport: &dyn Transport) -> Vec<String> {
    transport.list().await.expect("a list").into_iter().map(|one| one.name.to_string()).collect()
}

/// All bytes of one that waits, and the largest chunk of them.
async fn fetched(transport: &dyn Transport, name: &FileName) -> Result<(Vec<u8>, usize), Trouble> {
    let mut incoming = transport.fetch(name).await?;
    let (mut all, mut largest) = (Vec::new(), 0);
    while let Some(chunk) = incoming.chunk().await? {
        largest = largest.max(chunk.len());
        all.extend(chunk);
    }
    Ok((all, largest))
}
