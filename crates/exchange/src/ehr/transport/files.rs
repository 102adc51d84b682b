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

/// Records read ahead while the import stores the ones before. Each is about as large as its file.
const AHEAD: usize = 2;

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
        incoming: mpsc::Receiver<Result<Incoming>>,
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

    fn start(mut reader: Box<Reader>) -> Result<State> {
        let (sender, incoming) = mpsc::channel(AHEAD);
        let work = move || {
            let read =
                reader.run(&mut |incoming| sender.blocking_send(Ok(incoming)).map_err(|_| Stop::Unheard));
            if let Err(Stop::Disk { file }) = read {
                let what = format!("file {} of {} of the input", file + 1, reader.sources.len());
                // Where nobody listens, nobody misses it.
                let _ = sender.blocking_send(Err(Error::Unavailable(what)));
            }
            reader
        };
        let thread = std::thread::Builder::new().name("ehr-reader".to_owned()).spawn(work);
        let thread = thread.map_err(|_| Error::Unavailable("a thread to read with".to_owned()))?;
        Ok(State::Reading { incoming, thread })
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
        let State::Reading { incoming, .. } = &mut self.state else { return Ok(None) };
        if let Some(incoming) = incoming.recv().await {
            return incoming.map(Some);
        }
        if let State::Reading { thread, .. } = std::mem::replace(&mut self.state, State::Lost) {
            // It has let go of the channel: it is at its end.
            let reader =
                thread.join().map_err(|_| Error::Internal("the reading of files broke off".to_owned()))?;
            self.state = State::Read(reader);
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
