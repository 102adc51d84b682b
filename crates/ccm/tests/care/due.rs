//! Which questions are asked now, and which answers cannot wait.

use ccm::care::AnswerValue as A;
use ccm::care::interview::{PreviousAnswer, Situation};
use ccm::care::red_flag::{Severity, raised};
use ccm::enrollment::Program;

use crate::support::*;

fn due(codes: &[&str], previous: &[PreviousAnswer], given: &[(&str, A)]) -> Vec<String> {
    let conditions: Vec<_> = codes.iter().map(|code| code.parse().unwrap()).collect();
    let given = answers(given);
    let situation = Situation {
        conditions: &conditions,
        programs: &[Program::Ccm],
        today: day("2026-11-22"),
        previous,
        given: &given,
    };
    let sections = book().due(&situation);
    sections.iter().flat_map(|section| &section.questions).map(|one| one.question.id.clone()).collect()
}

fn before(question: &str, on: &str) -> PreviousAnswer {
    PreviousAnswer { question: question.into(), value: A::No, on: day(on) }
}

#[test]
fn what_was_asked_lately_waits_and_what_is_asked_each_time_does_not() {
    let has = |previous: &[PreviousAnswer], id: &str| due(&[], previous, &[]).iter().any(|one| one == id);
    assert!(has(&[], "general.food"));
    assert!(!has(&[before("general.food", "2026-08-25")], "general.food"), "89 days ago");
    assert!(has(&[before("general.food", "2026-08-24")], "general.food"), "90 days ago");
    assert!(has(&[before("general.falls", "2026-11-21")], "general.falls"));
    let twice = [before("general.food", "2026-01-01"), before("general.food", "2026-11-01")];
    assert!(!has(&twice, "general.food"), "the newest counts");
}

#[test]
fn a_question_that_follows_waits_for_its_answer_and_an_answered_one_stays() {
    let id = "general.fall_injury".to_owned();
    assert!(!due(&[], &[], &[]).contains(&id));
    assert!(due(&[], &[], &[("general.falls", A::Yes)]).contains(&id));
    assert!(!due(&[], &[], &[("general.falls", A::No)]).contains(&id));
    assert!(due(&[], &[], &[("general.falls", A::No), ("general.fall_injury", A::Yes)]).contains(&id));
    let food = before("general.food", "2026-11-01");
    assert!(due(&[], &[food], &[("general.food", A::Yes)]).contains(&"general.food".to_owned()));
}

#[test]
fn banks_follow_the_conditions_and_stand_in_order() {
    let ids = due(&["I50.9", "E11.9"], &[], &[]);
    let banks: Vec<&str> = ids.iter().filter_map(|id| id.split_once('.')).map(|(bank, _)| bank).collect();
    let mut order = banks.clone();
    order.dedup();
    assert_eq!(order, ["general", "diabetes", "heart_failure", "mood"]);
}

#[test]
fn answers_that_cannot_wait_are_raised_once_each_the_gravest_first() {
    let number = |value: i64| A::Number(value.into());
    let of = |given: &[(&str, A)]| {
        let all = raised(book(), &answers(given));
        all.into_iter().map(|one| (one.source, one.severity)).collect::<Vec<_>>()
    };
    let glucose = "diabetes.glucose_last";
    let table = [
        (53, Some(Severity::Emergency)),
        (54, Some(Severity::Urgent)),
        (69, Some(Severity::Urgent)),
        (70, None),
        (299, None),
        (300, Some(Severity::SameDay)),
        (400, Some(Severity::Urgent)),
    ];
    for (value, severity) in table {
        let wanted: Vec<_> = severity.map(|severity| (glucose.to_owned(), severity)).into_iter().collect();
        assert_eq!(of(&[(glucose, number(value))]), wanted, "{value}");
    }
    let both = of(&[("general.hospital_use", A::Yes), ("general.chest_pain", A::Yes)]);
    assert_eq!(both[0], ("general.chest_pain".to_owned(), Severity::Emergency));
    assert_eq!(both.len(), 2);
    assert!(of(&[("general.safety", A::Yes)]).is_empty());
    assert_eq!(of(&[("general.safety", A::No)]).len(), 1);
}

#[test]
fn two_answers_about_mood_count_together() {
    let of = |interest: &str, low: Option<&str>| {
        let mut given = vec![("mood.interest", A::Choice(interest.into()))];
        given.extend(low.map(|low| ("mood.low", A::Choice(low.into()))));
        raised(book(), &answers(&given)).len()
    };
    assert_eq!(of("every_day", None), 0, "one answer alone is no score");
    assert_eq!(of("several_days", Some("several_days")), 0);
    assert_eq!(of("several_days", Some("most_days")), 1);
}

#[test]
fn an_answer_is_read_as_its_question_takes_it() {
    let read = |id: &str, text: &str| book().question(id).unwrap().answer.read(text);
    assert_eq!(read("heart_failure.weight", " 182.4 "), Ok(Some(A::Number("182.4".parse().unwrap()))));
    assert_eq!(read("heart_failure.weight", ""), Ok(None));
    for wrong in ["182.45", "44", "771", "NaN", "1e400", "heavy", "\u{0}"] {
        assert!(read("heart_failure.weight", wrong).is_err(), "{wrong}");
    }
    assert!(read("joints.pain", "10").is_ok() && read("joints.pain", "11").is_err());
    assert!(read("general.falls", "maybe").is_err());
    assert!(read("lungs.breath", "fine").is_err() && read("lungs.breath", "same").is_ok());
    assert!(read("general.new_symptoms", &"a".repeat(2_001)).is_err());
}
