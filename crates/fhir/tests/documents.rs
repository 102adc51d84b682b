//! Bundles of each kind, single resources and lines: what comes out, and where each thing stands.

mod common;

use common::told;
use fhir::{BundleType, Method, Resource, ndjson, read_document};

const BUNDLE: &str = r#"{
  "id": "b1", "total": 3,
  "entry": [
    {
      "fullUrl": "urn:uuid:1",
      "resource": {"resourceType": "Patient", "id": "1"},
      "request": {"method": "PUT", "url": "Patient/1", "ifNoneExist": "identifier=x|1"}
    },
    {"resource": {"id": "2", "status": "active", "resourceType": "Location"}, "search": {"mode": "match"}},
    {"resource": {"resourceType": "Patient", "id": "3",
       "birthDate": 1948, "name": [{"given": ["A", 5]}]}}
  ],
  "type": "transaction",
  "resourceType": "Bundle"
}
"#;

#[test]
fn a_bundle_gives_its_entries_with_what_is_said_about_them() {
    let document = read_document(BUNDLE.as_bytes()).unwrap();
    assert_eq!(document.bundle, Some(BundleType::Transaction));
    assert_eq!(document.entries.len(), 3);

    let first = &document.entries[0];
    assert_eq!(first.full_url.as_deref(), Some("urn:uuid:1"));
    let request = first.request.as_ref().unwrap();
    assert_eq!(request.method, Some(Method::Put));
    assert_eq!(request.url.as_deref(), Some("Patient/1"));
    assert_eq!(request.if_none_exist.as_deref(), Some("identifier=x|1"));
    assert_eq!(first.json, r#"{"resourceType": "Patient", "id": "1"}"#);
    assert!(BUNDLE[first.offset..].starts_with(first.json));

    let second = &document.entries[1];
    assert_eq!(second.resource_type.as_deref(), Some("Location"));
    assert!(matches!(second.resource, Ok(Resource::Location(_))));
}

#[test]
fn a_bad_entry_is_refused_alone_with_every_problem_and_its_place() {
    let document = read_document(BUNDLE.as_bytes()).unwrap();
    let problems = document.entries[2].resource.as_ref().unwrap_err();
    assert_eq!(
        told(problems),
        [
            ("wrong_type", "entry[2].resource.birthDate".to_owned()),
            ("wrong_type", "entry[2].resource.name[0].given[1]".to_owned()),
        ]
    );
    let place = problems[0].place;
    assert_eq!((place.line, place.column), (11, 21));
    assert!(BUNDLE[place.offset..].starts_with("1948"));
    assert_eq!(
        problems[0].to_string(),
        "entry[2].resource.birthDate: expected a date: YYYY, YYYY-MM or YYYY-MM-DD, found a number (line 11, column 21)"
    );
    assert_eq!(
        document.entries[2].resource_type.as_deref(),
        Some("Patient"),
        "the report can say what was refused"
    );
}

#[test]
fn the_four_kinds_of_bundle_are_read_and_no_others() {
    let of = |kind: &str| format!(r#"{{"resourceType":"Bundle","type":"{kind}"}}"#);
    for kind in ["transaction", "batch", "collection", "searchset"] {
        let json = of(kind);
        let document = read_document(json.as_bytes()).unwrap();
        assert_eq!(document.bundle.unwrap().as_str(), kind);
        assert!(document.entries.is_empty());
    }
    for kind in ["history", "document", "message", "Batch"] {
        let json = of(kind);
        assert_eq!(common::refusal(json.as_bytes()), ("unsupported_bundle", "type".to_owned()));
    }
    assert_eq!(common::refusal(br#"{"resourceType":"Bundle"}"#), ("unsupported_bundle", String::new()));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let json = "\u{feff} {\"resourceType\":\"Medication\"} ";
    assert_eq!(read_document(json.as_bytes()).unwrap().entries.len(), 1);
    let line = ndjson::lines(json.as_bytes()).next().unwrap();
    assert!(ndjson::read_line(&line).resource.is_ok());
}

#[test]
fn lines_are_read_each_for_itself() {
    let file = b"{\"resourceType\":\"Patient\",\"id\":\"1\"}\r\n\n  \n{\"resourceType\":\"Patient\",\n{\"resourceType\":\"Patient\",\"gender\":\"f\"}\n\xff\xfe\n[]\n{\"resourceType\":\"Device\"} x\n {\"resourceType\":\"Device\"}";
    let entries: Vec<_> = ndjson::lines(file).map(|line| (line.number, ndjson::read_line(&line))).collect();
    let told: Vec<_> = entries
        .iter()
        .map(|(number, entry)| (*number, entry.resource.as_ref().err().map(|p| told(p))))
        .collect();
    let problem = |code, path: &str| Some(vec![(code, path.to_owned())]);
    assert_eq!(
        told,
        [
            (1, None),
            (4, problem("truncated", "")),
            (5, problem("unknown_code", "gender")),
            (6, problem("not_text", "")),
            (7, problem("wrong_type", "")),
            (8, problem("trailing_text", "")),
            (9, None),
        ]
    );
    let gender = &entries[2].1.resource.as_ref().unwrap_err()[0];
    assert_eq!((gender.place.line, gender.place.column), (5, 36));
    assert!(file[gender.place.offset..].starts_with(b"\"f\""));
    let last = &entries[6].1;
    assert!(file[last.offset..].starts_with(last.json.as_bytes()));
}

#[test]
fn nothing_about_a_person_is_shown() {
    let document = read_document(BUNDLE.as_bytes()).unwrap();
    assert_eq!(format!("{document:?}"), "Document { bundle: Some(Transaction), entries: 3 }");
    let shown = format!("{:?}", document.entries);
    assert!(!shown.contains("urn:uuid") && !shown.contains("1948"));
}
