//! A month's questions to payers whom they cover: who was asked about, what came back, and where it differs from the record.

use app::billing::board;
use app::people::eligibility::{EligibilityRow, WhichAsked, ask, eligibility};
use app::ports::WhichInquiries;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::{PatientId, ServiceMonth};
use serde::Deserialize;

use super::place::{Place, month_of};
use crate::layout::{Frame, Page, Visit};
use crate::people::coverage::{fact_said, question_said, rejection_said};
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_ELIGIBILITY, get(show)).route(paths::MONTH_INQUIRIES, post(create))
}

#[derive(Template)]
#[template(path = "billing/eligibility.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    said: Option<String>,
    counts: Vec<(String, String)>,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    action: String,
    /// Payers who are asked; nobody, and the page says how that is set.
    payers: String,
}

struct Choice {
    label: String,
    href: String,
    is_here: bool,
}

struct Row {
    name: String,
    href: String,
    payer: String,
    asked: String,
    answered: Option<String>,
    facts: Vec<(Status, String)>,
    rejections: Vec<String>,
    open: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Asked {
    show: Option<String>,
    after: Option<String>,
    /// Told after asking.
    asked: Option<u64>,
    left: Option<u64>,
}

const SHOWN: [(&str, WhichInquiries); 4] = [
    ("all", WhichInquiries::All),
    ("unanswered", WhichInquiries::Unanswered),
    ("rejected", WhichInquiries::Rejected),
    ("differing", WhichInquiries::Differing),
];

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let wanted = asked.show.as_deref().filter(|word| !word.is_empty()).unwrap_or("all");
    let (word, which) = SHOWN.into_iter().find(|(word, _)| *word == wanted).ok_or(PageError::Malformed)?;
    let after: Option<PatientId> =
        asked.after.as_deref().map(str::parse).transpose().map_err(|_| PageError::Malformed)?;
    let found = eligibility(&web.app, &at.actor(), at.place(), month, which, after).await?;
    let board = board::board(&web.app, &at.actor(), at.place(), month).await?;
    let counts = &found.counts;
    let number = |count: i64| t.number(u64::try_from(count).unwrap_or(0));
    let count = |key: &str, count: i64| (t.say(key).into_owned(), number(count));
    let choice = |word: &str| Choice {
        label: t.say(&format!("eligible-show-{word}")).into_owned(),
        href: address(month, word, None),
        is_here: word == wanted,
    };
    let said = asked.asked.map(|count| {
        let mut args = fluent::FluentArgs::new();
        args.set("asked", count);
        args.set("left", asked.left.unwrap_or(0));
        t.say_all("eligible-asked-now", &args).into_owned()
    });
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("eligible-title", "month", t.month(month))),
        place: Place::of(&board, &visit, &at),
        said,
        counts: vec![
            count("eligible-panel", counts.panel),
            count("eligible-asked", counts.asked),
            count("eligible-answered", counts.answered),
            count("eligible-unconfirmed", counts.panel.saturating_sub(counts.answered)),
            count("eligible-rejected", counts.rejected),
            count("eligible-differing", counts.differing),
        ],
        choices: SHOWN.into_iter().map(|(word, _)| choice(word)).collect(),
        next: found.next.map(|after| address(month, word, Some(after))),
        rows: found.rows.iter().map(|row| Row::of(row, t)).collect(),
        action: paths::month(month, "inquiries"),
        payers: found.asked_payers.join(", "),
        t,
    }))
}

fn address(month: ServiceMonth, show: &str, after: Option<PatientId>) -> String {
    let page = paths::month(month, "eligibility");
    match after {
        Some(after) => format!("{page}?show={show}&after={after}"),
        None => format!("{page}?show={show}"),
    }
}

impl Row {
    fn of(row: &EligibilityRow, t: Words) -> Self {
        let name = row.name.as_ref().map(|name| crate::people::patient_name(name, t));
        Self {
            name: name.unwrap_or_else(|| t.say("day-unnamed").into_owned()),
            href: paths::coverage(row.patient),
            payer: row.payer.clone(),
            asked: t.date(row.asked_on),
            answered: row.answered_on.map(|on| t.date(on)),
            facts: row.facts.iter().map(|fact| fact_said(fact, t)).collect(),
            rejections: row.rejections.iter().map(|one| rejection_said(one, t)).collect(),
            open: row.open.iter().map(|question| question_said(*question, t)).collect(),
        }
    }
}

/// Asks about whomever it is due for, or about everybody. What is asked goes with the next files.
async fn create(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
    crate::forms::Posted(form): crate::forms::Posted<crate::people::typed::Typed>,
) -> Result<Response, PageError> {
    let month = month_of(&month)?;
    let which = match form.text("which") {
        "all" => WhichAsked::All,
        "due" => WhichAsked::Due,
        _ => return Err(PageError::Malformed),
    };
    let report = ask(&web.app, &at.actor(), at.place(), month, which).await?;
    let page = paths::month(month, "eligibility");
    let next = format!("{page}?asked={}&left={}", report.asked, report.left_out.len());
    Ok(Redirect::to(&next).into_response())
}
