//! The quarterly self-audit: one sample for each quarter, scored by the same checklist, and the trend over quarters.

use app::proof::{SelfAuditView, draw_self_audit, self_audits};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::basics::{Problem, ServiceMonth};
use ccm::proof::{Quarter, SAMPLE_SIZE};

use super::keeps_cases;
use super::score::{Sum, status};
use crate::billing::dollars;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry, Status};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::SELF_AUDIT, get(show).post(create))
}

#[derive(Template)]
#[template(path = "proof/self_audit.html")]
struct Shown {
    frame: Frame,
    t: Words,
    action: &'static str,
    size: usize,
    quarter: Entry,
    quarters: Vec<Choice>,
    seed: Entry,
    audits: Vec<Audit>,
}

struct Audit {
    quarter: String,
    seed: String,
    population: String,
    drawn: String,
    checklist: String,
    sum: Sum,
    claims: Vec<Claim>,
}

struct Claim {
    number: String,
    href: String,
    month: String,
    at_risk: String,
    state: Status,
    gaps: String,
}

/// Of the quarters that are over or under way, so many can be drawn.
const QUARTERS: usize = 8;

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
    keeps_cases(at)?;
    let t = visit.words;
    let mut audits = self_audits(&web.app, &at.actor(), at.place()).await?;
    audits.reverse();
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    let mut month = ServiceMonth::of(zone.to_datetime(web.app.now()).date());
    let mut open = Vec::new();
    for _ in 0..QUARTERS {
        let quarter = Quarter::of(month);
        if audits.iter().all(|audit| audit.row.quarter != quarter) {
            open.push((quarter.to_string(), quarter.to_string().into()));
        }
        month = month.previous().previous().previous();
    }
    let told = |audit: &SelfAuditView| Audit {
        quarter: audit.row.quarter.to_string(),
        seed: audit.row.seed.clone(),
        population: t.number(u64::try_from(audit.row.population).unwrap_or(0)),
        drawn: t.moment(audit.row.drawn_at, &zone),
        checklist: audit.row.checklist.clone(),
        sum: Sum::of(&audit.verdict, t),
        claims: audit
            .claims
            .iter()
            .map(|(claim, score)| Claim {
                number: score.number.clone(),
                href: paths::claim_evidence(*claim),
                month: t.month(score.month),
                at_risk: dollars(score.at_risk, t),
                state: status(score, t),
                gaps: score
                    .gaps
                    .iter()
                    .map(|word| super::score::item_title(word))
                    .collect::<Vec<_>>()
                    .join("; "),
            })
            .collect(),
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("rooms-self-audit")),
        t,
        action: paths::SELF_AUDIT,
        size: SAMPLE_SIZE,
        quarter: typed.entry("quarter", problems, t),
        quarters: typed.choices("quarter", open),
        seed: typed.entry("seed", problems, t),
        audits: audits.iter().map(told).collect(),
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let drawn = async {
        let mut reader = Reader::of(&typed);
        let quarter = reader.parsed::<Quarter>("quarter", "unknown_word");
        let seed = reader.optional("seed");
        let quarter = reader.done(quarter).map_err(app::Error::Invalid)?;
        let quarter = quarter.ok_or_else(|| app::Error::invalid(Problem::new("required", "quarter")))?;
        draw_self_audit(&web.app, &at.actor(), at.place(), quarter, seed.as_deref()).await?;
        Ok(paths::SELF_AUDIT)
    };
    forms::answer(drawn.await, async |problems| page(&web, &visit, &at, &typed, &problems).await).await
}
