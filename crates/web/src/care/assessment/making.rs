//! The pages of an assessment while it is asked, made from its draft and from what was just typed.

use app::care::{AssessmentSheet, Colleagues};
use askama::Template;
use axum::response::{IntoResponse, Response};
use ccm::basics::Problem;
use ccm::care::assessment::{Item, Way};
use ccm::care::interview::{AnswerKind, AskedOf};
use fluent::FluentArgs;

use super::posted::{ANSWER, Posted};
use crate::care::steps::{Card, Cards};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, paths};

/// One answer to choose.
struct Answer {
    value: String,
    label: String,
    /// The key that chooses it.
    key: String,
    is_chosen: bool,
}

/// One question as it stands on the page.
struct Question {
    /// Its place among the items.
    at: usize,
    word: String,
    field: String,
    asked: String,
    /// In English, where it is asked in Spanish.
    means: Option<String>,
    is_optional: bool,
    answers: Vec<Answer>,
    is_answered: bool,
    problem: Option<String>,
}

/// What both pages say of it.
struct Head {
    name: String,
    title: String,
    chart: String,
    list: String,
    /// The call it belongs to.
    call: Option<String>,
    action: String,
    record: String,
    revision: i64,
    lang: &'static str,
    intro: String,
    means: Option<String>,
    is_of_caregiver: bool,
    is_correction: bool,
    may_record: bool,
    cards: Vec<Card>,
    has_open_card: bool,
    csrf: String,
}

#[derive(Template)]
#[template(path = "care/assessment.html")]
struct Whole {
    frame: Frame,
    t: Words,
    head: Head,
    questions: Vec<Question>,
    missing: Option<String>,
    is_refused: bool,
    notice: Option<String>,
    way: (Entry, Vec<Choice>),
    language: (Entry, Vec<Choice>),
    on: Entry,
}

#[derive(Template)]
#[template(path = "care/assessment_one.html")]
struct One {
    frame: Frame,
    t: Words,
    head: Head,
    question: Question,
    place: String,
    back: Option<String>,
    skip: String,
    other_language: (&'static str, String),
    notice: Option<String>,
}

/// What became of a form.
#[derive(Default)]
pub(super) struct Told {
    pub posted: Posted,
    pub problems: Vec<Problem>,
    pub notice: Option<&'static str>,
    /// It was to be kept, and is not whole.
    pub is_refused: bool,
}

/// Everything a page is made from.
pub(super) struct Making<'a> {
    pub visit: &'a Visit,
    pub at: &'a AtPractice,
    pub people: &'a Colleagues,
    pub sheet: &'a AssessmentSheet,
    pub told: Told,
}

