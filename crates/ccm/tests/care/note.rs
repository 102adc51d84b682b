//! The note: only what was ticked, and signed only when nothing stands in the way.

use ccm::care::note::{NoteHead, draft, signed_text, text};
use ccm::care::{
    AnswerValue as A, CallDraft, ChosenContact, GoalProgress, NewTask, TaskKind, ToldMedication,
};
use proptest::prelude::*;

use crate::support::*;

#[test]
fn a_note_has_stable_words() {
    let mut call = reached();
    call.answers =
        answers(&[("general.chest_pain", A::Yes), ("hypertension.systolic", A::Number(148.into()))]);
    let goal = "Walk to the mailbox every day".to_owned();
    let progress = GoalProgress {
        goal: goal.clone(),
        confidence: Some(7),
        barrier: Some("knee pain".into()),
        ..GoalProgress::default()
    };
    call.goals.insert(goal, progress);
    let body = text(&draft(book(), &call, &[flag(Some("called_911"))]));
    let head = NoteHead {
        when: "Nov 22, 2026, 10:42 America/Chicago".into(),
        by: "Maria Quist, rn".into(),
        entries: 1,
        seconds: 1_040,
    };
    let expected = "Outgoing call, Nov 22, 2026, 10:42 America/Chicago\n\
        By Maria Quist, rn\n\
        Reached the patient\n\
        Identity checked: full name, date of birth\n\
        \n\
        Since we last spoke\n\
        - Chest pain, pressure or tightness now: yes\n\
        \n\
        Blood pressure\n\
        - Most recent home systolic pressure: 148 mmHg\n\
        \n\
        Goals\n\
        - Walk to the mailbox every day: confidence 7 of 10; barrier: knee pain\n\
        \n\
        Escalations\n\
        - Emergency: Chest pain, pressure or tightness now: 911 was called\n\
        \n\
        Time: 17 min 20 s\n";
    assert_eq!(signed_text(book(), &call, &head, &body), expected);
}

#[test]
fn its_days_read_as_people_write_them() {
    let mut call = CallDraft::default();
    call.tasks.push(NewTask {
        kind: TaskKind::Other,
        title: "Order test strips".into(),
        due: day("2026-12-01"),
        owner: None,
    });
    call.next = Some(ChosenContact { from: day("2026-12-09"), until: day("2027-01-12"), part: None });
    call.told.push(ToldMedication {
        label: "fish oil".into(),
        how: None,
        reason: None,
        refill_due: Some(day("2026-11-30")),
    });
    let expected = "Medications\n\
        - Not on the list: fish oil; refill due Nov 30, 2026\n\
        \n\
        To do\n\
        - Order test strips (due Dec 1, 2026)\n\
        \n\
        Next contact\n\
        - From Dec 9, 2026 to Jan 12, 2027\n";
    assert_eq!(text(&draft(book(), &call, &[])), expected);
}

#[test]
fn what_was_not_ticked_is_not_there() {
    assert_eq!(text(&draft(book(), &CallDraft::default(), &[])), "");
}

proptest! {
    /// One line for each answer, in its question's words, and no other.
    #[test]
    fn the_draft_says_what_was_answered_and_nothing_else(
        ticked in prop::collection::btree_map(0..60_usize, any::<u8>(), 0..20),
    ) {
        let all: Vec<_> = questions().collect();
        let mut call = CallDraft::default();
        for (place, number) in &ticked {
            let question = all[place % all.len()];
            call.answers.insert(question.id.clone(), some_answer(question, *number));
        }
        let lines: Vec<String> =
            draft(book(), &call, &[]).into_iter().flat_map(|section| section.lines).collect();
        let scores = lines.iter().filter(|line| line.starts_with("Two-question mood score")).count();
        prop_assert_eq!(lines.len(), call.answers.len() + scores);
        prop_assert_eq!(scores, usize::from(
            call.answers.contains_key("mood.interest") && call.answers.contains_key("mood.low")));
        for question in all {
            let wanted = call.answers.get(&question.id)
                .map(|value| format!("{}: {}", question.note, question.answer.shown(value, false)));
            let label = format!("{}: ", question.note);
            match wanted {
                Some(line) => prop_assert!(lines.contains(&line), "{} is missing", question.id),
                // Two banks may call a thing alike; then the line is the other one's.
                None => prop_assert!(
                    !lines.iter().any(|line| line.starts_with(&label))
                        || questions().any(|other| other.note == question.note && call.answers.contains_key(&other.id))),
            }
        }
    }
}

#[test]
fn a_red_flag_cannot_be_signed_away() {
    let call = reached();
    let entries = [entry(1)];
    assert!(signing(&call, &[flag(Some("called_911"))], &entries).problems().is_empty());
    assert_eq!(codes(&signing(&call, &[flag(None)], &entries).problems()), ["red_flag_open"]);
    // Nor by an answer for which nobody opened one.
    let given = answers(&[("general.chest_pain", A::Yes)]);
    let unraised = ccm::care::red_flag::raised(book(), &given);
    let mut without = signing(&call, &[], &entries);
    without.unraised = &unraised;
    assert_eq!(codes(&without.problems()), ["red_flag_open"]);
}

#[test]
fn all_problems_come_at_once() {
    let nothing = CallDraft { outcome: Some("reached_patient".into()), ..CallDraft::default() };
    let problems = signing(&nothing, &[flag(None)], &[]).problems();
    assert_eq!(codes(&problems), ["identity_not_checked", "no_time", "red_flag_open"]);
    assert_eq!(codes(&signing(&CallDraft::default(), &[], &[]).problems()), ["required"]);
}

#[test]
fn who_reached_nobody_needs_no_minutes_and_no_identity() {
    for outcome in &book().outcomes.all {
        let call = CallDraft { outcome: Some(outcome.word.clone()), ..CallDraft::default() };
        let problems = signing(&call, &[], &[]).problems();
        assert_eq!(problems.is_empty(), !outcome.reached, "{}", outcome.word);
        let timed = [entry(1)];
        let problems = signing(&call, &[], &timed).problems();
        assert_eq!(problems.is_empty(), !outcome.interview, "{}", outcome.word);
    }
}

#[test]
fn minutes_are_the_signers_own_this_patients_not_struck_and_in_one_note() {
    let call = reached();
    let with = |change: fn(&mut ccm::care::note::NotedEntry)| {
        let mut other = entry(2);
        change(&mut other);
        let entries = [entry(1), other];
        signing(&call, &[], &entries).problems().first().map(|problem| problem.code.clone())
    };
    assert_eq!(with(|_| ()), None);
    assert_eq!(with(|one| one.performer = DOCTOR).as_deref(), Some("not_yours"));
    assert_eq!(
        with(|one| one.patient = ccm::basics::PatientId(uuid::Uuid::nil())).as_deref(),
        Some("another_patient")
    );
    assert_eq!(with(|one| one.is_struck = true).as_deref(), Some("struck"));
    assert_eq!(with(|one| one.is_noted = true).as_deref(), Some("has_a_note"));
    let entries = [entry(1)];
    let mut other = signing(&call, &[], &entries);
    other.signer = DOCTOR;
    assert_eq!(codes(&other.problems()), ["not_yours", "not_yours"]);
}
