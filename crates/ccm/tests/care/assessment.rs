//! Instruments, their scores, and what these lead to.

use std::collections::BTreeSet;
use std::path::Path;

use ccm::basics::*;
use ccm::care::assessment::draft::AssessmentEdits;
use ccm::care::assessment::{
    Action, Answers, AssessmentDraft, DueWhy, Known, QUESTIONNAIRE_FILES, Score, Step, Way,
};
use ccm::care::interview::AnswerKind;
use ccm::care::{AnswerValue, Instrument, Interviews, Questionnaires};
use proptest::prelude::*;

use crate::support::day;

fn get(id: &str) -> &'static Instrument {
    Questionnaires::embedded().get(id).unwrap()
}

/// The first items answered with what counts so much.
fn points(instrument: &Instrument, points: &[i64]) -> Answers {
    let answer = |(item, wanted): (&ccm::care::assessment::Item, &i64)| {
        let value = match instrument.kind(item) {
            AnswerKind::Choice { options } => {
                let option = options.iter().find(|option| option.points == Some(*wanted)).unwrap();
                AnswerValue::Choice(option.word.clone())
            }
            AnswerKind::Scale => AnswerValue::Scale(u8::try_from(*wanted).unwrap()),
            _ => panic!("{} is not scored", item.word),
        };
        (item.word.clone(), value)
    };
    instrument.items.iter().zip(points).map(answer).collect()
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../questionnaires");
    let names =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = names.filter(|name| name.ends_with(".toml")).collect();
    let known: BTreeSet<String> = QUESTIONNAIRE_FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, known);
}

#[test]
fn every_red_flag_names_a_protocol_that_is_there() {
    let protocols = &Interviews::embedded().protocols;
    let rules = Questionnaires::embedded().instruments.iter().flat_map(|one| &one.rules);
    for escalate in rules.filter_map(|rule| rule.escalate.as_ref()) {
        assert!(protocols.get(&escalate.protocol).is_some(), "{}", escalate.protocol);
    }
    assert_eq!(Interviews::embedded().label("phq_9.self_harm"), "PHQ-9: thoughts of death or self-harm");
}

#[test]
fn what_the_issue_names_is_there() {
    let all = Questionnaires::embedded().instruments.iter().map(|one| one.id.as_str()).collect::<Vec<_>>();
    let wanted =
        ["phq_2", "phq_9", "gad_7", "falls", "pain", "cognition", "caregiver", "social_needs", "hra"];
    assert_eq!(all, wanted);
}

