//! What payers have said of a patient's cover, each word with its day and the file it came in; and which stands where that
//! differs from the record.

use app::people::eligibility::{ToldOn, coverage_history, decide};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::{PatientId, Problem};
use ccm::people::verification::{
    CoverageFact, CoverageQuestion, CoverageRejection, EligibilityBook, Span, Stands,
};
use fluent::FluentArgs;

use crate::billing::{dollars, month_of};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PATIENT_COVERAGE, get(show))
        .route(paths::PATIENT_COVERAGE_DECISIONS, post(create))
}

#[derive(Template)]
#[template(path = "people/coverage.html")]
struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    action: String,
    may_decide: bool,
    told: Vec<Told>,
    decisions: Vec<(String, String)>,
}

/// One answer.
struct Told {
    payer: String,
    month: String,
    /// As an address has it.
    of: String,
    came: String,
    facts: Vec<(Status, String)>,
    rejections: Vec<String>,
    open: Vec<Open>,
}

/// A difference that waits for somebody.
struct Open {
    question: &'static str,
    said: String,
    reason: Entry,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, patient(&id)?, &Typed::default(), &[]).await
}

fn patient(id: &str) -> Result<PatientId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: PatientId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let known = coverage_history(&web.app, &at.actor(), at.place(), id).await?;
    let zone = known.zone.zone();
    let told = |one: &ToldOn| {
        let mut came = FluentArgs::new();
        came.set("on", t.date(one.answer.on));
        came.set("at", t.moment(one.at, &zone));
        came.set("file", one.received.to_string());
        let open = one.open.iter().map(|question| {
            let is_typed =
                typed.text("question") == question.word() && typed.text("month") == one.month.to_string();
            let name = format!("reason-{}-{}", one.month, question.word());
            let (value, found) = if is_typed { (typed.text("reason"), problems) } else { ("", &[][..]) };
            let mut reason = Entry::new(name, value.to_owned());
            reason.problems = found.iter().map(|_| t.say("cover-reason-required").into_owned()).collect();
            Open { question: question.word(), said: question_said(*question, t), reason }
        });
        Told {
            payer: one.payer.clone(),
            month: t.month(one.month),
            of: one.month.to_string(),
            came: t.say_all("cover-came", &came).into_owned(),
            facts: one.answer.facts.iter().map(|fact| fact_said(fact, t)).collect(),
            rejections: one.answer.rejections.iter().map(|one| rejection_said(one, t)).collect(),
            open: open.collect(),
        }
    };
    let decision = |row: &app::ports::CoverageDecisionRow| {
        let mut args = FluentArgs::new();
        args.set("month", t.month(row.month));
        args.set("at", t.moment(row.at, &zone));
        let key = format!("cover-stands-{}", row.stands.word());
        let said = format!("{} {}", question_said(row.question, t), t.say_all(&key, &args));
        (said, row.reason.clone())
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("cover-title")),
        name: super::patient_name(&known.name, t),
        chart: paths::chart(id),
        action: paths::coverage_decisions(id),
        may_decide: known.may_decide,
        told: known.told.iter().map(told).collect(),
        decisions: known.decisions.iter().map(decision).collect(),
        t,
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(fields): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = patient(&id)?;
    let month = month_of(fields.text("month"))?;
    let question = CoverageQuestion::from_word(fields.text("question")).ok_or(PageError::Malformed)?;
    let stands = Stands::from_word(fields.text("stands")).ok_or(PageError::Malformed)?;
    // Several forms stand on the page: each names its reason after its question.
    let named = format!("reason-{month}-{}", question.word());
    let typed = Typed::of([
        ("month", month.to_string()),
        ("question", question.word().to_owned()),
        ("reason", fields.text(&named).to_owned()),
    ]);
    let matter = app::people::eligibility::Matter { patient: id, month, question };
    match decide(&web.app, &at.actor(), at.place(), matter, stands, typed.text("reason")).await {
        Ok(_) => Ok(Redirect::to(&paths::coverage(id)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let page = page(&web, &visit, &at, id, &typed, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// What differs, in a sentence.
pub(crate) fn question_said(question: CoverageQuestion, t: Words) -> String {
    t.say(&format!("cover-question-{}", question.word().replace('_', "-"))).into_owned()
}

/// Why a payer does not answer; a reason that the book does not have by its code.
pub(crate) fn rejection_said(one: &CoverageRejection, t: Words) -> String {
    let label = EligibilityBook::embedded().rejection(&one.reason).map(|known| known.label.as_str());
    match label {
        Some(label) => format!("{label} ({})", one.reason),
        None => t.say_with("cover-rejected-with", "code", one.reason.as_str()).into_owned(),
    }
}

/// A fact as a badge, and what there is to say beside it.
pub(crate) fn fact_said(fact: &CoverageFact, t: Words) -> (Status, String) {
    let tone = match fact {
        CoverageFact::PartB { is_active: true, .. } | CoverageFact::Plan { is_active: true, .. } => {
            Tone::Good
        }
        CoverageFact::PartB { .. } | CoverageFact::Plan { .. } | CoverageFact::Advantage { .. } => {
            Tone::Alarm
        }
        CoverageFact::Qmb { .. } | CoverageFact::Hospice { .. } | CoverageFact::Died { .. } => Tone::Watch,
        CoverageFact::DeductibleLeft { .. } | CoverageFact::OtherPayer { .. } => Tone::Plain,
    };
    let status = Status::new(t.say(&format!("cover-fact-{}", fact.word().replace('_', "-"))), tone);
    let mut beside: Vec<String> = match fact {
        CoverageFact::Advantage { plan, contract, .. } => plan.iter().chain(contract).cloned().collect(),
        CoverageFact::OtherPayer { name, .. } => name.iter().cloned().collect(),
        CoverageFact::DeductibleLeft { cents, .. } => vec![dollars(*cents, t)],
        _ => Vec::new(),
    };
    beside.extend(span_said(fact.span(), t));
    (status, beside.join(" · "))
}

fn span_said(span: Span, t: Words) -> Option<String> {
    let mut args = FluentArgs::new();
    let key = match (span.from, span.until) {
        (None, None) => return None,
        (Some(from), None) => {
            args.set("from", t.date(from));
            "cover-from"
        }
        (None, Some(until)) => {
            args.set("until", t.date(until));
            "cover-until"
        }
        (Some(from), Some(until)) => {
            args.set("from", t.date(from));
            args.set("until", t.date(until));
            "cover-span"
        }
    };
    Some(t.say_all(key, &args).into_owned())
}
