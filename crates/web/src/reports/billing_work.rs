//! What waits for whoever bills: claims by what they wait for, each row a door to its claims, and the trays with something in
//! them.

use app::claim::ClaimsQuery;
use app::reports::{Tray, WaitingClaims, billing_work};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ccm::basics::ServiceMonth;
use ccm::claim::AlertRule;

use crate::billing::dollars;
use crate::claim::{address, matter_key};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::BILLING_WORK, get(show))
}

#[derive(Template)]
#[template(path = "reports/billing_work.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
    trays: Vec<Door>,
}

struct Row {
    what: Status,
    href: String,
    payer: String,
    month: String,
    claims: String,
    total: String,
    until: String,
}

struct Door {
    count: String,
    label: String,
    href: String,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = billing_work(&web.app, &at.actor(), at.place()).await?;
    let month = ServiceMonth::of(found.today);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-billing-work")),
        rows: found.matters.iter().map(|one| Row::of(one, t)).collect(),
        trays: found.trays.iter().map(|(tray, count)| Door::of(*tray, *count, month, t)).collect(),
        t,
    }))
}

impl Row {
    fn of(one: &WaitingClaims, t: Words) -> Self {
        let tone = match one.rule {
            AlertRule::FilingPassed | AlertRule::AppealPassed | AlertRule::Rejected => Tone::Alarm,
            _ => Tone::Watch,
        };
        let (payer, rule) = (Some(one.payer), Some(one.rule));
        let query = ClaimsQuery { payer, is_asking: true, rule, ..ClaimsQuery::default() };
        Self {
            what: Status::new(t.say(&matter_key(one.rule)), tone),
            href: address(Some(one.month), &query, None),
            payer: one.payer_name.clone(),
            month: t.month(one.month),
            claims: t.number(one.claims),
            total: dollars(one.cents, t),
            until: match one.last_day {
                Some(day) => t.date(day),
                None => t.say_with("work-since", "day", t.date(one.since)).into_owned(),
            },
        }
    }
}

impl Door {
    fn of(tray: Tray, count: u64, month: ServiceMonth, t: Words) -> Self {
        let href = match tray {
            Tray::Unsent => format!("{}?show=asking", paths::SUBMISSIONS),
            Tray::Quarantined => format!("{}?show=asking", paths::RECEIVED),
            Tray::Unmatched => paths::UNMATCHED.to_owned(),
            Tray::Refused => paths::DENIALS.to_owned(),
            Tray::Statements => paths::STATEMENTS.to_owned(),
            Tray::Refunds => paths::REFUNDS.to_owned(),
            Tray::Coverage => paths::month(month, "eligibility"),
        };
        Self {
            count: t.number(count),
            label: t.say_with(&format!("work-tray-{}", tray.word()), "count", count).into_owned(),
            href,
        }
    }
}
