//! A program begins, and what is still missing for it is said with the one action that mends it.

use app::enrollment::{HeldVisit, Start, StartView, record_visit, start, start_view};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::Program;

use super::told::{Cost, Evidence, Who, evidence};
use super::{of, whose};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PROGRAM_START, get(show).post(begin))
        .route(paths::INITIATING_VISIT, post(held))
}

#[derive(Template)]
#[template(path = "enrollment/start.html")]
struct Shown {
    frame: Frame,
    t: Words,
    who: Who,
    program: &'static str,
    here: String,
    visit_page: String,
    consent: Status,
    consent_more: String,
    consent_page: String,
    words: String,
    queue: &'static str,
    visit: Option<Evidence>,
    /// What to do about the visit.
    visit_action: Option<String>,
    /// Where one that was held is written down; `None`: it is on record, or not theirs to write.
    held: Option<Held>,
    cost: Cost,
    may_begin: bool,
    has_begun: Option<String>,
    practitioner: (Entry, Vec<Choice>),
    from: Entry,
    may_assign: bool,
    coordinator: (Entry, Vec<Choice>),
    assigned: Vec<String>,
    problems: Vec<String>,
}

/// The form of a visit that was held.
struct Held {
    on: Entry,
    code: Entry,
    by: (Entry, Vec<Choice>),
    discussed: bool,
    extra_planning: bool,
    /// It was sent back: the form stands open.
    is_open: bool,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, whose(path)?, None, &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (patient, program): (PatientId, Program),
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let view = start_view(&web.app, &actor, place, patient, program).await?;
    let usual = Typed::of([
        ("practitioner", practitioner(&view)),
        ("visit_on", view.outreach.prospect.last_visit.map(|on| on.to_string()).unwrap_or_default()),
        ("visit_by", practitioner(&view)),
        ("from", view.outreach.today.to_string()),
        ("coordinator", String::new()),
    ]);
    let typed = typed.unwrap_or(&usual);
    let chosen = |name: &str, id: PersonId| typed.text(name) == id.to_string();
    let people = |name: &'static str| {
        let choice = |id: &PersonId| Choice {
            value: id.to_string(),
            label: view.outreach.name(*id).to_owned(),
            is_chosen: chosen(name, *id),
        };
        view.outreach.practitioners.iter().map(choice).collect::<Vec<_>>()
    };
    let team = view.colleagues.iter().map(|one| Choice {
        value: one.id.to_string(),
        label: one.name.clone(),
        is_chosen: chosen("coordinator", one.id),
    });
    let nobody = Choice { label: t.say("start-nobody").into_owned(), ..Choice::default() };
    let (consent, consent_more) = consent(&view, t);
    let visit_asked = view.visit.as_ref();
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("start-title")),
        t,
        who: Who::of(&view.outreach.prospect, t),
        program: program.word(),
        here: paths::program_start(patient, program),
        visit_page: paths::initiating_visit(patient, program),
        consent,
        consent_more,
        consent_page: paths::new_consent(patient, program),
        words: paths::consent_words(patient),
        queue: paths::OUTREACH_QUEUE,
        visit: visit_asked.map(|one| evidence(one, t)),
        visit_action: visit_asked.filter(|one| one.answer != Answer::Met).map(|one| {
            let key = match one.answer {
                Answer::Unknown => "start-visit-ask",
                _ => "start-visit-book",
            };
            t.say(key).into_owned()
        }),
        held: visit_asked.filter(|one| one.answer != Answer::Met && at.may(Permission::RecordCare)).map(
            |_| Held {
                on: typed.entry("visit_on", problems, t),
                code: typed.entry("visit_code", problems, t),
                by: (typed.entry("visit_by", problems, t), people("visit_by")),
                discussed: !typed.text("discussed").is_empty(),
                extra_planning: !typed.text("extra_planning").is_empty(),
                is_open: problems.iter().any(|one| one.path.starts_with("visit_")),
            },
        ),
        cost: Cost::of(&view.outreach.prospect.cost, t),
        may_begin: view.may_begin() && at.may(Permission::RecordCare),
        has_begun: view
            .episode
            .as_ref()
            .filter(|_| view.outreach.prospect.is_enrolled)
            .map(|one| t.say_with("start-began", "day", t.date(one.start)).into_owned()),
        practitioner: (typed.entry("practitioner", problems, t), people("practitioner")),
        from: typed.entry("from", problems, t),
        may_assign: at.may(Permission::Assign),
        coordinator: (typed.entry("coordinator", problems, t), std::iter::once(nobody).chain(team).collect()),
        assigned: view.assigned.iter().map(|id| view.outreach.name(*id).to_owned()).collect(),
        problems: problems.iter().filter(|one| one.path.is_empty()).map(|one| t.problem(one)).collect(),
    }))
}

