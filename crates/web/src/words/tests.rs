//! The locales hold what pages say: every key once, none unused, and patients' words in both languages.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

fn keys(files: &[&str]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for text in files {
        let resource = FluentResource::try_new((*text).to_owned()).expect("our files parse");
        for line in text.lines() {
            if let Some((key, _)) = line.split_once(" =")
                && !key.starts_with([' ', '#'])
            {
                assert!(keys.insert(key.to_owned()), "{key} stands twice");
            }
        }
        assert!(resource.entries().count() > 0);
    }
    keys
}

/// Templates and code of this crate, as one text each.
fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("our own folder") {
        let path = entry.expect("our own file").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "html") {
            into.push(std::fs::read_to_string(&path).expect("our own text"));
        }
    }
}

fn all_sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    sources(&root.join("src"), &mut texts);
    sources(&root.join("templates"), &mut texts);
    texts
}

#[test]
fn every_key_that_is_said_is_known() {
    let known = keys(ENGLISH);
    let mut unknown = BTreeSet::new();
    for text in all_sources() {
        for call in [".say(\"", ".say_with(\"", ".say_all(\""] {
            for (at, _) in text.match_indices(call) {
                let rest = &text[at + call.len()..];
                let key = rest.split('"').next().unwrap_or_default();
                if !known.contains(key) && !key.contains('{') {
                    unknown.insert(key.to_owned());
                }
            }
        }
    }
    assert!(unknown.is_empty(), "said, and not in locales/en-US: {unknown:?}");
}

/// Beginnings of keys that are made of a word and a frame around it: `page-{word}-title`, `problem-{code}`.
const MADE: &[&str] = &[
    "activity-",
    "asks-",
    "appointment-",
    "asm-way-",
    "books-account-",
    "came-do-",
    "came-kind-",
    "came-outcome-",
    "came-problem-",
    "came-told-",
    "care-need-",
    "care-part-",
    "care-problem-",
    "care-recording-",
    "care-taking-",
    "care-task-",
    "care-why-red-flag-",
    "claim-acts-",
    "claim-alert-",
    "claim-step-",
    "claim-way-",
    "claims-matter-",
    "claims-state-",
    "clock-says-",
    "handed-",
    "consent-form-",
    "consent-read-",
    "consent-speaker-",
    "contact-day-",
    "contact-may-",
    "cost-",
    "cover-fact-",
    "cover-question-",
    "cover-stands-",
    "calls-asks-",
    "denials-acts-",
    "denials-appeal-way-",
    "denials-decision-",
    "denials-event-",
    "denials-step-",
    "denials-view-",
    "denials-way-",
    "element-",
    "eligible-show-",
    "jobs-does-",
    "jobs-name-",
    "letters-kind-",
    "letters-lacks-",
    "limit-",
    "line-",
    "loop-door-",
    "loop-event-",
    "loop-state-",
    "loop-step-",
    "month-state-",
    "month-told-",
    "named-",
    "outreach-agreed",
    "outreach-considering",
    "outreach-declined",
    "outreach-exhausted",
    "outreach-ineligible",
    "outreach-lost",
    "outreach-ready",
    "outreach-waiting",
    "page-",
    "paid-outcome-",
    "panel-door-",
    "payer-",
    "plan-add-",
    "plan-change-",
    "plan-element-",
    "plan-field-",
    "plan-hint-",
    "plan-one-",
    "plan-owner-",
    "plan-part-",
    "plan-recipient-",
    "plan-section-",
    "plan-standing-",
    "plan-state-",
    "plan-template-",
    "plan-todo-",
    "plan-variant-",
    "plan-way-",
    "print-owner-",
    "print-part-",
    "problem-",
    "proof-consent-",
    "proof-do-",
    "proof-kind-",
    "proof-outcome-",
    "proof-part-",
    "role-word-",
    "scrub-",
    "sent-step-",
    "sent-told-",
    "stage-",
    "standing-",
    "urgency-",
    "money-",
    "paid-by-",
    "refund-to-",
    "statement-refused-",
    "statements-said-",
    "statements-show-",
    "work-tray-",
];

#[test]
fn no_key_is_unused() {
    let texts = all_sources();
    let made = |key: &str| MADE.iter().any(|prefix| key.starts_with(prefix));
    let unused: Vec<String> = keys(ENGLISH)
        .into_iter()
        .filter(|key| !made(key) && !texts.iter().any(|text| text.contains(&format!("\"{key}\""))))
        .collect();
    assert!(unused.is_empty(), "in locales/en-US, and said nowhere: {unused:?}");
}

#[test]
fn patients_read_it_in_both_languages() {
    let [.., patient] = ENGLISH else { panic!("patient.ftl is the last") };
    let print = include_str!("../../locales/en-US/plan_print.ftl");
    assert_eq!(keys(&[patient, print]), keys(SPANISH));
    assert_ne!(
        Words(Language::Spanish).say("patient-page-not-found"),
        Words::default().say("patient-page-not-found")
    );
}

#[test]
fn every_error_has_its_words() {
    use crate::PageError as E;
    let all = [
        E::SignIn,
        E::StepUp,
        E::OwesFactor,
        E::NoPractice,
        E::NotFound,
        E::Denied("x"),
        E::NotMeant,
        E::Malformed,
        E::Invalid(vec![]),
        E::Conflict,
        E::TooLarge,
        E::TooOften,
        E::Unavailable,
        E::Internal,
    ];
    let mut made: BTreeSet<String> = BTreeSet::new();
    for error in all {
        for half in ["title", "said"] {
            made.insert(format!("page-{}-{half}", error.word()));
        }
    }
    let known: BTreeSet<String> = keys(ENGLISH).into_iter().filter(|key| key.starts_with("page-")).collect();
    assert_eq!(made, known);
}

#[test]
fn a_browser_gets_the_first_language_that_we_speak() {
    assert_eq!(Language::wanted("fr-CA,es-MX;q=0.8,en;q=0.5"), Language::Spanish);
    assert_eq!(Language::wanted("fr"), Language::English);
    assert_eq!(Language::wanted("é"), Language::English);
}

#[test]
fn a_sentence_cut_into_pieces_is_the_one_that_fluent_says() {
    let gaps =
        |text: &'static str| text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}', '-']).next());
    let names: BTreeSet<&str> = ENGLISH.iter().chain(SPANISH).flat_map(|text| gaps(text)).collect();
    assert!(names.len() > 20);
    for value in [FluentValue::from(1), FluentValue::from(12_345), FluentValue::from("a <b> & c")] {
        let mut args = FluentArgs::new();
        for name in &names {
            args.set(*name, value.clone());
        }
        for (language, files) in [(Language::English, ENGLISH), (Language::Spanish, SPANISH)] {
            let words = Words(language);
            for key in keys(files) {
                assert_eq!(words.say_all(&key, &args), words.format(&key, Some(&args)), "{key}");
            }
        }
    }
}
