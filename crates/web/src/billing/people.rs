//! The people behind a count, each with what their codes wait for and where that is done.

use app::billing::board::{self, StandingView, StandingsQuery};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use ccm::basics::{Hcpcs, PatientId, ServiceMonth};
use ccm::billing::readiness;
use ccm::billing::{RuleId, RuleSet};
use ccm::reports::CodeStanding;
use serde::Deserialize;

use super::board::list;
use super::fix::Fix;
use super::place::{Place, month_of};
use super::said::{Ruled, dollars, label, tone};
use crate::layout::{Frame, Page, Visit};
use crate::reports::Who;
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_PATIENTS, get(show))
}

#[derive(Template)]
#[template(path = "billing/people.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    /// What is asked for, each with the way to leave it out.
    asked: Vec<(String, String)>,
    rule: Option<Ruled>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    is_first: bool,
}

struct Choice {
    label: String,
    href: String,
    is_here: bool,
}

struct Row {
    who: Who,
    mrn: String,
    practitioner: String,
    /// The patient's month, rule by rule.
    href: String,
    codes: Vec<Code>,
}

struct Code {
    state: Status,
    label: String,
    said: String,
    fix: Option<Fix>,
}

#[derive(Deserialize, Default)]
struct Asked {
    state: Option<String>,
    code: Option<String>,
    rule: Option<String>,
    after: Option<String>,
}

impl Asked {
    fn read(self) -> Option<StandingsQuery> {
        let wanted = |text: Option<String>| text.filter(|text| !text.is_empty());
        let state = wanted(self.state).map(|word| readiness::State::from_word(&word).ok_or(()));
        let code = wanted(self.code).map(|code| code.parse::<Hcpcs>().map_err(drop));
        let rule = wanted(self.rule).map(|rule| RuleId::new(&rule).map_err(drop));
        Some(StandingsQuery {
            state: state.transpose().ok()?,
            code: code.transpose().ok()?,
            rule: rule.transpose().ok()?,
            after: wanted(self.after),
        })
    }
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let query = asked.read().ok_or(PageError::Malformed)?;
    let (app, actor, here) = (&web.app, at.actor(), at.place());
    let board = board::board(app, &actor, here, month).await?;
    let found = board::standings(app, &actor, here, month, &query).await?;
    let (code, rule) = (query.code.as_ref(), query.rule);
    let mut left_out = Vec::new();
    if let Some(code) = code {
        left_out
            .push((format!("{code} {}", label(code, &board.rules)), list(month, query.state, None, rule)));
    }
    if let Some(rule) = rule {
        left_out.push((rule.to_string(), list(month, query.state, code, None)));
    }
    let choice = |wanted: Option<readiness::State>| Choice {
        label: match wanted {
            Some(state) => t.say(&format!("month-state-{}", state.word())).into_owned(),
            None => t.say("month-state-any").into_owned(),
        },
        href: list(month, wanted, code, rule),
        is_here: wanted == query.state,
    };
    let states = std::iter::once(None).chain(readiness::State::ALL.map(Some)).map(choice);
    let next = found.next.as_deref().map(|after| {
        let address = list(month, query.state, code, rule);
        format!("{address}{}after={after}", if address.contains('?') { '&' } else { '?' })
    });
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("month-people-title", "month", t.month(month))),
        place: Place::of(&board, &visit, &at),
        asked: left_out,
        rule: rule.map(|rule| match query.state {
            // What is missing is the same for all of one rule and state.
            Some(state) => Ruled::standing(rule, state, is_time(&board, rule), &board.rules, t),
            None => Ruled::of(rule, &board.rules),
        }),
        states: states.collect(),
        rows: found.rows.iter().map(|row| Row::of(row, month, &board.rules, t)).collect(),
        next,
        is_first: query.after.is_none(),
        t,
    }))
}

/// Whether what the rule asks for is time.
fn is_time(board: &board::MonthBoard, rule: RuleId) -> bool {
    board.counts.codes.iter().any(|one| one.rule == Some(rule) && one.missing_seconds > 0)
}

impl Row {
    fn of(row: &StandingView, month: ServiceMonth, rules: &RuleSet, t: Words) -> Self {
        let patient = row.patient.id;
        Self {
            who: Who::of(&row.patient, t),
            mrn: row.mrn.clone().unwrap_or_default(),
            practitioner: row.practitioner.clone(),
            href: paths::month_patient(month, patient),
            codes: row.codes.iter().map(|code| Code::of(code, patient, month, rules, t)).collect(),
        }
    }
}

impl Code {
    fn of(one: &CodeStanding, patient: PatientId, month: ServiceMonth, rules: &RuleSet, t: Words) -> Self {
        let word = t.say(&format!("month-state-{}", one.state.word()));
        let missing = one.missing_seconds.filter(|seconds| *seconds > 0);
        let fix = |rule: RuleId| Fix::of(rule.as_str(), missing.is_some(), patient, month);
        let can_act = matches!(one.state, readiness::State::Missing | readiness::State::Blocked);
        Self {
            state: Status::new(format!("{} {word}", one.code), tone(one.state)),
            label: label(&one.code, rules).to_owned(),
            said: said(one, rules, t),
            fix: one.rule.filter(|_| can_act).map(fix),
        }
    }
}

/// Of what is ready how much, of all else the rule and what is missing. `state` says the rest.
fn said(one: &CodeStanding, rules: &RuleSet, t: Words) -> String {
    let Some(rule) = one.rule else {
        let mut args = fluent::FluentArgs::new();
        args.set("units", one.units);
        return match one.amount.and_then(|unit| unit.times(one.units)) {
            Some(all) => {
                args.set("amount", dollars(all, t));
                t.say_all("month-units", &args).into_owned()
            }
            None => t.say_all("month-units-unpriced", &args).into_owned(),
        };
    };
    let is_time = one.missing_seconds.is_some_and(|seconds| seconds > 0);
    let ruled = Ruled::standing(rule, one.state, is_time, rules, t);
    let mut parts = vec![format!("{}: {}. {}", ruled.id, ruled.title, ruled.action)];
    parts.extend(
        one.missing_seconds
            .filter(|seconds| *seconds > 0)
            .map(|seconds| t.say_with("month-more-time", "time", t.length(seconds)).into_owned()),
    );
    parts.extend(
        one.missing_days
            .filter(|days| *days > 0)
            .map(|days| t.say_with("month-more-days", "count", u64::from(days)).into_owned()),
    );
    parts.extend(one.by.map(|by| t.say_with("month-by", "date", t.date(by)).into_owned()));
    if ruled.is_unverified {
        parts.push(t.say("month-unverified").into_owned());
    }
    parts.join(" · ")
}
