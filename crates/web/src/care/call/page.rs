//! The page of a call, and the parts of it that a save sends back.

use app::care::{CallView, Callee, Colleagues};
use app::time::ClockView;
use askama::Template;
use ccm::basics::*;
use ccm::care::Interviews;
use ccm::care::script::RecordingRule;

use super::Told;
use super::form::CallForm;
use crate::care::steps::{Card, Cards};
use crate::layout::{Frame, Visit};
use crate::people::contact::{Helper, helpers};
use crate::time::Beside;
use crate::words::Words;
use crate::{AtPractice, paths};

/// Who is called.
pub struct CalleeShown {
    pub name: String,
    pub chart: String,
    pub born: Option<String>,
    pub phones: Vec<String>,
    pub their_time: String,
    pub language: Option<String>,
    pub needs: Vec<String>,
    pub helpers: Vec<Helper>,
    pub contact: String,
    pub has_died: bool,
}

impl CalleeShown {
    pub fn of(callee: &Callee, now: Timestamp, t: Words) -> Self {
        let zone = callee.zone.zone();
        let need = |word: &str| t.say(&format!("care-need-{}", word.replace('_', "-"))).into_owned();
        let mut needs: Vec<String> = callee.needs.iter().map(|word| need(word)).collect();
        if callee.needs_interpreter {
            needs.push(t.say("care-need-interpreter").into_owned());
        }
        Self {
            name: callee.name.0.clone(),
            chart: paths::patient(callee.patient),
            born: callee.born_on.map(|day| t.date(day)),
            phones: callee.phones.clone(),
            their_time: t.moment(now, &zone),
            language: callee.language.as_deref().map(|tag| match tag.get(..2) {
                Some("es") => t.say("care-language-es").into_owned(),
                Some("en") => t.say("care-language-en").into_owned(),
                _ => tag.to_owned(),
            }),
            needs,
            helpers: helpers(&callee.caregivers, zone.to_datetime(now).date(), t),
            contact: paths::contact(callee.patient),
            has_died: callee.has_died,
        }
    }
}

/// What is read aloud, in the patient's language.
pub struct Script {
    pub lang: &'static str,
    pub identity: String,
    pub opening: String,
    pub voicemail: String,
    pub closing: String,
    pub recording: String,
    pub recording_rule: String,
}

/// Everything of a call that a save may change.
pub struct Sheet {
    pub t: Words,
    pub csrf: String,
    pub id: String,
    /// Whose changes concern this page.
    pub patient: String,
    pub action: String,
    pub signature: String,
    pub is_part: bool,
    pub notice: Option<String>,
    pub cards: Vec<Card>,
    pub form: CallForm,
}

impl Sheet {
    pub(super) fn of(
        visit: &Visit,
        at: &AtPractice,
        view: &CallView,
        people: &Colleagues,
        form: CallForm,
        told: &Told,
    ) -> Self {
        let cards = Cards { t: visit.words, people, back: paths::call(view.id), at };
        let cards: Vec<Card> = view.escalations.iter().map(|one| cards.card(one, &[])).collect();
        Self {
            t: visit.words,
            csrf: crate::door::csrf::masked(&at.csrf.0),
            id: view.id.to_string(),
            patient: view.patient.to_string(),
            action: paths::call(view.id),
            signature: paths::call_signature(view.id),
            is_part: visit.is_part,
            notice: told.notice.map(|key| visit.words.say(key).into_owned()),
            cards,
            form,
        }
    }
}

/// The whole page.
#[derive(Template)]
#[template(path = "care/call.html")]
pub struct Shown {
    pub frame: Frame,
    pub t: Words,
    pub callee: CalleeShown,
    pub program: String,
    /// Whose call it is, where it is somebody else's.
    pub whose: Option<String>,
    pub beside: Beside,
    pub script: Script,
    pub raise: String,
    /// Where the assessments of this call are, and the titles of those that are due.
    pub assessments: (String, Vec<&'static str>),
    pub protocols: Vec<(String, String)>,
    /// Whether one's clock runs for this call; else what it does, in words.
    pub clock: Option<String>,
    pub sheet: Sheet,
}

/// What has changed, each part with its place.
#[derive(Template)]
#[template(path = "care/_saved.html")]
pub struct Saved {
    pub sheet: Sheet,
}

impl Shown {
    pub(super) fn of(
        visit: &Visit,
        at: &AtPractice,
        sheet: Sheet,
        view: &CallView,
        people: &Colleagues,
        (beside, clock): (Beside, Option<ClockView>),
        due: &[&'static ccm::care::Instrument],
    ) -> Self {
        let t = visit.words;
        let whose = (!view.is_mine)
            .then(|| t.say_with("care-call-of", "name", people.name(view.opened_by).to_owned()).into_owned());
        let book = Interviews::embedded();
        let clock = match clock {
            Some(clock) if clock.patient == view.patient => None,
            Some(_) => Some(t.say("care-clock-elsewhere").into_owned()),
            None => Some(t.say("care-clock-none").into_owned()),
        };
        let protocols = book.protocols.iter().map(|one| (one.id.clone(), one.title.en.clone()));
        Self {
            frame: Frame::of(visit, at, t.say("care-call")),
            t,
            callee: CalleeShown::of(&view.callee, people.now, t),
            program: view.program.word().to_owned(),
            whose,
            beside,
            script: script(at, view, t),
            raise: paths::patient_escalations(view.patient),
            assessments: (
                format!("{}?call={}", paths::patient_assessments(view.patient), view.id),
                due.iter().map(|one| one.title.en.as_str()).collect(),
            ),
            protocols: protocols.collect(),
            clock,
            sheet,
        }
    }
}

fn script(at: &AtPractice, view: &CallView, t: Words) -> Script {
    let scripts = &Interviews::embedded().scripts;
    let spanish = view.callee.speaks_spanish();
    let practice = at.practice.and_then(|id| at.practices.iter().find(|one| one.id == id));
    let practice = practice.map(|one| one.name.as_str()).unwrap_or_default();
    let fill = |en: &str, es: &str| {
        let text = if spanish { es } else { en };
        let number = t.say("care-script-number");
        text.replace("{name}", &at.name()).replace("{practice}", practice).replace("{number}", &number)
    };
    let (rule, is_verified) = view.recording;
    let rule = match (rule, is_verified) {
        (RecordingRule::Consent, true) => "care-recording-rule-consent",
        (RecordingRule::Consent, false) => "care-recording-rule-consent-unverified",
        (RecordingRule::Notice, _) => "care-recording-rule-notice",
    };
    Script {
        lang: if spanish { "es" } else { "en" },
        identity: fill(&scripts.identity.en, &scripts.identity.es),
        opening: fill(&scripts.opening.en, &scripts.opening.es),
        voicemail: fill(&scripts.voicemail.en, &scripts.voicemail.es),
        closing: fill(&scripts.closing.en, &scripts.closing.es),
        recording: fill(&scripts.recording.en, &scripts.recording.es),
        recording_rule: t.say(rule).into_owned(),
    }
}
