//! What an hour of each role costs, and what each unit costs the practice: said from a day on, and never unsaid.

use app::billing::result::{rates, set_rate};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{Hcpcs, Problem};
use ccm::reports::result::{Rate, RateOf};

use super::said::dollars;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::role_word;
use crate::people::tabs::Tabs;
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::RATES, get(show).post(put))
}

#[derive(Template)]
#[template(path = "billing/rates.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    rows: Vec<Row>,
    kind: (Entry, Vec<Choice>),
    subject: Entry,
    amount: Entry,
    from: Entry,
    roles: Vec<(String, String)>,
}

struct Row {
    kind: String,
    subject: String,
    from: String,
    amount: String,
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
    if !at.may(Permission::Configure) {
        return Err(PageError::Denied(Permission::Configure.word()));
    }
    let t = visit.words;
    let found = rates(&web.app, &at.actor(), at.place()).await?;
    let first = Typed::of([("from", found.today.to_string()), ("kind", "hour".to_owned())]);
    let shown = if typed.text("kind").is_empty() { &first } else { typed };
    let kinds =
        [("hour", "rates-hour"), ("unit", "rates-unit")].map(|(kind, key)| (kind.to_owned(), t.say(key)));
    let row = |one: &Rate| {
        let (kind, subject) = match &one.of {
            RateOf::Hour(role) => ("rates-hour", role_word(role, t)),
            RateOf::Unit(code) => ("rates-unit", code.to_string()),
        };
        Row { kind: t.say(kind).into_owned(), subject, from: t.date(one.from), amount: dollars(one.cents, t) }
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("settings-rates")),
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        rows: found.rates.iter().map(row).collect(),
        kind: (shown.entry("kind", problems, t), shown.choices("kind", kinds)),
        subject: shown.entry("subject", problems, t),
        amount: shown.entry("amount", problems, t),
        from: shown.entry("from", problems, t),
        roles: found.roles.into_iter().map(|role| (role_word(&role, t), role)).collect(),
        t,
    }))
}

async fn put(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let outcome = match read(&typed) {
        Ok(rate) => set_rate(&web.app, &at.actor(), at.place(), &rate).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, &typed, &problems).await;
    forms::answer(outcome.map(|()| paths::RATES), again).await
}

fn read(typed: &Typed) -> Result<Rate, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let of = match typed.text("kind") {
        "unit" => reader.parsed::<Hcpcs>("subject", "hcpcs_shape").map(RateOf::Unit),
        _ => Some(RateOf::Hour(reader.text("subject"))),
    };
    let (cents, from) = (reader.dollars("amount"), reader.date("from"));
    let read = of.zip(cents).map(|(of, cents)| Rate { of, from, cents });
    reader.done(read)?.ok_or_else(Vec::new)
}
