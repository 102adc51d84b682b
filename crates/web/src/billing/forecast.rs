//! The forecast: what is expected as things stand, hours of work against hours at hand, and what can no longer be had.

use app::billing::board::{self, CodeForecast, CoordinatorPace, Pace};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::basics::{Hcpcs, ServiceMonth};
use ccm::billing::readiness;
use ccm::reports::Caseload;
use fluent::FluentArgs;

use super::board::{Door, list};
use super::place::{Place, month_of};
use super::said::{dollars, label};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_FORECAST, get(show))
}

#[derive(Template)]
#[template(path = "billing/forecast.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    is_blank: bool,
    codes: Vec<Row>,
    all: Row,
    pace: Option<Paced>,
}

struct Row {
    code: String,
    label: String,
    units: String,
    amount: String,
    unpriced: String,
    short_of_time: Option<Door>,
    time: String,
    short_of_record: Option<Door>,
    blocked: Option<Door>,
    unreachable: Option<Door>,
}

struct Paced {
    said: String,
    days_left: String,
    rows: Vec<Coordinator>,
}

struct Coordinator {
    name: String,
    assigned: String,
    at_threshold: String,
    on_track: String,
    at_risk: String,
    work: String,
    rostered: String,
    state: Status,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let found = board::forecast(&web.app, &at.actor(), at.place(), month).await?;
    let row = |one: &CodeForecast| Row::of(one, &found.board.rules, month, t);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("month-forecast-title", "month", t.month(month))),
        place: Place::of(&found.board, &visit, &at),
        is_blank: found.board.as_of.is_none(),
        codes: found.codes.iter().map(row).collect(),
        all: row(&found.all),
        pace: found.pace.as_ref().map(|pace| Paced::of(pace, t)),
        t,
    }))
}

impl Row {
    fn of(one: &CodeForecast, rules: &ccm::billing::RuleSet, month: ServiceMonth, t: Words) -> Self {
        let code: Option<Hcpcs> = one.code.parse().ok();
        let door = |count: u64, state: readiness::State| {
            let word = t.say(&format!("month-state-{}", state.word()));
            (count > 0).then(|| Door {
                count: t.number(count),
                label: format!("{} {word}", one.code),
                href: list(month, Some(state), code.as_ref(), None),
            })
        };
        Self {
            label: code.as_ref().map(|code| label(code, rules).to_owned()).unwrap_or_default(),
            code: one.code.clone(),
            units: t.number(one.ready_units),
            amount: dollars(one.ready_cents, t),
            unpriced: match one.unpriced {
                0 => String::new(),
                count => t.say_with("month-unpriced", "count", count).into_owned(),
            },
            short_of_time: door(one.short_of_time, readiness::State::Missing),
            time: match one.missing_seconds {
                0 => String::new(),
                seconds => hours(seconds, t),
            },
            short_of_record: door(one.short_of_record, readiness::State::Missing),
            blocked: door(one.blocked, readiness::State::Blocked),
            unreachable: door(one.unreachable, readiness::State::Unreachable),
        }
    }
}

/// Whole minutes, up: so that nothing seems done that is not.
fn hours(seconds: u64, t: Words) -> String {
    t.length(seconds.div_ceil(60) * 60)
}

impl Paced {
    fn of(pace: &Pace, t: Words) -> Self {
        Self {
            said: work(&pace.everybody, t).word,
            days_left: t
                .say_with("month-days-left", "count", u64::try_from(pace.days_left).unwrap_or(0))
                .into_owned(),
            rows: pace.coordinators.iter().map(|one| Coordinator::of(one, t)).collect(),
        }
    }
}

impl Coordinator {
    fn of(one: &CoordinatorPace, t: Words) -> Self {
        let counts = one.caseload.counts;
        Self {
            name: if one.person.is_none() { t.say("month-nobody").into_owned() } else { one.name.clone() },
            assigned: t.number(counts.assigned),
            at_threshold: t.number(counts.at_threshold),
            on_track: t.number(counts.on_track),
            at_risk: t.number(counts.at_risk),
            work: hours(one.caseload.work_seconds, t),
            rostered: match one.caseload.rostered_seconds {
                Some(seconds) => hours(seconds, t),
                None => t.say("month-no-roster").into_owned(),
            },
            state: work(&one.caseload, t),
        }
    }
}

/// Hours at hand less work left.
fn work(caseload: &Caseload, t: Words) -> Status {
    let mut args = FluentArgs::new();
    args.set("work", hours(caseload.work_seconds, t));
    match (caseload.rostered_seconds, caseload.surplus_seconds) {
        (Some(rostered), Some(surplus)) => {
            args.set("rostered", hours(rostered, t));
            args.set("difference", hours(surplus.unsigned_abs(), t));
            let (key, tone) = match surplus {
                ..0 => ("month-pace-deficit", Tone::Watch),
                _ => ("month-pace-surplus", Tone::Good),
            };
            Status::new(t.say_all(key, &args), tone)
        }
        _ => Status::new(t.say_all("month-pace-unknown", &args), Tone::Plain),
    }
}
