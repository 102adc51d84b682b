//! What a patient has said on their programs; saying no, and stopping, with the day on which it takes effect.

use app::enrollment::{ConsentWords, PatientWord, consent_proof, consent_words, refuse, revoke};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::{ConsentForm, ConsentKind, Evidence, Program, Speaker};
use serde::Deserialize;

use super::{of, whose};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::CONSENT_WORDS, get(index))
        .route(paths::REFUSAL, get(ask_refusal).post(put_refusal))
        .route(paths::REVOCATION, get(ask_revocation).post(put_revocation))
        .route(paths::CONSENT_PROOF, get(proof))
}

#[derive(Template)]
#[template(path = "enrollment/words.html")]
struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    letters: String,
    words: Vec<Row>,
    programs: Vec<Doing>,
    may_record: bool,
    /// What was just recorded.
    done: Option<String>,
}

struct Row {
    state: Status,
    at: String,
    recorded: String,
    form: String,
    speaker: String,
    practitioner: String,
    elements: Vec<(String, bool)>,
    wording: String,
    told: String,
    reason: String,
    ends_on: Option<String>,
    flaw: Option<Status>,
    proof: Option<(String, String)>,
}

/// What can be said on one program now.
struct Doing {
    program: &'static str,
    state: Status,
    consent: Option<String>,
    refusal: Option<String>,
    revocation: Option<String>,
}

#[derive(Template)]
#[template(path = "enrollment/word.html")]
struct Asking {
    frame: Frame,
    t: Words,
    name: String,
    program: &'static str,
    here: String,
    back: String,
    title: String,
    said: String,
    button: String,
    reason: Entry,
    /// It cannot be said now: the last word is another.
    is_possible: bool,
    is_revocation: bool,
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    ended: String,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let t = visit.words;
    let view = consent_words(&web.app, &actor, place, patient).await?;
    let done = asked.ended.parse::<Date>().ok();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("words-title")),
        t,
        name: view.name.0.clone(),
        chart: paths::chart(patient),
        letters: paths::letters(patient),
        words: view.words.iter().map(|one| row(one, &view, t)).collect(),
        programs: view.programs.iter().map(|(program, said)| doing(patient, *program, *said, t)).collect(),
        may_record: at.may(Permission::RecordCare),
        done: done.map(|day| t.say_with("words-revoked-until", "day", t.date(day)).into_owned()),
    }))
}

fn doing(patient: PatientId, program: Program, said: Option<ConsentKind>, t: Words) -> Doing {
    let (key, tone) = match said {
        None => ("words-nothing", Tone::Plain),
        Some(ConsentKind::Consent) => ("words-consent", Tone::Good),
        Some(ConsentKind::Refusal) => ("words-refusal", Tone::Alarm),
        Some(ConsentKind::Revocation) => ("words-revocation", Tone::Alarm),
    };
    let is_free = matches!(said, None | Some(ConsentKind::Revocation));
    Doing {
        program: program.word(),
        state: Status::new(t.say(key), tone),
        consent: (said != Some(ConsentKind::Consent)).then(|| paths::new_consent(patient, program)),
        refusal: is_free.then(|| paths::refusal(patient, program)),
        revocation: (said == Some(ConsentKind::Consent)).then(|| paths::revocation(patient, program)),
    }
}

