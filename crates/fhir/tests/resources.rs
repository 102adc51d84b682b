//! Each resource with every element we use, in snippets of our own.

mod common;

use common::resource;
use fhir::*;
use jiff::civil::date;

/// Reads `$json` as a `$name`.
macro_rules! read {
    ($name:ident, $json:expr) => {
        match resource($json) {
            Resource::$name(resource) => *resource,
            other => panic!("a {}", other.type_name()),
        }
    };
}

fn day(year: i16, month: i8, day: i8) -> Option<DateTime> {
    Some(DateTime::Date(PartialDate::Day(date(year, month, day))))
}

#[test]
fn patient() {
    let json = r##"{"resourceType":"Patient","id":"p1",
        "meta":{"versionId":"3","lastUpdated":"2026-09-01T08:00:00Z","profile":["x"]},
        "text":{"status":"generated","div":"<div>\u00bfQu\u00e9?</div>"},
        "extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[
            {"url":"ombCategory","valueCoding":{"code":"2106-3"}},{"url":"text","valueString":"White"}]},
          {"url":"https://example.org/age","valueDecimal":1.5}],
        "identifier":[{"use":"official","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MC"}]},
            "system":"http://hl7.org/fhir/sid/us-mbi","value":"1EG4TE5MK73","period":{"start":"2020-01-01"}}],
        "active":true,"name":[{"use":"official","family":"O\u2019Dell \"Bo\"","given":["Ann",null,"Q."],"_given":[null,{"extension":[]},null]}],
        "telecom":[{"system":"phone","value":"555-0100","use":"mobile","rank":1}],
        "gender":"female","birthDate":"1948-05-06","deceasedDateTime":"2026-08",
        "address":[{"use":"home","line":["1 Elm St","Apt 2"],"city":"Salem","state":"OR","postalCode":"97301","country":"US"}],
        "maritalStatus":{"text":"never read"},
        "contact":[{"relationship":[{"text":"daughter"}],"name":{"family":"Dell"},"telecom":[{"value":"555-0101"}]}],
        "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es"}]},"preferred":true}],
        "generalPractitioner":[{"reference":"Practitioner/d1"}],"managingOrganization":{"reference":"Organization/o1"},
        "link":[{"other":{"reference":"Patient/p2"},"type":"replaced-by"}]}"##;
    let patient = read!(Patient, json);
    assert_eq!(patient.id.as_deref(), Some("p1"));
    let meta = patient.meta.as_ref().unwrap();
    assert_eq!(meta.version_id.as_deref(), Some("3"));
    assert_eq!(meta.last_updated.unwrap().at.to_string(), "2026-09-01T08:00:00Z");
    assert_eq!((patient.race(), patient.ethnicity()), (Some("White"), None));
    assert_eq!(patient.extension[1].value, Some(ExtensionValue::Other));
    let identifier = &patient.identifier[0];
    assert_eq!(identifier.system.as_deref(), Some(systems::MBI));
    assert!(identifier.type_.as_ref().unwrap().has(systems::IDENTIFIER_TYPE, "MC"));
    assert_eq!(identifier.use_, Some(IdentifierUse::Official));
    assert_eq!(patient.name[0].family.as_deref(), Some("O’Dell \"Bo\""));
    assert_eq!(patient.name[0].given, ["Ann", "Q."]);
    assert_eq!(patient.telecom[0].use_, Some(ContactUse::Mobile));
    assert_eq!(patient.gender, Some(Gender::Female));
    assert_eq!(patient.birth_date, Some(PartialDate::Day(date(1948, 5, 6))));
    let Some(Deceased::DateTime(died)) = patient.deceased else { panic!("deceased") };
    assert_eq!(died.local_date().last(), date(2026, 8, 31));
    assert_eq!(patient.address[0].line, ["1 Elm St", "Apt 2"]);
    assert_eq!(patient.contact[0].relationship[0].words(), Some("daughter"));
    assert_eq!(patient.communication[0].preferred, Some(true));
    assert_eq!(
        patient.general_practitioner[0].target(),
        Target::Relative { resource_type: "Practitioner", id: "d1" }
    );
    assert_eq!(patient.link[0].type_, Some(LinkType::ReplacedBy));
    assert_eq!(
        format!("{patient:?} {:?} {:?}", patient.name, patient.deceased),
        "Patient { .. } [HumanName { .. }] Some(DateTime)",
        "nothing about a person in Debug"
    );
}

