//! A patient's referrals, what a screening proposes, and the form that sends one.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::{DirectoryKinds, NewReferral, Urgency};

use super::super::of;
use super::listing::{Listed, listed};
use super::referrals::{Row, row};
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PATIENT_REFERRALS, get(show).post(create))
}

/// A need that a screening named.
struct Need {
    what: String,
    on: String,
    found: Vec<Listed>,
}

#[derive(Template)]
#[template(path = "around/patient_referrals.html")]
struct Shown {
    frame: Frame,
    t: Words,
    chart: String,
    here: String,
    rows: Vec<Row>,
    needs: Vec<Need>,
    may_record: bool,
    from_directory: (Entry, Vec<Choice>),
    to: Entry,
    why: Entry,
    urgency: (Entry, Vec<Choice>),
    asked_by: (Entry, Vec<Choice>),
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    Ok(page(&web, &visit, &at, id, None, &[]).await?.into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: PatientId,
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let all = app::care::referrals_of(&web.app, &actor, place, id).await?;
    let needs = app::care::needs_answered(&web.app, &actor, place, id).await?;
    let directory = app::care::directory(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let usual =
        Typed::of([("urgency", Urgency::Routine.word().to_owned()), ("asked_by", people.me.to_string())]);
    let typed = typed.unwrap_or(&usual);
    let kinds = DirectoryKinds::embedded();
    let name = |one: &ccm::care::DirectoryRevision| {
        let kind = kinds.get(&one.listing.kind).map_or("", |kind| kind.en.as_str());
        (one.id.to_string(), format!("{kind}: {}", one.listing.name).into())
    };
    let mut entries: Vec<(String, std::borrow::Cow<'_, str>)> =
        directory.iter().filter(|one| !one.listing.is_retired).map(name).collect();
    entries.sort_by(|a, b| a.1.cmp(&b.1));
    entries.insert(0, (String::new(), t.say("around-not-listed")));
    let urgencies =
        Urgency::ALL.map(|one| (one.word().to_owned(), t.say(&format!("urgency-{}", one.word()))));
    let asking = people.here.iter().map(|one| (one.id.to_string(), one.name.as_str().into()));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("around-referrals")),
        t,
        chart: paths::chart(id),
        here: paths::patient_referrals(id),
        rows: all.iter().map(|one| Row { patient: None, ..row(one, t) }).collect(),
        needs: needs
            .into_iter()
            .map(|need| Need {
                what: need.need,
                on: t.date(need.on),
                found: need.entries.iter().map(|one| listed(one, people.today, t)).collect(),
            })
            .collect(),
        may_record: at.may(Permission::RecordCare),
        from_directory: (typed.entry("entry", problems, t), typed.choices("entry", entries)),
        to: typed.entry("to", problems, t),
        why: typed.entry("why", problems, t),
        urgency: (typed.entry("urgency", problems, t), typed.choices("urgency", urgencies)),
        asked_by: (typed.entry("asked_by", problems, t), typed.choices("asked_by", asking)),
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let entry = match typed.text("entry") {
        "" => None,
        entry => Some(entry.parse().map_err(|_| PageError::NotFound)?),
    };
    let new = NewReferral {
        to: typed.text("to").to_owned(),
        entry,
        why: typed.text("why").to_owned(),
        urgency: Urgency::from_word(typed.text("urgency")).ok_or(PageError::Malformed)?,
        asked_by: typed.text("asked_by").parse().map_err(|_| PageError::NotFound)?,
    };
    let outcome = app::care::refer(&web.app, &actor, place, id, new).await;
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, Some(&typed), &problems).await;
    forms::answer(outcome.map(paths::referral), again).await
}