fn row(one: &PatientWord, view: &ConsentWords, t: Words) -> Row {
    let consent = &one.record.consent;
    let zone = view.zone.zone();
    let (key, tone) = match consent.kind {
        ConsentKind::Consent => ("chart-consent-given", Tone::Good),
        ConsentKind::Refusal => ("chart-consent-refused", Tone::Alarm),
        ConsentKind::Revocation => ("chart-consent-revoked", Tone::Alarm),
    };
    let is_consent = consent.kind == ConsentKind::Consent;
    let moment = |at: Moment| match at {
        Moment::Instant(at) => t.moment(at, &zone),
        Moment::Day(day) => t.date(day),
    };
    let element = |word: &str| t.say(&format!("element-{}", word.replace('_', "-"))).into_owned();
    let read = consent.elements.iter().map(|word| (element(word), true));
    let flaw = match (one.missing.is_empty(), consent.representative_authority) {
        (false, _) => Some("words-not-valid"),
        (true, Some(false)) => Some("consent-no-authority"),
        _ => None,
    };
    let proof = one.record.proof.as_ref();
    let shown = proof.filter(|proof| proof.kind != "spoken").map(|proof| {
        let key = if proof.kind == "document" { "words-document" } else { "words-signature" };
        let kilobytes = proof.bytes.saturating_add(1_023) / 1_024;
        (paths::consent_proof(view.patient, consent.id), t.say_with(key, "kb", kilobytes).into_owned())
    });
    Row {
        state: Status::new(t.say_with(key, "program", consent.program.word()), tone),
        at: moment(consent.at),
        recorded: super::told::two(
            t,
            "words-recorded",
            ("at", t.moment(one.record.recorded.at, &zone)),
            ("by", view.name(one.record.recorded.by).to_owned()),
        ),
        form: consent
            .form
            .map(|form| {
                let word = match form {
                    ConsentForm::Verbal => "named-form-verbal",
                    ConsentForm::Written => "named-form-written",
                    ConsentForm::Electronic => "named-form-electronic",
                };
                t.say(word).into_owned()
            })
            .unwrap_or_default(),
        speaker: match proof.map(|proof| &proof.speaker) {
            Some(Speaker::Representative { name, relation, authority }) => {
                let who = format!("{name} ({relation})");
                match authority.trim() {
                    "" => who,
                    authority => format!("{who}: {authority}"),
                }
            }
            Some(Speaker::Patient) => t.say("consent-speaker-patient").into_owned(),
            None => String::new(),
        },
        practitioner: consent.practitioner.map(|id| view.name(id).to_owned()).unwrap_or_default(),
        elements: match is_consent {
            true => read.chain(one.missing.iter().map(|word| (element(word), false))).collect(),
            false => Vec::new(),
        },
        wording: [consent.language.as_deref(), consent.wording.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        told: proof
            .filter(|_| is_consent)
            .map(|proof| match proof.told.cents {
                Some(cents) => t.say_with("cost-about", "amount", format!("${cents}")).into_owned(),
                None => t.say(&format!("cost-{}", proof.told.word)).into_owned(),
            })
            .unwrap_or_default(),
        reason: one.record.reason.clone().unwrap_or_default(),
        ends_on: one.ends_on.map(|day| t.say_with("words-ends", "day", t.date(day)).into_owned()),
        flaw: flaw.map(|key| Status::new(t.say(key), Tone::Alarm)),
        proof: shown,
    }
}

async fn ask_refusal(
    web: State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    ask(web, visit, at, whose(path)?, ConsentKind::Refusal, &Typed::default(), &[]).await
}

async fn ask_revocation(
    web: State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    ask(web, visit, at, whose(path)?, ConsentKind::Revocation, &Typed::default(), &[]).await
}

/// Asks once, and says beforehand what will follow.
async fn ask(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    (patient, program): (PatientId, Program),
    kind: ConsentKind,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Response, PageError> {
    if !at.may(Permission::RecordCare) {
        return Err(PageError::Denied(Permission::RecordCare.word()));
    }
    let (actor, place) = of(&at);
    let t = visit.words;
    let view = consent_words(&web.app, &actor, place, patient).await?;
    let is_revocation = kind == ConsentKind::Revocation;
    let last = view.last(program.consent_program());
    let is_possible = match is_revocation {
        true => last == Some(ConsentKind::Consent),
        false => matches!(last, None | Some(ConsentKind::Revocation)),
    };
    let (title, button, here) = match is_revocation {
        true => ("words-revoke", "words-revoke-do", paths::revocation(patient, program)),
        false => ("words-refuse", "words-refuse-do", paths::refusal(patient, program)),
    };
    let page = Page(Asking {
        frame: Frame::of(&visit, &at, t.say_with(title, "program", program.word())),
        t,
        name: view.name.0.clone(),
        program: program.word(),
        here,
        back: paths::consent_words(patient),
        title: t.say_with(title, "program", program.word()).into_owned(),
        said: match (is_possible, is_revocation) {
            (false, _) => t.say("words-not-now").into_owned(),
            (true, true) => t.say_with("words-revoke-said", "day", t.date(view.ends_on)).into_owned(),
            (true, false) => t.say("words-refuse-said").into_owned(),
        },
        button: t.say(button).into_owned(),
        reason: typed.entry("reason", problems, t),
        is_possible,
        is_revocation,
    });
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page).into_response())
}

async fn put_refusal(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (patient, program) = whose(path)?;
    let (actor, place) = of(&at);
    match refuse(&web.app, &actor, place, patient, program, Some(typed.text("reason"))).await {
        Ok(_) => Ok(Redirect::to(&paths::consent_words(patient)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            ask(State(web), visit, at, (patient, program), ConsentKind::Refusal, &typed, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn put_revocation(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (patient, program) = whose(path)?;
    let (actor, place) = of(&at);
    match revoke(&web.app, &actor, place, patient, program, Some(typed.text("reason"))).await {
        Ok((_, ends_on)) => {
            let to = format!("{}?ended={ends_on}", paths::consent_words(patient));
            Ok(Redirect::to(&to).into_response())
        }
        Err(app::Error::Invalid(problems)) => {
            ask(State(web), visit, at, (patient, program), ConsentKind::Revocation, &typed, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The signed page as it was handed in, to be kept and not run; or the signature as a drawing of our own.
async fn proof(
    State(web): State<Web>,
    at: AtPractice,
    Path((patient, consent)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let consent: ConsentId = consent.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let proof = consent_proof(&web.app, &actor, place, patient, consent).await?;
    let (media_type, ending, bytes) = match proof.evidence {
        Evidence::Document { media_type, bytes } => {
            let ending = match media_type.as_str() {
                "application/pdf" => "pdf",
                "image/png" => "png",
                _ => "jpg",
            };
            (media_type, ending, bytes)
        }
        Evidence::Signature { strokes, typed_name } => {
            ("image/svg+xml".to_owned(), "svg", drawing(&strokes, &typed_name).into_bytes())
        }
        Evidence::Spoken => return Err(PageError::NotFound),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| PageError::Internal);
    headers.insert(CONTENT_TYPE, value(&media_type)?);
    headers.insert(CONTENT_DISPOSITION, value(&format!("attachment; filename=\"{consent}.{ending}\""))?);
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    Ok(response)
}

/// Strokes are moves and lines between whole numbers (`ccm::enrollment::capture`); a typed name is text.
fn drawing(strokes: &str, name: &str) -> String {
    let escaped = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 200\"><path d=\"{strokes}\" fill=\"none\" \
         stroke=\"#000\" stroke-width=\"3\"/><text x=\"20\" y=\"120\" font-size=\"48\" font-family=\"serif\">{escaped}</text></svg>"
    )
}
