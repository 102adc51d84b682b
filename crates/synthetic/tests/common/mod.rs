//! What both test files ask of a bundle.

use std::collections::BTreeSet;

use serde_json::Value;

pub fn parse(json: &str) -> Value {
    serde_json::from_str(json).expect("valid JSON")
}

pub fn resources(bundle: &Value) -> impl Iterator<Item = &Value> {
    bundle["entry"].as_array().expect("entries").iter().map(|entry| &entry["resource"])
}

/// Every reference is to an entry of the bundle, to something contained, or to one of the `known` identifiers.
pub fn assert_references_resolve(bundle: &Value, known: &BTreeSet<String>) {
    let entries = bundle["entry"].as_array().expect("entries");
    let here: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["fullUrl"].as_str()).collect();
    assert_eq!(here.len(), entries.len(), "a fullUrl stands twice");
    let mut references = Vec::new();
    collect(bundle, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let resolved = here.contains(reference) || known.contains(reference) || reference.starts_with('#');
        assert!(resolved, "{reference} leads nowhere");
    }
}

/// The identifiers by which a bundle's resources can be found, spelled as conditional references.
pub fn findable(bundle: &Value) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for resource in resources(bundle) {
        for identifier in resource["identifier"].as_array().into_iter().flatten() {
            let (system, value) = (identifier["system"].as_str(), identifier["value"].as_str());
            let kind = resource["resourceType"].as_str().expect("a type");
            known.insert(format!("{kind}?identifier={}|{}", system.expect("system"), value.expect("value")));
        }
    }
    known
}

/// FHIR knows neither empty arrays and objects nor nulls nor empty texts.
pub fn assert_nothing_empty(value: &Value) {
    match value {
        Value::Array(list) => {
            assert!(!list.is_empty());
            list.iter().for_each(assert_nothing_empty);
        }
        Value::Object(object) => {
            assert!(!object.is_empty());
            object.values().for_each(assert_nothing_empty);
        }
        Value::String(text) => assert!(!text.is_empty()),
        Value::Null => panic!("null in a resource"),
        Value::Bool(_) | Value::Number(_) => {}
    }
}

fn collect<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| collect(item, into)),
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("reference") {
                into.push(reference);
            }
            object.values().for_each(|item| collect(item, into));
        }
        _ => {}
    }
}
