//! The readiness board: totals by code and state, and holds by rule with the one action that settles them.

use app::billing::board::{self, MonthBoard};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::{Cents, Hcpcs, ServiceMonth};
use ccm::billing::RuleId;
use ccm::billing::readiness;
use serde::Deserialize;

use super::place::{Place, month_of};
use super::said::{Ruled, dollars, label, state};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::THIS_MONTH, get(current))
        .route(paths::MONTH, get(show))
        .route(paths::MONTH_RECKONING, post(reckon))
}

#[derive(Template)]
#[template(path = "billing/board.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    /// Nothing is kept of the month yet.
    is_blank: bool,
    may_reckon: bool,
    people: Vec<Door>,
    codes: Vec<CodeRow>,
    total: String,
    unpriced: String,
    holds: Vec<HoldGroup>,
}

/// A count that opens what it counted.
pub(super) struct Door {
    pub count: String,
    pub label: String,
    pub href: String,
}

struct CodeRow {
    code: String,
    label: String,
    /// One for each state.
    doors: Vec<CodeDoor>,
}

struct CodeDoor {
    state: Status,
    /// `None`: nobody.
    door: Option<Door>,
    /// Units and money of what is ready.
    more: String,
}

/// One rule that holds somebody, in one state.
pub(super) struct HoldGroup {
    pub rule: Ruled,
    pub state: Status,
    pub door: Door,
    pub time: String,
    pub is_settings: bool,
}

/// The month that it is now where the practice is.
async fn current(State(web): State<Web>, at: AtPractice) -> Result<Redirect, PageError> {
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    let month = ServiceMonth::of(zone.to_datetime(web.app.now()).date());
    Ok(Redirect::to(&paths::month(month, "")))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let board = board::board(&web.app, &at.actor(), at.place(), month).await?;
    let ready = board.counts.codes.iter().filter(|count| count.state == readiness::State::Ready);
    let (cents, unpriced) =
        ready.fold((0, 0), |(cents, lost), one| (cents + one.expected.0, lost + one.unpriced));
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("month-title", "month", t.month(month))),
        place: Place::of(&board, &visit, &at),
        is_blank: board.as_of.is_none(),
        may_reckon: at.may(Permission::CloseMonth),
        people: people(&board, t),
        codes: codes(&board, t),
        total: dollars(Cents(cents), t),
        unpriced: match unpriced {
            0 => String::new(),
            count => t.say_with("month-unpriced", "count", count).into_owned(),
        },
        holds: holds(&board, t),
        t,
    }))
}

#[derive(Deserialize)]
struct Nothing {}

/// For a month that nobody keeps: its answers, and the board over them.
async fn reckon(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
    Posted(Nothing {}): Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let month = month_of(&month)?;
    board::reckon(&web.app, &at.actor(), at.place(), month).await?;
    Ok(Redirect::to(&paths::month(month, "")))
}

pub(super) fn list(
    month: ServiceMonth,
    state: Option<readiness::State>,
    code: Option<&Hcpcs>,
    rule: Option<RuleId>,
) -> String {
    let mut parts = Vec::new();
    parts.extend(state.map(|state| format!("state={}", state.word())));
    parts.extend(code.map(|code| format!("code={code}")));
    parts.extend(rule.map(|rule| format!("rule={rule}")));
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    format!("{}{query}", paths::month(month, "patients"))
}

fn people(board: &MonthBoard, t: Words) -> Vec<Door> {
    let count = |state| {
        board.counts.patients.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count)
    };
    let door = |state: readiness::State| Door {
        count: t.number(count(state)),
        label: t.say(&format!("month-state-{}", state.word())).into_owned(),
        href: list(board.month, Some(state), None, None),
    };
    readiness::State::ALL.into_iter().map(door).collect()
}

/// Every code that came into question, in the order of codes.
fn codes(board: &MonthBoard, t: Words) -> Vec<CodeRow> {
    let mut codes: Vec<&Hcpcs> = board.counts.codes.iter().map(|count| &count.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let row = |code: &Hcpcs| CodeRow {
        code: code.to_string(),
        label: label(code, &board.rules).to_owned(),
        doors: readiness::State::ALL.into_iter().map(|state| code_door(board, code, state, t)).collect(),
    };
    codes.into_iter().map(row).collect()
}

fn code_door(board: &MonthBoard, code: &Hcpcs, of: readiness::State, t: Words) -> CodeDoor {
    let counts = || board.counts.codes.iter().filter(|one| one.code == *code && one.state == of);
    let patients: u64 = counts().map(|one| one.patients).sum();
    let more = match of {
        readiness::State::Ready if patients > 0 => {
            let mut args = fluent::FluentArgs::new();
            args.set("units", counts().map(|one| one.units).sum::<u64>());
            args.set("amount", dollars(Cents(counts().map(|one| one.expected.0).sum()), t));
            t.say_all("month-units", &args).into_owned()
        }
        _ => String::new(),
    };
    CodeDoor {
        state: state(of, t),
        door: (patients > 0).then(|| Door {
            count: t.number(patients),
            label: format!("{code} {}", t.say(&format!("month-state-{}", of.word()))),
            href: list(board.month, Some(of), Some(code), None),
        }),
        more,
    }
}

/// By rule: what can be settled first, then what cannot be had any more; the most people first.
pub(super) fn holds(board: &MonthBoard, t: Words) -> Vec<HoldGroup> {
    let mut groups = board.counts.rules.clone();
    groups.sort_by_key(|(rule, state, patients)| (*state, std::cmp::Reverse(*patients), *rule));
    let group = |(rule, of, patients): (RuleId, readiness::State, u64)| {
        let missing: u64 = board
            .counts
            .codes
            .iter()
            .filter(|one| one.rule == Some(rule) && one.state == of)
            .map(|one| one.missing_seconds)
            .sum();
        let ruled = Ruled::standing(rule, of, missing > 0, &board.rules, t);
        HoldGroup {
            is_settings: ["PAY", "FQ"].iter().any(|begins| ruled.id.starts_with(begins)),
            state: state(of, t),
            door: Door {
                count: t.number(patients),
                label: t.say_with("month-people", "count", patients).into_owned(),
                href: list(board.month, Some(of), None, Some(rule)),
            },
            time: match (of, missing) {
                (readiness::State::Missing, 1..) => {
                    t.say_with("month-time-missing", "time", t.length(missing)).into_owned()
                }
                _ => String::new(),
            },
            rule: ruled,
        }
    };
    groups.into_iter().map(group).collect()
}
