//! Our own pages, composed as the program composes them, with sixteen people's sessions.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use app::access::demo_people;
use app::{App, Place};
use axum::Router;
use testkit::house::{House, operator};
use web::door::{cookies, csrf};

use super::load::CONNECTIONS;
use crate::close::store;

/// In the population's month, while it runs.
const NOW: &str = "2026-03-20T15:00:00Z";
/// Charts that are asked for, one after the other.
const CHARTS: usize = 500;

/// A store and the use cases over it; the house goes last.
async fn house(url: &str, keys: &Path) -> Result<(House, App)> {
    let house = House::over(Arc::new(store(url, keys).await?), NOW);
    // One click is a session here: no password is measured.
    let app = App { is_demo: true, ..house.app.clone() };
    Ok((house, app))
}

/// Makes the list of the day.
pub async fn prepare(url: &str, keys: &Path) -> Result<()> {
    let (house, app) = house(url, keys).await?;
    for place in places(&app).await? {
        app::reports::keep(&app, &operator(), place).await?;
    }
    drop(house);
    Ok(())
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
    let mut work = app.begin_read(&operator(), place).await?;
    let practice = work.practice_id()?;
    let patients = work.tx.patients(practice).await?;
    let patients = patients.iter().take(CHARTS).map(|patient| patient.id.to_string()).collect();
    // It lives as long as the process: its folder holds the signing key.
    std::mem::forget(house);
    Ok((router, sessions, patients))
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
