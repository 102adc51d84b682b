//! A version: what it says and changes, who signed it, and the practitioner's page with the difference alone.

use app::care::Colleagues;
use app::care_plan::{PlanStanding, PlanVersionShown, PlanVersionView, PlanView};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care_plan::{PlanState, ReviewWord};
use fluent::FluentArgs;
use serde::Deserialize;

use super::copies::{CopyForm, Given, given};
use super::{changes, key, sheet};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PLAN_VERSION, get(show))
        .route(paths::PLAN_APPROVAL, get(approval))
        .route(paths::PLAN_SIGNATURE, post(sign))
        .route(paths::PLAN_RETURN, post(send_back))
}

/// A version in a list.
pub struct Listed {
    pub href: String,
    pub said: String,
    pub state: Status,
    pub more: Vec<String>,
}

#[derive(Template)]
#[template(path = "care_plan/version.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    plan: String,
    id: String,
    here: String,
    title: String,
    state: Status,
    signed: String,
    review_by: Option<String>,
    returned: Vec<String>,
    approval: Option<String>,
    print: String,
    against: String,
    changes: Vec<changes::Shown>,
    elements: Vec<(String, Status, String)>,
    copies: Vec<Given>,
    copy: Option<CopyForm>,
}

#[derive(Template)]
#[template(path = "care_plan/approval.html")]
struct Approval {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    plan: String,
    version: String,
    title: String,
    state: Status,
    against: String,
    changes: Vec<changes::Shown>,
    missing: Vec<String>,
    signature: String,
    send_back: String,
    may_sign: bool,
    comment: Entry,
    /// Others that wait for this signature.
    others: usize,
    is_practitioner: bool,
}

pub fn state(state: PlanState, t: Words) -> Status {
    let tone = match state {
        PlanState::AwaitingSignature => Tone::Watch,
        PlanState::Returned => Tone::Alarm,
        PlanState::Signed => Tone::Good,
    };
    Status::new(t.say(&key("plan-state", state.word())), tone)
}

/// All versions, and what the practitioner said where the newest one was returned.
pub fn listed(view: &PlanView, people: &Colleagues, t: Words) -> (Vec<Listed>, Option<String>) {
    let row = |one: &PlanVersionView| {
        let review = one.review_by.filter(|_| one.is_newest);
        let copies = one.copies.iter().map(|(copy, _)| given(copy, people, None, t).said);
        Listed {
            href: paths::plan_version(view.patient, one.plan.id),
            said: title(one.version, one.plan.dated, t),
            state: state(one.state, t),
            more: std::iter::once(signed(one, people, t))
                .filter(|said| !said.is_empty())
                .chain(review.map(|day| t.say_with("plan-review-by", "on", t.date(day)).into_owned()))
                .chain(copies)
                .collect(),
        }
    };
    let newest = view.versions.first().filter(|one| one.state == PlanState::Returned);
    let returned = newest.and_then(|one| returned(one, people, t).pop());
    (view.versions.iter().map(row).collect(), returned)
}

fn title(version: i64, dated: Date, t: Words) -> String {
    let mut args = FluentArgs::new();
    args.set("version", version);
    args.set("dated", t.date(dated));
    t.say_all("plan-version-of", &args).into_owned()
}

fn signed(one: &PlanVersionView, people: &Colleagues, t: Words) -> String {
    let Some(by) = one.signed_by else { return String::new() };
    let mut args = FluentArgs::new();
    args.set("name", people.name(by).to_owned());
    args.set("at", one.signed_at.map(|at| t.moment(at, &people.zone)).unwrap_or_default());
    let key = if one.signed_at.is_some() { "plan-signed-at" } else { "plan-signed-by" };
    t.say_all(key, &args).into_owned()
}

fn returned(one: &PlanVersionView, people: &Colleagues, t: Words) -> Vec<String> {
    let comments = one.reviews.iter().filter_map(|review| match &review.word {
        ReviewWord::Returned { comment } => {
            let mut args = FluentArgs::new();
            args.set("name", people.name(review.by).to_owned());
            args.set("at", t.moment(review.at, &people.zone));
            args.set("comment", comment.clone());
            Some(t.say_all("plan-returned-by", &args).into_owned())
        }
        ReviewWord::Signed => None,
    });
    comments.collect()
}

fn against(shown: &PlanVersionShown, t: Words) -> String {
    match shown.against {
        Some(version) => t.say_with("plan-against", "version", version).into_owned(),
        None => t.say("plan-against-nothing").into_owned(),
    }
}

