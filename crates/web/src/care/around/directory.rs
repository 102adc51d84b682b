//! The directory: everybody in it by kind, and one entry with its form and its earlier revisions.

use app::care::ListingKept;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::{DirectoryKinds, DirectoryListing, DirectoryRevision};
use serde::Deserialize;

use super::super::of;
use super::listing::{Listed, listed};
use super::{Tab, tabs};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::DIRECTORY, get(index))
        .route(paths::NEW_DIRECTORY_ENTRY, get(new).post(create))
        .route(paths::DIRECTORY_ENTRY, get(show).post(put))
}

#[derive(Template)]
#[template(path = "around/directory.html")]
struct Index {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    rows: Vec<Listed>,
    kind: (Entry, Vec<Choice>),
    may_record: bool,
    is_unverified: bool,
}

#[derive(Default, Deserialize)]
struct Filter {
    kind: Option<String>,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(filter): Query<Filter>,
) -> Result<Page<Index>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let all = app::care::directory(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let kind = filter.kind.unwrap_or_default();
    let shown = all.iter().filter(|one| kind.is_empty() || one.listing.kind == kind);
    let typed = Typed::of([("kind", kind.clone())]);
    let mut kinds = kinds();
    kinds.insert(0, (String::new(), t.say("around-every-kind")));
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("around-directory")),
        t,
        tabs: tabs(paths::DIRECTORY),
        rows: shown.map(|one| listed(one, people.today, t)).collect(),
        kind: (typed.entry("kind", &[], t), typed.choices("kind", kinds)),
        may_record: at.may(Permission::RecordCare),
        is_unverified: !DirectoryKinds::embedded().verified,
    }))
}

fn kinds() -> Vec<(String, std::borrow::Cow<'static, str>)> {
    let all = DirectoryKinds::embedded().all().iter();
    all.map(|kind| (kind.word.clone(), kind.en.as_str().into())).collect()
}

#[derive(Template)]
#[template(path = "around/directory_entry.html")]
struct Shown {
    frame: Frame,
    t: Words,
    /// `None`: a new one.
    shown: Option<Listed>,
    /// What somebody else has kept while this form was open.
    theirs: Option<(Listed, String)>,
    action: String,
    seen: i64,
    may_record: bool,
    fields: Vec<(Entry, String)>,
    kind: (Entry, Vec<Choice>),
    verified_on: Entry,
    is_retired: bool,
    revisions: Vec<(String, String, String)>,
}

/// The fields of text, with the keys of their labels.
const TEXTS: [(&str, &str); 6] = [
    ("name", "around-name"),
    ("phone", "around-phone"),
    ("hours", "around-hours"),
    ("languages", "around-languages"),
    ("cost", "around-cost"),
    ("area", "around-area"),
];

async fn new(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, (None, None), None, &[]).await
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, (Some(id), None), None, &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (id, theirs): (Option<DirectoryEntryId>, Option<&DirectoryRevision>),
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let revisions = match id {
        Some(id) => app::care::directory_entry(&web.app, &actor, place, id).await?,
        None => Vec::new(),
    };
    let newest = revisions.first();
    let usual = usual(newest.map(|one| &one.listing).unwrap_or(&DirectoryListing::default()));
    // Whoever saw that it differs has seen the newest.
    let seen = match typed.filter(|_| theirs.is_none()) {
        Some(typed) => typed.text("seen").parse().unwrap_or_default(),
        None => newest.map_or(0, |one| one.revision),
    };
    let typed = typed.unwrap_or(&usual);
    let by = |one: &DirectoryRevision| {
        let name = people.name(one.recorded_by).to_owned();
        (t.moment(one.recorded_at, &people.zone), name, one.listing.name.clone())
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("around-entry")),
        t,
        shown: newest.map(|one| listed(one, people.today, t)),
        theirs: theirs.map(|one| (listed(one, people.today, t), people.name(one.recorded_by).to_owned())),
        action: id.map_or_else(|| paths::NEW_DIRECTORY_ENTRY.to_owned(), paths::directory_entry),
        seen,
        may_record: at.may(Permission::RecordCare),
        fields: TEXTS.map(|(name, key)| (typed.entry(name, problems, t), t.say(key).into_owned())).into(),
        kind: (typed.entry("kind", problems, t), typed.choices("kind", kinds())),
        verified_on: typed.entry("verified_on", problems, t),
        is_retired: typed.text("is_retired") == "yes",
        revisions: revisions.iter().skip(1).map(by).collect(),
    }))
}

fn usual(listing: &DirectoryListing) -> Typed {
    let verified_on = listing.verified_on.map(|on| on.to_string()).unwrap_or_default();
    let is_retired = if listing.is_retired { "yes" } else { "" };
    Typed::of([
        ("name", listing.name.clone()),
        ("kind", listing.kind.clone()),
        ("phone", listing.phone.clone()),
        ("hours", listing.hours.clone()),
        ("languages", listing.languages.clone()),
        ("cost", listing.cost.clone()),
        ("area", listing.area.clone()),
        ("verified_on", verified_on),
        ("is_retired", is_retired.to_owned()),
    ])
}

fn read(typed: &Typed) -> Result<DirectoryListing, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let text = |name: &str| typed.text(name).to_owned();
    let listing = DirectoryListing {
        name: text("name"),
        kind: text("kind"),
        phone: text("phone"),
        hours: text("hours"),
        languages: text("languages"),
        cost: text("cost"),
        area: text("area"),
        verified_on: reader.date_or_none("verified_on"),
        is_retired: typed.text("is_retired") == "yes",
    };
    reader.done(listing)
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    keep(&web, &visit, &at, None, &typed).await
}

async fn put(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    keep(&web, &visit, &at, Some(id), &typed).await
}

async fn keep(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: Option<DirectoryEntryId>,
    typed: &Typed,
) -> Result<Response, PageError> {
    let (actor, place) = of(at);
    let seen = typed.text("seen").parse().unwrap_or_default();
    let outcome = match read(typed) {
        Ok(listing) => {
            let entry = id.map(|id| (id, seen));
            app::care::keep_listing(&web.app, &actor, place, entry, listing).await
        }
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    match outcome {
        Ok(ListingKept::Kept(id)) => Ok(Redirect::to(&paths::directory_entry(id)).into_response()),
        Ok(ListingKept::Differs(theirs)) => {
            let page = page(web, visit, at, (id, Some(&theirs)), Some(typed), &[]).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(app::Error::Invalid(problems)) => {
            let page = page(web, visit, at, (id, None), Some(typed), &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
