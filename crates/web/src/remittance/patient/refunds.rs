//! Money of somebody else's: what has to go back, until when, and that it did.

use app::remittance::patient::{NewOverpayment, NewRefund, RefundView, find_overpayment, refund, refunds};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use ccm::basics::{Cents, Problem};
use ccm::remittance::refund::OwedTo;

use super::{key, of};
use crate::billing::dollars;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::reports::Who;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::REFUNDS, get(show).post(send_back)).route(paths::OVERPAYMENTS, post(found))
}

#[derive(Template)]
#[template(path = "remittance/refunds.html")]
struct Shown {
    frame: Frame,
    t: Words,
    said: String,
    rows: Vec<Row>,
    back: Option<Back>,
    overpayment: Overpayment,
}

struct Row {
    who: Who,
    account: String,
    number: String,
    to: String,
    amount: String,
    found: String,
    until: String,
    state: Status,
}

struct Back {
    what: (Entry, Vec<Choice>),
    cents: Entry,
    on: Entry,
    reference: Entry,
    /// What names the request.
    id: String,
}

struct Overpayment {
    claim: Entry,
    cents: Entry,
    on: Entry,
    reason: Entry,
    id: String,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, &Typed::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let list = refunds(&web.app, &actor, place).await?;
    let today = list.today.to_string();
    let at_first = Typed::of([("on", today.clone()), ("found_on", today)]);
    let shown: Typed = at_first
        .fields()
        .chain(typed.fields())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let entry = |name: &'static str| shown.entry(name, problems, t);
    let named = list.rows.iter().map(|one| {
        let label = format!("{}: {}, {}", one.number, dollars(one.owed.cents, t), to(one, t));
        (format!("{} {}", one.number, one.owed.to.word()), label.into())
    });
    let named: Vec<_> = named.collect();
    let mut args = fluent::FluentArgs::new();
    args.set("patients", dollars(list.totals[0], t));
    args.set("payers", dollars(list.totals[1], t));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("rooms-refunds")),
        said: t.say_all("refunds-said", &args).into_owned(),
        rows: list.rows.iter().map(|one| row(one, t)).collect(),
        back: (!named.is_empty()).then(|| Back {
            what: (entry("what"), shown.choices("what", named)),
            cents: entry("cents"),
            on: entry("on"),
            reference: entry("reference"),
            id: web.app.ids.next().to_string(),
        }),
        overpayment: Overpayment {
            claim: entry("claim"),
            cents: entry("overpaid"),
            on: entry("found_on"),
            reason: entry("reason"),
            id: web.app.ids.next().to_string(),
        },
        t,
    }))
}

fn to(one: &RefundView, t: Words) -> String {
    match one.owed.to {
        OwedTo::Payer if !one.payer_name.is_empty() => one.payer_name.clone(),
        to => t.say(&key("refund-to", to.word())).into_owned(),
    }
}

fn row(one: &RefundView, t: Words) -> Row {
    Row {
        account: paths::account(one.card.id, ""),
        who: Who::of(&one.card, t),
        number: one.number.clone(),
        to: to(one, t),
        amount: dollars(one.owed.cents, t),
        found: t.date(one.owed.found_on),
        until: t.date(one.owed.return_until),
        state: match (one.is_late, one.is_pressing) {
            (true, _) => Status::new(t.say("refunds-late"), Tone::Alarm),
            (false, true) => Status::new(t.say("refunds-soon"), Tone::Watch),
            (false, false) => Status::new(t.say("refunds-open"), Tone::Open),
        },
    }
}

async fn send_back(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let outcome = match read_refund(&typed) {
        Ok(new) => refund(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| {
        let problems = renamed(problems, &[("command_id", "reference")]);
        page(&web, &visit, &at, &typed, &problems).await
    };
    forms::answer(outcome.map(|_| paths::REFUNDS), again).await
}

/// Names of fields as the page has them.
fn renamed(mut problems: Vec<Problem>, fields: &[(&str, &str)]) -> Vec<Problem> {
    for one in &mut problems {
        if let Some((_, field)) = fields.iter().find(|(path, _)| *path == one.path) {
            one.path = (*field).to_owned();
        }
    }
    problems
}

fn read_refund(typed: &Typed) -> Result<NewRefund, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let (cents, on) = (reader.dollars("cents"), reader.date("on"));
    let (claim, to) = typed.text("what").split_once(' ').unwrap_or_default();
    let to = OwedTo::from_word(to);
    if to.is_none() {
        reader.wrong("required", "what");
    }
    let reference = typed.text("reference").to_owned();
    let read = cents.zip(to).zip(reader.command()).map(|((cents, to), command_id)| NewRefund {
        command_id,
        claim: claim.to_owned(),
        to,
        cents,
        on,
        reference,
    });
    reader.done(read)?.ok_or_else(Vec::new)
}

async fn found(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let mut reader = Reader::of(&typed);
    let (claim, cents) = (reader.text("claim"), reader.dollars("overpaid").unwrap_or(Cents(0)));
    let (on, reason) = (reader.date("found_on"), typed.text("reason").to_owned());
    let new = reader.command().map(|command_id| NewOverpayment { command_id, claim, cents, on, reason });
    let outcome = match reader.done(new).and_then(|new| new.ok_or_else(Vec::new)) {
        Ok(new) => find_overpayment(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    // Which claim is meant is typed by hand: one that there is not is a slip, and the form is shown again.
    let outcome = match outcome {
        Err(app::Error::NotFound(_)) => Err(app::Error::invalid(Problem::new("unknown_claim", "claim"))),
        other => other,
    };
    let again = async |problems: Vec<Problem>| {
        let fields = [("cents", "overpaid"), ("on", "found_on"), ("command_id", "reason")];
        let problems = renamed(problems, &fields);
        page(&web, &visit, &at, &typed, &problems).await
    };
    forms::answer(outcome.map(|_| paths::REFUNDS), again).await
}
