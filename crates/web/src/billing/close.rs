//! The closing of a month, step by step: freeze, what stays out and why, who has not answered yet, what goes out.

use app::billing::board::{self, Closings, PractitionerClaims, RevisionView};
use app::ports::ClaimFileRow;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use axum::routing::get;
use ccm::access::{Actor, Permission};
use ccm::basics::{Cents, ServiceMonth, TimeZone};
use serde::Deserialize;

use super::board::{HoldGroup, holds};
use super::place::{Place, month_of};
use super::said::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_CLOSE, get(show)).merge(super::closing::routes())
}

#[derive(Template)]
#[template(path = "billing/close.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    /// What has just come of a button here.
    said: Option<Status>,
    steps: Vec<Step>,
    is_over: bool,
    /// May close, and there is something to close.
    may_close: bool,
    stale: String,
    holds: Vec<HoldGroup>,
    practitioners: Vec<Waiting>,
    /// Claims that nobody has answered for.
    waits: String,
    review: Option<String>,
    problems: String,
    claims: String,
    /// What there is to say of the practice's approval, where it asks for one.
    approval: Option<Status>,
    /// The revision that may be approved here.
    to_approve: Option<i64>,
    /// May export, and there is a closing to export.
    may_export: bool,
    /// Where a fresh proof is given, and the way back; `None`: none is owed.
    step_up: Option<String>,
    files: Vec<File>,
    revisions: Vec<Revision>,
    reopening: Option<String>,
}

/// One step and how far it is.
struct Step {
    name: std::borrow::Cow<'static, str>,
    anchor: &'static str,
    state: Status,
}

struct Waiting {
    name: String,
    drafted: String,
    reviewed: String,
    exported: String,
    total: String,
    state: Status,
}

struct File {
    name: String,
    href: String,
    receiver: String,
    claims: String,
    total: String,
    at: String,
    sha256: String,
}

pub(super) struct Revision {
    pub title: String,
    pub closed: String,
    pub reason: String,
    pub figures: Vec<(String, String)>,
    /// Units and money by code.
    pub billed: Vec<(String, String)>,
    /// Time that no code counts, by the rule that says so.
    pub left_out: Vec<(String, String)>,
    pub differences: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Told {
    told: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
    Query(told): Query<Told>,
) -> Result<impl IntoResponse, PageError> {
    page(&web, &visit, &at, month_of(&month)?, told.told.as_deref()).await
}

/// The page, with what has just come of one of its buttons.
pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    month: ServiceMonth,
    told: Option<&str>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = board::closings(&web.app, &at.actor(), at.place(), month).await?;
    let board = &found.board;
    let zone = board.zone.zone();
    let is_closed = board.is_closed();
    let waiting: u64 = found.practitioners.iter().map(|one| one.drafted).sum();
    let claims_left: u64 = found.practitioners.iter().map(|one| one.drafted + one.reviewed).sum();
    let claims = format!("{}?month={month}", paths::CLAIMS);
    let may_reopen = is_closed && at.may(Permission::ReopenMonth);
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say_with("month-close-title", "month", t.month(month))),
        place: Place::of(board, visit, at),
        said: told.and_then(|word| just_said(word, t)),
        steps: steps(&found, waiting, t),
        is_over: board.is_over,
        may_close: !is_closed && board.is_over && at.may(Permission::CloseMonth),
        stale: match found.stale {
            0 => String::new(),
            count => t.say_with("month-stale", "count", count).into_owned(),
        },
        holds: holds(board, t),
        practitioners: found.practitioners.iter().map(|one| Waiting::of(one, t)).collect(),
        waits: t.say_with("month-waits", "count", waiting).into_owned(),
        review: (is_closed && at.may(Permission::ReviewClaims)).then(|| paths::month(month, "review")),
        problems: format!("{claims}&problems=yes"),
        claims,
        approval: approval(&found, is_closed, &zone, t),
        to_approve: found
            .revisions
            .first()
            .filter(|_| is_closed && found.waits_for_approval() && at.may(Permission::ApproveMonth))
            .map(|newest| newest.revision),
        may_export: is_closed
            && claims_left > 0
            && !found.waits_for_approval()
            && at.may(Permission::ExportClaims),
        step_up: (!at.is_confirmed(web, Permission::ExportClaims))
            .then(|| paths::with_back(paths::STEP_UP, &paths::month(month, "close"))),
        files: found.files.iter().map(|file| File::of(file, &zone, t)).collect(),
        revisions: found.revisions.iter().map(|one| Revision::of(one, &zone, t)).collect(),
        reopening: may_reopen.then(|| paths::month(month, "reopenings")),
        t,
    }))
}

