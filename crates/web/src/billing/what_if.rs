//! What else one patient's month would allow. It informs and never picks: the order is that in which things were tried,
//! not that of the amounts (CCM-SEL-01).

use app::billing::board;
use app::billing::what_if;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::basics::PatientId;
use ccm::billing::what_if::{Combination, Refused};
use ccm::billing::{RuleSet, words};

use super::place::{Place, month_of};
use super::said::{Ruled, dollars, label};
use crate::layout::{Frame, Page, Visit};
use crate::reports::Who;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_WHAT_IF, get(show))
}

#[derive(Template)]
#[template(path = "billing/what_if.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    who: Who,
    back: String,
    combinations: Vec<Possible>,
    /// The month without APCM, and with it.
    side_by_side: Vec<(String, Possible)>,
    refused: Vec<Refusal>,
    /// There are more; so many were tried.
    tried: Option<usize>,
}

/// One allowed combination.
struct Possible {
    /// What would have to be otherwise; empty: as things stand.
    choices: Vec<String>,
    lines: Vec<Line>,
    /// With its reason: at which rates.
    total: String,
    patient: String,
    refused: Vec<Refusal>,
    unverified: String,
}

struct Line {
    code: String,
    label: String,
    units: u32,
    on: String,
    amount: String,
}

/// A code that cannot be had, and the rule.
struct Refusal {
    code: String,
    rule: Ruled,
    said: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((month, id)): Path<(String, String)>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let (app, actor, here) = (&web.app, at.actor(), at.place());
    let patient: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let view = what_if(app, &actor, here, &patient.to_string(), month).await?;
    let about = board::closings_of(app, &actor, here, month, patient).await?;
    let (found, rules) = (&view.what_if, &view.rules);
    let sides = found.ccm_against_apcm.iter().flat_map(|sides| {
        [("month-side-ccm", &sides.ccm), ("month-side-apcm", &sides.apcm)]
            .map(|(key, one)| (t.say(key).into_owned(), Possible::of(one, rules, t)))
    });
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("month-what-if")),
        place: Place::of(&about.board, &visit, &at),
        who: Who::of(&about.card, t),
        back: paths::month_patient(month, patient),
        combinations: found.combinations.iter().map(|one| Possible::of(one, rules, t)).collect(),
        side_by_side: sides.collect(),
        refused: found.refused.iter().map(|one| Refusal::of(one, rules)).collect(),
        tried: (!found.is_complete).then_some(found.evaluations),
        t,
    }))
}

impl Possible {
    fn of(one: &Combination, rules: &RuleSet, t: Words) -> Self {
        let unknown = || t.say("month-amount-unknown").into_owned();
        let lines = one.lines.iter().map(|line| Line {
            code: line.code.to_string(),
            label: label(&line.code, rules).to_owned(),
            units: line.units,
            on: t.date(line.date_of_service),
            amount: line.allowed.map_or_else(unknown, |cents| dollars(cents, t)),
        });
        let rates = if one.is_local { "month-total-local" } else { "month-total-national" };
        let unverified: Vec<&str> = one.unverified.iter().map(|rule| rule.as_str()).collect();
        Self {
            choices: one.choices.iter().map(words::choice).collect(),
            lines: lines.collect(),
            total: match one.allowed {
                Some(all) => t.say_with(rates, "amount", dollars(all, t)).into_owned(),
                None => unknown(),
            },
            patient: words::share(&one.patient),
            refused: one.refused.iter().map(|one| Refusal::of(one, rules)).collect(),
            unverified: match &unverified[..] {
                [] => String::new(),
                rules => t.say_with("month-rests-unverified", "rules", rules.join(", ")).into_owned(),
            },
        }
    }
}

impl Refusal {
    fn of(one: &Refused, rules: &RuleSet) -> Self {
        Self {
            code: one.code.to_string(),
            rule: Ruled::of(one.rule, rules),
            said: words::sentence(&one.reason),
        }
    }
}
