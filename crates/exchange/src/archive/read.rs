//! An archive that somebody hands us: read within limits, every length checked, every checksum too.

use std::io::Read;

use ccm::basics::Problem;
use ccm::proof::seal::PackFile;
use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::{CENTRAL, DEFLATED, END, LOCAL, MOST_BYTES, MOST_FILES, STORED};

/// Sizes of the records without their names.
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;
/// A remark at the end of the archive is at most so long.
const LONGEST_REMARK: usize = u16::MAX as usize;

/// Reads every file of an archive; folders are left out.
///
/// # Errors
/// The first thing that makes no sense: nothing after it could be trusted.
pub fn read(zip: &[u8]) -> Result<Vec<PackFile>, Problem> {
    let wrong = |what: &str| Problem::new("not_an_archive", what);
    let end = end(zip).ok_or_else(|| wrong("end"))?;
    let count = usize::from(word(zip, end + 10).ok_or_else(|| wrong("end"))?);
    let mut at = long(zip, end + 16).ok_or_else(|| wrong("end"))? as usize;
    if count > MOST_FILES {
        return Err(wrong("files").with("expected", MOST_FILES));
    }
    let (mut files, mut left) = (Vec::new(), MOST_BYTES);
    for _ in 0..count {
        let (file, next) =
            entry(zip, at, left).ok_or_else(|| wrong("file").with("number", files.len() + 1))?;
        left -= file.bytes.len() as u64;
        if !file.path.ends_with('/') {
            files.push(file);
        }
        at = next;
    }
    Ok(files)
}

/// The place of the end record: the last one that fits.
fn end(zip: &[u8]) -> Option<usize> {
    let last = zip.len().checked_sub(END_SIZE)?;
    let first = last.saturating_sub(LONGEST_REMARK);
    (first..=last)
        .rev()
        .find(|at| long(zip, *at) == Some(END) && word(zip, at + 20).map(usize::from) == Some(last - at))
}

/// A file by its line in the directory, and the place of the next line.
fn entry(zip: &[u8], at: usize, left: u64) -> Option<(PackFile, usize)> {
    if long(zip, at)? != CENTRAL {
        return None;
    }
    let (method, crc) = (word(zip, at + 10)?, long(zip, at + 16)?);
    let (packed, size) = (long(zip, at + 20)? as usize, u64::from(long(zip, at + 24)?));
    let lengths = [word(zip, at + 28)?, word(zip, at + 30)?, word(zip, at + 32)?].map(usize::from);
    let local = long(zip, at + 42)? as usize;
    let name = zip.get(at + CENTRAL_SIZE..)?.get(..lengths[0])?;
    let next = at + CENTRAL_SIZE + lengths.iter().sum::<usize>();
    if long(zip, local)? != LOCAL || size > left {
        return None;
    }
    let begins =
        local + LOCAL_SIZE + usize::from(word(zip, local + 26)?) + usize::from(word(zip, local + 28)?);
    let packed = zip.get(begins..)?.get(..packed)?;
    let bytes = match method {
        STORED => packed.to_vec(),
        DEFLATED => {
            let mut bytes = Vec::new();
            // One more than it says, so that more is seen and not held.
            DeflateDecoder::new(packed).take(size + 1).read_to_end(&mut bytes).ok()?;
            bytes
        }
        _ => return None,
    };
    let mut sum = Crc::new();
    sum.update(&bytes);
    let path = std::str::from_utf8(name).ok()?.to_owned();
    (bytes.len() as u64 == size && sum.sum() == crc).then_some((PackFile { path, bytes }, next))
}

fn word(zip: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(zip.get(at..)?.get(..2)?.try_into().ok()?))
}

fn long(zip: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(zip.get(at..)?.get(..4)?.try_into().ok()?))
}
