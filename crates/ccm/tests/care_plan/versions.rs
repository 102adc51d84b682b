//! From a draft to a version and to the next one.

use std::collections::BTreeMap;

use ccm::basics::{CarePlanId, PatientId, PersonId};
use ccm::care_plan::difference::{ChangeKind, Changed, difference};
use ccm::care_plan::{CarePlan, FieldEdit, Goal, Part, PlanContent, PlanDraft, PlanProblem, RowKind};
use uuid::Uuid;

const NURSE: PersonId = PersonId(Uuid::from_u128(1));
const OTHER: PersonId = PersonId(Uuid::from_u128(2));

fn edit(field: &str, value: &str) -> FieldEdit {
    FieldEdit { field: field.into(), value: value.into() }
}

fn content() -> PlanContent {
    PlanContent {
        problems: vec![PlanProblem {
            key: 1,
            name: "High blood pressure".into(),
            codes: vec!["I10".parse().unwrap()],
            outlook: "Well controlled".into(),
        }],
        goals: vec![Goal {
            key: 2,
            words: "Dance at the wedding".into(),
            measure: "Minutes walked".into(),
            target: "20".into(),
            confidence: Some(7),
            ..Goal::default()
        }],
        parts: BTreeMap::from([(Part::Symptoms, "Dizzy: call us\nSwollen: call us".to_owned())]),
        review_on: Some("2027-02-01".parse().unwrap()),
        ..PlanContent::default()
    }
}

fn version(content: Option<PlanContent>, elements: BTreeMap<String, String>) -> CarePlan {
    CarePlan {
        id: CarePlanId(Uuid::from_u128(3)),
        patient: PatientId(Uuid::from_u128(4)),
        dated: "2026-11-22".parse().unwrap(),
        signed_by: None,
        is_revision: false,
        elements,
        content,
    }
}

#[test]
fn a_sheet_is_read_back_as_it_was_written() {
    assert!(PlanContent::of_sheet(&content().sheet()).unwrap() == content());
    assert!(PlanContent::of_sheet(&PlanContent::default().sheet()).unwrap() == PlanContent::default());
}

#[test]
fn everything_that_cannot_be_read_is_told_at_once() {
    let mut sheet = content().sheet();
    sheet.insert("goal.2.due".into(), "soon".into());
    sheet.insert("goal.2.confidence".into(), "11".into());
    sheet.insert("goal.3.barriers".into(), "stairs".into());
    sheet.insert("problem.1.codes".into(), "I10, pressure".into());
    sheet.insert("goal.02.words".into(), "a second name for a field".into());
    let problems = PlanContent::of_sheet(&sheet).unwrap_err();
    let mut found: Vec<(&str, &str)> =
        problems.iter().map(|one| (one.path.as_str(), one.code.as_str())).collect();
    found.sort_unstable();
    let expected = [
        ("goal.02.words", "unknown_field"),
        ("goal.2.confidence", "confidence"),
        ("goal.2.due", "date"),
        ("goal.3.words", "required"),
        ("problem.1.codes", "icd10"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_element_is_there_only_where_its_part_says_all_that_it_asks() {
    let mut plan = content();
    let has = |plan: &PlanContent, element: &str| plan.elements().contains_key(element);
    assert!(has(&plan, "goals") && has(&plan, "symptom_management") && !has(&plan, "assessment"));
    plan.goals[0].target.clear();
    assert!(!has(&plan, "goals"), "a goal that cannot be measured is none");
    plan.parts.insert(Part::Symptoms, " \n ".into());
    assert!(!has(&plan, "symptom_management"), "blanks say nothing");
    plan.parts.insert(Part::Physical, "Walks alone".into());
    assert!(!has(&plan, "assessment"), "function and cognition are both asked");
    plan.parts.insert(Part::Cognitive, "Clear".into());
    assert!(has(&plan, "assessment"));
    let told = plan.completeness(["goals", "an element of the future"]);
    assert_eq!((told[0].to_do[0].code, told[0].to_do[0].field.as_str()), ("measure", "goal.2.target"));
    assert!(!told[1].is_there, "what nobody can write is missing");
}

#[test]
fn two_hands_on_one_field_lose_nothing() {
    let mut draft = PlanDraft::default();
    assert!(draft.merge(vec![edit("part.social", "Lives alone")], 1, 2, NURSE).unwrap().is_empty());
    let edits = vec![edit("part.social", "Lives with her son"), edit("part.mental", "Cheerful")];
    let differences = draft.merge(edits, 1, 3, OTHER).unwrap();
    assert_eq!(differences.len(), 1);
    assert_eq!((differences[0].theirs.as_str(), differences[0].by), ("Lives alone", NURSE));
    assert_eq!(draft.fields["part.social"], "Lives alone");
    assert_eq!(draft.fields["part.mental"], "Cheerful", "what nobody else touched is taken");
    let again = draft.merge(vec![edit("part.social", "Lives with her son")], 3, 4, OTHER).unwrap();
    assert!(again.is_empty(), "whoever has seen it may change it");
    assert_eq!(
        draft.merge(vec![edit("part.nothing", "x")], 4, 5, NURSE).unwrap_err()[0].code,
        "unknown_field"
    );
}

#[test]
fn a_version_is_read_by_what_it_changes() {
    let before = version(Some(content()), content().elements());
    assert!(difference(Some(&before), &before).is_empty());
    let mut plan = content();
    plan.goals[0].target = "30".into();
    plan.problems.push(PlanProblem { key: 2, name: "Asthma".into(), ..PlanProblem::default() });
    plan.parts.insert(Part::Symptoms, "Swollen: call us\nWheezing: use the inhaler".into());
    let after = version(Some(plan.clone()), plan.elements());
    let changes = difference(Some(&before), &after);
    let told: Vec<_> = changes.iter().map(|one| (&one.what, one.kind, one.title.as_str())).collect();
    assert_eq!(
        told,
        [
            (&Changed::Row(RowKind::Problem), ChangeKind::Added, "Asthma"),
            (&Changed::Row(RowKind::Goal), ChangeKind::Altered, "Dance at the wedding"),
            (&Changed::Part(Part::Symptoms), ChangeKind::Altered, ""),
        ]
    );
    assert_eq!(changes[1].fields[0].before, ["20"]);
    assert_eq!(changes[2].fields[0].before, ["Dizzy: call us"], "a line that moved is no change");
    assert_eq!(changes[2].fields[0].after, ["Wheezing: use the inhaler"]);
    assert!(difference(None, &after).iter().all(|one| one.kind == ChangeKind::Added));
}

#[test]
fn a_plan_of_elements_alone_goes_on_as_a_content() {
    let elements = BTreeMap::from([
        ("problem_list".to_owned(), "High blood pressure; asthma".to_owned()),
        ("goals".to_owned(), "- Walk daily\n- Sleep".to_owned()),
        ("interventions".to_owned(), "Nurse calls twice a month".to_owned()),
    ]);
    let plan = PlanContent::from_elements(&elements);
    assert_eq!(plan.problems.len(), 2);
    assert_eq!(plan.goals.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(), ["Walk daily", "Sleep"]);
    assert!(!plan.elements().contains_key("goals"), "nothing is made up: no measure was told");
    let old = version(None, elements);
    let changes = difference(Some(&old), &version(Some(plan.clone()), plan.elements()));
    assert!(changes.iter().all(|one| matches!(one.what, Changed::Element(_))));
}
