//! One claim: its lines, what is wrong with it, what happened to it, and the evidence from its lines back to the seals.

use app::claim::{ClaimPage, claim};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Answer;
use ccm::billing::determination::Outcome;
use ccm::billing::words;
use ccm::proof::evidence::{Evidence, LineTrace, RequirementVerdict, TracedTime};

use super::list::state;
use super::problems::Found;
use super::timeline::Life;
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::reports::Who;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CLAIM, get(show))
}

#[derive(Template)]
#[template(path = "claim/show.html")]
struct Shown {
    frame: Frame,
    t: Words,
    who: Who,
    payer: String,
    practitioner: String,
    month: String,
    month_href: String,
    list_href: String,
    evidence_href: String,
    /// `None`: not for these eyes.
    paper_href: Option<String>,
    worksheet_href: Option<String>,
    revision: i64,
    state: Status,
    is_superseded: bool,
    total: String,
    lines: Vec<Line>,
    problems: Vec<Found>,
    life: Option<Life>,
    verdict: Vec<Code>,
    is_intact: bool,
    facts: Vec<(String, String)>,
}

struct Line {
    code: String,
    units: u32,
    on: String,
    charge: String,
    expected: String,
    /// The entries that its seconds stand on.
    entries: Vec<(String, String)>,
}

struct Code {
    code: String,
    label: String,
    outcome: Status,
    requirements: Vec<Requirement>,
}

struct Requirement {
    answer: Status,
    rule: String,
    asks: String,
    said: String,
    is_unverified: bool,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let page = claim(&web.app, &at.actor(), at.place(), &id).await?;
    let evidence = &page.evidence;
    let seals = &evidence.audit.seals;
    let signed = seals.iter().filter(|seal| seal.is_signed).count();
    let mut sealed = fluent::FluentArgs::new();
    sealed.set("seals", seals.len());
    sealed.set("signed", signed);
    sealed.set("events", evidence.audit.events.len());
    let fact = |key: &str, value: String| (t.say(key).into_owned(), value);
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("claim-title", "number", page.claim.number.as_str())),
        who: Who::of(&page.card, t),
        payer: page.payer_name.clone(),
        practitioner: evidence.verdict.practitioner.name.clone().unwrap_or_default(),
        month: t.month(page.month),
        month_href: format!(
            "{}?revision={}",
            paths::month_patient(page.month, page.claim.patient),
            page.revision
        ),
        evidence_href: paths::claim_evidence(evidence.claim_id),
        paper_href: at.may(Permission::ExportClaims).then(|| paths::claim_paper(evidence.claim_id)),
        worksheet_href: page
            .portal_file
            .filter(|_| at.may(Permission::ExchangeClaims))
            .map(paths::claim_file_worksheet),
        list_href: format!("{}?month={}", paths::CLAIMS, page.month),
        revision: page.revision,
        state: state(page.claim.state, t),
        is_superseded: page.is_superseded,
        total: dollars(page.claim.total_cents, t),
        lines: lines(&page, t),
        problems: page.claim.problems.iter().map(|problem| Found::of(problem, &at, t)).collect(),
        life: page.timeline.as_ref().map(|life| Life::of(life, &at, t)),
        verdict: verdict(evidence, t),
        is_intact: evidence.verdict.is_intact,
        facts: vec![
            fact("claim-answer", evidence.verdict.sha256.clone()),
            fact("claim-rules", format!("{} / {}", evidence.verdict.rule_set, evidence.verdict.engine)),
            fact("claim-seals", t.say_all("claim-sealed", &sealed).into_owned()),
        ],
        t,
    }))
}

fn lines(page: &ClaimPage, t: Words) -> Vec<Line> {
    let (patient, month) = (page.claim.patient, page.month);
    let entries = |trace: Option<&LineTrace>| {
        let entry = |one: &TracedTime| {
            (t.length(one.seconds), format!("/patients/{patient}/minutes/{month}#{}", one.entry))
        };
        trace.map(|trace| trace.entries.iter().map(entry).collect()).unwrap_or_default()
    };
    let line = |(at, line): (usize, &app::claim::LineView)| Line {
        code: line.code.to_string(),
        units: line.units,
        on: t.date(line.on),
        charge: dollars(line.charge_cents, t),
        expected: match line.expected_cents {
            Some(cents) => dollars(cents, t),
            None => t.say("month-amount-unknown").into_owned(),
        },
        entries: entries(page.evidence.trace.get(at)),
    };
    page.claim.lines.iter().enumerate().map(line).collect()
}

fn verdict(evidence: &Evidence, t: Words) -> Vec<Code> {
    let asked = evidence.verdict.codes.iter().filter(|code| !matches!(code.outcome, Outcome::NotChosen));
    let requirement = |one: &RequirementVerdict| {
        let (word, tone) = match one.answer {
            Answer::Met => ("month-answer-met", Tone::Good),
            Answer::NotMet => ("month-answer-not-met", Tone::Watch),
            Answer::Unknown => ("month-answer-unknown", Tone::Open),
        };
        Requirement {
            answer: Status::new(t.say(word), tone),
            rule: one.rule.to_string(),
            asks: one.asks.clone(),
            said: words::sentence(&one.reason),
            is_unverified: !one.verified,
        }
    };
    asked
        .map(|code| Code {
            code: code.code.to_string(),
            label: code.label.clone(),
            outcome: match code.outcome {
                Outcome::Billed { units } => {
                    Status::new(t.say_with("month-billed", "units", units), Tone::Good)
                }
                _ => Status::new(t.say("month-held"), Tone::Watch),
            },
            requirements: code.requirements.iter().map(requirement).collect(),
        })
        .collect()
}
