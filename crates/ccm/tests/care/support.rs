//! Calls to test with. Nobody in them is real.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::care::interview::{AnswerKind, Question};
use ccm::care::note::{NotedEntry, NotedEscalation, Signing};
use ccm::care::{AnswerValue, CallDraft, Interviews, Severity};
use uuid::Uuid;

pub const NURSE: PersonId = PersonId(Uuid::from_u128(1));
pub const DOCTOR: PersonId = PersonId(Uuid::from_u128(2));
pub const OTHER: PersonId = PersonId(Uuid::from_u128(4));
pub const PATIENT: PatientId = PatientId(Uuid::from_u128(3));

pub fn book() -> &'static Interviews {
    Interviews::embedded()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn answers(given: &[(&str, AnswerValue)]) -> BTreeMap<String, AnswerValue> {
    given.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect()
}

pub fn questions() -> impl Iterator<Item = &'static Question> {
    book().banks.iter().flat_map(|bank| &bank.questions)
}

/// An answer of the question's kind, another one for another number.
pub fn some_answer(question: &Question, number: u8) -> AnswerValue {
    match &question.answer {
        AnswerKind::YesNo if number.is_multiple_of(2) => AnswerValue::Yes,
        AnswerKind::YesNo => AnswerValue::No,
        AnswerKind::Number { least, most, .. } => {
            let span = most - least + 1;
            AnswerValue::Number((least + i64::from(number) % span).into())
        }
        AnswerKind::Choice { options } => {
            AnswerValue::Choice(options[usize::from(number) % options.len()].word.clone())
        }
        AnswerKind::Scale => AnswerValue::Scale(number % 11),
        AnswerKind::Text => AnswerValue::Text(format!("words {number}")),
    }
}

/// A call that reached the patient, with nothing in the way.
pub fn reached() -> CallDraft {
    CallDraft {
        outcome: Some("reached_patient".into()),
        identity: ["full_name".to_owned(), "date_of_birth".to_owned()].into(),
        ..CallDraft::default()
    }
}

pub fn entry(number: u128) -> NotedEntry {
    NotedEntry {
        id: TimeEntryId(Uuid::from_u128(number)),
        patient: PATIENT,
        performer: NURSE,
        seconds: 600,
        is_struck: false,
        is_noted: false,
    }
}

pub fn flag(disposition: Option<&str>) -> NotedEscalation {
    NotedEscalation {
        id: EscalationId(Uuid::from_u128(9)),
        source: "general.chest_pain".into(),
        severity: Severity::Emergency,
        disposition: disposition.map(str::to_owned),
        reason: None,
    }
}

pub fn signing<'a>(
    call: &'a CallDraft,
    escalations: &'a [NotedEscalation],
    entries: &'a [NotedEntry],
) -> Signing<'a> {
    Signing {
        book: book(),
        call,
        patient: PATIENT,
        opened_by: NURSE,
        signer: NURSE,
        escalations,
        unraised: &[],
        entries,
    }
}

pub fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.as_str()).collect()
}
