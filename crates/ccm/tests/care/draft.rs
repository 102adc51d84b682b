//! Two hands on one draft.

use ccm::care::{AnswerValue as A, CallDraft, DraftEdit};

use crate::support::*;

fn answer(question: &str, value: A) -> DraftEdit {
    DraftEdit::Answer { question: question.into(), value: Some(value) }
}

fn remarks(text: &str) -> DraftEdit {
    DraftEdit::Remarks { value: Some(text.into()) }
}

#[test]
fn the_second_sees_the_difference_and_nothing_is_overwritten() {
    let mut draft = CallDraft::default();
    assert_eq!(draft.merge(vec![remarks("hers")], 1, 2, NURSE, book()), Ok(vec![]));
    // He has seen revision 1 too, and writes in the same field and in another one.
    let edits = vec![remarks("his"), answer("general.falls", A::No)];
    let differences = draft.merge(edits, 1, 3, DOCTOR, book()).unwrap();
    assert_eq!(differences.len(), 1);
    let one = &differences[0];
    assert_eq!((one.field.as_str(), one.by), ("remarks", NURSE));
    assert_eq!((one.theirs.as_str(), one.yours.as_str()), (Some("hers"), Some("his")));
    assert_eq!(draft.remarks.as_deref(), Some("hers"));
    assert_eq!(draft.answers.get("general.falls"), Some(&A::No), "what nobody else touched is kept");
    // Having seen it, he decides.
    assert_eq!(draft.merge(vec![remarks("both")], 3, 4, DOCTOR, book()), Ok(vec![]));
    assert_eq!(draft.remarks.as_deref(), Some("both"));
}

#[test]
fn the_same_value_twice_is_no_difference() {
    let mut draft = CallDraft::default();
    draft.merge(vec![remarks("same")], 1, 2, NURSE, book()).unwrap();
    let before = draft.clone();
    assert_eq!(draft.merge(vec![remarks("same")], 1, 3, DOCTOR, book()), Ok(vec![]));
    assert!(draft == before);
}

#[test]
fn with_one_wrong_edit_none_is_taken() {
    let mut draft = CallDraft::default();
    let edits = vec![
        remarks("kept?"),
        answer("general.falls", A::Scale(3)),
        answer("general.nothing", A::Yes),
        DraftEdit::Outcome { value: Some("vanished".into()) },
        DraftEdit::Identity { word: "shoe_size".into(), is_compared: true },
        remarks(&"a".repeat(20_001)),
    ];
    let problems = draft.merge(edits, 1, 2, NURSE, book()).unwrap_err();
    assert_eq!(codes(&problems), ["answer", "unknown_word", "unknown_word", "unknown_word", "too_long"]);
    assert!(draft == CallDraft::default());
}

#[test]
fn a_draft_reads_back_as_it_was() {
    let mut draft = reached();
    draft.answers = questions().map(|one| (one.id.clone(), some_answer(one, 5))).collect();
    let medication = ccm::basics::MedicationId(uuid::Uuid::from_u128(7));
    let statement = ccm::care::MedicationStatement {
        medication,
        label: "metformin".into(),
        taking: ccm::care::Taking::Differently,
        how: Some("every other day".into()),
        reason: Some("upset stomach".into()),
        refill_due: Some(day("2026-12-01")),
    };
    let edit = DraftEdit::Medication { medication, value: Some(statement) };
    draft.merge(vec![edit, remarks("x")], 1, 2, NURSE, book()).unwrap();
    let text = serde_json::to_string(&draft).unwrap();
    assert!(serde_json::from_str::<CallDraft>(&text).unwrap() == draft);
    assert!(!format!("{draft:?}").contains("metformin"));
}
