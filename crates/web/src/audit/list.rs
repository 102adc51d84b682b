//! The page of the log.

use std::collections::BTreeMap;

use app::audit::{Page as Asked, list};
use app::people::staff::staff;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ccm::access::{Actor, Permission};
use ccm::audit::AuditEvent;
use ccm::basics::{PersonId, Problem, TimeZone};

use super::filter;
use crate::access::SignedIn;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{PageError, Web};

#[derive(Template)]
#[template(path = "audit/list.html")]
struct Shown {
    frame: Frame,
    t: Words,
    person: Entry,
    people: Vec<Choice>,
    action: Entry,
    kind: Entry,
    patient: Entry,
    from: Entry,
    until: Entry,
    rows: Vec<Row>,
    /// Where the next page begins.
    next: Option<String>,
    is_filtered: bool,
    may_export: bool,
    zone: String,
}

struct Row {
    at: String,
    who: String,
    what: String,
    state: Option<Status>,
    subject: String,
    patient: String,
    details: String,
}

const FIELDS: [&str; 6] = ["person", "action", "kind", "patient", "from", "until"];

pub(super) async fn index(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
) -> Result<Response, PageError> {
    page(&web, &visit, &signed_in, &Typed::default()).await
}

pub(super) async fn find(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    page(&web, &visit, &signed_in, &typed).await
}

async fn page(web: &Web, visit: &Visit, signed_in: &SignedIn, typed: &Typed) -> Result<Response, PageError> {
    if !signed_in.may(Permission::ReadAudit) {
        return Err(PageError::Denied(Permission::ReadAudit.word()));
    }
    let (t, actor, place) = (visit.words, signed_in.actor(), signed_in.place());
    let zone = app::people::zone_now(&web.app, place).await?;
    let people = names(web, signed_in).await?;
    let (mut problems, mut events, mut next) = (Vec::new(), Vec::new(), None);
    match filter::read(web, signed_in, &zone, typed).await {
        Ok((wanted, after)) => {
            let found = list(&web.app, &actor, place, &wanted, Asked { after, limit: 0 }).await?;
            (events, next) = (found.events, found.next.map(filter::written));
        }
        Err(app::Error::Invalid(wrong)) => problems = wrong,
        Err(error) => return Err(error.into()),
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = shown(visit, signed_in, typed, &problems, (&people, &zone, events, next), t);
    Ok((status, Page(shown)).into_response())
}

type Found<'a> = (&'a BTreeMap<PersonId, String>, &'a TimeZone, Vec<AuditEvent>, Option<String>);

fn shown(
    visit: &Visit,
    signed_in: &SignedIn,
    typed: &Typed,
    problems: &[Problem],
    (people, zone, events, next): Found<'_>,
    t: Words,
) -> Shown {
    let entry = |name| typed.entry(name, problems, t);
    let everybody = std::iter::once((String::new(), t.say("audit-everybody")));
    let choices = people.iter().map(|(id, name)| (id.to_string(), name.as_str().into()));
    Shown {
        frame: Frame::of(visit, signed_in, t.say("rooms-audit")),
        t,
        person: entry("person"),
        people: typed.choices("person", everybody.chain(choices)),
        action: entry("action"),
        kind: entry("kind"),
        patient: entry("patient"),
        from: entry("from"),
        until: entry("until"),
        rows: events.into_iter().map(|event| row(event, people, zone, t)).collect(),
        next,
        is_filtered: FIELDS.iter().any(|name| !typed.text(name).is_empty()),
        may_export: signed_in.may(Permission::ExportAudit),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
    }
}

/// The staff by name, as far as there is a practice to have some.
async fn names(web: &Web, signed_in: &SignedIn) -> Result<BTreeMap<PersonId, String>, PageError> {
    if signed_in.practice.is_none() {
        return Ok(BTreeMap::new());
    }
    let cards = staff(&web.app, &signed_in.actor(), signed_in.place()).await?;
    let name = |card: app::people::staff::StaffCard| (card.person, format!("{} {}", card.given, card.family));
    Ok(cards.into_iter().map(name).collect())
}

fn row(event: AuditEvent, people: &BTreeMap<PersonId, String>, zone: &TimeZone, t: Words) -> Row {
    let plain = |word: &str| word.replace('_', " ");
    let tone = match event.action.as_str() {
        "refuse" | "lock" => Some(Tone::Watch),
        "break_glass" => Some(Tone::Alarm),
        _ => None,
    };
    let action = plain(&event.action);
    let details = match &event.details {
        serde_json::Value::Null => String::new(),
        details => details.to_string(),
    };
    Row {
        at: t.moment(event.at, zone),
        who: who(&event.actor, |person| people.get(person).cloned(), t),
        state: tone.map(|tone| Status::new(action.as_str(), tone)),
        what: action,
        subject: format!("{} {}", plain(&event.subject_kind), event.subject_id),
        patient: event.patient.map(|id| id.to_string()).unwrap_or_default(),
        details,
    }
}

/// Whoever did something, by name where one is known.
pub(crate) fn who(actor: &Actor, name: impl Fn(&PersonId) -> Option<String>, t: Words) -> String {
    match actor {
        Actor::Staff { person, login } => {
            name(person).map_or_else(|| login.clone(), |name| format!("{name} ({login})"))
        }
        Actor::Auditor { login, .. } => t.say_with("audit-auditor", "login", login.as_str()).into_owned(),
        Actor::Operator { name } => t.say_with("audit-operator", "name", name.as_str()).into_owned(),
        Actor::Job { name } => t.say_with("audit-job", "name", name.as_str()).into_owned(),
        Actor::Visitor { .. } => t.say("audit-visitor").into_owned(),
        Actor::ApiClient { client } => client.clone(),
        Actor::Patient { patient } | Actor::Proxy { patient, .. } => patient.to_string(),
    }
}
