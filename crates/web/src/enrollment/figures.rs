//! What a month of outreach has come to.

use app::enrollment::outreach_figures;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::basics::*;
use ccm::enrollment::Program;
use serde::{Deserialize, Serialize};

use super::told::{outcome_said, programs};
use super::{of, program};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::OUTREACH_FIGURES, get(show))
}

#[derive(Template)]
#[template(path = "enrollment/figures.html")]
struct Shown {
    frame: Frame,
    t: Words,
    program: (Entry, Vec<Choice>),
    month: String,
    before: String,
    after: String,
    figures: Vec<(String, String)>,
    doors: Vec<Door>,
    chosen: Option<String>,
    rows: Vec<Row>,
}

struct Door {
    label: String,
    count: String,
    href: String,
    is_here: bool,
}

struct Row {
    name: String,
    href: String,
    at: String,
    by: String,
}

#[derive(Clone, Default, Deserialize, Serialize)]
struct Asked {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    program: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    month: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    outcome: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let chosen = if asked.program.is_empty() { Program::Ccm } else { program(&asked.program)? };
    let month = match asked.month.as_str() {
        "" => None,
        text => Some(text.parse::<ServiceMonth>().map_err(|_| PageError::Malformed)?),
    };
    let outcome = Some(asked.outcome.as_str()).filter(|outcome| !outcome.is_empty());
    let found = outreach_figures(&web.app, &actor, place, chosen, month, outcome).await?;
    let to = |month: ServiceMonth, outcome: &str| {
        let asked =
            Asked { program: chosen.word().into(), month: month.to_string(), outcome: outcome.to_owned() };
        format!("{}?{}", paths::OUTREACH_FIGURES, serde_urlencoded::to_string(asked).unwrap_or_default())
    };
    let counted = &found.figures;
    let number = |count: usize| t.number(count as u64);
    let say = |key: &str| t.say(key).into_owned();
    let conversion = counted.conversion_permille.map(|part| format!("{}.{}%", part / 10, part % 10));
    let cost = match (counted.cost_each, found.has_hour) {
        (Some(cents), _) => format!("${cents}"),
        (None, true) => say("figures-nobody"),
        (None, false) => say("figures-no-hour"),
    };
    let figures = vec![
        (say("figures-called"), number(counted.called)),
        (say("figures-spoke"), number(counted.spoke)),
        (say("figures-consented"), number(counted.consented)),
        (say("figures-conversion"), conversion.unwrap_or_else(|| say("figures-nobody"))),
        (say("figures-time"), t.length(u64::try_from(counted.seconds).unwrap_or(0))),
        (say("figures-cost"), cost),
    ];
    let door = |(word, count): &(String, usize)| Door {
        label: outcome_said(word, t),
        count: number(*count),
        href: to(found.month, word),
        is_here: outcome == Some(word.as_str()),
    };
    let zone = found.zone.zone();
    let row = |one: &ccm::enrollment::Attempt| Row {
        name: found.names.get(&one.patient).map(|name| name.0.clone()).unwrap_or_default(),
        href: paths::outreach(one.patient, chosen),
        at: t.moment(one.at, &zone),
        by: found.people.get(&one.by).cloned().unwrap_or_default(),
    };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("figures-title")),
        t,
        program: (Entry::new("program", chosen.word()), programs(&web.app, chosen)),
        month: t.month(found.month),
        before: to(found.month.previous(), ""),
        after: to(found.month.next(), ""),
        doors: counted.outcomes.iter().map(door).collect(),
        chosen: outcome.map(|word| outcome_said(word, t)),
        rows: found.rows.iter().map(row).collect(),
        figures,
    }))
}