#[test]
fn related_person() {
    let person = read!(
        RelatedPerson,
        r#"{"resourceType":"RelatedPerson","active":false,"patient":{"reference":"Patient/p1"},
        "relationship":[{"text":"son"}],"name":[{"text":"Al Dell"}],"telecom":[{"system":"email"}],"gender":"male",
        "birthDate":"1980","address":[{"text":"Salem"}],"period":{"end":"2026-01-01"},"communication":[{"language":{"text":"English"}}]}"#
    );
    assert_eq!(person.active, Some(false));
    assert_eq!(person.birth_date, Some(PartialDate::Year(1980)));
    assert_eq!(person.period.as_ref().and_then(|p| p.end), day(2026, 1, 1));
}

#[test]
fn practitioner_and_role() {
    let doctor = read!(
        Practitioner,
        r#"{"resourceType":"Practitioner","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],
        "name":[{"family":"Ruiz","prefix":["Dr."],"suffix":["MD"]}],"qualification":[{"code":{"text":"unread"}}]}"#
    );
    assert_eq!(doctor.identifier[0].value.as_deref(), Some("1234567893"));
    assert_eq!(doctor.name[0].suffix, ["MD"]);
    let role = read!(
        PractitionerRole,
        r#"{"resourceType":"PractitionerRole","practitioner":{"identifier":{"value":"1234567893"},"display":"Dr. Ruiz"},
        "organization":{"reference":"urn:uuid:o"},"code":[{"text":"physician"}],
        "specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207Q00000X"}]}],
        "location":[{"reference":"Location/l"}],"period":{"start":"2020"}}"#
    );
    assert_eq!(role.specialty[0].code_in(systems::TAXONOMY), Some("207Q00000X"));
    let Target::Identifier(identifier) = role.practitioner.as_ref().unwrap().target() else {
        panic!("by identifier")
    };
    assert_eq!(identifier.value.as_deref(), Some("1234567893"));
}

#[test]
fn organization_and_location() {
    let practice = read!(
        Organization,
        r#"{"resourceType":"Organization","active":true,"type":[{"text":"practice"}],"name":"Elm Street Family Care",
        "partOf":{"reference":"Organization/system"},"address":[{"postalCode":"97301-1234"}]}"#
    );
    assert_eq!(practice.name.as_deref(), Some("Elm Street Family Care"));
    assert_eq!(practice.address[0].postal_code.as_deref(), Some("97301-1234"));
    let office = read!(
        Location,
        r#"{"resourceType":"Location","status":"suspended","name":"Office","type":[{"text":"clinic"}],
        "address":{"city":"Salem"},"position":{"longitude":-1,"latitude":2.0e0},"managingOrganization":{"display":"Elm"}}"#
    );
    assert_eq!(office.status, Some(LocationStatus::Suspended));
    assert_eq!(office.address.as_ref().unwrap().city.as_deref(), Some("Salem"));
}

#[test]
fn coverage() {
    let coverage = read!(
        Coverage,
        r#"{"resourceType":"Coverage","status":"active","type":{"text":"Medicare"},"subscriberId":"1EG4TE5MK73",
        "beneficiary":{"reference":"Patient/p1"},"relationship":{"coding":[{"code":"self"}]},"period":{"start":"2013-05-01"},
        "payor":[{"display":"Medicare Part B"}],"class":[{"type":{"text":"plan"},"value":"B","name":"Part B"}],"order":1}"#
    );
    assert_eq!(coverage.status, Some(FinancialStatus::Active));
    assert_eq!(coverage.subscriber_id.as_deref(), Some("1EG4TE5MK73"));
    assert_eq!(coverage.payor[0].display.as_deref(), Some("Medicare Part B"));
    assert_eq!(coverage.class[0].value.as_deref(), Some("B"));
    assert_eq!(coverage.order, Some(1));
}

#[test]
fn encounter() {
    let stay = read!(
        Encounter,
        r#"{"resourceType":"Encounter","status":"finished","class":{"code":"IMP"},"type":[{"coding":[{"system":"http://snomed.info/sct","code":"183452005"}]}],
        "subject":{"reference":"urn:uuid:p"},"participant":[{"type":[{"text":"attending"}],"individual":{"display":"Dr. Ruiz"}}],
        "period":{"start":"2026-02-01T10:00:00-08:00","end":"2026-02-04"},"reasonCode":[{"text":"fall"}],
        "hospitalization":{"dischargeDisposition":{"coding":[{"code":"home"}]}},
        "location":[{"location":{"display":"Ward 3"}}],"serviceProvider":{"reference":"Organization/o"}}"#
    );
    assert_eq!(stay.status, Some(EncounterStatus::Finished));
    assert_eq!(stay.class.as_ref().unwrap().code.as_deref(), Some("IMP"));
    assert_eq!(stay.period.as_ref().and_then(|p| p.end), day(2026, 2, 4));
    let home = stay.hospitalization.unwrap().discharge_disposition.unwrap();
    assert_eq!(home.coding[0].code.as_deref(), Some("home"));
}

