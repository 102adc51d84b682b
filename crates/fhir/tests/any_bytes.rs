//! No bytes make the reader panic, and it takes for JSON exactly what `serde_json` takes for JSON.

use fhir::{Entry, Reason, ndjson, read_document};
use proptest::prelude::*;
use serde_json::value::RawValue;

/// Texts to be changed: short ones, where a change is likely to hit what it breaks, and a whole bundle.
const SEEDS: [&str; 5] = [
    r#"{"resourceType":"Basic","x":[0,10,-1,-0.5,2e8,1E-3,7.25e+1]}"#,
    r#"{"resourceType":"Basic","id":"a\\\"\/\n\u00e9\ud83d\ude00é","x\t":"\b\u0041"}"#,
    r#"{"resourceType":"Basic","x":[[],{},null,true,false,[{"a":{"b":[]}}],""]}"#,
    r#"{"resourceType":"Claim","item":[{"factor":0.50,"net":{"value":-12e2},"sequence":3}]}"#,
    r##"{"resourceType":"Bundle","type":"batch","entry":[
 {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","name":[{"family":"D\u00e9ll","given":["A\n"]}],
  "birthDate":"1948-05-06","deceasedBoolean":false,"multipleBirthInteger":2},"request":{"method":"POST","url":"Patient"}},
 {"resource":{"resourceType":"Observation","status":"final","valueQuantity":{"value":-1.5e+3,"code":"kg"},
  "component":[{"valueString":"\ud83d\ude00"}],"effectiveDateTime":"2026-09-01T08:00:00.5-07:00","x":[[],{},null,[true]]}},
 {"resource":{"resourceType":"ExplanationOfBenefit","contained":[{"resourceType":"Coverage","id":"c"}],"total":[0]}}]}"##,
];

/// One change to a text.
#[derive(Clone, Debug)]
enum Change {
    Cut(prop::sample::Index, prop::sample::Index),
    Put(prop::sample::Index, u8),
    Insert(prop::sample::Index, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "0",
        "-",
        "e",
        ".",
        " ",
        "\n",
        "null",
        "true",
        "é",
        "\u{1}",
        "\"id\":",
        "\"contained\":[",
        "{\"resourceType\":\"Patient\"}",
    ]);
    let structure = prop::sample::select(b"{}[],:\"\\0-e. ".to_vec());
    let byte = prop_oneof![any::<u8>(), structure];
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), at()).prop_map(|(from, len)| Change::Cut(from, len)),
        (at(), byte).prop_map(|(at, byte)| Change::Put(at, byte)),
        (at(), pieces).prop_map(|(at, piece)| Change::Insert(at, piece)),
    ]
}

fn changed(seed: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for change in changes {
        let len = bytes.len() + 1;
        match change {
            Change::Cut(from, count) => {
                let from = from.index(len);
                let until = (from + count.index(40)).min(bytes.len());
                bytes.drain(from..until);
            }
            Change::Put(at, byte) if bytes.len() > at.index(len) => bytes[at.index(len)] = *byte,
            Change::Put(..) => {}
            Change::Insert(at, piece) => {
                let at = at.index(len);
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

/// The places of everything that was said, which must lie within the bytes.
fn check_places(entries: &[Entry<'_>], len: usize) {
    for entry in entries {
        assert!(entry.offset + entry.json.len() <= len);
        for problem in entry.resource.as_ref().err().into_iter().flatten() {
            assert!(problem.place.offset <= len && problem.place.line > 0 && problem.place.column > 0);
        }
    }
}

/// `None`: the two agree on whether it is JSON.
fn disagreement(bytes: &[u8]) -> Option<String> {
    let theirs = serde_json::from_slice::<&RawValue>(bytes);
    let ours = read_document(bytes);
    let malformed = |reason: Reason| match reason {
        // They do not look into strings they skip; we look into those we read.
        Reason::Malformed { expected } => expected != "surrogates in pairs",
        Reason::NotText | Reason::Empty | Reason::Truncated | Reason::TrailingText => true,
        _ => false,
    };
    match (&theirs, &ours) {
        (Ok(_), Err(problem)) if malformed(problem.reason) => Some(format!("we refuse: {problem}")),
        (Err(error), Ok(_)) => Some(format!("they refuse: {error}")),
        _ => None,
    }
}

/// Every single change to the short seeds, so that no slip of the grammar depends on luck.
#[test]
fn every_change_of_one_byte() {
    const BYTES: &[u8] = b"{}[],:\"\\/0-+eE.u \x01x";
    let check = |bytes: &[u8]| {
        if let Some(disagreement) = disagreement(bytes) {
            panic!("{disagreement}: {}", String::from_utf8_lossy(bytes));
        }
    };
    for seed in &SEEDS[..SEEDS.len() - 1] {
        for at in 0..seed.len() {
            let (before, rest) = seed.as_bytes().split_at(at);
            check(before);
            check(&[before, &rest[1..]].concat());
            for byte in BYTES {
                check(&[before, &[*byte], rest].concat());
                check(&[before, &[*byte], &rest[1..]].concat());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_documents(
        seed in prop::sample::select(&SEEDS[..]),
        changes in prop::collection::vec(change(), 0..4),
    ) {
        let bytes = changed(seed, &changes);
        prop_assert_eq!(disagreement(&bytes), None);
        if let Ok(document) = read_document(&bytes) {
            check_places(&document.entries, bytes.len());
        }
        for line in ndjson::lines(&bytes) {
            check_places(&[ndjson::read_line(&line)], bytes.len());
        }
    }

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(disagreement(&bytes), None);
        for line in ndjson::lines(&bytes) {
            check_places(&[ndjson::read_line(&line)], bytes.len());
        }
    }

    #[test]
    fn strings_come_out_as_they_went_in(text in any::<String>()) {
        let json = serde_json::json!({"resourceType": "Organization", "name": text}).to_string();
        let document = read_document(json.as_bytes()).unwrap();
        let Ok(fhir::Resource::Organization(organization)) = &document.entries[0].resource else {
            panic!("an organization")
        };
        prop_assert_eq!(organization.name.as_deref(), Some(&*text));
    }

    #[test]
    fn dates_of_any_text(text in "[0-9T:.Z+-]{0,30}") {
        let _ = fhir::DateTime::parse(&text);
        if let Some(date) = fhir::PartialDate::parse(&text) {
            prop_assert!(date.first() <= date.last());
        }
    }
}
