//! What the practice has set: payers, charges, time zone, how long its clocks wait.

use app::people::settings::{PracticeSettings, practice_settings};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{Date, Problem};
use ccm::time::ClockLimits;

use super::figures::{Figure, figures};
use super::member::span;
use super::money_terms::MoneyFigures;
use super::tabs::Tabs;
use super::typed::Typed;
use crate::access::AtPractice;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PRACTICE_SETTINGS, get(show))
}

#[derive(Template)]
#[template(path = "people/practice.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    name: String,
    npi: String,
    payers: Vec<Payer>,
    charges: Vec<Charge>,
    charge_code: Entry,
    charge_amount: Entry,
    charge_from: Entry,
    zones: Vec<(String, String)>,
    zone_name: Entry,
    zone_from: Entry,
    limits: Vec<Figure>,
    asks_approval: bool,
    money: MoneyFigures,
}

struct Payer {
    key: String,
    name: String,
    kind: String,
    number: String,
    receiver: String,
    is_billed: bool,
    state: Status,
}

struct Charge {
    code: String,
    amount: String,
    dates: String,
    is_over: bool,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, &Typed::default(), &[]).await
}

/// The page, with what was typed into one of its forms and what is wrong with it.
pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let set = practice_settings(&web.app, &at.actor(), at.place()).await?;
    let entry = |name| typed.entry(name, problems, t);
    let PracticeSettings { practice, payers, charges, limits, today, .. } = set;
    let payers = payers.into_iter().map(|row| {
        let is_billed = practice.profile.payers.contains(&row.key);
        Payer {
            kind: t.say(&format!("payer-{}", row.profile.kind.word().replace('_', "-"))).into_owned(),
            name: row.profile.name,
            number: row.profile.payer_id,
            receiver: format!("{} {}", row.profile.receiver_name, row.profile.receiver_id),
            state: match is_billed {
                true => Status::new(t.say("payer-billed"), Tone::Good),
                false => Status::new(t.say("payer-not-billed"), Tone::Plain),
            },
            key: row.key,
            is_billed,
        }
    });
    let charges = charges.into_iter().map(|one| Charge {
        code: one.code.to_string(),
        amount: format!("${}", one.cents),
        dates: span(one.from, one.until, t),
        is_over: one.until.is_some_and(|until: Date| until < today),
    });
    let zones = practice.zones.iter().rev().map(|(from, zone)| {
        (zone.to_string(), t.say_with("dates-since", "from", t.date(*from)).into_owned())
    });
    // What was typed into another form of the page says nothing of these.
    let is_typed = ClockLimits::bounds().iter().any(|one| !typed.text(&one.name).is_empty());
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("settings-practice")),
        t,
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        npi: practice.profile.npi.to_string(),
        payers: payers.collect(),
        charges: charges.collect(),
        charge_code: entry("charge_code"),
        charge_amount: entry("charge_amount"),
        charge_from: entry("charge_from"),
        zones: zones.collect(),
        zone_name: entry("zone_name"),
        zone_from: entry("zone_from"),
        limits: figures(ClockLimits::bounds(), &limits.figures(), is_typed.then_some(typed), problems, t),
        asks_approval: practice.profile.asks_approval,
        money: MoneyFigures::of(t),
        name: practice.profile.name,
    }))
}
