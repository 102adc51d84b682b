//! The bytes of a file, unpacked where they are packed, within limits.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

/// A Bundle is read whole: unpacked it may have this many bytes, 1 GiB.
pub const DOCUMENT_MAX: u64 = 1 << 30;

/// A line of Bulk Data may have this many bytes, 64 MiB. Files of lines may have any length.
pub const LINE_MAX: u64 = 64 << 20;

const BUFFER: usize = 256 << 10;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Opens a file; gzip is known by its first bytes, whatever the name says.
pub(super) fn open(path: &Path) -> std::io::Result<Box<dyn BufRead + Send>> {
    let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
    if file.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

/// Why bytes could not be had.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The file is not what it should be; the next one may be.
    File { code: &'static str, limit: Option<u64> },
    /// The disk or the network under it.
    Disk(std::io::Error),
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            // What gzip says of damaged or truncated data.
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                Self::File { code: "gzip_damaged", limit: None }
            }
            _ => Self::Disk(error),
        }
    }
}

/// Reads a whole document into `buffer`, which is used again and again.
pub(super) fn read_whole(path: &Path, buffer: &mut Vec<u8>) -> Result<(), Trouble> {
    buffer.clear();
    let mut file = open(path)?.take(DOCUMENT_MAX + 1);
    file.read_to_end(buffer)?;
    if buffer.len() as u64 > DOCUMENT_MAX {
        buffer.clear();
        buffer.shrink_to(BUFFER);
        return Err(Trouble::File { code: "too_large", limit: Some(DOCUMENT_MAX) });
    }
    Ok(())
}

/// A line as it was read.
pub(super) enum Taken {
    /// In the buffer, without its line feed; the bytes it took in the file.
    Line(usize),
    /// Longer than allowed; passed over.
    TooLong(usize),
    End,
}

/// Reads the next line into `buffer`.
pub(super) fn read_line(file: &mut dyn BufRead, buffer: &mut Vec<u8>) -> Result<Taken, Trouble> {
    buffer.clear();
    let mut taken = file.take(LINE_MAX).read_until(b'\n', buffer)?;
    if taken == 0 {
        return Ok(Taken::End);
    }
    if buffer.last() == Some(&b'\n') {
        buffer.pop();
        return Ok(Taken::Line(taken));
    }
    if (taken as u64) < LINE_MAX {
        return Ok(Taken::Line(taken)); // the last line, without its line feed
    }
    loop {
        let part = file.fill_buf()?;
        let end = part.iter().position(|byte| *byte == b'\n');
        let len = end.map_or(part.len(), |end| end + 1);
        let is_last = end.is_some() || len == 0;
        file.consume(len);
        taken += len;
        if is_last {
            buffer.clear();
            buffer.shrink_to(BUFFER);
            return Ok(Taken::TooLong(taken));
        }
    }
}
