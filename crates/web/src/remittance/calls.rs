//! The sheet for a call: everything open with one payer, and the call as it went.

use app::remittance::{NewCall, OpenWithPayer, PayerSheet, open_with_payers, payer_sheet, record_call};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use ccm::basics::{PayerId, Problem, TimeZone, Timestamp};
use ccm::remittance::call_sheet::{Asks, CallAnswer, PayerCall, Question};

use super::told::{deadline, key};
use crate::billing::dollars;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

/// Questions of one call: a sheet that is longer is called about again.
const ASKED: usize = 40;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PAYER_CALLS, get(index))
        .route(paths::PAYER_SHEET, get(show))
        .route(paths::PAYER_SHEET_CALLS, post(create))
}

#[derive(Template)]
#[template(path = "remittance/calls.html")]
struct Index {
    frame: Frame,
    t: Words,
    payers: Vec<Open>,
}

struct Open {
    name: String,
    href: String,
    questions: String,
    cents: String,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Index>, PageError> {
    let t = visit.words;
    let open = open_with_payers(&web.app, &at.actor(), at.place()).await?;
    let row = |one: OpenWithPayer| Open {
        name: one.payer_name,
        href: paths::payer_sheet(one.payer),
        questions: t.number(one.questions as u64),
        cents: dollars(one.cents, t),
    };
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("rooms-payer-calls")),
        t,
        payers: open.into_iter().map(row).collect(),
    }))
}

#[derive(Template)]
#[template(path = "remittance/call_sheet.html")]
struct Sheet {
    frame: Frame,
    t: Words,
    list: &'static str,
    action: String,
    summary: String,
    hold: Option<String>,
    questions: Vec<Asked>,
    at: Entry,
    at_hint: String,
    reference: Entry,
    spoke_with: Entry,
    minutes: Entry,
    seconds: Entry,
    note: Entry,
    calls: Vec<Called>,
    /// What names the request.
    command_id: String,
}

struct Asked {
    asks: String,
    word: &'static str,
    number: String,
    href: Option<String>,
    claim: String,
    more: Vec<String>,
    cents: String,
    since: String,
    until: Status,
    answer: Entry,
    label: String,
}

struct Called {
    said: String,
    hold: String,
    note: String,
    answers: Vec<(String, String)>,
}

