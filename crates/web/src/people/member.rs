//! One of the staff: roles and credentials as they stand and stood, and their way in.

use app::people::staff::{Member, RoleView, member};
use app::ports::AccountState;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::PersonId;
use ccm::people::RosteredHours;

use super::tabs::Tabs;
use super::{role_form, staff};
use crate::access::AtPractice;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MEMBER, get(show))
}

#[derive(Template)]
#[template(path = "people/member.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    name: String,
    path: String,
    npi: Option<String>,
    login: Option<String>,
    roles: Vec<Row>,
    account: Status,
    factors: String,
    has_account: bool,
    has_factors: bool,
    can_close: bool,
    is_auditor: bool,
    /// The hours that hold today, and those that are to come.
    hours: Vec<String>,
}

struct Row {
    word: String,
    standing: Option<String>,
    dates: String,
    state: Status,
    credential: String,
    /// Where it is renewed and ended, while it lasts.
    changes: Option<(String, String)>,
}

pub(super) fn id(text: &str) -> Result<PersonId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(person): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = member(&web.app, &at.actor(), at.place(), id(&person)?).await?;
    let Member { person, roles, account, is_auditor, hours, today } = found;
    let until_now = hours.iter().position(|one| one.from <= today).map_or(hours.len(), |at| at + 1);
    let name = format!("{} {}", person.given, person.family);
    let factors = match &account {
        None => String::new(),
        Some(one) => {
            let mut words = Vec::new();
            if one.has_totp {
                words.push(t.say("member-has-codes").into_owned());
            }
            if one.passkeys > 0 {
                words.push(t.say_with("member-has-passkeys", "count", one.passkeys).into_owned());
            }
            if words.is_empty() { t.say("member-no-factors").into_owned() } else { words.join(", ") }
        }
    };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, name.as_str()),
        t,
        tabs: Tabs::of(&web, &visit, &at, Permission::ManageStaff),
        path: paths::member(person.id),
        npi: person.npi.as_ref().map(ToString::to_string),
        roles: roles.iter().map(|role| row(role, person.id, t)).collect(),
        account: staff::account(account.as_ref().map(|one| one.state), t),
        has_account: account.is_some(),
        has_factors: account.as_ref().is_some_and(|one| one.has_totp || one.passkeys > 0),
        can_close: account.as_ref().is_some_and(|one| one.state != AccountState::Disabled),
        login: person.login,
        factors,
        is_auditor,
        hours: hours.iter().take(until_now).map(|one| weekly(one, t)).collect(),
        name,
    }))
}

/// `36 h a week since Oct 1, 2026`.
fn weekly(one: &RosteredHours, t: Words) -> String {
    let mut args = fluent::FluentArgs::new();
    args.set("hours", t.length(u64::from(one.weekly_minutes) * 60));
    args.set("from", t.date(one.from));
    t.say_all("member-hours-since", &args).into_owned()
}

fn row(view: &RoleView, person: PersonId, t: Words) -> Row {
    let role = &view.role;
    let dates = span(role.from, role.until, t);
    let credential = role.credential.as_ref().map(|held| {
        let state = held.state.as_deref().map(|state| format!(" ({state})")).unwrap_or_default();
        format!("{}{state}, {}", held.kind, span(held.from, held.until, t))
    });
    let is_open = role.until.is_none() || view.is_current;
    Row {
        word: role_form::word(&role.word, t),
        standing: role_form::more(&role.word, view.standing, t),
        dates,
        state: match (view.is_current, &role.credential, view.is_credentialed) {
            (false, ..) => Status::new(t.say("member-role-not-now"), Tone::Plain),
            (true, Some(_), false) => Status::new(t.say("member-credential-over"), Tone::Alarm),
            (true, ..) => Status::new(t.say("member-role-now"), Tone::Good),
        },
        credential: credential.unwrap_or_else(|| t.say("member-no-credential").into_owned()),
        changes: is_open.then(|| (paths::role_renewal(person, role.id), paths::role_end(person, role.id))),
    }
}

/// `Jan 1, 2024 to Dec 31, 2026`, or `since`.
pub(super) fn span(from: ccm::basics::Date, until: Option<ccm::basics::Date>, t: Words) -> String {
    match until {
        None => t.say_with("dates-since", "from", t.date(from)).into_owned(),
        Some(until) => {
            let mut args = fluent::FluentArgs::new();
            args.set("from", t.date(from));
            args.set("until", t.date(until));
            t.say_all("dates-from-to", &args).into_owned()
        }
    }
}