impl Making<'_> {
    /// The question of this number, or of `next` the first that is not answered; else all of them.
    pub fn page(&self, wanted: Option<&str>) -> Response {
        let answers = &self.sheet.row.draft.answers;
        let items = self.sheet.instrument.items.iter().enumerate();
        let asked: Vec<(usize, &Item)> = items.filter(|(_, item)| item.is_asked(answers)).collect();
        let found = match wanted {
            Some("next") => asked.iter().position(|(_, item)| !answers.contains_key(&item.word)),
            Some(number) => {
                let number: Option<usize> = number.parse().ok();
                asked.iter().position(|(at, _)| Some(*at) == number)
            }
            None => None,
        };
        match found {
            Some(place) => Page(self.one(&asked, place)).into_response(),
            None => Page(self.whole(&asked)).into_response(),
        }
    }

    fn head(&self) -> Head {
        let (sheet, row) = (self.sheet, &self.sheet.row);
        let spanish = row.draft.spanish;
        let instrument = sheet.instrument;
        let cards =
            Cards { t: self.visit.words, people: self.people, back: paths::assessment(row.id), at: self.at };
        let cards: Vec<Card> = sheet.escalations.iter().map(|one| cards.card(one, &[])).collect();
        let list = paths::patient_assessments(row.patient);
        Head {
            name: sheet.name.0.clone(),
            title: instrument.title.en.clone(),
            chart: paths::patient(row.patient),
            list: match row.call {
                Some(call) => format!("{list}?call={call}"),
                None => list,
            },
            call: row.call.map(paths::call),
            action: paths::assessment(row.id),
            record: paths::assessment_record(row.id),
            revision: row.revision,
            lang: if spanish { "es" } else { "en" },
            intro: if spanish { instrument.intro.es.clone() } else { instrument.intro.en.clone() },
            means: spanish.then(|| instrument.intro.en.clone()),
            is_of_caregiver: instrument.asked_of == AskedOf::Caregiver,
            is_correction: row.replaces.is_some(),
            may_record: self.at.may(ccm::access::Permission::RecordCare),
            has_open_card: cards.iter().any(|card| card.is_open),
            cards,
            csrf: crate::door::csrf::masked(&self.at.csrf.0),
        }
    }

    fn question(&self, at: usize, item: &Item) -> Question {
        let (t, row) = (self.visit.words, &self.sheet.row);
        let spanish = row.draft.spanish;
        let kind = self.sheet.instrument.kind(item);
        let kept = row.draft.answers.get(&item.word);
        let saved = kept.map(|value| value.form()).unwrap_or_default();
        let typed = self.told.posted.answer(&item.word).filter(|typed| !typed.is_empty());
        let chosen = typed.unwrap_or(&saved);
        let wrong = self.told.problems.iter().find(|one| one.path == item.word).map(|one| t.problem(one));
        // What is typed now stands; what somebody else has saved is said beside it.
        let theirs = kept
            .filter(|_| chosen != saved)
            .map(|value| t.say_with("asm-theirs", "answer", kind.shown(value, spanish)).into_owned());
        Question {
            at,
            word: item.word.clone(),
            field: format!("{ANSWER}{}", item.word),
            asked: item.words(spanish).to_owned(),
            means: spanish.then(|| item.en.clone()),
            is_optional: item.is_optional,
            answers: answers(kind, spanish, chosen, t),
            is_answered: !chosen.is_empty(),
            problem: wrong.or(theirs),
        }
    }

    fn one(&self, asked: &[(usize, &Item)], place: usize) -> One {
        let t = self.visit.words;
        let (at, item) = asked[place];
        let here = paths::assessment(self.sheet.row.id);
        let to = |other: Option<&(usize, &Item)>| match other {
            Some((at, _)) => format!("{here}?at={at}"),
            None => format!("{here}#end"),
        };
        let mut args = FluentArgs::new();
        args.set("at", place + 1);
        args.set("of", asked.len());
        let other = if self.sheet.row.draft.spanish { "en" } else { "es" };
        One {
            frame: Frame::of(self.visit, self.at, self.sheet.instrument.title.en.clone()),
            t,
            head: self.head(),
            question: self.question(at, item),
            place: t.say_all("asm-question-of", &args).into_owned(),
            back: place.checked_sub(1).map(|before| to(asked.get(before))),
            skip: to(asked.get(place + 1)),
            other_language: (other, t.say(&format!("asm-language-{other}")).into_owned()),
            notice: self.told.notice.map(|key| t.say(key).into_owned()),
        }
    }

    fn whole(&self, asked: &[(usize, &Item)]) -> Whole {
        let (t, draft) = (self.visit.words, &self.sheet.row.draft);
        let ways = Way::ALL.into_iter().map(|way| Choice {
            value: way.word().to_owned(),
            label: t.say(&format!("asm-way-{}", way.word().replace('_', "-"))).into_owned(),
            is_chosen: way == draft.way,
        });
        let languages = ["en", "es"].map(|tag| Choice {
            value: tag.to_owned(),
            label: t.say(&format!("asm-language-{tag}")).into_owned(),
            is_chosen: (tag == "es") == draft.spanish,
        });
        let missing = self.sheet.instrument.scored(&draft.answers).missing.len();
        let on = self.told.posted.on().map_or_else(|| draft.on.to_string(), str::to_owned);
        Whole {
            frame: Frame::of(self.visit, self.at, self.sheet.instrument.title.en.clone()),
            t,
            head: self.head(),
            questions: asked.iter().map(|(at, item)| self.question(*at, item)).collect(),
            missing: (missing > 0).then(|| t.say_with("asm-missing", "count", missing).into_owned()),
            is_refused: self.told.is_refused,
            notice: self.told.notice.map(|key| t.say(key).into_owned()),
            way: (Entry::new("way", ""), ways.collect()),
            language: (Entry::new("language", ""), languages.to_vec()),
            on: Entry::new("on", on).with(&self.told.problems, t),
        }
    }
}

/// The answers to choose, each with its key: what it counts where each counts something else, its place otherwise.
fn answers(kind: &AnswerKind, spanish: bool, chosen: &str, t: Words) -> Vec<Answer> {
    let answer =
        |value: String, label: String, key: String| Answer { is_chosen: value == chosen, value, label, key };
    match kind {
        AnswerKind::YesNo => ["no", "yes"]
            .into_iter()
            .zip(["0", "1"])
            .map(|(value, key)| {
                let said = if value == "no" {
                    "No"
                } else if spanish {
                    "Sí"
                } else {
                    "Yes"
                };
                answer(value.to_owned(), said.to_owned(), key.to_owned())
            })
            .collect(),
        AnswerKind::Choice { options } => {
            let counts: Vec<Option<i64>> = options.iter().map(|option| option.points).collect();
            let is_counted = counts.windows(2).all(|pair| pair[0].is_some() && pair[0] < pair[1]);
            let options = options.iter().enumerate().map(|(place, option)| {
                let key = match option.points {
                    Some(points) if is_counted => points.to_string(),
                    _ => (place + 1).to_string(),
                };
                let label = if spanish { &option.es } else { &option.en };
                answer(option.word.clone(), label.clone(), key)
            });
            options.collect()
        }
        AnswerKind::Scale => (0..=10)
            .map(|number: u8| {
                // Ten has no digit of its own.
                let key = if number == 10 { "t".to_owned() } else { number.to_string() };
                answer(number.to_string(), t.number(number.into()), key)
            })
            .collect(),
        AnswerKind::Number { .. } | AnswerKind::Text => Vec::new(),
    }
}
