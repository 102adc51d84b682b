//! The ways of writing a reference, each read as what it means.

use std::borrow::Cow;

use fhir::{Identifier, Reference, Target};

fn to(reference: &'static str) -> Reference<'static> {
    Reference { reference: Some(Cow::Borrowed(reference)), ..Reference::default() }
}

#[test]
fn addresses() {
    let relative = Target::Relative { resource_type: "Patient", id: "p-1.x" };
    assert_eq!(to("Patient/p-1.x").target(), relative);
    assert_eq!(to("Patient/p-1.x/_history/3").target(), relative);
    assert_eq!(to("#cov").target(), Target::Contained { id: "cov" });
    assert_eq!(
        to("urn:uuid:0-1").target(),
        Target::Urn("urn:uuid:0-1"),
        "the urn is what fullUrl holds, so it stays whole"
    );
    let url = "https://ehr.example/fhir/R4/Encounter/77";
    assert_eq!(to(url).target(), Target::Absolute { url, resource: Some(("Encounter", "77")) });
    let url = "https://ehr.example/whatever";
    assert_eq!(to(url).target(), Target::Absolute { url, resource: None });
}

#[test]
fn conditions() {
    let npi = Target::Conditional {
        resource_type: "Practitioner",
        system: Some(Cow::Borrowed(fhir::systems::NPI)),
        value: Cow::Borrowed("1234567893"),
    };
    let plain = to("Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893");
    let encoded = to("Practitioner?identifier=http%3A%2F%2Fhl7.org%2Ffhir%2Fsid%2Fus-npi%7C1234567893");
    assert_eq!(plain.target(), npi);
    assert_eq!(encoded.target(), npi);
    let no_system =
        Target::Conditional { resource_type: "Location", system: None, value: Cow::Borrowed("A 7") };
    assert_eq!(to("Location?identifier=A%207").target(), no_system);
    assert_eq!(to("Location?identifier=|A 7").target(), no_system);
}

#[test]
fn no_address() {
    assert_eq!(Reference::default().target(), Target::Display);
    let by_identifier =
        Reference { identifier: Some(Box::new(Identifier::default())), ..Reference::default() };
    assert_eq!(by_identifier.target(), Target::Identifier(&Identifier::default()));
}

#[test]
fn what_we_do_not_read_is_unknown_not_guessed() {
    for reference in [
        "",
        "Patient",
        "Patient/",
        "patient/1",
        "x/Patient/1",
        "Patient/1 2",
        "Patient?name=x",
        "Patient?identifier=",
        "Patient?identifier=a|b&active=true",
        "Patient?identifier=%zz",
        "Patient?identifier=%f",
        "Patient?identifier=%ff",
        "?identifier=a|b",
    ] {
        assert_eq!(to(reference).target(), Target::Unknown, "{reference}");
    }
}
