//! The same records from every form and order of files.

use crate::support::{Taken, bundle, take_files};

const PATIENT: &str = r#"{"resourceType":"Patient","id":"p1","gender":"female","birthDate":"1948-03-17"}"#;
const CONDITION: &str = r#"{"resourceType":"Condition","id":"c1","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"59621000"}]},"subject":{"reference":"Patient/p1"}}"#;
const VISIT: &str = r#"{"resourceType":"Encounter","id":"e1","status":"finished","subject":{"reference":"Patient/p1"},"participant":[{"individual":{"reference":"PractitionerRole/r1"}}],"period":{"start":"2026-09-01T23:30:00-07:00"}}"#;
const REQUEST: &str = r#"{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","medicationReference":{"reference":"Medication/med1"},"subject":{"reference":"Patient/p1"}}"#;
const ROLE: &str =
    r#"{"resourceType":"PractitionerRole","id":"r1","practitioner":{"reference":"Practitioner/n1"}}"#;
const PRACTITIONER: &str = r#"{"resourceType":"Practitioner","id":"n1","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}"#;
const MEDICATION: &str = r#"{"resourceType":"Medication","id":"med1","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"314076"}],"text":"lisinopril 10 mg tablet"}}"#;

const ALL: [&str; 7] = [PATIENT, CONDITION, VISIT, REQUEST, ROLE, PRACTITIONER, MEDICATION];

fn whole_bundle() -> String {
    bundle("transaction", &ALL.map(|resource| ("", resource)))
}

fn assert_complete(taken: &Taken) {
    assert_eq!(taken.refused(), []);
    assert_eq!(taken.report.orphans, 0);
    let facts = taken.facts();
    assert!(facts["p1 visit e1"].contains("1234567893"), "{}", facts["p1 visit e1"]);
    assert!(facts["p1 medication m1"].contains("314076"), "{}", facts["p1 medication m1"]);
    assert!(facts["p1 condition c1"].contains("I10"), "{}", facts["p1 condition c1"]);
}

#[test]
fn a_bundle_gives_its_patient_whole() {
    let taken = take_files(&[("a.json", &whole_bundle())]);
    assert_complete(&taken);
    assert_eq!((taken.wholes, taken.records.len()), (1, 1));
    assert_eq!(taken.report.read["PractitionerRole"], 1);
    // The day is that of the place of the visit, not of UTC.
    assert_eq!(taken.records[0].visits[0].on.map(|day| day.to_string()).as_deref(), Some("2026-09-01"));
}

#[test]
fn every_form_and_order_of_files_gives_the_same_facts() {
    let expected = take_files(&[("a.json", &whole_bundle())]).facts();
    let of = |resources: &[&str]| {
        let entries: Vec<(&str, &str)> = resources.iter().map(|it| ("", *it)).collect();
        bundle("searchset", &entries)
    };
    let clinical = of(&[PATIENT, CONDITION, VISIT, REQUEST]);
    let shared = of(&[ROLE, PRACTITIONER, MEDICATION]);
    let lines = |resources: &[&str]| resources.join("\n") + "\n";
    let forwards = lines(&ALL);
    let mut backwards = ALL;
    backwards.reverse();
    let backwards = lines(&backwards);
    let cases: Vec<(&str, Vec<(&str, String)>)> = vec![
        ("shared resources first", vec![("a.json", shared.clone()), ("b.json", clinical.clone())]),
        ("shared resources last", vec![("a.json", clinical), ("b.json", shared)]),
        ("lines", vec![("a.ndjson", forwards)]),
        ("lines backwards", vec![("a.ndjson", backwards)]),
        (
            "a file each",
            ALL.iter()
                .zip(["a", "b", "c", "d", "e", "f", "g"])
                .map(|(it, name)| (name, (*it).to_owned()))
                .collect(),
        ),
        (
            "a file each, backwards",
            ALL.iter()
                .zip(["g", "f", "e", "d", "c", "b", "a"])
                .map(|(it, name)| (name, (*it).to_owned()))
                .collect(),
        ),
        (
            "pages, the patient on the first",
            vec![
                ("a.json", of(&[PATIENT, CONDITION])),
                ("b.json", of(&[VISIT, REQUEST])),
                ("c.json", of(&ALL[4..])),
            ],
        ),
        (
            "pages, the patient on the last",
            vec![
                ("a.json", of(&[VISIT, REQUEST])),
                ("b.json", of(&ALL[4..])),
                ("c.json", of(&[PATIENT, CONDITION])),
            ],
        ),
        ("a bundle and lines", vec![("a.json", of(&[PATIENT, CONDITION])), ("b.ndjson", lines(&ALL[2..]))]),
    ];
    for (name, files) in cases {
        let files: Vec<(String, String)> = files
            .into_iter()
            .map(|(file, text)| {
                (if file.contains('.') { file.to_owned() } else { format!("{file}.json") }, text)
            })
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (&**file, &**text)).collect();
        let taken = take_files(&files);
        assert_complete(&taken);
        assert_eq!(taken.facts(), expected, "{name}");
    }
}

#[test]
fn names_and_bytes_make_the_input() {
    let once = take_files(&[("a.json", &whole_bundle())]).sha256;
    assert_eq!(once, take_files(&[("a.json", &whole_bundle()), ("b.txt", "x")]).sha256);
    assert_ne!(once, take_files(&[("b.json", &whole_bundle())]).sha256);
    assert_ne!(once, take_files(&[("a.json", &(whole_bundle() + " "))]).sha256);
}

#[test]
fn the_newest_version_of_a_resource_counts() {
    let version = |day: u8, status: &str| {
        format!(
            r#"{{"resourceType":"Condition","id":"c1","meta":{{"lastUpdated":"2026-09-0{day}T10:00:00Z"}},"clinicalStatus":{{"coding":[{{"code":"{status}"}}]}},"subject":{{"reference":"Patient/p1"}}}}"#
        )
    };
    let (old, new) = (version(1, "active"), version(2, "resolved"));
    for entries in [[PATIENT, &old, &new], [&new, &old, PATIENT]] {
        let taken = take_files(&[("a.json", &bundle("collection", &entries.map(|it| ("", it))))]);
        let conditions = &taken.records[0].conditions;
        assert_eq!(conditions.len(), 1);
        assert_eq!(conditions[0].status, "resolved");
        assert_eq!(
            conditions[0].origin.last_updated.map(|at| at.to_string()).as_deref(),
            Some("2026-09-02T10:00:00Z")
        );
        let lines = entries.join("\n");
        assert_eq!(take_files(&[("a.ndjson", &lines)]).facts(), taken.facts());
    }
}

#[test]
fn pretty_and_packed_lines_are_kept_byte_for_byte() {
    let pretty = "{\n  \"resourceType\": \"Patient\",\n  \"id\": \"p1\"\n}";
    let taken = take_files(&[("a.json", &bundle("collection", &[("", CONDITION), ("", pretty)]))]);
    let raw = String::from_utf8(taken.records[0].raw.clone()).expect("text");
    assert_eq!(raw, format!("{CONDITION}\n{pretty}\n"));
}
