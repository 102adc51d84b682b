//! Referrals: every open loop of the practice with its age, and one on its own page with its steps.

use app::care::{Colleagues, ReferralView};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::{LoopState, LoopStep};
use serde::Deserialize;

use super::super::of;
use super::{Tab, tabs};
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::REFERRALS, get(index))
        .route(paths::REFERRAL, get(show))
        .route(paths::REFERRAL_STEPS, post(step))
}

/// A referral in a list.
pub struct Row {
    pub href: String,
    pub to: String,
    pub why: String,
    pub patient: Option<(String, String)>,
    pub state: Status,
    pub urgency: String,
    pub age: String,
    pub due: Option<Status>,
}

pub fn row(one: &ReferralView, t: Words) -> Row {
    let name = one.name.as_ref().map(|name| name.0.clone());
    Row {
        href: paths::referral(one.id),
        to: one.to.clone(),
        why: one.why.clone(),
        patient: name.map(|name| (paths::chart(one.patient), name)),
        state: state(one, t),
        urgency: t.say(&format!("urgency-{}", one.urgency.word())).into_owned(),
        age: t.say_with("around-age", "count", one.age_days).into_owned(),
        due: one.due.map(|due| {
            let key = if one.is_overdue { "around-due-over" } else { "around-due" };
            Status::new(
                t.say_with(key, "day", t.date(due)),
                if one.is_overdue { Tone::Alarm } else { Tone::Plain },
            )
        }),
    }
}

/// The state in a word, with the day that it speaks of.
fn state(one: &ReferralView, t: Words) -> Status {
    let word = t.say(&format!("loop-state-{}", one.state.word().replace('_', "-")));
    let tone = match one.state {
        LoopState::Closed => Tone::Good,
        LoopState::NoShow => Tone::Watch,
        LoopState::Declined | LoopState::Lost => Tone::Plain,
        _ => Tone::Open,
    };
    match one.on {
        Some(on) => Status::new(format!("{word}, {}", t.date(on)), tone),
        None => Status::new(word, tone),
    }
}

struct Door {
    href: String,
    label: String,
    count: usize,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "around/referrals.html")]
struct Index {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    doors: Vec<Door>,
    here: String,
    rows: Vec<Row>,
}

#[derive(Default, Deserialize)]
struct Filter {
    show: Option<String>,
}

/// What of the list a door opens.
fn is_shown(one: &ReferralView, show: &str) -> bool {
    match show {
        "overdue" => one.is_overdue,
        "all" => true,
        word => one.state.word() == word,
    }
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(filter): Query<Filter>,
) -> Result<Page<Index>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let all = app::care::open_referrals(&web.app, &actor, place).await?;
    let open = LoopState::ALL.into_iter().filter(|state| state.is_open()).map(LoopState::word);
    let shows: Vec<&str> = ["all", "overdue"].into_iter().chain(open).collect();
    let wanted = filter.show.unwrap_or_default();
    let show = shows.iter().find(|show| **show == wanted).copied().unwrap_or("all");
    let href = |show: &str| match show {
        "all" => paths::REFERRALS.to_owned(),
        show => format!("{}?show={show}", paths::REFERRALS),
    };
    let door = |one: &&str| Door {
        href: href(one),
        label: t.say(&format!("loop-door-{}", one.replace('_', "-"))).into_owned(),
        count: all.iter().filter(|row| is_shown(row, one)).count(),
        is_here: *one == show,
    };
    let mut shown: Vec<&ReferralView> = all.iter().filter(|one| is_shown(one, show)).collect();
    shown.sort_by_key(|one| (!one.is_overdue, one.due, one.id));
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("around-referrals")),
        t,
        tabs: tabs(paths::REFERRALS),
        doors: shows.iter().map(door).collect(),
        here: href(show),
        rows: shown.into_iter().map(|one| row(one, t)).collect(),
    }))
}

struct Step {
    at: String,
    by: String,
    what: String,
    words: String,
}

/// A button of a step that may follow.
struct Button {
    word: &'static str,
    label: String,
    is_usual: bool,
}

#[derive(Template)]
#[template(path = "around/referral.html")]
struct Shown {
    frame: Frame,
    t: Words,
    row: Row,
    asked_by: String,
    steps: Vec<Step>,
    buttons: Vec<Button>,
    is_correctable: bool,
    may_record: bool,
    seen: usize,
    action: String,
    on: Entry,
    reason: Entry,
    of_patient: String,
    needs_day: bool,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: ReferralId = id.parse().map_err(|_| PageError::NotFound)?;
    Ok(page(&web, &visit, &at, id, &Typed::default(), &[]).await?.into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: ReferralId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let one = app::care::referral(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let next = one.state.next();
    let button = |(place, state): (usize, &LoopState)| Button {
        word: state.word(),
        label: t.say(&format!("loop-step-{}", state.word().replace('_', "-"))).into_owned(),
        is_usual: place == 0,
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("around-referral")),
        t,
        asked_by: people.name(one.asked_by).to_owned(),
        steps: one.steps.iter().map(|step| told(step, &people, t)).collect(),
        buttons: next.iter().enumerate().map(button).collect(),
        is_correctable: one.is_correctable,
        may_record: at.may(Permission::RecordCare),
        seen: one.seen,
        action: paths::referral_steps(id),
        on: typed.entry("on", problems, t),
        reason: typed.entry("reason", problems, t),
        of_patient: paths::patient_referrals(one.patient),
        needs_day: next.iter().any(|state| matches!(state, LoopState::Accepted | LoopState::Seen)),
        row: row(&one, t),
    }))
}

fn told(step: &app::care::StepView<LoopStep>, people: &Colleagues, t: Words) -> Step {
    let what = t.say(&format!("loop-event-{}", step.step.kind().replace('_', "-")));
    Step {
        at: t.moment(step.at, &people.zone),
        by: people.name(step.by).to_owned(),
        what: match step.step.on() {
            Some(on) => format!("{what}, {}", t.date(on)),
            None => what.into_owned(),
        },
        words: step.step.words().unwrap_or_default().to_owned(),
    }
}

async fn step(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id: ReferralId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let seen: usize = typed.text("seen").parse().map_err(|_| PageError::Malformed)?;
    let outcome = match read(&typed)? {
        Ok(step) => app::care::step_referral(&web.app, &actor, place, id, seen, step).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(outcome.map(|_| paths::referral(id)), again).await
}

fn read(typed: &Typed) -> Result<Result<LoopStep, Vec<Problem>>, PageError> {
    let mut reader = Reader::of(typed);
    let reason = typed.text("reason").to_owned();
    let step = match typed.text("step") {
        "accepted" => LoopStep::Accepted { on: reader.date_or_none("on") },
        "seen" => LoopStep::Seen { on: reader.date("on") },
        "report_received" => LoopStep::ReportReceived,
        "closed" => LoopStep::Closed { remark: Some(reason).filter(|text| !text.is_empty()) },
        "declined" => LoopStep::Declined { reason },
        "no_show" => LoopStep::NoShow { reason },
        "lost" => LoopStep::Lost { reason },
        "corrected" => LoopStep::Corrected { reason },
        _ => return Err(PageError::Malformed),
    };
    Ok(reader.done(step))
}
