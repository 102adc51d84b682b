//! The staff, and somebody new.

use app::people::staff::{NewPerson, StaffCard, add_person, staff};
use app::ports::AccountState;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{Date, Problem};

use super::role_form::{self, RoleForm};
use super::tabs::Tabs;
use super::typed::{Reader, Typed};
use crate::access::AtPractice;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::STAFF, get(index).post(create)).route(paths::NEW_STAFF, get(new))
}

#[derive(Template)]
#[template(path = "people/staff.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    roles: String,
    npi: String,
    login: String,
    account: Status,
    credential: Option<Status>,
    patients: String,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let cards = staff(&web.app, &at.actor(), at.place()).await?;
    let today = today(&web, &at).await?;
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("settings-staff")),
        t,
        tabs: Tabs::of(&web, &visit, &at, Permission::ManageStaff),
        rows: cards.into_iter().map(|card| row(card, today, t)).collect(),
    }))
}

pub(super) async fn today(web: &Web, at: &AtPractice) -> Result<Date, PageError> {
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    Ok(zone.to_datetime(web.app.now()).date())
}

fn row(card: StaffCard, today: Date, t: Words) -> Row {
    let words: Vec<String> = card.words.iter().map(|word| role_form::word(word, t)).collect();
    let credential = card.credential_until.map(|until| match until < today {
        true => Status::new(t.say_with("staff-credential-over", "date", t.date(until)), Tone::Alarm),
        false => Status::new(t.say_with("staff-credential-ends", "date", t.date(until)), Tone::Watch),
    });
    Row {
        href: paths::member(card.person),
        name: format!("{} {}", card.given, card.family),
        roles: if words.is_empty() { t.say("staff-left").into_owned() } else { words.join(", ") },
        npi: card.npi.map(|npi| npi.to_string()).unwrap_or_default(),
        login: card.login.unwrap_or_default(),
        account: account(card.account, t),
        credential,
        patients: t.number(card.patients as u64),
    }
}

pub(super) fn account(state: Option<AccountState>, t: Words) -> Status {
    match state {
        Some(AccountState::Active) => Status::new(t.say("staff-active"), Tone::Good),
        Some(AccountState::Invited) => Status::new(t.say("staff-invited"), Tone::Open),
        Some(AccountState::Disabled) => Status::new(t.say("staff-disabled"), Tone::Watch),
        None => Status::new(t.say("staff-no-account"), Tone::Plain),
    }
}

#[derive(Template)]
#[template(path = "people/new_staff.html")]
struct New {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    given: Entry,
    family: Entry,
    login: Entry,
    npi: Entry,
    role: RoleForm,
}

async fn new(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<New>, PageError> {
    at.confirmed(&web, Permission::ManageStaff)?;
    let typed = role_form::usual(today(&web, &at).await?);
    form(&web, &visit, &at, &typed, &[]).await
}

async fn form(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<New>, PageError> {
    let t = visit.words;
    let entry = |name| typed.entry(name, problems, t);
    Ok(Page(New {
        frame: Frame::of(visit, at, t.say("staff-new")),
        t,
        tabs: Tabs::of(web, visit, at, Permission::ManageStaff),
        given: entry("given"),
        family: entry("family"),
        login: entry("login"),
        npi: entry("npi"),
        role: role_form::shown(web, at, typed, problems, t).await?,
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ManageStaff)?;
    let outcome = match read(&typed) {
        Ok(new) => add_person(&web.app, &at.actor(), at.place(), &new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| form(&web, &visit, &at, &typed, &problems).await;
    forms::answer(outcome.map(paths::member), again).await
}

fn read(typed: &Typed) -> Result<NewPerson, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let (given, family) = (reader.text("given"), reader.text("family"));
    let login = reader.text("login");
    let npi = reader.parsed_or_none("npi", "npi");
    let role = role_form::read(&mut reader);
    reader.done(NewPerson { given, family, login, npi, role })
}
