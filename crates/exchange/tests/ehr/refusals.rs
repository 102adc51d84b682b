//! What is wrong is refused with its place and reason; the rest comes in.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{bundle, files, folder, take, take_files};

const ANA: &str = r#"{"resourceType":"Patient","id":"ana","birthDate":"1948-03-17"}"#;
const COUGH: &str = r#"{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/ana"}}"#;

fn good() -> String {
    bundle("collection", &[("", ANA), ("", COUGH)])
}

#[test]
fn truncated_json_a_wrong_type_and_a_binary_are_refused_and_the_rest_comes_in() {
    let truncated = &good()[..90];
    let wrong = bundle(
        "collection",
        &[
            ("", r#"{"resourceType":"Patient","id":"bob"}"#),
            (
                "",
                r#"{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/bob"},"code":"I10"}"#,
            ),
            ("", r#"{"resourceType":"Condition","id":"c3","subject":{"reference":"Patient/bob"}}"#),
        ],
    );
    let taken = take_files(&[
        ("a-truncated.json", truncated),
        ("b-wrong.json", &wrong),
        ("c-binary.json", "\u{1}\u{2}\0\0PNG"),
        ("d-good.json", &good()),
        ("e.ndjson", "{\"resourceType\":\"Patient\",\"id\":\"cy\"}\n{\"resourceType\":\"Patient\"\n"),
    ]);
    assert_eq!(
        taken.refused(),
        [
            ("truncated", "a-truncated.json: entry[0]"),
            ("wrong_type", "b-wrong.json: entry[1].resource.code"),
            ("malformed", "c-binary.json"),
            ("truncated", "e.ndjson: line 2"),
        ]
    );
    assert_eq!(taken.report.refused_count, 4);
    assert_eq!(taken.patients(), ["ana", "bob", "cy"]);
    assert_eq!(taken.record("bob").conditions.len(), 1, "the other condition is theirs still");
    let wrong = &taken.report.refused[1];
    assert!(wrong.args.iter().any(|(name, value)| name == "found" && value == "text"), "{wrong}");
}

#[test]
fn a_binary_that_is_no_text_is_refused() {
    let folder = folder(&[("good.json", &good())]);
    std::fs::write(folder.path().join("photo.json"), [0x89, b'P', b'N', b'G', 0xff, 0xfe]).expect("a file");
    let taken = take(&[folder.path().to_owned()]);
    assert_eq!(taken.refused(), [("not_text", "photo.json")]);
    assert_eq!(taken.patients(), ["ana"]);
}

#[test]
fn a_date_that_is_none_names_its_element() {
    let born = r#"{"resourceType":"Patient","id":"ana","birthDate":"17.3.1948"}"#;
    let taken = take_files(&[("a.json", &bundle("batch", &[("", COUGH), ("", born)]))]);
    assert_eq!(taken.refused(), [("bad_value", "a.json: entry[1].resource.birthDate")]);
    assert_eq!((taken.records.len(), taken.report.orphans), (0, 1), "the condition has nobody to belong to");
}

#[test]
fn a_medicare_number_of_a_wrong_shape_is_refused_and_its_patient_is_not() {
    let ana = r#"{"resourceType":"Patient","id":"ana","identifier":[
        {"system":"https://ehr.example/mrn","value":"77"},
        {"system":"http://hl7.org/fhir/sid/us-mbi","value":"1234"}]}"#;
    for (name, text, path) in [
        (
            "a.json",
            bundle("batch", &[("", ana), ("", COUGH)]),
            "a.json: entry[0].resource.identifier[1].value",
        ),
        ("a.ndjson", ana.replace('\n', " "), "a.ndjson: line 1: identifier[1].value"),
    ] {
        let taken = take_files(&[(name, &text)]);
        assert_eq!(taken.refused(), [("mbi_shape", path)]);
        assert_eq!(taken.record("ana").patient.identifiers.len(), 1);
    }
}

#[test]
fn packed_files_are_unpacked_and_damaged_ones_refused() {
    let folder = folder(&[("a.json", &good()), ("b.txt", "nothing"), ("sub/c.ndjson", "")]);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed
        .write_all(good().replace("\"ana\"", "\"eve\"").replace("/ana", "/eve").as_bytes())
        .expect("memory");
    let mut packed = packed.finish().expect("memory");
    std::fs::write(folder.path().join("sub/d.json.gz"), &packed).expect("a file");
    packed.truncate(packed.len() - 12);
    std::fs::write(folder.path().join("sub/e.json.gz"), &packed).expect("a file");
    let taken = take(&[folder.path().to_owned(), folder.path().join("a.json")]);
    assert_eq!(taken.refused(), [("gzip_damaged", "sub/e.json.gz")]);
    assert_eq!(taken.patients(), ["ana", "eve"]);
    assert_eq!((taken.report.files, taken.ignored), (4, 1), "a.json is read once, though named twice");
}

#[test]
fn a_line_that_unpacks_beyond_its_limit_is_passed_over() {
    let folder = folder(&[]);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&vec![b'x'; exchange::ehr::LINE_MAX as usize + 10]).expect("memory");
    packed.write_all(format!("\n{ANA}\n").as_bytes()).expect("memory");
    std::fs::write(folder.path().join("a.ndjson.gz"), packed.finish().expect("memory")).expect("a file");
    let taken = take(&[folder.path().to_owned()]);
    assert_eq!(taken.refused(), [("too_large", "a.ndjson.gz: line 1")]);
    assert_eq!(taken.patients(), ["ana"]);
}

#[test]
fn other_json_is_refused_by_file_and_a_bulk_log_is_passed_over() {
    let taken = take_files(&[
        (
            "log.ndjson",
            "{\"exportId\":\"1\",\"eventId\":\"kickoff\"}\n{\"exportId\":\"1\",\"eventId\":\"x\"}\n",
        ),
        ("other.ndjson", "{\"a\":1}\n{\"a\":2}\n"),
        ("package.json", "{\"name\":\"x\"}"),
        ("z.ndjson", &format!("{ANA}\n\n{{\"a\":1}}\n{COUGH}\n")),
    ]);
    assert_eq!(
        taken.refused(),
        [
            ("no_resource_type", "other.ndjson: line 1"),
            ("no_resource_type", "package.json"),
            ("no_resource_type", "z.ndjson: line 3"),
        ]
    );
    assert_eq!(taken.ignored, 1);
    assert_eq!(taken.record("ana").conditions.len(), 1);
}

#[test]
fn paths_that_are_not_there_are_told_all_at_once() {
    let folder = folder(&[("notes.txt", "x")]);
    let open = |names: &[&str]| {
        let paths: Vec<_> = names.iter().map(|name| folder.path().join(name)).collect();
        let catalog = ccm::care_plan::ConditionCatalog::embedded().expect("tables");
        match exchange::ehr::FhirFiles::open(&paths, std::sync::Arc::new(catalog)) {
            Err(app::Error::Invalid(problems)) => problems.into_iter().map(|problem| problem.code).collect(),
            _ => Vec::new(),
        }
    };
    assert_eq!(open(&["no.json", "none"]), ["file_not_found", "file_not_found"]);
    assert_eq!(open(&[""]), ["no_fhir_files"]);
}

#[test]
fn a_reader_that_nobody_hears_ends() {
    let many: Vec<(String, String)> = (0..50).map(|n| (format!("{n:02}.json"), good())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (&**name, &**text)).collect();
    let folder = folder(&many);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut files = files(&[folder.path().to_owned()]);
        assert!(app::people::Intake::next(&mut files).await.expect("a record").is_some());
        drop(files);
    });
}
