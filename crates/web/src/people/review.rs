//! Where an external auditor lands: the claims of their cases and the charts on their list, and nothing else.

use app::access::{ListedChart, listed_charts};
use app::proof::{CaseForReview, ReviewClaim, cases_for_review};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::access::AtPractice;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::REVIEW, get(index))
}

#[derive(Template)]
#[template(path = "people/review.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
    cases: Vec<Case>,
}

/// A case that is open to them.
struct Case {
    title: String,
    claims: Vec<Claim>,
}

struct Claim {
    href: String,
    number: String,
    name: String,
    month: String,
}

struct Row {
    href: String,
    name: String,
    born: String,
    mrn: String,
    until: String,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let charts = listed_charts(&web.app, &at.actor(), at.place()).await?;
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    let cases = cases_for_review(&web.app, &at.actor(), at.place()).await?;
    let case = |case: CaseForReview| {
        let mut title = fluent::FluentArgs::new();
        title.set("reference", case.reference.as_str());
        title.set("authority", case.authority.as_str());
        title.set("until", t.moment(case.until, &zone));
        let claim = |claim: &ReviewClaim| Claim {
            href: paths::claim_evidence(claim.id),
            number: claim.number.clone(),
            name: super::patient_name(&claim.patient, t),
            month: t.month(claim.month),
        };
        Case {
            title: t.say_all("proof-case-until", &title).into_owned(),
            claims: case.claims.iter().map(claim).collect(),
        }
    };
    let row = |chart: ListedChart| {
        let names = [chart.family, chart.given].into_iter().flatten().collect::<Vec<_>>();
        Row {
            href: paths::patient(chart.patient),
            name: names.join(", "),
            born: chart.born_on.map(|born| t.date(born)).unwrap_or_default(),
            mrn: chart.mrn.unwrap_or_default(),
            until: chart.until.map(|until| t.moment(until, &zone)).unwrap_or_default(),
        }
    };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-review")),
        t,
        rows: charts.into_iter().map(row).collect(),
        cases: cases.into_iter().map(case).collect(),
    }))
}
