//! Shared by the tests: a document of one resource, read.
#![allow(dead_code, reason = "each test file uses some of these")]

use fhir::{Problem, Resource};

/// The one resource of a document.
pub fn resource(json: &str) -> Resource<'_> {
    let document = fhir::read_document(json.as_bytes()).expect("a document");
    assert!(document.bundle.is_none());
    document.entries.into_iter().next().expect("one entry").resource.expect("no problems")
}

/// `(code, path)` of each problem of a document's one resource.
pub fn problems(json: &str) -> Vec<(&'static str, String)> {
    let document = fhir::read_document(json.as_bytes()).expect("a document");
    told(document.entries[0].resource.as_ref().unwrap_err())
}

/// `(code, path)` of why a document was refused as a whole.
pub fn refusal(bytes: &[u8]) -> (&'static str, String) {
    let problem = fhir::read_document(bytes).unwrap_err();
    (problem.code(), problem.path)
}

pub fn told(problems: &[Problem]) -> Vec<(&'static str, String)> {
    problems.iter().map(|problem| (problem.code(), problem.path.clone())).collect()
}
