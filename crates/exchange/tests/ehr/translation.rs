//! What becomes of each kind of resource.

use app::people::incoming::IncomingRecord;
use ccm::basics::Moment;

use crate::support::{Taken, bundle, take_files};

/// A patient with these elements, and resources of theirs with these elements.
fn take(patient: &str, resources: &[(&str, &str)]) -> Taken {
    let patient = format!(r#"{{"resourceType":"Patient","id":"p1"{patient}}}"#);
    let resources: Vec<String> = resources
        .iter()
        .zip(1..)
        .map(|((kind, elements), id)| {
            let subject = match *kind {
                "Coverage" => "beneficiary",
                "AllergyIntolerance" | "ExplanationOfBenefit" | "Claim" => "patient",
                _ => "subject",
            };
            format!(r#"{{"resourceType":"{kind}","id":"r{id}","{subject}":{{"reference":"Patient/p1"}}{elements}}}"#)
        })
        .collect();
    let mut entries: Vec<(&str, &str)> = resources.iter().map(|it| ("", &**it)).collect();
    entries.push(("", &patient));
    let taken = take_files(&[("a.json", &bundle("collection", &entries))]);
    assert_eq!(taken.records.len(), 1);
    taken
}

fn record(patient: &str, resources: &[(&str, &str)]) -> IncomingRecord {
    let taken = take(patient, resources);
    assert_eq!(taken.refused(), []);
    taken.records[0].clone()
}

#[test]
fn demographics() {
    let taken = take(
        r#","birthDate":"1948-03-17","gender":"female",
        "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MC"}]},"value":"1eg4-te5-mk73"},
            {"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-12-3456"},{"system":"https://ehr.example/mrn","value":" 77 "}],
        "name":[{"use":"maiden","family":"Old"},{"use":"official","family":"Marlowe","given":["Evelyn","Rose"]}],
        "telecom":[{"system":"phone","value":"555-0100","rank":2},{"system":"phone","value":"555-0101","rank":1},
            {"system":"phone","use":"old","value":"555-0102"},{"system":"email","value":"e@mail.example"}],
        "address":[{"use":"home","line":["1 Elm St"],"city":"Salem","state":"OR","postalCode":"97301","period":{"start":"2010-01-01"}},
            {"use":"home","line":["77 Cedar Hollow Ln","Apt 3"],"city":"Gresham","state":"Oregon","postalCode":"97030-1234","period":{"start":"2020-01-01"}},
            {"use":"home","line":["9 Nowhere"],"city":"X","state":"OR","postalCode":"9","period":{"start":"2024-01-01"}},
            {"use":"old","line":["2 Elm St"],"city":"Salem","state":"OR","postalCode":"97301"}],
        "communication":[{"language":{"coding":[{"code":"en"}]}},{"preferred":true,"language":{"coding":[{"code":"es"}]}}]"#,
        &[("Procedure", "")],
    );
    let patient = &taken.records[0].patient;
    assert_eq!((patient.family.as_deref(), patient.given.as_deref()), (Some("Marlowe"), Some("Evelyn Rose")));
    assert_eq!(patient.born_on.map(|day| day.to_string()).as_deref(), Some("1948-03-17"));
    assert_eq!((patient.sex.as_deref(), patient.language.as_deref()), (Some("female"), Some("es")));
    let identifiers: Vec<_> = patient.identifiers.iter().map(|it| (&*it.system, &*it.value)).collect();
    assert_eq!(
        identifiers,
        [("http://hl7.org/fhir/sid/us-mbi", "1EG4TE5MK73"), ("https://ehr.example/mrn", "77")]
    );
    assert_eq!(taken.report.kept_unread["Patient.identifier: SSN"], 1);
    assert_eq!(patient.contact.phones, ["555-0101", "555-0100"]);
    assert_eq!(patient.contact.emails, ["e@mail.example"]);
    let address = patient.contact.address.as_ref().expect("an address");
    assert_eq!((&*address.street, address.street2.as_deref()), ("77 Cedar Hollow Ln", Some("Apt 3")));
    assert_eq!((&*address.state, address.zip.as_str()), ("OR", "970301234"));
}

