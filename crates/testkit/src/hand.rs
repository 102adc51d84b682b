//! An intake that a test fills by hand.

use app::Result;
use app::people::incoming::*;
use app::people::{Incoming, Intake, ReadingReport};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::{Contact, Identifier};

/// Yields what it was given, whole patients only.
pub struct Hand {
    records: Vec<IncomingRecord>,
    sha256: [u8; 32],
}

impl Hand {
    /// `input` names the input: the same name is the same input.
    pub fn of(input: u8, mut records: Vec<IncomingRecord>) -> Self {
        records.reverse();
        Self { records, sha256: [input; 32] }
    }
}

#[async_trait]
impl Intake for Hand {
    fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    async fn next(&mut self) -> Result<Option<Incoming>> {
        Ok(self.records.pop().map(|record| Incoming::Whole(Box::new(record))))
    }

    async fn shared(&mut self, _pieces: Vec<Vec<u8>>) -> Result<()> {
        Ok(())
    }

    async fn assemble(&mut self, _key: &str, _pieces: Vec<Vec<u8>>) -> Result<Option<IncomingRecord>> {
        Ok(None)
    }

    fn reading(&self) -> ReadingReport {
        ReadingReport::default()
    }
}

/// The system of the test's record numbers.
pub const MRN_SYSTEM: &str = "urn:perennial:test:mrn";

/// A patient with a record number, demographics that a claim can be made of, and original Medicare.
pub fn patient(mrn: &str) -> IncomingRecord {
    let origin = |id: String| Origin { source_id: id, last_updated: None, sha256: [1; 32] };
    let address = ccm::people::Address {
        street: "12 Juniper Row".into(),
        street2: None,
        city: "Salem".into(),
        state: "OR".into(),
        zip: "973011234".parse().expect("a ZIP code of our own"),
    };
    IncomingRecord {
        patient: IncomingPatient {
            origin: origin(mrn.to_owned()),
            identifiers: vec![Identifier { system: MRN_SYSTEM.into(), value: mrn.to_owned() }],
            family: Some("Quillfeather".into()),
            given: Some("Orla".into()),
            born_on: Some(Date::constant(1948, 3, 17)),
            sex: Some("female".into()),
            language: None,
            deceased: None,
            contact: Contact { address: Some(address), phones: Vec::new(), emails: Vec::new() },
            replaced_by: None,
        },
        coverages: vec![IncomingCoverage {
            origin: origin(format!("{mrn}-medicare")),
            status: "active".into(),
            payer_name: Some("Medicare".into()),
            type_code: Some("121".into()),
            mbi: "1EG4TE5MK73".parse().ok(),
            from: None,
            until: None,
            qmb: Some(false),
        }],
        conditions: Vec::new(),
        visits: Vec::new(),
        medications: Vec::new(),
        allergies: Vec::new(),
        observations: Vec::new(),
        raw: mrn.as_bytes().to_vec(),
        raw_sha256: [7; 32],
    }
}
