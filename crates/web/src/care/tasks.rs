//! What is left to do: the list, a new one, and the steps of one.

use app::care::{Colleagues, TaskView};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::*;
use ccm::care::task::ReferralStep;
use ccm::care::{NewTask, TaskKind, TaskStep};
use serde::Deserialize;

use super::of;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::TASKS, get(index).post(create))
        .route(paths::TASK_STEPS, post(step))
        .route(paths::PATIENT_TASKS, get(of_patient))
}

/// How far the list looks ahead.
const AHEAD_DAYS: i64 = 14;

pub struct Row {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub due: Status,
    pub owner: String,
    pub patient: Option<(String, String)>,
    pub action: String,
    /// The step that comes next: its word and what the button says.
    pub next: (&'static str, String),
    pub referral: Option<String>,
}

pub fn row(one: &TaskView, people: &Colleagues, t: Words) -> Row {
    let kind = t.say(&format!("care-task-{}", one.kind.word().replace('_', "-"))).into_owned();
    let due = t.date(one.due);
    let due = match one.due.cmp(&people.today) {
        std::cmp::Ordering::Less => Status::new(t.say_with("care-due-over", "day", due), Tone::Alarm),
        std::cmp::Ordering::Equal => Status::new(t.say("care-due-today"), Tone::Watch),
        std::cmp::Ordering::Greater => Status::new(due, Tone::Plain),
    };
    let next = match (one.kind, one.referral) {
        (TaskKind::Referral, None) => ("sent", "care-referral-sent"),
        (TaskKind::Referral, Some(ReferralStep::Sent)) => ("scheduled", "care-referral-scheduled"),
        (TaskKind::Referral, Some(ReferralStep::Scheduled)) => ("seen", "care-referral-seen"),
        (TaskKind::Referral, Some(ReferralStep::Seen)) => ("report_received", "care-referral-report"),
        _ => ("done", "care-task-done"),
    };
    let said = |step: ReferralStep| match step {
        ReferralStep::Sent => t.say("care-referral-is-sent"),
        ReferralStep::Scheduled => t.say("care-referral-is-scheduled"),
        ReferralStep::Seen => t.say("care-referral-is-seen"),
        ReferralStep::ReportReceived => t.say("care-referral-is-closed"),
    };
    let name = |name: &app::care::PatientName| name.0.clone();
    Row {
        id: one.id.to_string(),
        title: one.title.clone(),
        kind,
        due,
        owner: one
            .owner
            .map_or_else(|| t.say("care-owner-none").into_owned(), |id| people.name(id).to_owned()),
        patient: one.patient.map(|id| (paths::patient(id), one.name.as_ref().map(name).unwrap_or_default())),
        action: paths::task_steps(one.id),
        next: (next.0, t.say(next.1).into_owned()),
        referral: one.referral.map(|step| said(step).into_owned()),
    }
}

#[derive(Template)]
#[template(path = "care/tasks.html")]
struct Index {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
    is_all: bool,
    has_lists: bool,
    patient: String,
    may_record: bool,
    title: Entry,
    due: Entry,
    kind: (Entry, Vec<Choice>),
    owner: (Entry, Vec<Choice>),
    back: String,
}

#[derive(Default, Deserialize)]
struct Filter {
    of: Option<String>,
}

#[derive(Default, Deserialize)]
struct Form {
    title: String,
    due: String,
    kind: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    patient: String,
    #[serde(default)]
    back: String,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(filter): Query<Filter>,
) -> Result<Response, PageError> {
    let is_all = filter.of.as_deref() == Some("all");
    page(&web, &visit, &at, is_all, None, &Form::default(), &[]).await
}

async fn of_patient(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
) -> Result<Response, PageError> {
    let patient = patient.parse().map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, false, Some(patient), &Form::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    is_all: bool,
    patient: Option<PatientId>,
    form: &Form,
    problems: &[Problem],
) -> Result<Response, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let by = people.today.saturating_add(jiff::Span::new().days(AHEAD_DAYS));
    let tasks = match patient {
        Some(patient) => app::care::tasks_of(&web.app, &actor, place, patient).await?,
        None => app::care::tasks_due(&web.app, &actor, place, by, is_all).await?,
    };
    let kinds = TaskKind::ALL.into_iter().map(|kind| Choice {
        value: kind.word().to_owned(),
        label: t.say(&format!("care-task-{}", kind.word().replace('_', "-"))).into_owned(),
        is_chosen: kind.word() == form.kind,
    });
    let nobody = Choice { label: t.say("care-owner-none").into_owned(), ..Choice::default() };
    let owner = if form.title.is_empty() { people.me.to_string() } else { form.owner.clone() };
    let owners = people.here.iter().map(|one| Choice {
        value: one.id.to_string(),
        label: one.name.clone(),
        is_chosen: one.id.to_string() == owner,
    });
    let page = Page(Index {
        frame: Frame::of(visit, at, t.say("care-tasks")),
        t,
        rows: tasks.iter().map(|one| row(one, &people, t)).collect(),
        is_all,
        has_lists: patient.is_none(),
        patient: patient.map(|id| id.to_string()).unwrap_or_else(|| form.patient.clone()),
        may_record: at.may(ccm::access::Permission::RecordCare),
        title: Entry::new("title", form.title.as_str()).with(problems, t),
        due: Entry::new("due", form.due.as_str()).with(problems, t),
        kind: (Entry::new("kind", ""), kinds.collect()),
        owner: (Entry::new("owner", ""), std::iter::once(nobody).chain(owners).collect()),
        back: patient.map_or_else(|| paths::TASKS.to_owned(), paths::patient_tasks),
    });
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page).into_response())
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let patient: Option<PatientId> = match form.patient.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| PageError::NotFound)?),
    };
    let mut problems = Vec::new();
    let due = match (form.due.trim(), form.due.trim().parse::<Date>()) {
        (_, Ok(due)) => due,
        ("", _) => {
            problems.push(Problem::new("required", "due"));
            Date::default()
        }
        _ => {
            problems.push(Problem::new("wrong_type", "due"));
            Date::default()
        }
    };
    let new = NewTask {
        kind: TaskKind::ALL.into_iter().find(|kind| kind.word() == form.kind).unwrap_or(TaskKind::Other),
        title: form.title.clone(),
        due,
        owner: form.owner.parse().ok(),
    };
    problems.extend(new.check());
    if !problems.is_empty() {
        return page(&web, &visit, &at, false, patient, &form, &problems).await;
    }
    let (actor, place) = of(&at);
    app::care::create_task(&web.app, &actor, place, patient, new).await?;
    Ok(Redirect::to(&paths::back(
        Some(form.back.as_str()).filter(|back| !back.is_empty()).or(Some(paths::TASKS)),
    ))
    .into_response())
}

