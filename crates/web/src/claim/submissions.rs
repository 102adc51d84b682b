//! Files of claims that went out: where each stands, what became of its claims, what asks for somebody; and all claims by
//! state, each count a door to the list that it counted.

use app::claim::{FileWay, MonthStates, Submission, SubmissionsQuery, send, submissions};
use app::ports::outside::Unwatched;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::{ClaimFileId, TimeZone};
use ccm::claim::carriage::CarriageMove;
use fluent::FluentArgs;
use serde::Deserialize;

use super::list::state;
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::SUBMISSIONS, get(show)).route(paths::SENDINGS, post(create))
}

#[derive(Template)]
#[template(path = "claim/submissions.html")]
struct Shown {
    frame: Frame,
    t: Words,
    said: Option<Status>,
    filters: Vec<Filter>,
    is_asking: bool,
    files: Vec<File>,
    next: Option<String>,
    is_first: bool,
    months: Vec<Month>,
}

/// All of a list, or what of it asks for somebody.
pub(super) struct Filter {
    pub label: String,
    pub href: String,
    pub is_here: bool,
}

impl Filter {
    pub fn both(path: &str, is_asking: bool, t: Words) -> Vec<Self> {
        let filter =
            |key: &str, href: String, is_here: bool| Self { label: t.say(key).into_owned(), href, is_here };
        vec![
            filter("sent-all", path.to_owned(), !is_asking),
            filter("sent-asking", format!("{path}?show={ASKING}"), is_asking),
        ]
    }
}

/// One file as lists show it.
pub(super) struct File {
    pub name: String,
    pub href: String,
    pub payers: String,
    pub receiver: String,
    pub month: String,
    pub claims: String,
    pub total: String,
    pub at: String,
    pub stands: Status,
    /// Why it did not go, and when it is tried again.
    pub more: Vec<String>,
    pub states: Vec<Status>,
    pub asking: Option<String>,
}

struct Month {
    name: String,
    doors: Vec<Door>,
    asking: Option<Door>,
}

struct Door {
    count: String,
    label: String,
    href: String,
}

#[derive(Deserialize, Default)]
struct Asked {
    show: Option<String>,
    before: Option<String>,
    told: Option<String>,
    count: Option<u64>,
}

pub(super) const ASKING: &str = "asking";

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let before = asked.before.as_deref().filter(|text| !text.is_empty());
    let before = before.map(|id| id.parse::<ClaimFileId>().map_err(|_| PageError::Malformed)).transpose()?;
    let is_asking = asked.show.as_deref() == Some(ASKING);
    let query = SubmissionsQuery { is_asking, before };
    let found = submissions(&web.app, &at.actor(), at.place(), query).await?;
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-submissions")),
        said: asked.told.as_deref().and_then(|word| just_said(word, asked.count.unwrap_or_default(), t)),
        filters: Filter::both(paths::SUBMISSIONS, is_asking, t),
        is_asking,
        files: found.files.iter().map(|file| File::of(file, &found.zone, t)).collect(),
        next: found.next.map(|id| {
            let show = if is_asking { "show=asking&" } else { "" };
            format!("{}?{show}before={id}", paths::SUBMISSIONS)
        }),
        is_first: before.is_none(),
        months: found.months.iter().map(|month| Month::of(month, t)).collect(),
        t,
    }))
}

/// Carries now what waits. Whoever leaves the page meanwhile does not end what is under way.
async fn create(State(web): State<Web>, at: AtPractice) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExchangeClaims)?;
    let (app, actor, place) = (web.app.clone(), at.actor(), at.place());
    let sending = tokio::spawn(async move { send(&app, &actor, place, &Unwatched).await });
    let report = sending.await.map_err(|_| PageError::Internal)??;
    let sent = report.files.iter().filter(|file| file.outcome == "sent").count();
    let word = match () {
        () if report.is_elsewhere => "elsewhere",
        () if report.files.is_empty() => "nothing",
        () if sent == 0 => "none",
        () => "sent",
    };
    Ok(Redirect::to(&format!("{}?told={word}&count={sent}", paths::SUBMISSIONS)).into_response())
}

