//! Reads the files one after the other and gives on what is in them. Runs on a thread of its own.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use app::people::Incoming;
use app::people::incoming::IncomingRecord;
use ccm::basics::Problem;
use fhir::ndjson::Line;
use memchr::memmem;

use super::bytes::{self, Taken, Trouble};
use super::chunk::Chunk;
use super::listing::{Form, Source};
use crate::ehr::translate::{LineOf, Malformed, Translator};

/// The files, and everything that is remembered between them.
pub(super) struct Reader {
    pub sources: Arc<[Source]>,
    pub translator: Translator,
    /// Files that turned out to be none of ours.
    pub ignored: u64,
    /// The file of each patient who was given whole, by the hash of the key: 16 bytes each.
    wholes: HashMap<u64, u32>,
}

/// Nobody listens any more, or the disk failed.
pub(super) enum Stop {
    Unheard,
    Disk { file: usize },
}

type Give<'g> = &'g mut dyn FnMut(Incoming) -> Result<(), Stop>;

impl Reader {
    pub fn new(sources: Arc<[Source]>, translator: Translator, ignored: u64) -> Self {
        Self { sources, translator, ignored, wholes: HashMap::new() }
    }

    pub fn run(&mut self, give: Give<'_>) -> Result<(), Stop> {
        let sources = Arc::clone(&self.sources);
        let mut buffer = Vec::new();
        for (file, source) in sources.iter().enumerate() {
            let read = match source.form {
                Form::Document => self.document(file, source, &mut buffer, give),
                Form::Lines => self.lines(source, &mut buffer, give),
            };
            match read {
                Ok(()) => {}
                Err(Halt::Stop(stop)) => return Err(stop),
                Err(Halt::Trouble(Trouble::Disk(error))) => {
                    tracing::warn!(file, %error, "reading broke off");
                    return Err(Stop::Disk { file });
                }
                Err(Halt::Trouble(Trouble::File { code, limit })) => {
                    let problem = Problem::new(code, &source.name);
                    self.translator.refuse(match limit {
                        Some(limit) => problem.with("limit", limit),
                        None => problem,
                    });
                }
            }
        }
        Ok(())
    }

    fn document(
        &mut self,
        file: usize,
        source: &Source,
        buffer: &mut Vec<u8>,
        give: Give<'_>,
    ) -> Result<(), Halt> {
        bytes::read_whole(&source.path, buffer)?;
        let mut heard = Ok(());
        let mut last = None;
        let wholes = &mut self.wholes;
        self.translator.document(&source.name, buffer, &mut |incoming| {
            if let Incoming::Whole(record) = &incoming {
                wholes.insert(hash(&record.patient.origin.source_id), file as u32);
            }
            if let Some(before) = last.replace(incoming)
                && heard.is_ok()
            {
                heard = give(before);
            }
        });
        // Giving may take a while, and the parsed document is large: it is let go before the last one is given.
        heard?;
        last.map_or(Ok(()), give).map_err(Halt::Stop)
    }

    fn lines(&mut self, source: &Source, buffer: &mut Vec<u8>, give: Give<'_>) -> Result<(), Halt> {
        let mut file = bytes::open(&source.path).map_err(Trouble::from)?;
        let mut chunk = Chunk::default();
        let (mut number, mut offset, mut given_at) = (0, 0, 0);
        let mut is_first = true;
        let read = loop {
            number += 1;
            let (start, taken) = match bytes::read_line(&mut *file, buffer) {
                Ok(Taken::Line(taken)) => (offset, taken),
                Ok(Taken::TooLong(taken)) => {
                    let path = format!("{}: line {number}", source.name);
                    self.translator.refuse(Problem::new("too_large", path).with("limit", bytes::LINE_MAX));
                    offset += taken;
                    continue;
                }
                Ok(Taken::End) => break Ok(()),
                Err(trouble) => break Err(trouble),
            };
            offset += taken;
            let line = Line { number, offset: start, bytes: content(buffer, number) };
            if line.bytes.trim_ascii().is_empty() {
                continue;
            }
            let was = self.translator.line(&source.name, &line, |key| chunk.body_of(key));
            if was == LineOf::NoFhir && is_first && is_export_log(line.bytes) {
                self.ignored += 1;
                break Ok(());
            }
            if was == LineOf::NoFhir {
                let path = format!("{}: line {number}", source.name);
                self.translator.refuse(Problem::new("no_resource_type", path));
                if is_first {
                    break Ok(());
                }
            }
            is_first = false;
            if (offset - given_at) as u64 >= Chunk::BYTES {
                chunk.take().try_for_each(&mut *give)?;
                given_at = offset;
            }
        };
        // What was read before a damaged end is whole lines.
        chunk.take().try_for_each(give)?;
        Ok(read?)
    }

    /// Puts a patient together. Who was given whole before is looked up in their file: the rest of their resources
    /// needs to know whose it is.
    pub fn assemble(&mut self, key: &str, pieces: &[Vec<u8>]) -> Result<Option<IncomingRecord>, Malformed> {
        let (sources, wholes) = (&self.sources, &self.wholes);
        self.translator.assemble(pieces, || {
            let source = sources.get(*wholes.get(&hash(key))? as usize)?;
            let mut buffer = Vec::new();
            bytes::read_whole(&source.path, &mut buffer).ok()?;
            Translator::patient_of(&source.name, &buffer, key)
        })
    }
}

/// Why the reading of a file ends early.
enum Halt {
    Stop(Stop),
    Trouble(Trouble),
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// The line without the byte order mark that some senders begin a file with.
fn content(buffer: &[u8], number: usize) -> &[u8] {
    match buffer {
        [0xef, 0xbb, 0xbf, rest @ ..] if number == 1 => rest,
        _ => buffer,
    }
}

/// A bulk data client leaves its own log beside the data.
fn is_export_log(line: &[u8]) -> bool {
    [&b"\"exportId\""[..], b"\"eventId\""].iter().all(|key| memmem::find(line, key).is_some())
}

fn hash(key: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(key)
}
