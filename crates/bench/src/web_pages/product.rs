//! Our own pages, composed as the program composes them, with sixteen people's sessions.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use app::access::demo_people;
use app::care_plan::StartPlan;
use app::{App, Place};
use axum::Router;
use ccm::basics::PatientId;
use ccm::people::Identifier;
use testkit::hand::Hand;
use testkit::house::{House, operator};
use web::door::{cookies, csrf};

use super::load::CONNECTIONS;
use crate::close::store;

/// In the population's month, while it runs.
const NOW: &str = "2026-03-20T15:00:00Z";
/// The month of that day.
const NOW_MONTH: &str = "2026-03";
/// Charts that are asked for, one after the other: recorded as people record, so that every part of them opens.
const CHARTS: u8 = 100;
/// Contacts of the month in each.
const CONTACTS: u8 = 12;
/// Of each draft of a plan.
const TEMPLATES: [&str; 3] = ["diabetes", "hypertension", "hyperlipidemia"];
/// Who records them.
const PRACTITIONER: &str = "d-0-0";

/// A store and the use cases over it; the house goes last.
async fn house(url: &str, keys: &Path) -> Result<(House, App)> {
    let house = House::over(Arc::new(store(url, keys).await?), NOW);
    // One click is a session here: no password is measured.
    let app = App { is_demo: true, ..house.app.clone() };
    Ok((house, app))
}

/// Makes the list of the day and the month's board.
pub async fn prepare(url: &str, keys: &Path) -> Result<()> {
    let (house, app) = house(url, keys).await?;
    let places = places(&app).await?;
    let first = *places.first().context("a practice")?;
    let records = (0..CHARTS).map(|at| testkit::hand::patient(&mrn(at))).collect();
    house.import(first, &mut Hand::of(1, records)).await?;
    house.record(first, PRACTITIONER, &(0..CHARTS).map(lines).collect::<String>()).await?;
    begin_plans(&house, first).await?;
    for place in places {
        app::reports::keep(&app, &operator(), place).await?;
        app::billing::board::reckon(&app, &operator(), place, NOW_MONTH.parse()?).await?;
    }
    drop(house);
    Ok(())
}

/// A draft of three conditions' templates in each chart, as a coordinator leaves it open.
async fn begin_plans(house: &House, place: Place) -> Result<()> {
    let nurse = house.staff(place, PRACTITIONER).await?;
    for patient in charts(&house.app, place).await? {
        let templates = TEMPLATES.map(str::to_owned).to_vec();
        let start = StartPlan { templates, ..StartPlan::default() };
        app::care_plan::start_plan(&house.app, &nurse, place, patient, start).await?;
    }
    Ok(())
}

async fn charts(app: &App, place: Place) -> Result<Vec<PatientId>> {
    let mut work = app.begin_read(&operator(), place).await?;
    let practice = work.practice_id()?;
    let named = |at| Identifier { system: String::new(), value: mrn(at) };
    let wanted: Vec<Identifier> = (0..CHARTS).map(named).collect();
    let found: Vec<PatientId> =
        work.tx.find_patients(practice, &wanted).await?.into_iter().flatten().collect();
    ensure!(found.len() == usize::from(CHARTS), "every chart is found");
    Ok(found)
}

/// The pages, sessions with their tokens, and patients.
pub async fn router(url: &str, keys: &Path) -> Result<(Router, Vec<(String, String)>, Vec<String>)> {
    let (house, app) = house(url, keys).await?;
    let many = std::num::NonZeroU32::MAX;
    let limits = web::Limits {
        requests_per_second: many,
        requests_at_once: many,
        sign_ins_per_minute: many,
        ..web::Limits::default()
    };
    let router = web::router(app.clone(), web::WebOptions { limits, ..web::WebOptions::default() });
    let sessions = sessions(&app).await?;
    let place = *places(&app).await?.first().context("a practice")?;
    let patients = charts(&app, place).await?.iter().map(PatientId::to_string).collect();
    // It lives as long as the process: its folder holds the signing key.
    std::mem::forget(house);
    Ok((router, sessions, patients))
}

fn mrn(at: u8) -> String {
    format!("chart-{at}")
}

/// A month of somebody in the program, as lines of a record.
fn lines(at: u8) -> String {
    let mrn = mrn(at);
    let head = |record: &str, n: u8| {
        format!("{{\"command_id\":\"{mrn}-{record}-{n}\",\"record\":\"{record}\",\"patient\":\"{mrn}\"")
    };
    let mut out = head("enrollment", 0)
        + &format!(",\"program\":\"CCM\",\"practitioner\":\"{PRACTITIONER}\",\"start\":\"2026-01-05\"}}\n");
    out += &(head("consent", 0)
        + &format!(
            ",\"program\":\"CCM\",\"form\":\"verbal\",\"at\":\"2026-01-05T09:10\",\"practitioner\":\"{PRACTITIONER}\",\"elements\":[\"service_available\",\"cost_sharing\",\"one_practitioner\",\"stop_any_time\"]}}\n"
        ));
    out += &(head("care_plan", 0)
        + &format!(
            ",\"date\":\"2026-01-06\",\"signed_by\":\"{PRACTITIONER}\",\"elements\":{{\"goals\":\"walk to the mailbox twice a day\",\"problem_list\":\"high blood pressure, diabetes\"}}}}\n"
        ));
    for contact in 0..CONTACTS {
        // Nobody of them overlaps another's: one practitioner has one telephone.
        let (day, hour, minute) = (contact + 2, 8 + at / 12, at % 12 * 5);
        out += &(head("contact", contact)
            + &format!(
                ",\"program\":\"CCM\",\"started\":\"2026-03-{day:02}T{hour:02}:{minute:02}\",\"minutes\":3,\"activity\":\"phone_call_patient\",\"live_contact\":true,\"note\":\"spoke about walking, and how the new tablets agree\"}}\n"
            ));
    }
    out
}

async fn places(app: &App) -> Result<Vec<Place>> {
    let organizations = app.organizations().await?;
    let organization = organizations.first().context("an organization")?.id;
    let nowhere = Place { organization, practice: None };
    let practices = app.begin_read(&operator(), nowhere).await?.tx.practices().await?;
    Ok(practices.into_iter().map(|one| Place { practice: Some(one.id), ..nowhere }).collect())
}

async fn sessions(app: &App) -> Result<Vec<(String, String)>> {
    let people = demo_people(app).await?;
    let mut sessions = Vec::with_capacity(CONNECTIONS);
    for person in people.iter().cycle().take(CONNECTIONS) {
        let new = app::access::demo_sign_in(app, person.organization, person.person, "bench").await?;
        let cookie = format!("{}={}", cookies::SESSION, new.token.text());
        sessions.push((cookie, csrf::masked(&new.signed_in.csrf.0)));
    }
    Ok(sessions)
}