#[test]
fn a_wrong_file_is_told_with_everything_wrong_in_it() {
    let falls = QUESTIONNAIRE_FILES.iter().find(|(name, _)| *name == "falls.toml").unwrap().1;
    let codes = |text: &str| -> BTreeSet<String> {
        let problems = Questionnaires::from_files([("falls.toml", text)]).unwrap_err();
        problems.into_iter().map(|problem| problem.code).collect()
    };
    let table = [
        ("from  = 0", "from  = 1", "bounds"),
        ("from  = 1", "from  = 9", "never_reached"),
        (r#"word   = "times""#, r#"word   = "fell""#, "not_unique"),
        (r#"es    = "Con riesgo de caídas""#, r#"es    = " ""#, "not_translated"),
        (r#"bands    = ["at_risk"]"#, r#"bands    = ["high"]"#, "rule"),
        (r#"one_of = ["yes"]"#, r#"one_of = ["maybe"]"#, "never_fits"),
        ("every_days = 365", "every_days = 0", "bounds"),
        ("counts_for = []", r#"counts_for = ["nothing"]"#, "unknown_word"),
        (r#"kind = "yes_no""#, r#"kind = "maybe""#, "not_readable"),
    ];
    for (here, there, code) in table {
        assert!(falls.contains(here), "{here}");
        assert!(codes(&falls.replace(here, there)).contains(code), "{here}");
    }
    let untouched = Questionnaires::from_files([("falls.toml", falls)]);
    assert!(untouched.is_ok());
}

#[test]
fn scores_are_in_the_bands_of_their_publication() {
    let table = [
        ("phq_9", vec![0; 9], "0", "minimal"),
        ("phq_9", vec![1, 1, 1, 1, 0, 0, 0, 0, 0], "4", "minimal"),
        ("phq_9", vec![1, 1, 1, 1, 1, 0, 0, 0, 0], "5", "mild"),
        ("phq_9", vec![3, 3, 3, 0, 0, 0, 0, 0, 0], "9", "mild"),
        ("phq_9", vec![3, 3, 3, 1, 0, 0, 0, 0, 0], "10", "moderate"),
        ("phq_9", vec![3, 3, 3, 3, 3, 0, 0, 0, 0], "15", "moderately_severe"),
        ("phq_9", vec![3; 9], "27", "severe"),
        ("phq_2", vec![1, 1], "2", "negative"),
        ("phq_2", vec![1, 2], "3", "positive"),
        ("gad_7", vec![2, 2, 2, 2, 2, 2, 2], "14", "moderate"),
        ("gad_7", vec![3, 2, 2, 2, 2, 2, 2], "15", "severe"),
        ("pain", vec![3, 3, 4], "3.3", "mild"),
        ("pain", vec![4, 4, 3], "3.7", "mild"),
        ("pain", vec![10, 10, 10], "10", "severe"),
        ("cognition", vec![1, 1, 1, 0, 0, 0], "3", "low"),
        ("cognition", vec![1, 1, 1, 1, 1, 0], "5", "usual"),
    ];
    for (id, given, score, band) in table {
        let scored = get(id).scored(&points(get(id), &given));
        assert_eq!(scored.score.map(|score| score.to_string()).as_deref(), Some(score), "{id} {given:?}");
        assert_eq!(scored.band.map(|band| band.word.as_str()), Some(band), "{id} {given:?}");
        assert!(scored.missing.is_empty());
    }
}

#[test]
fn a_missing_item_takes_the_score_and_is_told() {
    let phq = get("phq_9");
    let scored =
        phq.scored(&points(phq, &[1; 8])).missing.iter().map(|item| item.word.as_str()).collect::<Vec<_>>();
    assert_eq!(scored, ["self_harm"], "the difficulty item may be left out");
    assert_eq!(phq.scored(&points(phq, &[1; 8])).score, None);
    assert_eq!(phq.scored(&Answers::new()).band, None);
}

#[test]
fn an_item_that_is_not_asked_is_not_missed_and_does_not_count() {
    let falls = get("falls");
    let yes = |word: &str| AnswerValue::Choice(word.into());
    let mut answers: Answers =
        [("fell", "no"), ("unsteady", "yes"), ("worried", "no")].map(|(k, v)| (k.to_owned(), yes(v))).into();
    assert!(falls.scored(&answers).missing.is_empty());
    answers.insert("fell".into(), yes("yes"));
    let missing: Vec<&str> = falls.scored(&answers).missing.iter().map(|item| item.word.as_str()).collect();
    assert_eq!(missing, ["times", "hurt"]);
    assert_eq!(falls.scored(&answers).score, Some(Score::whole(2)), "neither of them is scored");
}

#[test]
fn a_thought_of_self_harm_cannot_wait_for_the_other_answers() {
    let phq = get("phq_9");
    for counted in 0..=3 {
        let one = Answers::from([(
            "self_harm".to_owned(),
            points(phq, &[0, 0, 0, 0, 0, 0, 0, 0, counted]).remove("self_harm").unwrap(),
        )]);
        let raised = phq.raised_by_answers(&one);
        let sources: Vec<&str> = raised.iter().map(|one| one.source.as_str()).collect();
        assert_eq!(sources, if counted == 0 { vec![] } else { vec!["phq_9.self_harm"] });
        assert!(raised.iter().all(|one| matches!(one.action, Action::Escalate(_))));
    }
    let scored = points(phq, &[2; 9]);
    let by_band = phq.raised_by_band(&phq.scored(&scored));
    assert!(matches!(by_band[0].action, Action::Task(_)) && by_band.len() == 1);
    assert_eq!(phq.raised_by_band(&phq.scored(&points(phq, &[3; 9])))[0].source, "phq_9.severe");
}

#[test]
fn a_change_says_which_way_and_whether_it_matters() {
    let table = [("phq_9", 15, 10, Step::Better, Some(true)), ("phq_9", 10, 14, Step::Worse, Some(false))];
    for (id, before, now, step, matters) in table {
        let change = get(id).change(Score::whole(before), Score::whole(now));
        assert_eq!((change.step, change.matters), (step, matters));
    }
    let memory = get("cognition").change(Score::whole(3), Score::whole(5));
    assert_eq!((memory.step, memory.matters), (Step::Better, None));
    assert_eq!(get("pain").change(Score { tenths: 33 }, Score { tenths: 33 }).step, Step::Same);
}

#[test]
fn what_is_due_depends_on_conditions_time_and_what_was_found() {
    let book = Questionnaires::embedded();
    let due = |codes: &[&str], known: &[Known]| -> Vec<String> {
        let codes: Vec<Icd10Cm> = codes.iter().map(|code| code.parse().unwrap()).collect();
        let due = book.due(&codes, known, day("2026-10-16"));
        due.into_iter().map(|one| one.instrument.id.clone()).collect()
    };
    let given = |id: &str, on: &str, band: &str| Known {
        instrument: id.into(),
        on: day(on),
        band: Some(band.into()),
    };
    assert_eq!(due(&[], &[]), ["phq_2", "falls", "social_needs", "hra"]);
    assert_eq!(due(&["F32.1"], &[])[0], "phq_9", "not the first two of it besides");
    assert!(!due(&["F32.1"], &[]).contains(&"phq_2".to_owned()));
    assert!(due(&["M17.0", "G30.9"], &[]).contains(&"caregiver".to_owned()));
    let positive = given("phq_2", "2026-10-16", "positive");
    assert_eq!(due(&[], std::slice::from_ref(&positive))[0], "phq_9");
    assert!(!due(&[], &[positive, given("phq_9", "2026-10-16", "mild")]).contains(&"phq_9".to_owned()));
    assert!(!due(&[], &[given("phq_9", "2026-09-01", "mild")]).contains(&"phq_2".to_owned()));
    assert!(due(&[], &[given("phq_2", "2025-10-16", "negative")]).contains(&"phq_2".to_owned()));
    assert!(!due(&[], &[given("phq_2", "2025-10-17", "negative")]).contains(&"phq_2".to_owned()));
    let known = [given("hra", "2025-01-01", "few")];
    let why = book.due(&[], &known, day("2026-10-16"))[0].why;
    assert!(matches!(why, DueWhy::Again { every_days: 365, .. }), "what was given before is more pressing");
}

#[test]
fn a_draft_takes_what_fits_and_drops_what_is_no_longer_asked() {
    let falls = get("falls");
    let mut draft =
        AssessmentDraft { answers: Answers::new(), way: Way::Phone, spanish: false, on: day("2026-10-16") };
    let edit = |word: &str, value: Option<AnswerValue>| AssessmentEdits {
        answers: vec![(word.to_owned(), value)],
        ..AssessmentEdits::default()
    };
    let yes = || Some(AnswerValue::Choice("yes".into()));
    let today = day("2026-10-16");
    draft.merge(falls, &edit("fell", yes()), today).unwrap();
    draft.merge(falls, &edit("times", Some(AnswerValue::Choice("once".into()))), today).unwrap();
    draft.merge(falls, &edit("fell", Some(AnswerValue::Choice("no".into()))), today).unwrap();
    assert_eq!(draft.answers.keys().collect::<Vec<_>>(), ["fell"]);
    let wrong = AssessmentEdits {
        answers: vec![("fell".into(), Some(AnswerValue::Scale(3))), ("nothing".into(), yes())],
        on: Some(day("2026-10-17")),
        ..AssessmentEdits::default()
    };
    let problems = draft.merge(falls, &wrong, today).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["answer", "unknown_word", "in_future"]);
    assert_eq!(draft.answers.len(), 1, "nothing of it is kept");
    draft.merge(falls, &edit("fell", None), today).unwrap();
    assert!(draft.answers.is_empty());
}

/// Some answers to some items of some instrument, in any state of completeness.
fn given() -> impl Strategy<Value = (&'static Instrument, Answers)> {
    let all = &Questionnaires::embedded().instruments;
    (0..all.len(), proptest::collection::vec(proptest::option::of(any::<u8>()), 16)).prop_map(
        |(at, picks)| {
            let instrument = &Questionnaires::embedded().instruments[at];
            let answers = instrument.items.iter().zip(picks).filter_map(|(item, pick)| {
                let pick = pick?;
                let value = match instrument.kind(item) {
                    AnswerKind::Choice { options } => {
                        AnswerValue::Choice(options[usize::from(pick) % options.len()].word.clone())
                    }
                    AnswerKind::Scale => AnswerValue::Scale(pick % 11),
                    _ if pick % 2 == 0 => AnswerValue::Yes,
                    _ => AnswerValue::No,
                };
                Some((item.word.clone(), value))
            });
            (instrument, answers.collect())
        },
    )
}

proptest! {
    #[test]
    fn a_score_is_in_its_range_and_in_one_band((instrument, answers) in given()) {
        let scored = instrument.scored(&answers);
        let (least, most) = instrument.range();
        prop_assert_eq!(scored.score.is_some(), scored.band.is_some());
        if let (Some(score), Some(band)) = (scored.score, scored.band) {
            prop_assert!(least <= score && score <= most);
            let next = instrument.bands.iter().find(|one| one.from > band.from);
            prop_assert!(Score::whole(band.from) <= score);
            prop_assert!(next.is_none_or(|next| score < Score::whole(next.from)));
        } else {
            prop_assert!(!scored.missing.is_empty());
        }
    }

    #[test]
    fn one_more_point_never_makes_the_score_less((instrument, mut answers) in given(), at in 0..16_usize) {
        let Some(item) = instrument.items.get(at % instrument.items.len()) else { return Ok(()) };
        let Some(before) = instrument.scored(&answers).score else { return Ok(()) };
        let AnswerKind::Choice { options } = instrument.kind(item) else { return Ok(()) };
        let Some(now) = answers.get(&item.word).and_then(|value| instrument.points(item, value)) else {
            return Ok(());
        };
        let Some(more) = options.iter().find(|option| option.points > Some(now)) else { return Ok(()) };
        answers.insert(item.word.clone(), AnswerValue::Choice(more.word.clone()));
        prop_assert!(instrument.scored(&answers).score >= Some(before));
    }

    #[test]
    fn a_red_flag_of_an_answer_stays_whatever_else_is_answered((instrument, answers) in given()) {
        let all = instrument.raised_by_answers(&answers);
        for (word, value) in &answers {
            let alone = Answers::from([(word.clone(), value.clone())]);
            for flag in instrument.raised_by_answers(&alone) {
                prop_assert!(all.contains(&flag));
            }
        }
    }
}
