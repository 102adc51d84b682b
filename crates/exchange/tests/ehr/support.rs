//! Throw-away folders, and an import that only remembers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use app::people::incoming::{IncomingRecord, Origin};
use app::people::{Incoming, Intake, ReadingReport};
use ccm::care_plan::ConditionCatalog;
use exchange::ehr::FhirFiles;
use tempfile::TempDir;

static CATALOG: LazyLock<Arc<ConditionCatalog>> =
    LazyLock::new(|| Arc::new(ConditionCatalog::embedded().expect("the embedded tables read")));

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// What came in.
pub struct Taken {
    pub records: Vec<IncomingRecord>,
    pub report: ReadingReport,
    pub sha256: [u8; 32],
    /// Given whole; the others were put together from pieces.
    pub wholes: usize,
    pub ignored: u64,
}

pub fn files(paths: &[PathBuf]) -> FhirFiles {
    FhirFiles::open(paths, Arc::clone(&CATALOG)).expect("files that open")
}

pub fn take_files(given: &[(&str, &str)]) -> Taken {
    let folder = folder(given);
    take(&[folder.path().to_owned()])
}

/// Takes everything in, as the import does: whole ones at once, pieces by patient when all is read.
pub fn take(paths: &[PathBuf]) -> Taken {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut files = files(paths);
        let mut records = Vec::new();
        let mut staged: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        while let Some(incoming) = files.next().await.expect("readable files") {
            match incoming {
                Incoming::Whole(record) => records.push(*record),
                Incoming::Piece { patient_key, body } => staged.entry(patient_key).or_default().push(body),
            }
        }
        let wholes = records.len();
        files.shared(staged.remove("").unwrap_or_default()).await.expect("shared pieces");
        for (key, pieces) in staged {
            records.extend(files.assemble(&key, pieces).await.expect("whole pieces"));
        }
        let (report, sha256, ignored) = (files.reading(), files.sha256(), files.ignored());
        Taken { records, report, sha256, wholes, ignored }
    })
}

impl Taken {
    /// Every fact by patient, kind and source id, in words; of two records of a patient the later one counts.
    pub fn facts(&self) -> BTreeMap<String, String> {
        self.records.iter().flat_map(facts).collect()
    }

    pub fn patients(&self) -> Vec<&str> {
        let mut ids: Vec<&str> =
            self.records.iter().map(|record| &*record.patient.origin.source_id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    pub fn record(&self, id: &str) -> &IncomingRecord {
        self.records.iter().find(|record| record.patient.origin.source_id == id).expect("the patient")
    }

    /// Codes and paths of what was refused.
    pub fn refused(&self) -> Vec<(&str, &str)> {
        self.report.refused.iter().map(|problem| (&*problem.code, &*problem.path)).collect()
    }
}

fn facts(record: &IncomingRecord) -> Vec<(String, String)> {
    let id = &record.patient.origin.source_id;
    let mut all = Vec::new();
    let mut add = |kind: &str, origin: &Origin, words: String| {
        let words = format!("{words} {:?} {:x?}", origin.last_updated, &origin.sha256[..4]);
        all.push((format!("{id} {kind} {}", origin.source_id), words));
    };
    let p = &record.patient;
    let mut words =
        format!("{:?} {:?} {:?} {:?} {:?} {:?}", p.family, p.given, p.born_on, p.sex, p.language, p.deceased);
    for identifier in &p.identifiers {
        let _ = write!(words, " {}={}", identifier.system, identifier.value);
    }
    if let Some(address) = &p.contact.address {
        let _ = write!(words, " {}, {} {} {}", address.street, address.city, address.state, address.zip);
    }
    let _ = write!(words, " {:?} {:?} {:?}", p.contact.phones, p.contact.emails, p.replaced_by);
    add("patient", &p.origin, words);
    for c in &record.coverages {
        let mbi = c.mbi.as_ref().map(|mbi| mbi.as_str());
        let what = (&c.status, &c.payer_name, &c.type_code, mbi, c.from, c.until, c.qmb);
        add("coverage", &c.origin, format!("{what:?}"));
    }
    for c in &record.conditions {
        let what = (&c.icd10, c.is_mapped, &c.snomed, &c.status, c.onset_on, c.abated_on);
        add("condition", &c.origin, format!("{what:?}"));
    }
    for v in &record.visits {
        let what = (&v.status, &v.class, &v.code, v.on, v.until, &v.practitioner_npi);
        add("visit", &v.origin, format!("{what:?}"));
    }
    for m in &record.medications {
        let what = (&m.status, &m.code_system, &m.code, &m.label, m.authored_on, &m.dosage);
        add("medication", &m.origin, format!("{what:?}"));
    }
    for a in &record.allergies {
        let what = (&a.status, &a.code_system, &a.code, &a.label, &a.criticality);
        add("allergy", &a.origin, format!("{what:?}"));
    }
    for o in &record.observations {
        let mut words = o.status.clone();
        for r in &o.readings {
            let _ = write!(words, " {} {} {} {:?} {:?} {:?}", r.at, r.part, r.code, r.value, r.unit, r.text);
        }
        add("observation", &o.origin, words);
    }
    all
}

/// A Bundle of these entries, each `fullUrl resource` or a resource alone.
pub fn bundle(kind: &str, entries: &[(&str, &str)]) -> String {
    let entry = |(url, resource): &(&str, &str)| match *url {
        "" => format!(r#"{{"resource":{resource}}}"#),
        url => format!(r#"{{"fullUrl":"{url}","resource":{resource}}}"#),
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    format!(r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{}]}}"#, entries.join(","))
}
