//! The input as a whole, by hash: the same bytes under the same names are the same input.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use ccm::basics::Problem;
use sha2::{Digest, Sha256};

use super::listing::{Source, unreadable};

/// SHA-256 over names and file hashes, and how many bytes there are on disk.
pub(super) struct Input {
    pub sha256: [u8; 32],
    pub bytes: u64,
}

const BUFFER: usize = 256 << 10;
/// Files hashed side by side.
const HASHERS_MAX: usize = 4;

/// Reads every file once.
///
/// # Errors
/// Every file that cannot be read.
pub(super) fn hash(sources: &[Source]) -> Result<Input, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut hash = Sha256::new();
    let mut bytes = 0;
    for (source, hashed) in sources.iter().zip(hash_files(sources)) {
        match hashed {
            Ok((digest, len)) => {
                hash.update((source.name.len() as u64).to_be_bytes());
                hash.update(&source.name);
                hash.update(digest);
                bytes += len;
            }
            Err(error) => problems.push(unreadable(&source.name, &error)),
        }
    }
    if problems.is_empty() { Ok(Input { sha256: hash.finalize().into(), bytes }) } else { Err(problems) }
}

type Hashed = std::io::Result<([u8; 32], u64)>;

fn hash_files(sources: &[Source]) -> Vec<Hashed> {
    let hashers = std::thread::available_parallelism().map_or(1, usize::from).min(HASHERS_MAX);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Hashed)> = Vec::new();
        let mut buffer = vec![0; BUFFER];
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = sources.get(place) else { return done };
            done.push((place, hash_file(&source.path, &mut buffer)));
        }
    };
    let mut all: Vec<(usize, Hashed)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..hashers).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = others.into_iter().flat_map(|other| match other.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        own.into_iter().chain(others).collect()
    });
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, hashed)| hashed).collect()
}

fn hash_file(path: &Path, buffer: &mut [u8]) -> Hashed {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    loop {
        let len = file.read(buffer)?;
        if len == 0 {
            return Ok((hash.finalize().into(), bytes));
        }
        hash.update(&buffer[..len]);
        bytes += len as u64;
    }
}
