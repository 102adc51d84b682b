//! Every shared sample is read without a problem, and nothing is lost: counts per type equal those of a plain
//! `serde_json::Value`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use fhir::{Entry, Resource, ndjson, read_document};
use serde_json::Value;

type Counts = BTreeMap<String, usize>;

/// The files of a shared folder that end so; none, with a notice, where the samples are not beside this checkout.
fn samples(folder: &str, ending: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples").join(folder);
    let Ok(files) = std::fs::read_dir(&path) else {
        println!("skipped: no shared samples of {folder} beside this checkout");
        return Vec::new();
    };
    let mut files: Vec<_> = files
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    files
}

fn unpacked(path: &Path) -> Vec<u8> {
    let packed = std::fs::read(path).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Counts a resource, and that it is what the plain reading says it is.
fn count(counts: &mut Counts, entry: &Entry<'_>, plain: &Value) {
    let resource = match &entry.resource {
        Ok(resource) => resource,
        Err(problems) => panic!("{}", problems[0]),
    };
    assert_eq!(Some(resource.type_name()), plain["resourceType"].as_str());
    assert_eq!(resource.id(), plain["id"].as_str());
    let again: Value = serde_json::from_str(entry.json).unwrap();
    assert_eq!(&again, plain);
    if let Resource::Observation(observation) = resource {
        let has_value = plain.as_object().unwrap().keys().any(|key| key.starts_with("value"));
        assert_eq!(observation.value.is_some(), has_value);
        let components = plain["component"].as_array().map_or(0, Vec::len);
        assert_eq!(observation.component.len(), components);
    }
    *counts.entry(resource.type_name().to_owned()).or_default() += 1;
}

#[test]
fn bundles() {
    let (mut ours, mut theirs) = (Counts::new(), Counts::new());
    for path in samples("fhir", ".json.gz") {
        let bytes = unpacked(&path);
        let plain: Value = serde_json::from_slice(&bytes).unwrap();
        let document = read_document(&bytes).unwrap_or_else(|problem| panic!("{problem}"));
        let entries = plain["entry"].as_array().unwrap();
        assert_eq!(document.entries.len(), entries.len());
        for (entry, plain) in document.entries.iter().zip(entries) {
            assert_eq!(entry.full_url.as_deref(), plain["fullUrl"].as_str());
            assert_eq!(
                entry.request.as_ref().and_then(|r| r.url.as_deref()),
                plain["request"]["url"].as_str()
            );
            count(&mut ours, entry, &plain["resource"]);
            let name = plain["resource"]["resourceType"].as_str().unwrap();
            *theirs.entry(name.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(ours, theirs);
}

#[test]
fn bulk_data() {
    for path in samples("fhir-bulk", ".ndjson.gz") {
        let bytes = unpacked(&path);
        let plain: Vec<Value> =
            serde_json::Deserializer::from_slice(&bytes).into_iter().map(Result::unwrap).collect();
        let lines: Vec<_> = ndjson::lines(&bytes).collect();
        assert_eq!(lines.len(), plain.len());
        let mut counts = Counts::new();
        for (line, plain) in lines.iter().zip(&plain) {
            count(&mut counts, &ndjson::read_line(line), plain);
        }
        let file = path.file_name().unwrap().to_string_lossy();
        let name = file.split('.').next().unwrap();
        assert_eq!(counts, Counts::from([(name.to_owned(), plain.len())]));
    }
}

/// A log beside the data is no resource, and says so line by line.
#[test]
fn the_log_of_an_export_is_refused_line_by_line() {
    for path in samples("fhir-bulk", "log.ndjson") {
        let bytes = std::fs::read(path).unwrap();
        for line in ndjson::lines(&bytes) {
            let entry = ndjson::read_line(&line);
            let problems = entry.resource.unwrap_err();
            assert_eq!(problems[0].code(), "no_resource_type");
            assert_eq!(problems[0].place.line, line.number);
        }
    }
}
