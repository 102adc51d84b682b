//! Who is on call: now, in the days to come, where nobody is, and how somebody is put on the roster.

use app::care::Colleagues;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::{CallLine, NewShifts, Shift};

use super::super::of;
use super::{Tab, tabs};
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::ON_CALL, get(show))
        .route(paths::ON_CALL_SHIFTS, post(create))
        .route(paths::SHIFT_WITHDRAWAL, post(withdraw))
}

struct Row {
    name: String,
    line: String,
    hours: String,
    phone: (String, String),
    withdrawal: String,
}

#[derive(Template)]
#[template(path = "around/on_call.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    zone: String,
    duty: Vec<Row>,
    rows: Vec<Row>,
    gaps: Vec<String>,
    may_assign: bool,
    person: (Entry, Vec<Choice>),
    line: (Entry, Vec<Choice>),
    first: Entry,
    last: Entry,
    begins: Entry,
    ends: Entry,
    phone: Entry,
}

/// From when until when, the day once where it is the same.
fn hours(from: Timestamp, until: Timestamp, zone: &TimeZone, t: Words) -> String {
    let is_one_day = zone.to_datetime(from).date() == zone.to_datetime(until).date();
    let end = if is_one_day { t.time(until, zone) } else { t.moment(until, zone) };
    format!("{} – {end}", t.moment(from, zone))
}

fn row(shift: &Shift, people: &Colleagues, t: Words) -> Row {
    let number = shift.phone.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect();
    Row {
        name: people.name(shift.person).to_owned(),
        line: t.say(&format!("line-{}", shift.line.word())).into_owned(),
        hours: hours(shift.from, shift.until, &people.zone, t),
        phone: (number, shift.phone.clone()),
        withdrawal: paths::shift_withdrawal(shift.id),
    }
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, None, &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let roster = app::care::on_call(&web.app, &actor, place).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let today = roster.today.to_string();
    let usual = Typed::of([
        ("first", today.clone()),
        ("last", today),
        ("begins", "17:00".to_owned()),
        ("ends", "08:00".to_owned()),
    ]);
    let typed = typed.unwrap_or(&usual);
    let persons = people.here.iter().map(|one| (one.id.to_string(), one.name.as_str().into()));
    let lines = CallLine::ALL.map(|one| (one.word().to_owned(), t.say(&format!("line-{}", one.word()))));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("around-on-call")),
        t,
        tabs: tabs(paths::ON_CALL),
        zone: roster.zone.iana_name().unwrap_or_default().to_owned(),
        duty: roster.duty.iter().map(|one| row(one, &people, t)).collect(),
        rows: roster.shifts.iter().map(|one| row(one, &people, t)).collect(),
        gaps: roster.gaps.iter().map(|(from, until)| hours(*from, *until, &roster.zone, t)).collect(),
        may_assign: at.may(Permission::Assign),
        person: (typed.entry("person", problems, t), typed.choices("person", persons)),
        line: (typed.entry("line", problems, t), typed.choices("line", lines)),
        first: typed.entry("first", problems, t),
        last: typed.entry("last", problems, t),
        begins: typed.entry("begins", problems, t),
        ends: typed.entry("ends", problems, t),
        phone: typed.entry("phone", problems, t),
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let outcome = match read(&typed)? {
        Ok(new) => app::care::add_shifts(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, Some(&typed), &problems).await;
    forms::answer(outcome.map(|_| paths::ON_CALL), again).await
}

/// What is wrong with what can be read, too.
fn read(typed: &Typed) -> Result<Result<NewShifts, Vec<Problem>>, PageError> {
    let person = typed.text("person").parse().map_err(|_| PageError::NotFound)?;
    let line = CallLine::from_word(typed.text("line")).ok_or(PageError::Malformed)?;
    let mut reader = Reader::of(typed);
    let (first, last) = (reader.date("first"), reader.date("last"));
    let midnight = jiff::civil::Time::midnight();
    let begins = reader.parsed("begins", "time").unwrap_or(midnight);
    let ends = reader.parsed("ends", "time").unwrap_or(midnight);
    let phone = typed.text("phone").to_owned();
    let new = NewShifts { person, line, first, last, begins, ends, phone };
    if reader.problems.is_empty() {
        return Ok(Ok(new));
    }
    let known = new.check().into_iter().filter(|one| one.path == "phone");
    reader.problems.extend(known);
    Ok(reader.done(new))
}

async fn withdraw(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: ShiftId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    app::care::withdraw_shift(&web.app, &actor, place, id).await?;
    Ok(Redirect::to(paths::ON_CALL).into_response())
}
