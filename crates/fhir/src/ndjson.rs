//! Bulk Data: one resource a line.
//!
//! A file too large for memory is read by the caller, a line at a time, and each given to [`read_line`]; [`lines`]
//! splits what is in memory already.

use memchr::memchr;

use crate::bundle::text_of;
use crate::entry::{Entry, read_single};
use crate::json::{Reader, Stop};
use crate::problem::{Lines, Place, Problem, Reason};

/// A line that is not blank, and where it stands in its file.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// From 1; blank lines count.
    pub number: usize,
    /// Of its first byte, from the start of the file.
    pub offset: usize,
    /// Without its line feed.
    pub bytes: &'a [u8],
}

impl std::fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("number", &self.number).finish_non_exhaustive()
    }
}

/// The lines of a file that are not blank. A byte order mark before the first is passed over.
pub fn lines(file: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut offset = match file {
        [0xef, 0xbb, 0xbf, ..] => 3,
        _ => 0,
    };
    let mut number = 0;
    std::iter::from_fn(move || {
        while offset < file.len() {
            let start = offset;
            let rest = &file[start..];
            let len = memchr(b'\n', rest).unwrap_or(rest.len());
            offset = start + len + 1;
            number += 1;
            let bytes = &rest[..len];
            if !bytes.trim_ascii().is_empty() {
                return Some(Line { number, offset: start, bytes });
            }
        }
        None
    })
}

/// Reads one line. Malformed JSON refuses this line alone: it is a problem of the entry like any other.
pub fn read_line<'a>(line: &Line<'a>) -> Entry<'a> {
    let start = Place { offset: line.offset, line: line.number, column: 1 };
    let mut lines = Lines::new(line.bytes, start);
    let entry = text_of(line.bytes, &mut lines).and_then(|text| {
        let mut reader = Reader::new(text);
        read_whole(&mut reader, &mut lines).map_err(|stop| Problem {
            reason: stop.reason,
            path: String::new(),
            place: lines.place(stop.offset),
        })
    });
    entry.unwrap_or_else(|problem| Entry {
        offset: line.offset,
        full_url: None,
        request: None,
        resource_type: None,
        json: "",
        resource: Err(vec![problem]),
    })
}

fn read_whole<'a>(reader: &mut Reader<'a>, lines: &mut Lines<'_>) -> Result<Entry<'a>, Stop> {
    if reader.is_blank() {
        return Err(Stop { offset: reader.offset(), reason: Reason::Empty });
    }
    let entry = read_single(reader, lines)?;
    reader.end()?;
    Ok(entry)
}
