//! Files that came: what each is and what became of it, and the way for a person to bring one.

use app::claim::{Arrived, InMemory, InboxFile, inbox, poll, receive, take_in};
use app::ports::carriage::ReceivedStep;
use app::ports::outside::Unwatched;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::{PersonId, Problem, ReceivedId, TimeZone};
use fluent::FluentArgs;
use serde::Deserialize;

use super::submissions::{ASKING, Filter};
use crate::audit::who;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Status, Tone};
use crate::upload::Uploaded;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::RECEIVED, get(index).post(create)).route(paths::FETCHES, post(fetch))
}

#[derive(Template)]
#[template(path = "claim/received.html")]
struct Shown {
    frame: Frame,
    t: Words,
    said: Option<Status>,
    filters: Vec<Filter>,
    document: Entry,
    files: Vec<File>,
    next: Option<String>,
    is_first: bool,
}

/// One file as lists show it.
pub(super) struct File {
    pub name: String,
    pub href: String,
    pub kinds: String,
    pub from: String,
    pub at: String,
    pub size: String,
    pub outcome: Status,
    pub more: String,
}

#[derive(Deserialize, Default)]
struct Asked {
    show: Option<String>,
    before: Option<String>,
    told: Option<String>,
    count: Option<u64>,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, &asked, &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    asked: &Asked,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let before = asked.before.as_deref().filter(|text| !text.is_empty());
    let before = before.map(|id| id.parse::<ReceivedId>().map_err(|_| PageError::Malformed)).transpose()?;
    let is_asking = asked.show.as_deref() == Some(ASKING);
    let found = inbox(&web.app, &at.actor(), at.place(), is_asking, before).await?;
    let name = |person: &PersonId| found.names.get(person).cloned();
    let files = found.files.iter().map(|file| File::of(file, &found.zone, name, t));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("rooms-received")),
        said: asked.told.as_deref().and_then(|word| just_said(word, asked.count.unwrap_or_default(), t)),
        filters: Filter::both(paths::RECEIVED, is_asking, t),
        document: Entry::new("document", "").with(problems, t),
        files: files.collect(),
        next: found.next.map(|id| {
            let show = if is_asking { "show=asking&" } else { "" };
            format!("{}?{show}before={id}", paths::RECEIVED)
        }),
        is_first: before.is_none(),
        t,
    }))
}

/// Keeps a file that a person brought, and reads it at once.
async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    uploaded: Uploaded,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    match keep(&web, &at, uploaded).await {
        Ok(next) => Ok(Redirect::to(&next).into_response()),
        Err(app::Error::Invalid(mut problems)) => {
            problems.iter_mut().for_each(|problem| problem.path = "document".to_owned());
            let again = page(&web, &visit, &at, &Asked::default(), &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Where its page is, with what became of it.
async fn keep(web: &Web, at: &AtPractice, uploaded: Uploaded) -> app::Result<String> {
    let file = uploaded.file.ok_or_else(|| app::Error::invalid(Problem::new("required", "document")))?;
    let name = uploaded.file_name.unwrap_or_else(|| "upload.x12".to_owned());
    let (app, actor, place) = (&web.app, at.actor(), at.place());
    let arrived = Arrived { name: &name, way: "hand", payer: None };
    let mut bytes = InMemory::of(file.to_vec());
    let (row, was_known) = receive(app, &actor, place, arrived, &mut bytes).await?;
    let taken = take_in(app, &actor, place, row.id).await?;
    let word = if was_known { "known" } else { taken.outcome };
    Ok(format!("{}?told={word}&count={}", paths::received_file(row.id), taken.claims))
}

/// Looks into all mailboxes now. Whoever leaves the page meanwhile does not end what is under way.
async fn fetch(State(web): State<Web>, at: AtPractice) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let (app, actor, place) = (web.app.clone(), at.actor(), at.place());
    let polling = tokio::spawn(async move { poll(&app, &actor, place, &Unwatched).await });
    let report = polling.await.map_err(|_| PageError::Internal)??;
    let word = match (report.received, report.troubles.len()) {
        (0, 0) => "nothing",
        (_, 0) => "fetched",
        _ => "trouble",
    };
    let count = if word == "trouble" { report.troubles.len() } else { report.received };
    Ok(Redirect::to(&format!("{}?told={word}&count={count}", paths::RECEIVED)).into_response())
}

/// What a button's answer says; a word of an address that is none of ours says nothing.
pub(super) fn just_said(word: &str, count: u64, t: Words) -> Option<Status> {
    let tone = match word {
        "fetched" | "read" => Tone::Good,
        "nothing" | "trouble" | "known" | "quarantined" | "set_aside" => Tone::Watch,
        _ => return None,
    };
    Some(Status::new(t.say_with(&format!("came-told-{}", word.replace('_', "-")), "count", count), tone))
}

impl File {
    pub fn of(
        file: &InboxFile,
        zone: &TimeZone,
        name: impl Fn(&PersonId) -> Option<String>,
        t: Words,
    ) -> Self {
        let kinds =
            file.kinds.iter().map(|kind| t.say(&format!("came-kind-{}", kind.word().replace('_', "-"))));
        let kinds: Vec<String> = kinds.map(|kind| kind.into_owned()).collect();
        let from = match &file.payer_name {
            Some(payer) => payer.clone(),
            None => t.say_with("came-by-hand", "who", who(&file.file.by, name, t)).into_owned(),
        };
        let (word, tone) = match file.outcome {
            None => ("waiting", Tone::Open),
            Some(ReceivedStep::Read) => ("read", Tone::Good),
            Some(ReceivedStep::Quarantined) => ("quarantined", Tone::Alarm),
            Some(ReceivedStep::SetAside) => ("set-aside", Tone::Plain),
        };
        let more = match file.outcome {
            Some(ReceivedStep::Read) => {
                let mut args = FluentArgs::new();
                args.set("claims", file.claims);
                args.set("events", file.events);
                args.set("unknown", file.unknown);
                let read = t.say_all("came-read", &args);
                match file.others.is_empty() {
                    true => read.into_owned(),
                    false => {
                        format!("{read}. {}", t.say_with("came-others", "practices", file.others.join(", ")))
                    }
                }
            }
            Some(ReceivedStep::Quarantined) => {
                t.say_with("came-problems", "count", file.problems.len()).into_owned()
            }
            Some(ReceivedStep::SetAside) if file.is_elsewhere => t.say("came-elsewhere").into_owned(),
            Some(ReceivedStep::SetAside) | None => String::new(),
        };
        Self {
            name: file.file.name.clone(),
            href: paths::received_file(file.file.id),
            kinds: if kinds.is_empty() { t.say("came-kind-unknown").into_owned() } else { kinds.join(", ") },
            from,
            at: t.moment(file.file.at, zone),
            size: t
                .say_with("came-bytes", "count", t.number(u64::try_from(file.file.size).unwrap_or_default()))
                .into_owned(),
            outcome: Status::new(t.say(&format!("came-outcome-{word}")), tone),
            more,
        }
    }
}