#[test]
fn the_day_of_death() {
    let died =
        |elements: &str| record(elements, &[("Procedure", "")]).patient.deceased.map(|it| it.to_string());
    assert_eq!(died(""), None);
    assert_eq!(died(r#","deceasedBoolean":false"#), None);
    assert_eq!(
        died(r#","deceasedDateTime":"2026-09-03T23:00:00-07:00""#).as_deref(),
        Some("2026-09-04T06:00:00Z")
    );
    assert_eq!(died(r#","deceasedDateTime":"2026-09""#).as_deref(), Some("2026-09-01"));
    let said = r#","deceasedBoolean":true,"meta":{"lastUpdated":"2026-09-10T23:00:00-07:00"}"#;
    assert_eq!(died(said).as_deref(), Some("2026-09-10"));
    assert_eq!(
        died(r#","deceasedBoolean":true"#),
        Some(Moment::Day(jiff::civil::date(1900, 1, 1)).to_string())
    );
}

#[test]
fn conditions() {
    let status = |code: &str| format!(r#","clinicalStatus":{{"coding":[{{"code":"{code}"}}]}}"#);
    let verified = |code: &str| format!(r#","verificationStatus":{{"coding":[{{"code":"{code}"}}]}}"#);
    let code = |codings: &str| format!(r#","code":{{"coding":[{codings}]}}"#);
    let icd = r#"{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"E1122"}"#;
    let snomed = r#"{"system":"http://snomed.info/sct","code":"59621000"}"#;
    let elements = [
        status("active") + &code(&format!("{snomed},{icd}")) + r#","onsetDateTime":"2020-05""#,
        status("active") + &verified("entered-in-error") + &code(snomed),
        verified("refuted") + &code(icd),
        code(r#"{"system":"http://snomed.info/sct","code":"1"}"#) + r#","abatementDateTime":"2021""#,
        status("active") + &code(r#"{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"??"}"#),
        r#","code":{"text":"feels unwell"}"#.to_owned(),
    ];
    let resources: Vec<(&str, &str)> = elements.iter().map(|it| ("Condition", &**it)).collect();
    let taken = take("", &resources);
    let seen: Vec<_> = taken.records[0]
        .conditions
        .iter()
        .map(|it| (it.icd10.as_ref().map(|code| code.as_str()), it.is_mapped, &*it.status))
        .collect();
    assert_eq!(
        seen,
        [
            (Some("E11.22"), false, "active"),
            (Some("I10"), true, "entered-in-error"),
            (Some("E11.22"), false, "refuted"),
            (None, false, "resolved"),
            (None, false, "active"),
            (None, false, "unknown"),
        ]
    );
    let first = &taken.records[0].conditions[0];
    assert_eq!(first.onset_on.map(|day| day.to_string()).as_deref(), Some("2020-05-01"));
    let fourth = &taken.records[0].conditions[3];
    assert_eq!(fourth.abated_on.map(|day| day.to_string()).as_deref(), Some("2021-12-31"));
    let unmapped: Vec<_> = taken.report.unmapped.iter().map(|(code, count)| (&**code, *count)).collect();
    assert_eq!(unmapped, [("http://hl7.org/fhir/sid/icd-10-cm ??", 1), ("http://snomed.info/sct 1", 1)]);
    assert_eq!(taken.report.kept_unread["Condition: no code"], 1);
}

#[test]
fn visits() {
    let visit = &record(
        "",
        &[(
            "Encounter",
            r#","status":"finished","class":{"code":"AMB"},"type":[{"coding":[{"system":"http://snomed.info/sct","code":"185349003"}]},
            {"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"99213"}]}],"period":{"start":"2026-08-31T22:00:00-07:00","end":"2026-09-01"}"#,
        )],
    )
    .visits[0];
    assert_eq!(
        (&*visit.status, visit.class.as_deref(), visit.code.as_deref()),
        ("finished", Some("AMB"), Some("99213"))
    );
    let days = (visit.on.map(|day| day.to_string()), visit.until.map(|day| day.to_string()));
    assert_eq!(days, (Some("2026-08-31".to_owned()), Some("2026-09-01".to_owned())));
}

#[test]
fn readings() {
    let loinc =
        |code: &str| format!(r#""code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}}"#);
    let at = r#","status":"final","effectiveDateTime":"2026-09-02T08:00:00-04:00","#;
    let elements = [
        format!(
            r#"{at}{},"component":[{{{},"valueQuantity":{{"value":142,"code":"mm[Hg]","unit":"mmHg"}}}},{{{},"valueQuantity":{{"value":88,"unit":"mmHg"}}}}]"#,
            loinc("85354-9"),
            loinc("8480-6"),
            loinc("8462-4")
        ),
        format!(r#"{at}{},"valueQuantity":{{"value":5.0,"comparator":"<","code":"mg/L"}}"#, loinc("1988-5")),
        format!(r#"{at}{},"valueCodeableConcept":{{"text":"Never smoker"}}"#, loinc("72166-2")),
        format!(r#","effectiveDateTime":"2026-09-02",{},"valueInteger":7"#, loinc("44261-6")),
        format!(r#"{at}{}"#, loinc("8310-5")),
        format!(r#","valueInteger":7,{}"#, loinc("44261-6")),
    ];
    let resources: Vec<(&str, &str)> = elements.iter().map(|it| ("Observation", &**it)).collect();
    let taken = take("", &resources);
    let read: Vec<_> = taken.records[0]
        .observations
        .iter()
        .flat_map(|it| &it.readings)
        .map(|it| (it.at.to_string(), it.part, &*it.code, it.value, it.unit.as_deref(), it.text.as_deref()))
        .collect();
    let morning = || "2026-09-02T12:00:00Z".to_owned();
    assert_eq!(
        read,
        [
            (morning(), 1, "8480-6", Some(142.0), Some("mm[Hg]"), None),
            (morning(), 2, "8462-4", Some(88.0), Some("mmHg"), None),
            (morning(), 0, "1988-5", Some(5.0), Some("mg/L"), Some("< 5.0")),
            (morning(), 0, "72166-2", None, None, Some("Never smoker")),
            ("2026-09-02T00:00:00Z".to_owned(), 0, "44261-6", Some(7.0), None, None),
        ]
    );
    assert_eq!(taken.report.kept_unread["Observation: no value"], 1);
    assert_eq!(taken.report.kept_unread["Observation: no time"], 1);
}

#[test]
fn coverage_and_its_extension() {
    let record = record(
        "",
        &[
            (
                "Coverage",
                r#","extension":[{"url":"urn:perennial:fhir:qualified-medicare-beneficiary","valueBoolean":true}],"status":"active",
                "type":{"coding":[{"system":"https://plan.example","code":"X"},{"system":"https://nahdo.org/sopt","code":"121"}]},
                "subscriberId":"1EG4-TE5-MK73","period":{"start":"2013-03-01"},"payor":[{"display":"Medicare"}]"#,
            ),
            (
                "Coverage",
                r#","status":"cancelled","subscriberId":"W-1","payor":[{"display":"Columbia Mills"}]"#,
            ),
            ("Claim", r#","insurance":[{"coverage":{"display":"Somebody"}}]"#),
        ],
    );
    let [medicare, other] = &record.coverages[..] else { panic!("two coverages") };
    assert_eq!(
        (medicare.type_code.as_deref(), medicare.payer_name.as_deref()),
        (Some("121"), Some("Medicare"))
    );
    assert_eq!(
        (medicare.mbi.as_ref().map(|mbi| mbi.as_str()), medicare.qmb),
        (Some("1EG4TE5MK73"), Some(true))
    );
    assert_eq!(medicare.from.map(|day| day.to_string()).as_deref(), Some("2013-03-01"));
    assert_eq!((&*other.status, other.mbi.is_none(), other.qmb), ("cancelled", true, None));
}

#[test]
fn payers_that_only_claims_name() {
    let contained = |period: &str| {
        format!(
            r##","status":"active","contained":[{{"resourceType":"Coverage","id":"c","status":"active","type":{{"text":"medicare"}}{period}}}],"insurance":[{{"coverage":{{"reference":"#c"}}}}]"##
        )
    };
    let (first, second) =
        (contained(r#","period":{"start":"2020-01-01"}"#), contained(r#","period":{"start":"2021-01-01"}"#));
    let record = record(
        "",
        &[
            ("ExplanationOfBenefit", &first),
            ("ExplanationOfBenefit", &second),
            ("Claim", r#","status":"active","insurance":[{"coverage":{"display":"Cigna"}}]"#),
            ("Claim", r#","status":"entered-in-error","insurance":[{"coverage":{"display":"Nobody"}}]"#),
        ],
    );
    let seen: Vec<_> = record
        .coverages
        .iter()
        .map(|it| (&*it.origin.source_id, it.payer_name.as_deref(), it.from))
        .collect();
    assert_eq!(seen, [("eob:Cigna", Some("Cigna"), None), ("eob:medicare", Some("medicare"), None)]);
}

#[test]
fn allergies() {
    let record = record(
        "",
        &[(
            "AllergyIntolerance",
            r#","clinicalStatus":{"coding":[{"code":"active"}]},"criticality":"high","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1191"}],"text":"Aspirin"}"#,
        )],
    );
    let allergy = &record.allergies[0];
    assert_eq!(
        (&*allergy.status, allergy.code.as_deref(), allergy.label.as_deref()),
        ("active", Some("1191"), Some("Aspirin"))
    );
    assert_eq!(allergy.criticality.as_deref(), Some("high"));
}
