//! One patient's account: what is owed of each month, statements, payments, what was agreed.

use app::remittance::patient::{AccountView, MonthView, account, statement_file};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::basics::*;

use super::forms::{Forms, forms};
use super::history::{Event, Paper, events, papers};
use super::{key, of};
use crate::billing::dollars;
use crate::layout::{Frame, Page, Pdf, Visit};
use crate::people::typed::Typed;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::ACCOUNT, get(index)).route(paths::ACCOUNT_STATEMENT, get(file))
}

#[derive(Template)]
#[template(path = "remittance/account.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    here: String,
    /// What the account comes to, in a line each.
    sums: Vec<(String, String)>,
    state: Status,
    months: Vec<Month>,
    papers: Vec<Paper>,
    events: Vec<Event>,
    plan: Option<Plan>,
    may_make: bool,
    /// What of the patient's own money can be used for what is owed.
    usable: Option<String>,
    has_pdf: bool,
    /// What keeps the statement from being made.
    lacks: Vec<String>,
    forms: Forms,
}

struct Month {
    month: String,
    number: String,
    href: String,
    charged: String,
    paid: String,
    you_paid: String,
    forgiven: String,
    owes: String,
    why: String,
}

struct Plan {
    said: String,
    parts: Vec<(String, String)>,
    state: Status,
    fits: bool,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let patient = patient.parse().map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, patient, &Typed::default(), &[]).await
}

pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    patient: PatientId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let view = account(&web.app, &actor, place, patient).await?;
    let of_statement = |one: &&Problem| {
        ["document_lacks", "nothing_to_ask", "nothing_new", "plan_total", "nothing_to_use"]
            .contains(&one.code.as_str())
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("account-title")),
        name: view.name.0.clone(),
        chart: paths::chart(patient),
        here: paths::account(patient, ""),
        sums: sums(&view, t),
        state: state(&view, t),
        months: view.months.iter().map(|one| month(one, t)).collect(),
        papers: papers(&view, t),
        events: events(&view, t),
        plan: plan(&view, t),
        may_make: view.asked.0 > 0,
        usable: (view.usable.0 > 0)
            .then(|| t.say_with("account-usable", "amount", dollars(view.usable, t)).into_owned()),
        has_pdf: web.app.documents.is_some(),
        lacks: problems.iter().filter(of_statement).map(|one| super::list::said(one, t)).collect(),
        forms: forms(&view, typed, problems, || web.app.ids.next().to_string(), t),
        t,
    }))
}

fn sums(view: &AccountView, t: Words) -> Vec<(String, String)> {
    let mut sums = vec![
        (t.say("account-owes").into_owned(), dollars(view.owed, t)),
        (t.say("account-asked").into_owned(), dollars(view.asked, t)),
    ];
    if view.credit.0 > 0 {
        sums.push((t.say("account-credit").into_owned(), dollars(view.credit, t)));
    }
    if view.given_back.0 > 0 {
        sums.push((t.say("account-given-back").into_owned(), dollars(view.given_back, t)));
    }
    sums
}

fn state(view: &AccountView, t: Words) -> Status {
    match (view.asked.0 > 0, view.is_told) {
        (false, _) if view.owed.0 > 0 => Status::new(t.say("account-waits"), Tone::Plain),
        (false, _) => Status::new(t.say("account-nothing"), Tone::Good),
        (true, true) => Status::new(t.say("account-told"), Tone::Open),
        (true, false) => Status::new(t.say("account-untold"), Tone::Watch),
    }
}

fn month(one: &MonthView, t: Words) -> Month {
    let money = |cents: Cents| if cents.0 == 0 { String::new() } else { dollars(cents, t) };
    Month {
        month: t.month(one.month),
        number: one.number.clone(),
        href: paths::claim(one.claim),
        charged: dollars(one.charged, t),
        paid: dollars(one.paid, t),
        you_paid: money(one.you_paid),
        forgiven: money(one.forgiven),
        owes: dollars(one.owes, t),
        why: one
            .refused
            .map(|why| t.say(&key("statement-refused", why.word())).into_owned())
            .unwrap_or_default(),
    }
}

fn plan(view: &AccountView, t: Words) -> Option<Plan> {
    let plan = view.plan.as_ref()?;
    let mut args = fluent::FluentArgs::new();
    args.set("amount", dollars(plan.plan.total(), t));
    args.set("paid", dollars(plan.paid, t));
    let parts = plan.plan.instalments().iter().map(|part| (t.date(part.due), dollars(part.cents, t)));
    Some(Plan {
        said: t.say_all("account-plan-said", &args).into_owned(),
        parts: parts.collect(),
        state: match plan.behind.0 {
            0 => Status::new(t.say("account-plan-on-time"), Tone::Good),
            _ => {
                let amount = dollars(plan.behind, t);
                Status::new(t.say_with("account-plan-late", "amount", amount), Tone::Alarm)
            }
        },
        fits: plan.fits,
    })
}

async fn file(
    State(web): State<Web>,
    at: AtPractice,
    Path((patient, statement)): Path<(String, String)>,
) -> Result<Pdf, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let statement: StatementId = statement.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let bytes = statement_file(&web.app, &actor, place, patient, statement).await?;
    Ok(Pdf { name: statement.to_string(), bytes })
}