fn approval(found: &Closings, is_closed: bool, zone: &TimeZone, t: Words) -> Option<Status> {
    if !found.asks_approval || !is_closed {
        return None;
    }
    Some(match &found.approval {
        Some(given) => {
            let at = t.moment(given.at, zone);
            Status::new(t.say_with("month-approved", "at", at), Tone::Good)
        }
        None => Status::new(t.say("month-unapproved"), Tone::Open),
    })
}

/// What a button's answer says; a word of an address that is none of ours says nothing.
fn just_said(word: &str, t: Words) -> Option<Status> {
    let tone = match word {
        "closed" | "approved" | "exported" | "reopened" => Tone::Good,
        "already" | "changed" | "nothing" | "working" => Tone::Watch,
        _ => return None,
    };
    Some(Status::new(t.say(&format!("month-told-{word}")), tone))
}

fn steps(found: &Closings, waiting: u64, t: Words) -> Vec<Step> {
    let board = &found.board;
    let is_closed = board.is_closed();
    let claims: u64 = found.practitioners.iter().map(|one| one.drafted + one.reviewed + one.exported).sum();
    let exported: u64 = found.practitioners.iter().map(|one| one.exported).sum();
    let say = |key: &str| t.say(key).into_owned();
    let freeze = match is_closed {
        true => Status::new(say("month-step-frozen"), Tone::Good),
        false if board.is_over => Status::new(say("month-step-to-do"), Tone::Open),
        false => Status::new(say("month-step-not-over"), Tone::Plain),
    };
    let held = board.counts.rules.len();
    let exceptions = match held {
        0 => Status::new(say("month-step-none"), Tone::Good),
        rules => Status::new(t.say_with("month-step-rules", "count", rules as u64), Tone::Watch),
    };
    let clinicians = match (is_closed, waiting) {
        (false, _) => Status::new(say("month-step-after-freeze"), Tone::Plain),
        (true, 0) => Status::new(say("month-step-all-answered"), Tone::Good),
        (true, count) => Status::new(t.say_with("month-waits", "count", count), Tone::Open),
    };
    let out = match (is_closed, exported) {
        (false, _) => Status::new(say("month-step-after-freeze"), Tone::Plain),
        (true, 0) if claims == 0 => Status::new(say("month-step-no-claims"), Tone::Plain),
        (true, _) if found.waits_for_approval() => Status::new(say("month-step-unapproved"), Tone::Open),
        (true, all) if all == claims => Status::new(say("month-step-exported"), Tone::Good),
        (true, 0) if waiting == 0 => Status::new(say("month-step-locked"), Tone::Open),
        (true, part) => {
            let mut args = fluent::FluentArgs::new();
            args.set("exported", part);
            args.set("claims", claims);
            Status::new(t.say_all("month-step-part", &args), Tone::Open)
        }
    };
    let step = |key, anchor, state| Step { name: t.say(key), anchor, state };
    vec![
        step("month-freeze", "freeze", freeze),
        step("month-exceptions", "exceptions", exceptions),
        step("month-clinicians", "clinicians", clinicians),
        step("month-out", "out", out),
    ]
}

