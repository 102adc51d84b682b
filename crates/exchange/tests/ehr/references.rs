//! References of every kind lead to the right patient, practitioner, medication and payer.

use crate::support::{Taken, bundle, take_files};

const ANA: &str = r#"{"resourceType":"Patient","id":"ana","identifier":[{"system":"https://ehr.example/mrn","value":"77"}]}"#;
const BO: &str = r#"{"resourceType":"Patient","id":"bo","identifier":[{"system":"https://ehr.example/mrn","value":"78"}]}"#;
const ANA_URL: &str = "urn:uuid:00000000-0000-4000-8000-00000000000a";
const BO_URL: &str = "https://ehr.example/fhir/Patient/bo";

fn condition(id: &str, subject: &str) -> String {
    format!(r#"{{"resourceType":"Condition","id":"{id}","subject":{subject}}}"#)
}

fn conditions(taken: &Taken, patient: &str) -> Vec<String> {
    taken.record(patient).conditions.iter().map(|it| it.origin.source_id.clone()).collect()
}

#[test]
fn each_kind_of_reference_finds_its_patient_in_a_bundle_of_two() {
    let subjects = [
        ("urn", format!(r#"{{"reference":"{ANA_URL}"}}"#), "ana"),
        ("relative", r#"{"reference":"Patient/ana"}"#.to_owned(), "ana"),
        ("versioned", r#"{"reference":"Patient/bo/_history/3"}"#.to_owned(), "bo"),
        ("absolute", format!(r#"{{"reference":"{BO_URL}"}}"#), "bo"),
        ("conditional", r#"{"reference":"Patient?identifier=https://ehr.example/mrn|77"}"#.to_owned(), "ana"),
        (
            "identifier",
            r#"{"identifier":{"system":"https://ehr.example/mrn","value":"78"}}"#.to_owned(),
            "bo",
        ),
    ];
    let resources: Vec<String> = subjects.iter().map(|(id, subject, _)| condition(id, subject)).collect();
    let mut entries: Vec<(&str, &str)> = resources.iter().map(|it| ("", &**it)).collect();
    entries.extend([(ANA_URL, ANA), (BO_URL, BO)]);
    for kind in ["transaction", "batch", "collection", "searchset"] {
        let taken = take_files(&[("a.json", &bundle(kind, &entries))]);
        assert_eq!(taken.refused(), []);
        assert_eq!((taken.wholes, taken.report.orphans), (2, 0));
        for patient in ["ana", "bo"] {
            let mut expected: Vec<&str> =
                subjects.iter().filter(|(_, _, of)| *of == patient).map(|(id, ..)| *id).collect();
            expected.sort_unstable();
            assert_eq!(conditions(&taken, patient), expected, "{kind}");
        }
    }
}

#[test]
fn who_cannot_be_found_is_counted_and_given_to_nobody() {
    let lost = [
        r#"{"reference":"Patient?identifier=https://ehr.example/mrn|99"}"#,
        r#"{"reference":"Group/1"}"#,
        r##"{"reference":"#p"}"##,
        r#"{"display":"somebody"}"#,
        r#"{"reference":"Patient/stranger"}"#,
    ];
    let resources: Vec<String> =
        lost.iter().zip("abcde".chars()).map(|(it, id)| condition(&id.to_string(), it)).collect();
    let mut entries: Vec<(&str, &str)> = resources.iter().map(|it| ("", &**it)).collect();
    let own = condition("own", r#"{"reference":"Patient/ana"}"#);
    entries.extend([("", ANA), ("", &*own)]);
    let taken = take_files(&[("a.json", &bundle("collection", &entries))]);
    assert_eq!(taken.report.orphans, 5);
    assert_eq!(conditions(&taken, "ana"), ["own"]);
}

#[test]
fn a_resource_without_an_id_goes_by_its_full_url_or_its_content() {
    let url = "urn:uuid:00000000-0000-4000-8000-0000000000c1";
    let without = format!(r#"{{"resourceType":"Condition","subject":{{"reference":"{ANA_URL}"}}}}"#);
    let entries = [(ANA_URL, r#"{"resourceType":"Patient"}"#), (url, &without), ("", &without)];
    let taken = take_files(&[("a.json", &bundle("transaction", &entries))]);
    let ids = conditions(&taken, "00000000-0000-4000-8000-00000000000a");
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&"00000000-0000-4000-8000-0000000000c1".to_owned()));
    assert!(ids.iter().any(|id| id.len() == 32 && !id.contains('-')), "{ids:?}");
}

#[test]
fn who_took_part_is_known_by_npi() {
    let doctor_url = "urn:uuid:00000000-0000-4000-8000-0000000000d1";
    let doctor = r#"{"resourceType":"Practitioner","id":"d1","identifier":[{"system":"https://ehr.example/staff","value":"9"},{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}"#;
    let cases = [
        (
            r#"{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893"}"#.to_owned(),
            true,
        ),
        (r#"{"reference":"Practitioner?identifier=https://ehr.example/staff|9"}"#.to_owned(), true),
        (
            r#"{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}}"#.to_owned(),
            true,
        ),
        (r#"{"reference":"Practitioner/d1"}"#.to_owned(), true),
        (format!(r#"{{"reference":"{doctor_url}"}}"#), true),
        (r##"{"reference":"#inner"}"##.to_owned(), true),
        (
            r#"{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999999739"}"#.to_owned(),
            false,
        ),
        (r#"{"reference":"Practitioner/unknown"}"#.to_owned(), false),
    ];
    for (individual, is_known) in cases {
        let visit = format!(
            r#"{{"resourceType":"Encounter","id":"e1","contained":[{{"resourceType":"Practitioner","id":"inner","identifier":[{{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}}]}}],"subject":{{"reference":"Patient/ana"}},"participant":[{{"type":[]}},{{"individual":{individual}}}]}}"#
        );
        let entries = [("", ANA), ("", &*visit), (doctor_url, doctor)];
        let taken = take_files(&[("a.json", &bundle("transaction", &entries))]);
        let npi = taken.record("ana").visits[0].practitioner_npi.as_ref().map(|npi| npi.as_str());
        assert_eq!(npi, is_known.then_some("1234567893"), "{individual}");
    }
}

#[test]
fn medications_and_payers_are_found_contained_or_elsewhere() {
    let requests = [
        r##"{"resourceType":"MedicationRequest","id":"m1","contained":[{"resourceType":"Medication","id":"in","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1"}]}}],"medicationReference":{"reference":"#in"},"subject":{"reference":"Patient/ana"}}"##,
        r#"{"resourceType":"MedicationStatement","id":"m1","status":"active","medicationReference":{"reference":"https://ehr.example/fhir/Medication/x"},"subject":{"reference":"Patient/ana"},"dateAsserted":"2026-05"}"#,
        r#"{"resourceType":"MedicationRequest","id":"m3","doNotPerform":true,"medicationCodeableConcept":{"text":"no"},"subject":{"reference":"Patient/ana"}}"#,
        r#"{"resourceType":"Coverage","id":"k","status":"active","beneficiary":{"reference":"Patient/ana"},"payor":[{"reference":"Organization/o"}]}"#,
    ];
    let mut entries: Vec<(&str, &str)> = requests.iter().map(|it| ("", *it)).collect();
    entries.push(("", ANA));
    let shared = bundle(
        "batch",
        &[
            (
                "",
                r#"{"resourceType":"Medication","id":"x","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"2"}]}}"#,
            ),
            ("", r#"{"resourceType":"Organization","id":"o","name":"Medicare"}"#),
        ],
    );
    let taken = take_files(&[("a.json", &bundle("collection", &entries)), ("b.json", &shared)]);
    assert_eq!(taken.wholes, 0, "it waited for the other file");
    let record = taken.record("ana");
    let codes: Vec<_> =
        record.medications.iter().map(|it| (&*it.origin.source_id, it.code.as_deref())).collect();
    assert_eq!(codes, [("m1", Some("1")), ("MedicationStatement/m1", Some("2"))]);
    assert_eq!(record.coverages[0].payer_name.as_deref(), Some("Medicare"));
    assert_eq!(taken.report.kept_unread["MedicationRequest: do not perform"], 1);
}

#[test]
fn a_replaced_record_names_the_other() {
    let replaced = r#"{"resourceType":"Patient","id":"old","link":[{"type":"replaced-by","other":{"reference":"Patient/ana"}}]}"#;
    let taken = take_files(&[("a.ndjson", &format!("{replaced}\n{ANA}\n"))]);
    assert_eq!(taken.record("old").patient.replaced_by.as_deref(), Some("ana"));
    assert_eq!(taken.record("ana").patient.replaced_by, None);
}
