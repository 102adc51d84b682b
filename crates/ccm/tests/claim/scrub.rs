//! The scrubber: a clean claim has no problem, and each way of breaking one has its own.

use ccm::basics::*;
use ccm::billing::{Form, RuleSet, Setting, Settings};
use ccm::care_plan::ConditionCatalog;
use ccm::claim::{Claim, ClaimLine, Provider, ScrubContext, Subscriber, scrub};
use ccm::people::{Address, PracticeProfile};

pub struct Desk {
    pub claim: Claim,
    pub practice: PracticeProfile,
    settings: Settings,
    file_date: Date,
    takes_replacements: bool,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn address(street: &str, zip: &str) -> Address {
    Address {
        street: street.into(),
        street2: None,
        city: "Elm Falls".into(),
        state: "OR".into(),
        zip: zip.parse().unwrap(),
    }
}

pub fn line(code: &str, units: u32, cents: i64) -> ClaimLine {
    ClaimLine {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        units,
        charge: Cents(cents),
        on: day("2026-06-30"),
        since: None,
        pointers: vec![1, 2],
        expected: None,
    }
}

/// A claim of June 2026 with nothing wrong.
pub fn desk() -> Desk {
    let claim = Claim {
        number: "P26060000001R1".into(),
        patient: PatientId(uuid::Uuid::from_u128(1)),
        month: "2026-06".parse().unwrap(),
        form: Form::Professional,
        type_of_bill: None,
        subscriber: Subscriber {
            family: Some("Birchwood".into()),
            given: Some("Odette".into()),
            mbi: Some("1EG4TE5MK73".parse().unwrap()),
            address: Some(address("PO Box 40", "97001")),
            born_on: Some(day("1949-02-28")),
            sex: "F".into(),
        },
        rendering: Provider {
            family: "Larkin".into(),
            given: "Tomas".into(),
            npi: Some("1987654328".parse().unwrap()),
            taxonomy: Some("207Q00000X".into()),
        },
        place_of_service: "11".into(),
        frequency: "1".into(),
        payer_claim_number: None,
        diagnoses: ["I10", "E11.22", "N18.31"].map(|code| code.parse().unwrap()).into(),
        lines: vec![line("99490", 1, 9000), line("99439", 2, 14000)],
    };
    let practice = PracticeProfile {
        name: "Elm Falls Family Medicine".into(),
        npi: "1900000013".parse().unwrap(),
        tin: "930000017".parse().unwrap(),
        taxonomy: "207Q00000X".into(),
        setting: "physician".into(),
        place_of_service: "11".into(),
        locality: None,
        capabilities: Default::default(),
        asks_approval: false,
        address: address("18 Mill Street", "970011234"),
        payers: Vec::new(),
        switches: Default::default(),
    };
    Desk {
        claim,
        practice,
        settings: Settings::new(),
        file_date: day("2026-07-02"),
        takes_replacements: false,
    }
}

impl Desk {
    fn problems(&self) -> Vec<Problem> {
        let catalog = ConditionCatalog::embedded().unwrap();
        let context = ScrubContext {
            practice: &self.practice,
            rules: RuleSet::embedded(),
            settings: &self.settings,
            catalog: &catalog,
            file_date: self.file_date,
            takes_replacements: self.takes_replacements,
        };
        scrub(&self.claim, &context)
    }
}

/// Breaks a clean claim in one way and expects these problems, written `code@path`.
fn check(spoil: impl FnOnce(&mut Desk), expected: &[&str]) {
    let mut desk = desk();
    spoil(&mut desk);
    let found: Vec<String> =
        desk.problems().iter().map(|problem| format!("{}@{}", problem.code, problem.path)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_clean_claim_has_no_problem() {
    check(|_| (), &[]);
}

#[test]
fn the_claim_itself() {
    for number in ["", "p1", "P-1", "P23456789012345678901"] {
        check(|desk| desk.claim.number = number.into(), &["claim_number@number"]);
    }
    check(|desk| desk.claim.form = Form::Institutional, &["required@type_of_bill", "revenue_code@form"]);
    check(|desk| desk.claim.place_of_service = "1".into(), &["place_of_service_shape@place_of_service"]);
    check(|desk| desk.claim.place_of_service = "é".into(), &["place_of_service_shape@place_of_service"]);
    check(|desk| desk.claim.place_of_service = "98".into(), &["place_of_service_unknown@place_of_service"]);
    check(|desk| desk.claim.frequency = "2".into(), &["frequency_unknown@frequency"]);
    check(
        |desk| desk.claim.frequency = "7".into(),
        &["frequency_not_allowed@frequency", "required@payer_claim_number"],
    );
    check(
        |desk| desk.claim.payer_claim_number = Some("ICN1".into()),
        &["payer_claim_number_unexpected@payer_claim_number"],
    );
    let replaces = |desk: &mut Desk| {
        (desk.claim.frequency, desk.claim.payer_claim_number) = ("7".into(), Some("ICN1".into()));
        desk.takes_replacements = true;
    };
    check(replaces, &[]);
    let overflow =
        |desk: &mut Desk| desk.claim.lines.iter_mut().for_each(|line| line.charge = Cents(i64::MAX));
    check(overflow, &["total@lines", "charge@lines[0].charge", "charge@lines[1].charge"]);
}

#[test]
fn the_people() {
    check(|desk| desk.claim.rendering.npi = None, &["required@rendering.npi"]);
    check(|desk| desk.claim.rendering.family = " ".into(), &["required@rendering.family"]);
    check(|desk| desk.claim.rendering.given.clear(), &["required@rendering.given"]);
    check(|desk| desk.claim.rendering.taxonomy = Some("207Q".into()), &["taxonomy_shape@rendering.taxonomy"]);
    check(|desk| desk.claim.subscriber.mbi = None, &["required@subscriber.mbi"]);
    check(|desk| desk.claim.subscriber.family = None, &["required@subscriber.family"]);
    check(|desk| desk.claim.subscriber.given = Some(String::new()), &["required@subscriber.given"]);
    check(|desk| desk.claim.subscriber.born_on = None, &["required@subscriber.born_on"]);
    check(|desk| desk.claim.subscriber.born_on = Some(day("2026-07-03")), &["in_future@subscriber.born_on"]);
    check(|desk| desk.claim.subscriber.sex = "X".into(), &["sex@subscriber.sex"]);
}

#[test]
fn the_addresses() {
    check(|desk| desk.claim.subscriber.address = None, &["required@subscriber.address"]);
    let partial = |desk: &mut Desk| {
        let known = desk.claim.subscriber.address.as_mut().unwrap();
        (known.street, known.city, known.state) = ("".into(), " ".into(), "Oregon".into());
    };
    check(
        partial,
        &[
            "required@subscriber.address.street",
            "required@subscriber.address.city",
            "state_shape@subscriber.address.state",
        ],
    );
    check(
        |desk| desk.practice.address.street = "P.O. Box 9".into(),
        &["post_office_box@billing.address.street"],
    );
    check(
        |desk| desk.practice.address.street2 = Some("POB 9".into()),
        &["post_office_box@billing.address.street2"],
    );
    check(
        |desk| desk.practice.address.zip = "97001".parse().unwrap(),
        &["zip_without_extension@billing.address.zip"],
    );
    check(|desk| desk.practice.taxonomy.clear(), &["taxonomy_shape@billing.taxonomy"]);
}

#[test]
fn the_diagnoses() {
    let none = |desk: &mut Desk| {
        desk.claim.diagnoses.clear();
        desk.claim.lines.truncate(1);
    };
    check(
        none,
        &["count@diagnoses", "points_nowhere@lines[0].pointers[0]", "points_nowhere@lines[0].pointers[1]"],
    );
    let repeat = |desk: &mut Desk| desk.claim.diagnoses[2] = desk.claim.diagnoses[0].clone();
    check(repeat, &["repeated@diagnoses[2]"]);
    // A category is not a diagnosis.
    check(|desk| desk.claim.diagnoses[1] = "E11".parse().unwrap(), &["diagnosis_not_billable@diagnoses[1]"]);
    check(|desk| desk.claim.lines[0].pointers = vec![1], &["count@lines[0].pointers"]);
    check(|desk| desk.claim.lines[1].pointers = vec![2, 2], &["repeated@lines[1].pointers[1]"]);
    check(
        |desk| desk.claim.lines[1].pointers = vec![0, 4],
        &["points_nowhere@lines[1].pointers[0]", "points_nowhere@lines[1].pointers[1]"],
    );
    let five = |desk: &mut Desk| {
        desk.claim.diagnoses =
            ["I10", "E11.22", "N18.31", "J44.9", "I50.22"].map(|code| code.parse().unwrap()).into();
        desk.claim.lines[0].pointers = vec![1, 2, 3, 4, 5];
    };
    check(five, &["count@lines[0].pointers"]);
}

#[test]
fn the_lines() {
    check(|desk| desk.claim.lines.clear(), &["count@lines"]);
    check(|desk| desk.claim.lines[0].units = 0, &["units@lines[0].units"]);
    check(|desk| desk.claim.lines[0].charge = Cents(0), &["charge@lines[0].charge"]);
    check(|desk| desk.claim.lines[0].modifiers = vec!["2".into()], &["modifier_shape@lines[0].modifiers[0]"]);
    check(
        |desk| desk.claim.lines[0].modifiers = vec!["25".into(), "25".into()],
        &["repeated@lines[0].modifiers[1]"],
    );
    let five = ["25", "59", "XU", "24", "57"].map(String::from);
    check(|desk| desk.claim.lines[0].modifiers = five.into(), &["count@lines[0].modifiers"]);
    let july = |desk: &mut Desk| desk.claim.lines.iter_mut().for_each(|line| line.on = day("2026-07-01"));
    check(july, &["outside_month@lines[0].on", "outside_month@lines[1].on"]);
    check(
        |desk| desk.file_date = day("2026-06-29"),
        &["after_file_date@lines[0].on", "after_file_date@lines[1].on"],
    );
    check(
        |desk| desk.claim.lines[0] = line("99999", 1, 100),
        &["code_unknown@lines[0].code", "base_missing@lines[1].code"],
    );
}

#[test]
fn the_month() {
    let twice = |desk: &mut Desk| desk.claim.lines[1] = line("99490", 1, 9000);
    check(twice, &["code_repeated@lines[1].code"]);
    check(|desk| desk.claim.lines[0].units = 2, &["units_above_limit@lines[0].units"]);
    check(|desk| desk.claim.lines[1].units = 3, &["units_above_limit@lines[1].units"]);
    let alone = |desk: &mut Desk| {
        desk.claim.lines.remove(0);
    };
    check(alone, &["base_missing@lines[0].code"]);
    check(|desk| desk.claim.lines[1].on = day("2026-06-29"), &["date_differs_from_base@lines[1].on"]);
    // The two families of clinical staff time, and the practitioner's own.
    let families = |desk: &mut Desk| desk.claim.lines[1] = line("99487", 1, 20000);
    check(families, &["codes_exclusive@lines[0].code", "codes_exclusive@lines[1].code"]);
    let own = |desk: &mut Desk| desk.claim.lines[1] = line("99491", 1, 20000);
    check(own, &["codes_exclusive@lines[0].code", "codes_exclusive@lines[1].code"]);
    // What the matrix keeps apart (CONC-04, CONC-17).
    for code in ["99424", "99426", "G0556"] {
        let beside = |desk: &mut Desk| desk.claim.lines[1] = line(code, 1, 9000);
        check(beside, &["codes_exclusive@lines[0].code", "codes_exclusive@lines[1].code"]);
    }
}

#[test]
fn caps_are_the_rules_and_guards_the_practice_s() {
    let complex = |units| {
        move |desk: &mut Desk| {
            desk.claim.lines = vec![line("99487", 1, 20000), line("99489", units, 10000)];
            desk.settings.insert("max_99489".into(), Setting::Number(3));
        }
    };
    check(complex(3), &[]);
    check(complex(4), &["units_above_guard@lines[1].units"]);
    check(complex(11), &["units_above_limit@lines[1].units"]);
}

#[test]
fn all_problems_come_at_once_and_name_nobody() {
    let mut desk = desk();
    desk.claim.number.clear();
    desk.claim.subscriber.mbi = None;
    desk.claim.lines[0].pointers = vec![9];
    desk.claim.diagnoses[0] = "E11".parse().unwrap();
    let problems = desk.problems();
    assert_eq!(problems.len(), 5, "{problems:?}");
    let told = format!("{problems:?}");
    for secret in ["Birchwood", "Odette", "1949", "E11", "N18"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}