impl Waiting {
    fn of(one: &PractitionerClaims, t: Words) -> Self {
        Self {
            name: one.name.clone(),
            drafted: t.number(one.drafted),
            reviewed: t.number(one.reviewed),
            exported: t.number(one.exported),
            total: dollars(one.total, t),
            state: match one.drafted {
                0 => Status::new(t.say("month-answered"), Tone::Good),
                count => Status::new(t.say_with("month-waits", "count", count), Tone::Open),
            },
        }
    }
}

impl File {
    fn of(one: &ClaimFileRow, zone: &TimeZone, t: Words) -> Self {
        Self {
            name: one.name.clone(),
            href: paths::claim_file(one.id),
            receiver: one.receiver.clone(),
            claims: t.number(u64::try_from(one.claims).unwrap_or(0)),
            total: dollars(one.total, t),
            at: t.moment(one.created_at, zone),
            sha256: one.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl Revision {
    pub fn of(one: &RevisionView, zone: &TimeZone, t: Words) -> Self {
        let count = |number: i64| t.number(u64::try_from(number).unwrap_or(0));
        let mut args = fluent::FluentArgs::new();
        args.set("at", t.moment(one.closed_at, zone));
        args.set("who", who(&one.closed_by, t));
        let figure = |key: &str, value: String| (t.say(key).into_owned(), value);
        Self {
            title: t.say_with("month-revision", "revision", one.revision).into_owned(),
            closed: t.say_all("month-closed-by", &args).into_owned(),
            reason: match &one.reopened {
                Some(reopened) => {
                    t.say_with("month-reopened-because", "reason", reopened.reason.as_str()).into_owned()
                }
                None => String::new(),
            },
            figures: vec![
                figure("month-figure-patients", count(one.patients)),
                figure("month-figure-billed", count(one.patients_billed)),
                figure("month-figure-units", count(one.units)),
                figure("month-figure-expected", dollars(one.expected, t)),
                figure("month-figure-claims", t.number(one.claims)),
                figure("month-figure-exported", t.number(one.exported)),
                figure("month-figure-hash", one.sha256.clone()),
                figure("month-figure-rules", format!("{} / {}", one.rule_set, one.engine)),
            ],
            billed: one.sums.billed.iter().map(|row| billed(row, t)).collect(),
            left_out: one
                .sums
                .left_out
                .iter()
                .map(|(rule, seconds)| (rule.clone(), t.length(u64::try_from(*seconds).unwrap_or(0))))
                .collect(),
            differences: one.differences.iter().map(|line| difference(line, t)).collect(),
        }
    }
}

fn billed((code, units, cents): &(String, i64, Cents), t: Words) -> (String, String) {
    let mut args = fluent::FluentArgs::new();
    args.set("units", *units);
    args.set("amount", dollars(*cents, t));
    (code.clone(), t.say_all("month-units", &args).into_owned())
}

fn difference(line: &app::billing::LineDifference, t: Words) -> String {
    let mut args = fluent::FluentArgs::new();
    args.set("code", line.code.to_string());
    args.set("units", line.units);
    args.set("patient", line.patient.to_string());
    let key = if line.is_new { "month-line-new" } else { "month-line-gone" };
    let mut said = t.say_all(key, &args).into_owned();
    if let Some(claim) = &line.exported_claim {
        said.push(' ');
        said.push_str(&t.say_with("month-line-exported", "claim", claim.as_str()));
    }
    said
}

/// Who closed it, as a page says it.
pub(super) fn who(actor: &Actor, t: Words) -> String {
    match actor {
        Actor::Staff { login, .. } => login.clone(),
        Actor::Operator { name } => t.say_with("audit-operator", "name", name.as_str()).into_owned(),
        Actor::Job { name } => t.say_with("audit-job", "name", name.as_str()).into_owned(),
        _ => t.say("audit-visitor").into_owned(),
    }
}