#[test]
fn condition() {
    let condition = read!(
        Condition,
        r#"{"resourceType":"Condition","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
        "verificationStatus":{"text":"confirmed"},"category":[{"text":"problem list"}],
        "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I10"},{"system":"http://snomed.info/sct","code":"59621000","display":"Essential hypertension"}]},
        "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e"},"recordedDate":"2020-06","onsetAge":{"value":60},"abatementString":"last year"}"#
    );
    assert!(condition.clinical_status.unwrap().has(systems::CONDITION_CLINICAL, "active"));
    let code = condition.code.unwrap();
    assert_eq!(code.code_in(systems::ICD10CM), Some("I10"));
    assert_eq!(code.words(), Some("Essential hypertension"));
    assert_eq!(condition.onset, Some(Onset::Other), "present, of a kind not used");
    assert_eq!(condition.abatement, Some(Onset::Text("last year".into())));
}

#[test]
fn observation() {
    let pressure = read!(
        Observation,
        r#"{"resourceType":"Observation","status":"final","category":[{"text":"vital signs"}],"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},
        "subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-09-01T07:30:00-07:00","issued":"2026-09-01T14:31:00.5Z","device":{"display":"cuff"},
        "component":[{"code":{"coding":[{"code":"8480-6"}]},"valueQuantity":{"value":138.50,"comparator":"<","unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},
          {"code":{"coding":[{"code":"8462-4"}]},"dataAbsentReason":{"coding":[{"code":"error"}]}}]}"#
    );
    assert_eq!(pressure.status, Some(ObservationStatus::Final));
    assert!(matches!(pressure.effective, Some(Effective::DateTime(DateTime::Instant(_)))));
    let Some(Value::Quantity(systolic)) = &pressure.component[0].value else { panic!("a quantity") };
    let value = systolic.value.unwrap();
    assert_eq!((value.text(), value.to_f64()), ("138.50", Some(138.5)), "the digits stay as written");
    assert_eq!(systolic.comparator, Some(Comparator::Less));
    assert!(pressure.component[1].data_absent_reason.is_some());
}

#[test]
fn kinds_of_values() {
    let value = |given: &'static str| {
        let json = format!(r#"{{"resourceType":"Observation",{given}}}"#).leak();
        read!(Observation, json).value
    };
    assert_eq!(value(r#""valueInteger":-3"#), Some(Value::Integer(-3)));
    assert_eq!(value(r#""valueBoolean":true"#), Some(Value::Boolean(true)));
    assert_eq!(value(r#""valueString":"a\tb""#), Some(Value::Text("a\tb".into())));
    assert!(matches!(value(r#""valueCodeableConcept":{}"#), Some(Value::Concept(_))));
    assert_eq!(value(r#""valueRange":{"low":{"value":1}}"#), Some(Value::Other));
    assert_eq!(value(r#""valued":1"#), None, "another word");
}

#[test]
fn medications() {
    let request = read!(
        MedicationRequest,
        r##"{"resourceType":"MedicationRequest","contained":[{"resourceType":"Medication","id":"m","status":"active",
          "code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"314076"}]},"form":{"text":"tablet"}}],
        "status":"on-hold","intent":"original-order","doNotPerform":true,"medicationReference":{"reference":"#m"},
        "subject":{"reference":"Patient/p1"},"authoredOn":"2026-01-02","requester":{"display":"Dr. Ruiz"},
        "dosageInstruction":[{"sequence":1,"text":"1 tablet daily","timing":{"repeat":{"frequency":1}}}]}"##
    );
    assert_eq!(request.status, Some(MedicationRequestStatus::OnHold));
    assert_eq!(request.do_not_perform, Some(true));
    let Some(MedicationChoice::Reference(reference)) = &request.medication else { panic!("a reference") };
    assert_eq!(reference.target(), Target::Contained { id: "m" });
    let Resource::Medication(medication) = &request.contained[0] else { panic!("a medication") };
    assert_eq!(medication.code.as_ref().unwrap().code_in(systems::RXNORM), Some("314076"));
    assert_eq!(request.dosage_instruction[0].text.as_deref(), Some("1 tablet daily"));

    let statement = read!(
        MedicationStatement,
        r#"{"resourceType":"MedicationStatement","status":"not-taken","medicationCodeableConcept":{"text":"aspirin"},
        "effectivePeriod":{"start":"2024"},"dateAsserted":"2026-01-01","dosage":[{"patientInstruction":"with food"}]}"#
    );
    assert_eq!(statement.status, Some(MedicationStatementStatus::NotTaken));
    assert!(matches!(statement.effective, Some(Effective::Period(_))));
}

#[test]
fn allergy() {
    let allergy = read!(
        AllergyIntolerance,
        r#"{"resourceType":"AllergyIntolerance","clinicalStatus":{"text":"active"},"type":"allergy","category":["food","medication"],
        "criticality":"unable-to-assess","code":{"text":"penicillin"},"patient":{"reference":"Patient/p1"},"recordedDate":"2001",
        "reaction":[{"manifestation":[{"text":"hives"}],"severity":"mild"}]}"#
    );
    assert_eq!(allergy.category, [AllergyCategory::Food, AllergyCategory::Medication]);
    assert_eq!(allergy.criticality, Some(Criticality::UnableToAssess));
    assert_eq!(allergy.reaction[0].severity, Some(Severity::Mild));
}

#[test]
fn claim() {
    let claim = read!(
        Claim,
        r#"{"resourceType":"Claim","status":"active","type":{"coding":[{"code":"professional"}]},"use":"claim","patient":{"reference":"Patient/p1"},
        "billablePeriod":{"start":"2026-08-01","end":"2026-08-31"},"created":"2026-09-02","provider":{"reference":"Organization/o"},
        "insurance":[{"sequence":1,"focal":true,"coverage":{"display":"Medicare"}}],
        "item":[{"sequence":1,"productOrService":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"99490"}]},"modifier":[{"text":"25"}],
          "servicedDate":"2026-08-31","locationCodeableConcept":{"coding":[{"code":"11"}]},"quantity":{"value":1},"net":{"value":62.00,"currency":"USD"}}],
        "total":{"value":62.00}}"#
    );
    let item = &claim.item[0];
    assert_eq!(item.product_or_service.as_ref().unwrap().code_in(systems::CPT), Some("99490"));
    assert_eq!(item.serviced, Some(Serviced::Date(PartialDate::Day(date(2026, 8, 31)))));
    assert_eq!(item.net.as_ref().unwrap().value.unwrap().text(), "62.00");
    assert!(matches!(item.location, Some(ItemLocation::Concept(_))));
}

#[test]
fn explanation_of_benefit_with_its_coverage_inside() {
    let eob = read!(
        ExplanationOfBenefit,
        r##"{"resourceType":"ExplanationOfBenefit","contained":[{"resourceType":"ServiceRequest","id":"r","subject":{"reference":"Patient/p1"}},
          {"resourceType":"Coverage","id":"c","type":{"text":"Medicare"},"payor":[{"display":"Medicare"}]}],
        "status":"active","use":"claim","outcome":"complete","insurer":{"display":"Medicare"},"claim":{"reference":"Claim/c1"},
        "insurance":[{"focal":true,"coverage":{"reference":"#c","display":"Medicare"}}],
        "item":[{"sequence":1,"servicedPeriod":{"start":"2026-08-01"},"encounter":[{"reference":"Encounter/e"}]}],
        "total":[{"amount":{"value":1}}],"payment":{"amount":{"value":0.0}}}"##
    );
    assert_eq!(eob.outcome, Some(RemittanceOutcome::Complete));
    let names: Vec<_> = eob.contained.iter().map(Resource::type_name).collect();
    assert_eq!(names, ["ServiceRequest", "Coverage"]);
    assert_eq!(eob.contained[1].id(), Some("c"));
    assert!(matches!(eob.item[0].serviced, Some(Serviced::Period(_))));
}

#[test]
fn other_types_are_kept_unread_with_what_files_them() {
    let unread = read!(
        Unread,
        r#"{"id":"x","modifierExtension":[{}],"patient":{"reference":"Patient/p1"},"code":[[1e-7,{"a":null}]],"resourceType":"Immunization"}"#
    );
    assert_eq!(unread.resource_type, "Immunization");
    assert_eq!(unread.id.as_deref(), Some("x"));
    assert!(unread.subject.is_some());
    let odd = read!(Unread, r#"{"resourceType":"Contract","subject":[{"reference":"Patient/p1"}]}"#);
    assert_eq!(odd.subject, None);
    let odd = read!(Unread, r#"{"resourceType":"Basic","subject":{"reference":7}}"#);
    assert!(odd.subject.unwrap().reference.is_none());
}