#[derive(Deserialize)]
struct StepForm {
    step: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    due: String,
    back: Option<String>,
}

async fn step(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(form): Posted<StepForm>,
) -> Result<Response, PageError> {
    let id: TaskId = id.parse().map_err(|_| PageError::NotFound)?;
    let text = form.text.trim().to_owned();
    let referral = |step| TaskStep::Referral { step };
    let step = match form.step.as_str() {
        "done" => TaskStep::Done { remark: Some(text).filter(|text| !text.is_empty()) },
        "cancelled" => TaskStep::Cancelled { reason: text },
        "postponed" => TaskStep::Postponed {
            due: form
                .due
                .trim()
                .parse()
                .map_err(|_| PageError::Invalid(vec![Problem::new("required", "due")]))?,
            reason: text,
        },
        "mine" => TaskStep::Reassigned { owner: Some(at.person) },
        "sent" => referral(ReferralStep::Sent),
        "scheduled" => referral(ReferralStep::Scheduled),
        "seen" => referral(ReferralStep::Seen),
        "report_received" => referral(ReferralStep::ReportReceived),
        _ => return Err(PageError::Malformed),
    };
    let (actor, place) = of(&at);
    app::care::step_task(&web.app, &actor, place, id, step).await?;
    let back = form.back.as_deref().or(Some(paths::TASKS));
    Ok(Redirect::to(&paths::back(back)).into_response())
}
