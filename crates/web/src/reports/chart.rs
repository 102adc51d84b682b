//! One patient on one screen. Opening it starts no clock.

use app::reports::Chart;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::PatientId;

use super::banner::Banner;
use super::month::{Bar, bars};
use super::reasons::Told;
use super::sections::*;
use super::trend::{Trend, trends};
use crate::care::{ReferralLine, referral_line};
use crate::layout::{Frame, Page, Visit};
use crate::people::glass;
use crate::time::Beside;
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CHART, get(show))
}

#[derive(Template)]
#[template(path = "reports/chart.html")]
struct Shown {
    frame: Frame,
    t: Words,
    /// The patient, and this page's address.
    id: PatientId,
    here: String,
    banner: Banner,
    beside: Beside,
    reasons: Vec<Status>,
    bars: Vec<Bar>,
    days_left: String,
    minutes: Option<String>,
    since: Since,
    plan: Option<Plan>,
    problems: Vec<Line>,
    past_problems: Vec<Line>,
    medications: Vec<Line>,
    past_medications: Vec<Line>,
    allergies: Vec<Line>,
    trends: Vec<Trend>,
    assessments: Vec<Trend>,
    assessments_at: String,
    contacts: Vec<Contact>,
    stays: Vec<Line>,
    visits: Vec<Line>,
    tasks: Vec<Line>,
    referrals: Vec<ReferralLine>,
    referrals_at: String,
    /// For whoever handles money.
    account_at: Option<String>,
    appointments_at: String,
    access_at: String,
    handover_at: String,
    documents: Vec<Line>,
    months: Vec<Month>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let chart = match app::reports::chart(&web.app, &signed_in.actor(), signed_in.place(), id).await {
        Ok(chart) => chart,
        Err(error) => return Ok(glass::instead(&web, &signed_in, id, error).await),
    };
    let beside = Beside::of(&web, &visit, &signed_in, &chart.beside, Some(paths::chart(id)));
    Ok(Page(shown(&visit, &signed_in, beside, chart)).into_response())
}

fn shown(visit: &Visit, signed_in: &AtPractice, beside: Beside, chart: Chart) -> Shown {
    let id = chart.banner.patient.id;
    let t = visit.words;
    let (now, zone, theirs) = (chart.as_of, chart.zone.zone(), chart.banner.zone.zone());
    let told = Told { now, zone: &zone, theirs: &theirs, t };
    let banner = Banner::of(&chart.banner, told);
    let (problems, past_problems) = chart.problems.iter().partition::<Vec<_>, _>(|one| one.is_active);
    let (medications, past_medications) =
        chart.medications.iter().partition::<Vec<_>, _>(|one| is_taken(&one.status));
    let lines = |facts: &[&app::reports::sections::FactView], what| {
        facts.iter().map(|one| fact(one, what, &zone, t)).collect::<Vec<_>>()
    };
    let all = |facts: &[app::reports::sections::FactView], what| {
        facts.iter().map(|one| fact(one, what, &zone, t)).collect::<Vec<_>>()
    };
    let meter = chart.banner.meter.as_ref();
    Shown {
        frame: Frame::of(visit, signed_in, banner.name.clone()),
        id,
        here: paths::chart(id),
        reasons: chart.reasons.iter().map(|reason| told.status(reason)).collect(),
        bars: meter.map_or_else(Vec::new, |meter| bars(meter, t)),
        days_left: match meter.and_then(|meter| meter.days_left) {
            Some(days) => t.say_with("chart-days-left", "count", days).into_owned(),
            None => String::new(),
        },
        minutes: meter.map(|meter| paths::minutes(id, meter.month)),
        since: Since::of(&chart.since_last_contact, told),
        plan: chart.plan.as_ref().map(|plan| Plan::of(plan, t)),
        problems: problems.into_iter().map(|one| problem(one, &zone, t)).collect(),
        past_problems: past_problems.into_iter().map(|one| problem(one, &zone, t)).collect(),
        medications: lines(&medications, What::Medication),
        past_medications: lines(&past_medications, What::Medication),
        allergies: all(&chart.allergies, What::Allergy),
        trends: trends(&chart.readings, told),
        assessments: crate::care::assessment_trends(&chart.assessments, t),
        assessments_at: paths::patient_assessments(id),
        contacts: chart.contacts.iter().map(|one| Contact::of(one, id, told)).collect(),
        stays: all(&chart.stays, What::Stay),
        visits: all(&chart.visits, What::Visit),
        referrals: chart.referrals.iter().map(|one| referral_line(one, t)).collect(),
        referrals_at: paths::patient_referrals(id),
        account_at: signed_in.may(Permission::ExchangeClaims).then(|| paths::account(id, "")),
        appointments_at: paths::patient_appointments(id),
        access_at: paths::access_calls(id, None),
        handover_at: paths::handover_of(id),
        tasks: chart.tasks.iter().map(|one| task(one, now, &zone, t)).collect(),
        documents: documents(&chart, &zone, t),
        months: chart.months.iter().map(|one| Month::of(one, id, t)).collect(),
        banner,
        beside,
        t,
    }
}
