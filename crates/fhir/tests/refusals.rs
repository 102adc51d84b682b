//! Everything that can be wrong: its code, its path, and how far the refusal reaches.

mod common;

use common::{problems, refusal};

/// A collection of one good patient, what is given, and another good patient.
fn between(entry: &str) -> String {
    let good = r#"{"resource":{"resourceType":"Patient"}}"#;
    format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{good},{entry},{good}]}}"#)
}

#[test]
fn a_document_that_is_no_json_is_refused_whole() {
    let check = |bytes: &[u8], code: &str| {
        assert_eq!(refusal(bytes), (code_of(code), String::new()), "{}", String::from_utf8_lossy(bytes));
    };
    check(b"", "empty");
    check(b" \n\t ", "empty");
    check(b"\x1f\x8b\x08\x00\xff\xfe", "not_text");
    check(b"{\"resourceType\":\"Pati\xe9nt\"}", "not_text");
    check(b"\0\0\0\0", "malformed");
    check(b"PK", "malformed");
    check(b"{", "truncated");
    check(b"{\"resourceType\":\"Patient\",\"id\":\"1", "truncated");
    check(b"{\"resourceType\":\"Patient\",\"active\":tr", "truncated");
    check(b"{\"resourceType\":\"Patient\",\"x\":-", "truncated");
    check(b"{\"resourceType\":\"Patient\",\"x\":\"\\u00", "truncated");
    check(b"{\"resourceType\":\"Patient\",}", "malformed");
    check(b"{\"resourceType\":\"Patient\" \"id\":\"1\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"id\" \"1\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\",id:\"1\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":[1,]}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":[1 2]}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":01}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":1.}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":+1}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":nul}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":NaN}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":'a'}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"x\":{\"a\":1]}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"id\":\"a\nb\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"id\":\"a\\x\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"id\":\"\\ud800\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\",\"id\":\"\\udc00\\ud800\"}", "malformed");
    check(b"{\"resourceType\":\"Patient\"}{}", "trailing_text");
    check(b"{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Patient\"}", "trailing_text");
}

/// The `'static` spelling of a code, so that tuples compare.
fn code_of(code: &str) -> &'static str {
    code.to_owned().leak()
}