/// The page, with what was typed into the form of a copy and what is wrong with it.
pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (id, plan): (PatientId, CarePlanId),
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place, t) = (at.actor(), at.place(), visit.words);
    let found = app::care_plan::plan_version(&web.app, &actor, place, id, plan).await?;
    let callee = app::care::callee(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let one = &found.shown;
    let is_open = one.state != PlanState::Signed && one.is_newest;
    let may_give = at.may(Permission::RecordCare) && one.state == PlanState::Signed;
    let element = |element: &ccm::care_plan::elements::ElementStanding| {
        let text = one.plan.elements.get(&element.element).cloned().unwrap_or_default();
        let name = t.say(&key("plan-element", &element.element)).into_owned();
        (name, sheet::element_status(element.is_there, t), text)
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("plan-title")),
        t,
        name: crate::people::patient_name(&callee.name, t),
        chart: paths::patient(id),
        plan: paths::plan(id),
        id: id.to_string(),
        here: paths::plan_version(id, plan),
        title: title(one.version, one.plan.dated, t),
        state: state(one.state, t),
        signed: signed(one, &people, t),
        review_by: one.review_by.map(|day| t.say_with("plan-review-by", "on", t.date(day)).into_owned()),
        returned: returned(one, &people, t),
        approval: (is_open && found.may_sign).then(|| paths::of_plan_version(id, plan, "approval")),
        print: paths::of_plan_version(id, plan, "print"),
        against: against(&found, t),
        changes: changes::of(&found.changes, t),
        elements: one.elements.iter().map(element).collect(),
        copies: one.copies.iter().map(|(copy, by)| given(copy, &people, Some(*by), t)).collect(),
        copy: may_give.then(|| CopyForm::of((id, plan), &callee, found.today, typed, problems, t)),
    }))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
) -> Result<Page<Shown>, PageError> {
    let ids = (super::patient(&id)?, super::plan(&plan)?);
    page(&web, &visit, &at, ids, &Typed::default(), &[]).await
}

/// The difference alone, and the practitioner's word on it.
async fn approval_page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (id, plan): (PatientId, CarePlanId),
    comment: &str,
    problems: &[Problem],
) -> Result<Page<Approval>, PageError> {
    let (actor, place, t) = (at.actor(), at.place(), visit.words);
    let found = app::care_plan::plan_version(&web.app, &actor, place, id, plan).await?;
    let callee = app::care::callee(&web.app, &actor, place, id).await?;
    let one = &found.shown;
    let missing = one.elements.iter().filter(|element| !element.is_there);
    let waiting = waiting(web, at).await?;
    Ok(Page(Approval {
        frame: Frame::of(visit, at, t.say("plan-approval")),
        t,
        name: crate::people::patient_name(&callee.name, t),
        chart: paths::patient(id),
        plan: paths::plan(id),
        version: paths::plan_version(id, plan),
        title: title(one.version, one.plan.dated, t),
        state: state(one.state, t),
        against: against(&found, t),
        changes: changes::of(&found.changes, t),
        missing: missing.map(|one| t.say(&key("plan-element", &one.element)).into_owned()).collect(),
        signature: paths::of_plan_version(id, plan, "signature"),
        send_back: paths::of_plan_version(id, plan, "return"),
        may_sign: found.may_sign && one.state != PlanState::Signed && one.is_newest,
        comment: Entry::new("comment", comment).with(problems, t),
        others: waiting.iter().filter(|(patient, _)| *patient != id).count(),
        is_practitioner: at.may(Permission::Attest),
    }))
}

async fn approval(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let ids = (super::patient(&id)?, super::plan(&plan)?);
    Ok(approval_page(&web, &visit, &at, ids, "", &[]).await?.into_response())
}

/// Whose plans wait for the reader's signature, the one that has waited longest first.
async fn waiting(web: &Web, at: &AtPractice) -> Result<Vec<(PatientId, CarePlanId)>, PageError> {
    let listed = app::care_plan::plan_list(&web.app, &at.actor(), at.place()).await?;
    let mine = listed
        .into_iter()
        .filter(|one| one.standing == PlanStanding::AwaitingSignature && one.practitioner == Some(at.person));
    let mut mine: Vec<_> =
        mine.filter_map(|one| one.newest.map(|(plan, _, dated)| (dated, one.patient, plan))).collect();
    mine.sort_unstable();
    Ok(mine.into_iter().map(|(_, patient, plan)| (patient, plan)).collect())
}

/// Where one goes after a word on a plan: to the version; or on, to the next that waits, and from the last to the panel.
async fn onward(
    web: &Web,
    at: &AtPractice,
    (id, plan): (PatientId, CarePlanId),
    goes_on: bool,
) -> Result<Redirect, PageError> {
    if !goes_on {
        return Ok(Redirect::to(&paths::plan_version(id, plan)));
    }
    let next = waiting(web, at).await?.into_iter().find(|(patient, _)| *patient != id);
    let to = next.map_or_else(
        || paths::PANEL.to_owned(),
        |(patient, plan)| paths::of_plan_version(patient, plan, "approval"),
    );
    Ok(Redirect::to(&to))
}

#[derive(Deserialize)]
struct SignForm {
    /// On to the next that waits.
    #[serde(default)]
    next: bool,
}

async fn sign(
    State(web): State<Web>,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
    Posted(form): Posted<SignForm>,
) -> Result<Redirect, PageError> {
    let (id, plan) = (super::patient(&id)?, super::plan(&plan)?);
    app::care_plan::review_plan(&web.app, &at.actor(), at.place(), id, plan, ReviewWord::Signed).await?;
    onward(&web, &at, (id, plan), form.next).await
}

#[derive(Deserialize)]
struct ReturnForm {
    #[serde(default)]
    comment: String,
    #[serde(default)]
    next: bool,
}

async fn send_back(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
    Posted(form): Posted<ReturnForm>,
) -> Result<Response, PageError> {
    let ids @ (id, plan) = (super::patient(&id)?, super::plan(&plan)?);
    let word = ReviewWord::Returned { comment: form.comment.clone() };
    match app::care_plan::review_plan(&web.app, &at.actor(), at.place(), id, plan, word).await {
        Ok(()) => Ok(onward(&web, &at, (id, plan), form.next).await?.into_response()),
        Err(app::Error::Invalid(problems)) => {
            let page = approval_page(&web, &visit, &at, ids, &form.comment, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
