//! A consent is taken: each element read and ticked, who spoke, how it is proved, since when.

use app::enrollment::{OutreachView, outreach, record_consent};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::outreach::Scripts;
use ccm::enrollment::{ConsentKind, Program};
use serde::Deserialize;

use super::consent_form::{FORMS, read};
use super::invitation::reading;
use super::told::{Cost, Who};
use super::{of, whose};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry};
use crate::upload::Uploaded;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::NEW_CONSENT, get(show).post(create))
}

#[derive(Template)]
#[template(path = "enrollment/consent.html")]
struct Shown {
    frame: Frame,
    t: Words,
    who: Who,
    program: &'static str,
    here: String,
    back: String,
    /// The language that is read, and the address of the other.
    lang: &'static str,
    other: (String, String),
    cost: Cost,
    elements: Vec<Element>,
    elements_wrong: Vec<String>,
    is_incomplete: bool,
    practitioner: (Entry, Vec<Choice>),
    speaker: Entry,
    speakers: Vec<Choice>,
    speaker_name: Entry,
    speaker_relation: Entry,
    speaker_authority: Entry,
    form: Entry,
    forms: Vec<Choice>,
    signature: Entry,
    signature_name: Entry,
    document: Entry,
    at: Entry,
    past_reason: Entry,
    seen: usize,
    wording: String,
    /// The last word on record is a no.
    has_refused: bool,
    /// One stands already.
    stands: bool,
    /// What stands in the way of all of it.
    problems: Vec<String>,
}

struct Element {
    word: String,
    label: String,
    text: String,
    is_ticked: bool,
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    language: String,
    #[serde(default)]
    practitioner: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    if !at.may(Permission::RecordCare) {
        return Err(PageError::Denied(Permission::RecordCare.word()));
    }
    let whose = whose(path)?;
    let typed = Typed::of([("language", asked.language), ("practitioner", asked.practitioner)]);
    let (actor, place) = of(&at);
    let view = outreach(&web.app, &actor, place, whose.0, whose.1).await?;
    Ok(Page(shown(&visit, &at, &view, &typed, &[])))
}

fn shown(visit: &Visit, at: &AtPractice, view: &OutreachView, typed: &Typed, problems: &[Problem]) -> Shown {
    let t = visit.words;
    let (patient, program) = (view.prospect.patient, view.program);
    let is_spanish = match typed.text("language") {
        "es" => true,
        "en" => false,
        _ => view.speaks_spanish(),
    };
    let named = typed.text("practitioner").parse().ok().or(view.prospect.practitioner);
    let caller = at.name();
    let mut reading = reading(&caller, view, named);
    reading.is_spanish = is_spanish;
    let filled = reading.filled();
    let script = Scripts::embedded();
    let element = |word: &String| Element {
        label: t.say(&format!("element-{}", word.replace('_', "-"))).into_owned(),
        text: script.element(word, &filled).unwrap_or_default(),
        is_ticked: !typed.text(&format!("element_{word}")).is_empty(),
        word: word.clone(),
    };
    let people = view.practitioners.iter().map(|id| Choice {
        value: id.to_string(),
        label: view.name(*id).to_owned(),
        is_chosen: named == Some(*id),
    });
    let nobody = Choice { label: t.say("consent-choose").into_owned(), ..Choice::default() };
    let choices = |name: &str, words: &[&str], usual: &str| {
        let chosen = Some(typed.text(name)).filter(|text| !text.is_empty()).unwrap_or(usual).to_owned();
        let choice = |word: &&str| Choice {
            value: (*word).to_owned(),
            label: t.say(&format!("consent-{name}-{word}")).into_owned(),
            is_chosen: *word == chosen,
        };
        words.iter().map(choice).collect::<Vec<_>>()
    };
    let here = paths::new_consent(patient, program);
    let (lang, other) = if is_spanish { ("es", "en") } else { ("en", "es") };
    let mine =
        |path: &str| problems.iter().filter(|one| one.path == path).map(|one| t.problem(one)).collect();
    Shown {
        frame: Frame::of(visit, at, t.say("consent-new")),
        t,
        who: Who::of(&view.prospect, t),
        program: program.word(),
        back: paths::outreach(patient, program),
        lang,
        other: (format!("{here}?language={other}"), t.say(&format!("consent-read-{other}")).into_owned()),
        here,
        cost: Cost::of(&view.prospect.cost, t),
        elements: view.elements.iter().map(element).collect(),
        elements_wrong: mine("elements"),
        is_incomplete: !typed.text("incomplete").is_empty(),
        practitioner: (
            typed.entry("practitioner", problems, t),
            std::iter::once(nobody).chain(people).collect(),
        ),
        speaker: typed.entry("speaker", problems, t),
        speakers: choices("speaker", &["patient", "representative"], "patient"),
        speaker_name: typed.entry("speaker_name", problems, t),
        speaker_relation: typed.entry("speaker_relation", problems, t),
        speaker_authority: typed.entry("speaker_authority", problems, t),
        form: typed.entry("form", problems, t),
        forms: choices("form", &FORMS, "verbal"),
        signature: typed.entry("signature", problems, t),
        signature_name: typed.entry("signature_name", problems, t),
        document: typed.entry("document", problems, t),
        at: typed.entry("at", problems, t),
        past_reason: typed.entry("past_reason", problems, t),
        seen: view.attempts.len(),
        wording: script.wording(is_spanish),
        has_refused: view.prospect.said == Some(ConsentKind::Refusal),
        stands: view.prospect.said == Some(ConsentKind::Consent),
        problems: mine("seen"),
    }
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    uploaded: Uploaded,
) -> Result<Response, PageError> {
    let (patient, program): (PatientId, Program) = whose(path)?;
    let (actor, place) = of(&at);
    let asked: Vec<String> =
        web.app.rules.programs().consent_elements.iter().map(ToString::to_string).collect();
    let outcome = match read(&uploaded, &asked) {
        Ok((new, seen)) => record_consent(&web.app, &actor, place, (patient, program), seen, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    match outcome {
        Ok(recorded) if recorded.is_valid() => {
            Ok(Redirect::to(&paths::program_start(patient, program)).into_response())
        }
        Ok(_) => Ok(Redirect::to(&paths::consent_words(patient)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let view = outreach(&web.app, &actor, place, patient, program).await?;
            let page = Page(shown(&visit, &at, &view, &uploaded.typed, &problems));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