/// What a button's answer says; a word of an address that is none of ours says nothing.
pub(super) fn just_said(word: &str, count: u64, t: Words) -> Option<Status> {
    let tone = match word {
        "sent" | "confirmed" => Tone::Good,
        "elsewhere" | "nothing" | "none" => Tone::Watch,
        _ => return None,
    };
    Some(Status::new(t.say_with(&format!("sent-told-{word}"), "count", count), tone))
}

impl File {
    pub fn of(file: &Submission, zone: &TimeZone, t: Words) -> Self {
        let row = &file.file;
        let (stands, more) = stands(file, zone, t);
        let counted = |(one, count): &(ccm::claim::ClaimState, u64)| {
            let named = state(*one, t);
            Status::new(format!("{} {}", t.number(*count), named.word), named.tone)
        };
        Self {
            name: row.name.clone(),
            href: paths::submission(row.id),
            payers: file.payers.join(", "),
            receiver: row.receiver.clone(),
            month: t.month(row.month),
            claims: t.number(u64::try_from(row.claims).unwrap_or_default()),
            total: dollars(row.total, t),
            at: t.moment(row.created_at, zone),
            stands,
            more,
            states: file.states.iter().map(counted).collect(),
            asking: (file.asking > 0)
                .then(|| t.say_with("sent-claims-asking", "count", file.asking).into_owned()),
        }
    }
}

/// Where it stands, and what there is to say of the tries.
fn stands(file: &Submission, zone: &TimeZone, t: Words) -> (Status, Vec<String>) {
    let standing = &file.standing;
    let status = |key: &str, tone: Tone| Status::new(t.say(key), tone);
    if let Some(at) = standing.transmitted_at {
        return (Status::new(t.say_with("sent-at", "at", t.moment(at, zone)), Tone::Good), Vec::new());
    }
    let mut more = Vec::new();
    more.extend(standing.why.as_ref().map(|why| {
        let mut args = FluentArgs::new();
        args.set("count", standing.failures);
        args.set("why", why.as_str());
        t.say_all("sent-failures", &args).into_owned()
    }));
    let stands = match file.way {
        FileWay::Before => status("sent-way-before", Tone::Plain),
        FileWay::Hand => status("sent-way-hand", Tone::Watch),
        FileWay::OnRequest => status("sent-way-on-request", Tone::Watch),
        FileWay::Portal => status("sent-way-portal", Tone::Watch),
        FileWay::Broken => status("sent-way-broken", Tone::Alarm),
        FileWay::Carried => {
            let is_failing = standing.failures > 0;
            let carried = match standing.next {
                CarriageMove::Nothing | CarriageMove::Put if !is_failing => status("sent-waits", Tone::Open),
                CarriageMove::Nothing | CarriageMove::Put => status("sent-again-soon", Tone::Watch),
                CarriageMove::AskThenPut => status("sent-unclear", Tone::Watch),
                CarriageMove::Wait(at) => {
                    let key = if is_failing { "sent-again-at" } else { "sent-under-way" };
                    let tone = if is_failing { Tone::Watch } else { Tone::Open };
                    Status::new(t.say_with(key, "at", t.moment(at, zone)), tone)
                }
            };
            if standing.needs_a_person {
                more.push(carried.word);
                status("sent-needs-a-person", Tone::Alarm)
            } else {
                carried
            }
        }
    };
    (stands, more)
}

impl Month {
    fn of(month: &MonthStates, t: Words) -> Self {
        let list = format!("{}?month={}", paths::CLAIMS, month.month);
        let doors = month.states.iter().map(|one| Door {
            count: t.number(one.claims),
            label: state(one.state, t).word,
            href: format!("{list}&state={}", one.state.word()),
        });
        let asking = month.asking();
        Self {
            name: t.month(month.month),
            doors: doors.collect(),
            asking: (asking > 0).then(|| Door {
                count: t.number(asking),
                label: t.say("claims-asking").into_owned(),
                href: format!("{list}&asks=yes"),
            }),
        }
    }
}