/// Whom the consent names, else who saw the patient last.
fn practitioner(view: &StartView) -> String {
    let named = view.consent.as_ref().and_then(|one| one.practitioner);
    named.or(view.outreach.prospect.practitioner).map(|id| id.to_string()).unwrap_or_default()
}

fn consent(view: &StartView, t: Words) -> (Status, String) {
    let Some(consent) = &view.consent else {
        return (Status::new(t.say("start-no-consent"), Tone::Alarm), String::new());
    };
    let on = t.date(consent.at.day(&view.outreach.here.zone()));
    match view.may_begin() {
        true => (Status::new(t.say_with("start-consent", "day", on), Tone::Good), String::new()),
        false => {
            let missing: Vec<String> = view
                .missing
                .iter()
                .map(|word| t.say(&format!("element-{}", word.replace('_', "-"))).into_owned())
                .collect();
            let more = match missing.is_empty() {
                true => t.say("consent-no-authority").into_owned(),
                false => missing.join(" · "),
            };
            (Status::new(t.say_with("start-consent-not-valid", "day", on), Tone::Alarm), more)
        }
    }
}

async fn begin(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (patient, program) = whose(path)?;
    let (actor, place) = of(&at);
    let outcome = match read(&typed, patient, program) {
        Ok(new) => start(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer((&web, &visit, &at), (patient, program), &typed, outcome.map(drop)).await
}

async fn held(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(path): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (patient, program) = whose(path)?;
    let (actor, place) = of(&at);
    let outcome = match read_held(&typed) {
        Ok(held) => record_visit(&web.app, &actor, place, patient, held).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    answer((&web, &visit, &at), (patient, program), &typed, outcome.map(drop)).await
}

fn read_held(typed: &Typed) -> Result<HeldVisit, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let on = reader.date("visit_on");
    let code = reader.parsed::<Hcpcs>("visit_code", "hcpcs_shape");
    let by = reader.parsed::<PersonId>("visit_by", "unknown_person");
    let is = |name: &str| !typed.text(name).is_empty();
    let (discussed, extra_planning) = (is("discussed"), is("extra_planning"));
    let read = code.zip(by).map(|(code, practitioner)| HeldVisit {
        on,
        code,
        practitioner,
        discussed,
        extra_planning,
    });
    reader.done(read)?.ok_or_else(Vec::new)
}

async fn answer(
    (web, visit, at): (&Web, &Visit, &AtPractice),
    (patient, program): (PatientId, Program),
    typed: &Typed,
    outcome: app::Result<()>,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&paths::program_start(patient, program)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let again = page(web, visit, at, (patient, program), Some(typed), &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn read(typed: &Typed, patient: PatientId, program: Program) -> Result<Start, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let new = Start {
        patient,
        program,
        practitioner: reader.parsed("practitioner", "unknown_person"),
        from: Some(reader.date("from")),
        coordinator: reader.parsed_or_none("coordinator", "unknown_person"),
    };
    reader.done(new)
}
