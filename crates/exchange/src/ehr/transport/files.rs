//! FHIR files as an intake.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use app::people::incoming::IncomingRecord;
use app::people::{Incoming, Intake, ReadingReport};
use app::{Error, Result};
use async_trait::async_trait;
use ccm::care_plan::ConditionCatalog;
use tokio::sync::mpsc;

use super::reader::{Reader, Stop};
use super::{input, listing};
use crate::ehr::translate::Translator;

/// What is read ahead while the import stores what came before: this many parcels, besides the one being filled.
const AHEAD: usize = 2;
/// A parcel is sent when what is in it comes to this many bytes.
const PARCEL_BYTES: usize = 2 << 20;

/// FHIR files and folders, opened.
pub struct FhirFiles {
    sha256: [u8; 32],
    files: u64,
    bytes: u64,
    state: State,
}

enum State {
    Opened(Box<Reader>),
    Reading {
        parcels: mpsc::Receiver<Result<Parcel>>,
        open: std::vec::IntoIter<Incoming>,
        thread: JoinHandle<Box<Reader>>,
    },
    Read(Box<Reader>),
    /// The reading thread is gone.
    Lost,
}

impl FhirFiles {
    /// Lists and hashes files (`.json`, `.ndjson`, each also `.gz`) and folders with all that is in them. Files of
    /// other kinds are passed over.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every path that cannot be read, or when there is no file to read at all.
    pub fn open(paths: &[PathBuf], catalog: Arc<ConditionCatalog>) -> Result<Self> {
        let listing = listing::list(paths).map_err(Error::Invalid)?;
        let input = input::hash(&listing.sources).map_err(Error::Invalid)?;
        let files = listing.sources.len() as u64;
        let reader = Reader::new(listing.sources.into(), Translator::new(catalog), listing.ignored);
        Ok(Self { sha256: input.sha256, files, bytes: input.bytes, state: State::Opened(Box::new(reader)) })
    }

    /// Files that were passed over because they are of another kind: by their name, or logs of an export.
    pub fn ignored(&self) -> u64 {
        self.reader().map_or(0, |reader| reader.ignored)
    }

    fn reader(&self) -> Option<&Reader> {
        match &self.state {
            State::Opened(reader) | State::Read(reader) => Some(reader),
            State::Reading { .. } | State::Lost => None,
        }
    }

    /// The thread has let go of its end of the channel: nothing more comes, and it is at its end.
    fn finish(&mut self) -> Result<()> {
        if let State::Reading { thread, .. } = std::mem::replace(&mut self.state, State::Lost) {
            let reader =
                thread.join().map_err(|_| Error::Internal("the reading of files broke off".to_owned()))?;
            self.state = State::Read(reader);
        }
        Ok(())
    }

    fn start(mut reader: Box<Reader>) -> Result<State> {
        let (sender, parcels) = mpsc::channel(AHEAD);
        let work = move || {
            let mut parcel = Parcel::default();
            let send = |parcel| sender.blocking_send(parcel).map_err(|_| Stop::Unheard);
            let read = reader.run(&mut |incoming| {
                parcel.add(incoming);
                if parcel.bytes >= PARCEL_BYTES { send(Ok(std::mem::take(&mut parcel))) } else { Ok(()) }
            });
            // Where nobody listens, nobody misses the rest.
            let _ = match read {
                Ok(()) => send(Ok(parcel)),
                Err(Stop::Disk { file }) => {
                    let what = format!("file {} of {} of the input", file + 1, reader.sources.len());
                    send(Err(Error::Unavailable(what)))
                }
                Err(Stop::Unheard) => Ok(()),
            };
            reader
        };
        let thread = std::thread::Builder::new().name("ehr-reader".to_owned()).spawn(work);
        let thread = thread.map_err(|_| Error::Unavailable("a thread to read with".to_owned()))?;
        Ok(State::Reading { parcels, open: Vec::new().into_iter(), thread })
    }
}

/// Patients and pieces that travel together: a thread is not woken for each.
#[derive(Default)]
struct Parcel {
    incoming: Vec<Incoming>,
    bytes: usize,
}

impl Parcel {
    fn add(&mut self, incoming: Incoming) {
        self.bytes += match &incoming {
            Incoming::Whole(record) => record.raw.len(),
            Incoming::Piece { body, .. } => body.len(),
        };
        self.incoming.push(incoming);
    }
}

#[async_trait]
impl Intake for FhirFiles {
    fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    async fn next(&mut self) -> Result<Option<Incoming>> {
        if let State::Opened(_) = self.state
            && let State::Opened(reader) = std::mem::replace(&mut self.state, State::Lost)
        {
            self.state = Self::start(reader)?;
        }
        while let State::Reading { parcels, open, .. } = &mut self.state {
            if let Some(incoming) = open.next() {
                return Ok(Some(incoming));
            }
            match parcels.recv().await {
                Some(parcel) => *open = parcel?.incoming.into_iter(),
                None => self.finish()?,
            }
        }
        Ok(None)
    }

    /// Nothing is staged as shared: what many patients refer to stays in the directory.
    async fn shared(&mut self, _pieces: Vec<Vec<u8>>) -> Result<()> {
        Ok(())
    }

    async fn assemble(&mut self, patient_key: &str, pieces: Vec<Vec<u8>>) -> Result<Option<IncomingRecord>> {
        let State::Read(reader) = &mut self.state else {
            return Err(Error::Internal("patients are put together after everything is read".to_owned()));
        };
        reader.assemble(patient_key, &pieces).map_err(|error| Error::Internal(error.to_string()))
    }

    fn reading(&self) -> ReadingReport {
        let report = self.reader().map(|reader| reader.translator.report().clone()).unwrap_or_default();
        ReadingReport { files: self.files, bytes: self.bytes, ..report }
    }
}