#[test]
fn json_that_is_no_resource_is_refused_whole() {
    for json in ["[]", "\"Patient\"", "null", "17", "{}"] {
        assert_eq!(refusal(json.as_bytes()).0, "no_resource_type", "{json}");
    }
    for name in ["7", "\"\"", "\"patient\"", "\"Ann Dell\"", "null"] {
        let json = format!(r#"{{"resourceType":{name}}}"#);
        assert_eq!(refusal(json.as_bytes()).0, "no_resource_type", "{json}");
    }
}

#[test]
fn malformed_json_in_an_entry_refuses_the_bundle_and_names_the_entry() {
    let json = between(r#"{"resource":{"resourceType":"Patient","name":[{"family":}]}}"#);
    assert_eq!(refusal(json.as_bytes()), ("malformed", "entry[1]".to_owned()));
    let whole = between(r#"{"resource":{"resourceType":"Patient"}}"#);
    for end in 0..whole.len() {
        let code = refusal(&whole.as_bytes()[..end]).0;
        assert!(code == "truncated" || end == 0 && code == "empty", "cut at {end}: {code}");
    }
}

#[test]
fn a_bundle_of_the_wrong_shape_is_refused_whole() {
    let check = |json: &str, code: &'static str, path: &str| {
        assert_eq!(refusal(json.as_bytes()), (code, path.to_owned()), "{json}");
    };
    check(r#"{"resourceType":"Bundle","type":"batch","entry":{}}"#, "wrong_type", "entry");
    check(r#"{"resourceType":"Bundle","type":"batch","entry":[],"entry":[]}"#, "repeated", "entry");
    check(r#"{"resourceType":"Bundle","type":["batch"],"entry":[]}"#, "wrong_type", "type");
    check(r#"{"resourceType":"Bundle","entry":[],"type":null}"#, "wrong_type", "type");
}

#[test]
fn a_wrong_entry_is_refused_alone() {
    let check = |entry: &str, code: &'static str, path: &str| {
        let json = between(entry);
        let document = fhir::read_document(json.as_bytes()).unwrap();
        let good: Vec<_> = document.entries.iter().map(|entry| entry.resource.is_ok()).collect();
        assert_eq!(good, [true, false, true], "{entry}");
        let problems = document.entries[1].resource.as_ref().unwrap_err();
        assert_eq!(common::told(problems), [(code, path.to_owned())], "{entry}");
    };
    check("null", "wrong_type", "entry[1]");
    check("{}", "no_resource", "entry[1]");
    check(r#"{"request":{"method":"DELETE","url":"Patient/1"}}"#, "no_resource", "entry[1]");
    check(r#"{"resource":[1,{"a":2}]}"#, "wrong_type", "entry[1].resource");
    check(r#"{"resource":{"id":"1"}}"#, "no_resource_type", "entry[1].resource");
    check(r#"{"resource":{"resourceType":"Basic"},"resource":{}}"#, "repeated", "entry[1].resource");
    check(r#"{"fullUrl":1,"resource":{"resourceType":"Basic"}}"#, "wrong_type", "entry[1].fullUrl");
    check(
        r#"{"resource":{"resourceType":"Basic"},"request":{"method":"post"}}"#,
        "unknown_code",
        "entry[1].request.method",
    );
}

#[test]
fn an_element_that_is_present_and_unreadable_is_never_absent() {
    let check = |members: &str, code: &'static str, path: &str| {
        let json = format!(r#"{{"resourceType":"Patient",{members}}}"#);
        assert_eq!(problems(&json), [(code, path.to_owned())], "{members}");
    };
    check(r#""birthDate":"05/06/1948""#, "bad_value", "birthDate");
    check(r#""birthDate":"""#, "bad_value", "birthDate");
    check(r#""birthDate":null"#, "wrong_type", "birthDate");
    check(r#""id":7"#, "wrong_type", "id");
    check(r#""meta":{"lastUpdated":"2026-09-01"}"#, "bad_value", "meta.lastUpdated");
    check(r#""gender":"F""#, "unknown_code", "gender");
    check(r#""gender":["female"]"#, "wrong_type", "gender");
    check(r#""active":"true""#, "wrong_type", "active");
    check(r#""deceasedBoolean":"no""#, "wrong_type", "deceasedBoolean");
    check(r#""deceasedBoolean":true,"deceasedDateTime":"2026""#, "repeated", "deceasedDateTime");
    check(r#""name":{"family":"Dell"}"#, "wrong_type", "name");
    check(r#""name":["Ann Dell"]"#, "wrong_type", "name[0]");
    check(r#""name":[null]"#, "wrong_type", "name[0]");
    check(r#""telecom":[{},{"rank":1.5}]"#, "bad_value", "telecom[1].rank");
    check(r#""telecom":[{"rank":3000000000}]"#, "bad_value", "telecom[0].rank");
    check(
        r#""extension":[{"url":"x","extension":[{"valueString":1}]}]"#,
        "wrong_type",
        "extension[0].extension[0].valueString",
    );
    check(r#""birthDate":"1948","birthDate":"1949""#, "repeated", "birthDate");
    check(r#""name":[{}],"name":[{}]"#, "repeated", "name");
}

#[test]
fn what_must_be_understood_and_is_not_refuses_the_resource() {
    let check = |json: &str, code: &'static str, path: &str| {
        assert_eq!(problems(json), [(code, path.to_owned())]);
    };
    check(
        r#"{"resourceType":"Condition","modifierExtension":[{"url":"https://example.org/negated"}]}"#,
        "modifier_extension",
        "modifierExtension",
    );
    check(
        r#"{"resourceType":"Observation","component":[{"modifierExtension":[{"url":"https://example.org/x"}]}]}"#,
        "modifier_extension",
        "component[0].modifierExtension",
    );
    check(
        r#"{"resourceType":"Claim","implicitRules":"https://example.org/rules"}"#,
        "implicit_rules",
        "implicitRules",
    );
}

#[test]
fn contained_resources_are_held_to_the_same() {
    let check = |inside: &str, code: &'static str, path: &str| {
        let json = format!(r#"{{"resourceType":"ExplanationOfBenefit","contained":[{inside}]}}"#);
        assert_eq!(problems(&json), [(code, path.to_owned())], "{inside}");
    };
    check("1", "wrong_type", "contained[0]");
    check("{}", "no_resource_type", "contained[0]");
    check(r#"{"resourceType":"Coverage","status":"on"}"#, "unknown_code", "contained[0].status");
    check(
        r#"{"resourceType":"Coverage","contained":[{"resourceType":"Coverage"}]}"#,
        "nested_contained",
        "contained[0].contained[0]",
    );
}

#[test]
fn depth_is_bounded_in_what_is_read_and_in_what_is_skipped() {
    let nested = |open: &str, close: &str, times: usize| {
        format!(r#"{{"resourceType":"Patient",{}1{}}}"#, open.repeat(times), close.repeat(times))
    };
    let skipped =
        |times| format!("{{\"resourceType\":\"Patient\",\"x\":{}1{}}}", "[".repeat(times), "]".repeat(times));
    assert!(fhir::read_document(skipped(127).as_bytes()).is_ok());
    assert_eq!(refusal(skipped(128).as_bytes()).0, "too_deep");
    assert_eq!(refusal(skipped(1_000_000).as_bytes()).0, "too_deep");
    // Extensions in extensions, each two levels; the number in the middle is out of place.
    let open = r#""extension":[{"#;
    assert_eq!(refusal(nested(open, "}]", 100_000).as_bytes()).0, "too_deep");
}

#[test]
fn problems_are_bounded() {
    let names = vec!["1"; 10_000].join(",");
    let found = problems(&format!(r#"{{"resourceType":"Patient","name":[{names}]}}"#));
    assert_eq!(found.len(), fhir::PROBLEMS_MAX);
}

#[test]
fn nothing_of_the_document_is_in_a_message() {
    let json = r#"{"resourceType":"Patient","gender":"Zebulon","birthDate":"Zebulon","name":["Zebulon"],"active":"Zebulon"}"#;
    let document = fhir::read_document(json.as_bytes()).unwrap();
    let problems = document.entries[0].resource.as_ref().unwrap_err();
    assert_eq!(problems.len(), 4);
    for problem in problems {
        assert!(!format!("{problem} {problem:?}").contains("Zebulon"));
        assert!(!problem.reason.args().is_empty());
    }
}
