//! What a month brought in and what its work cost, by program and by person, as a page and as tables to take away.

use app::billing::result::{MonthResult, PersonHours, result};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Cents;
use ccm::reports::result::ProgramResult;

use super::money::Money;
use super::place::{Place, month_of};
use super::said::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::people::role_word;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, csv, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::MONTH_RESULT, get(show))
        .route(paths::MONTH_PROGRAMS, get(programs))
        .route(paths::MONTH_HOURS, get(hours))
}

#[derive(Template)]
#[template(path = "billing/result.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    is_closed: bool,
    unpriced: String,
    uncosted: String,
    rates: Option<&'static str>,
    programs: Vec<Row>,
    all: Row,
    people: Vec<Person>,
    money: Money,
}

struct Row {
    name: String,
    units: String,
    expected: String,
    hours: String,
    cost: String,
    margin: String,
    is_loss: bool,
}

struct Person {
    name: String,
    role: String,
    /// A program and its hours.
    programs: Vec<(&'static str, String)>,
    hours: String,
    struck: String,
    cost: String,
}

fn seconds(seconds: i64, t: Words) -> String {
    t.length(u64::try_from(seconds).unwrap_or(0))
}

fn row(name: &str, one: &ProgramResult, t: Words) -> Row {
    Row {
        name: name.to_owned(),
        units: t.number(u64::try_from(one.units).unwrap_or(0)),
        expected: dollars(one.expected, t),
        hours: seconds(one.seconds, t),
        cost: dollars(one.cost, t),
        margin: dollars(one.margin(), t),
        is_loss: one.margin().0 < 0,
    }
}

fn person(one: &PersonHours, t: Words) -> Person {
    Person {
        name: one.name.clone(),
        role: role_word(&one.role, t),
        programs: one
            .worked
            .iter()
            .filter(|worked| worked.seconds > 0)
            .map(|worked| (worked.program.word(), seconds(worked.seconds, t)))
            .collect(),
        hours: seconds(one.seconds(), t),
        struck: match one.struck_seconds() {
            0 => String::new(),
            struck => seconds(struck, t),
        },
        cost: one.cost.map_or_else(|| t.say("result-not-said").into_owned(), |cost| dollars(cost, t)),
    }
}

async fn read(web: &Web, at: &AtPractice, month: &str) -> Result<MonthResult, PageError> {
    let month = month_of(month)?;
    Ok(result(&web.app, &at.actor(), at.place(), month).await?)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = read(&web, &at, &month).await?;
    let money = Money::of(&web, &at, &month, t).await?;
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("result-title", "month", t.month(found.board.month))),
        place: Place::of(&found.board, &visit, &at),
        is_closed: found.board.is_closed(),
        unpriced: match found.unpriced {
            0 => String::new(),
            count => t.say_with("result-unpriced", "count", count).into_owned(),
        },
        uncosted: match found.all.uncosted_seconds {
            0 => String::new(),
            time => t.say_with("result-uncosted", "time", seconds(time, t)).into_owned(),
        },
        rates: at.may(Permission::Configure).then_some(paths::RATES),
        programs: found.programs.iter().map(|(program, one)| row(program.word(), one, t)).collect(),
        all: row(&t.say("result-all"), &found.all, t),
        people: found.people.iter().map(|one| person(one, t)).collect(),
        money,
        t,
    }))
}

/// Dollars with two places, as spreadsheets read them.
pub(super) fn plain(cents: Cents) -> String {
    let sign = if cents.0 < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.0.unsigned_abs() / 100, cents.0.unsigned_abs() % 100)
}

async fn programs(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Response, PageError> {
    let found = read(&web, &at, &month).await?;
    let row = |name: &str, one: &ProgramResult| {
        let [expected, cost, margin] = [one.expected, one.cost, one.margin()].map(plain);
        let [units, seconds, uncosted] =
            [one.units, one.seconds, one.uncosted_seconds].map(|number| number.to_string());
        vec![name.to_owned(), units, expected, seconds, cost, uncosted, margin]
    };
    let mut rows: Vec<Vec<String>> = found.programs.iter().map(|(name, one)| row(name.word(), one)).collect();
    rows.push(row("all", &found.all));
    let head =
        ["program", "units", "expected_usd", "seconds", "labor_cost_usd", "uncosted_seconds", "margin_usd"];
    csv::answer(&format!("programs-{}", found.board.month), &head, rows)
}

async fn hours(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Response, PageError> {
    let found = read(&web, &at, &month).await?;
    let rows = found.people.iter().flat_map(|person| {
        person.worked.iter().map(move |one| {
            let (seconds, struck) = (one.seconds.to_string(), one.struck_seconds.to_string());
            vec![person.name.clone(), person.role.clone(), one.program.word().to_owned(), seconds, struck]
        })
    });
    let head = ["name", "role", "program", "seconds", "struck_seconds"];
    csv::answer(&format!("hours-{}", found.board.month), &head, rows)
}