fn of(payer: &str) -> Result<PayerId, PageError> {
    payer.parse().map_err(|_| PageError::NotFound)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(payer): Path<String>,
) -> Result<Page<Sheet>, PageError> {
    page(&web, &visit, &at, of(&payer)?, &Typed::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    payer: PayerId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Sheet>, PageError> {
    let t = visit.words;
    let found = payer_sheet(&web.app, &at.actor(), at.place(), payer).await?;
    let now = local(web.app.now(), &found.zone);
    let at_first = Typed::of([("at", now.clone())]);
    let shown =
        if typed.text("reference").is_empty() && typed.text("at").is_empty() { &at_first } else { typed };
    let entry = |name| shown.entry(name, problems, t);
    let mut args = fluent::FluentArgs::new();
    args.set("count", found.sheet.questions.len());
    args.set("amount", dollars(found.sheet.cents, t));
    let mut hold = fluent::FluentArgs::new();
    hold.set("count", found.hold.calls);
    hold.set("length", t.length(found.hold.seconds));
    hold.set("longest", t.length(u64::from(found.hold.longest_seconds)));
    let questions = found.sheet.questions.iter().take(ASKED).enumerate();
    Ok(Page(Sheet {
        frame: Frame::of(visit, at, t.say_with("calls-title", "payer", found.payer_name.as_str())),
        list: paths::PAYER_CALLS,
        action: format!("{}/calls", paths::payer_sheet(payer)),
        summary: t.say_all("calls-summary", &args).into_owned(),
        hold: (found.hold.calls > 0).then(|| t.say_all("calls-hold", &hold).into_owned()),
        questions: questions.map(|(n, one)| asked(n, one, &found, (shown, problems), t)).collect(),
        at: entry("at"),
        at_hint: t.say_with("calls-at-hint", "example", now).into_owned(),
        reference: entry("reference"),
        spoke_with: entry("spoke_with"),
        minutes: entry("hold_minutes"),
        seconds: entry("hold_seconds"),
        note: entry("note"),
        command_id: web.app.ids.next().to_string(),
        calls: found.calls.iter().map(|(call, said, by)| called(call, said, by, &found, t)).collect(),
        t,
    }))
}

fn asked(
    n: usize,
    one: &Question,
    found: &PayerSheet,
    (typed, problems): (&Typed, &[Problem]),
    t: Words,
) -> Asked {
    let service = one.service_on.map(|day| t.date(day));
    let more = [one.payer_claim_number.clone(), one.trace.clone(), service];
    Asked {
        asks: t.say(&key("calls-asks", one.asks.word())).into_owned(),
        word: one.asks.word(),
        number: one.number.clone(),
        href: one.claim.map(paths::denial),
        claim: one.claim.map(|claim| claim.to_string()).unwrap_or_default(),
        more: more.into_iter().flatten().chain(one.codes.iter().cloned()).collect(),
        cents: dollars(one.cents, t),
        since: t.date(one.since),
        until: deadline(one.until, found.today, t),
        answer: typed.entry(format!("answer-{n}"), problems, t),
        label: t.say_with("calls-answer-of", "number", one.number.as_str()).into_owned(),
    }
}

fn called(call: &PayerCall, said: &[CallAnswer], by: &str, found: &PayerSheet, t: Words) -> Called {
    let mut args = fluent::FluentArgs::new();
    args.set("at", t.moment(call.at, &found.zone));
    args.set(
        "by",
        match &call.spoke_with {
            Some(with) => format!("{by} – {with}"),
            None => by.to_owned(),
        },
    );
    args.set("reference", call.reference.as_str());
    let answer = |one: &CallAnswer| {
        let number = one.claim.and_then(|claim| found.numbers.get(&claim).cloned()).unwrap_or_default();
        let asks = t.say(&key("calls-asks", one.asks.word()));
        (format!("{number} {asks}").trim().to_owned(), one.answer.clone())
    };
    Called {
        said: t.say_all("calls-call", &args).into_owned(),
        hold: t.say_with("calls-call-hold", "length", t.length(u64::from(call.hold_seconds))).into_owned(),
        note: call.note.clone(),
        answers: said.iter().map(answer).collect(),
    }
}

/// `2026-11-23T09:10`, as a browser's field has it.
fn local(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What was typed of a call, with everything that cannot be read.
fn read(payer: PayerId, typed: &Typed, zone: &TimeZone) -> Result<NewCall, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let at = reader.parsed::<jiff::civil::DateTime>("at", "date");
    let at = at.and_then(|at| zone.to_timestamp(at).ok());
    let minutes = reader.parsed_or_none::<u32>("hold_minutes", "out_of_range").unwrap_or(0);
    let seconds = reader.parsed_or_none::<u32>("hold_seconds", "out_of_range").unwrap_or(0);
    let hold_seconds = minutes.checked_mul(60).and_then(|held| held.checked_add(seconds)).unwrap_or(u32::MAX);
    let mut answers = Vec::new();
    for n in 0..ASKED {
        let answer = typed.text(&format!("answer-{n}"));
        if answer.is_empty() {
            continue;
        }
        let asks = Asks::from_word(typed.text(&format!("asks-{n}")));
        let claim = reader.parsed_or_none(&format!("claim-{n}"), "unknown_claim");
        match asks {
            Some(asks) => answers.push(CallAnswer { asks, claim, answer: answer.to_owned() }),
            None => reader.wrong("unknown_word", &format!("answer-{n}")),
        }
    }
    let (spoke_with, reference) = (reader.optional("spoke_with"), typed.text("reference").to_owned());
    let note = typed.text("note").to_owned();
    let read = at.zip(reader.command());
    let (at, command_id) = reader.done(read)?.ok_or_else(|| vec![Problem::new("date", "at")])?;
    Ok(NewCall { command_id, payer, at, reference, spoke_with, hold_seconds, note, answers })
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(payer): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let payer = of(&payer)?;
    let done = async {
        let zone = app::people::zone_now(&web.app, at.place()).await?;
        let new = read(payer, &typed, &zone).map_err(app::Error::Invalid)?;
        record_call(&web.app, &at.actor(), at.place(), new).await.map(|_| paths::payer_sheet(payer))
    };
    let again = async |mut problems: Vec<Problem>| {
        problems
            .iter_mut()
            .filter(|one| one.path == "command_id")
            .for_each(|one| one.path = "reference".into());
        page(&web, &visit, &at, payer, &typed, &problems).await
    };
    forms::answer(done.await, again).await
}
