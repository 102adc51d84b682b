//! Each coordinator's patients and work against hours, and a proposal of whom to move.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::rostered_seconds;
use ccm::reports::{Load, RankingSettings, Rebalance, rebalance};
use serde::Serialize;

use super::today::zone_now;
use crate::care::PatientName;
use crate::ports::LoadRow;
use crate::{App, Place, Result};

/// The most moves that are proposed at once.
pub const MOVES_AT_MOST: usize = 50;
/// Patients looked at for a proposal, those with the most work first.
const LOOKED_AT: i64 = 5_000;

/// The practice's caseloads until the month's end.
#[derive(Clone, Serialize)]
pub struct Loads {
    pub schema: &'static str,
    pub month: ServiceMonth,
    /// By name.
    pub loads: Vec<Load>,
    /// Patients who are nobody's.
    pub nobodys: u64,
    pub proposal: Rebalance,
    #[serde(skip)]
    pub people: BTreeMap<PersonId, String>,
    /// Of those whom the proposal moves and the reader may see.
    #[serde(skip)]
    pub names: BTreeMap<PatientId, PatientName>,
}

/// Caseloads as the list of the day has them, and a proposal of at most so many moves, by a fixed number of queries.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the permission to assign.
pub async fn loads(app: &App, actor: &Actor, place: Place, most: usize) -> Result<Loads> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::Assign).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let zone = zone_now(&work.practice().await?, now)?;
    let today = zone.zone().to_datetime(now).date();
    let month = ServiceMonth::of(today);
    let under = RankingSettings::embedded().clinical_places_under();
    let rows = work.tx.loads(practice, under).await?;
    let hours = work.tx.rostered_hours(practice).await?;
    let roles = work.tx.roles(practice).await?;
    let persons = work.tx.persons().await?;
    let movable = work.tx.movable(practice, under, LOOKED_AT).await?;
    let people: BTreeMap<PersonId, String> =
        persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect();
    let holidays = app.rules.holidays();
    // Hours of whoever's license has ended are no hours that count (TIME-03).
    let is_here = |person: PersonId| roles.iter().any(|role| role.person == person && role.covers(today));
    let counts = |person: PersonId| {
        let is_over =
            |role: &ccm::people::StaffRole| role.credential.is_some() && !role.is_credentialed_on(today);
        roles.iter().any(|role| role.person == person && role.covers(today) && !is_over(role))
    };
    let rostered = |person: PersonId| {
        if !counts(person) {
            return Some(0);
        }
        let mine: Vec<_> = hours.iter().filter(|one| one.person == person).cloned().collect();
        rostered_seconds(&mine, today, month.last_day(), |day| holidays.is_business_day(day))
    };
    let load = |person: PersonId, row: Option<&LoadRow>| Load {
        person,
        patients: row.map_or(0, |row| row.patients),
        clinical: row.map_or(0, |row| row.clinical),
        work_seconds: row.map_or(0, |row| row.work_seconds),
        rostered_seconds: rostered(person),
    };
    let mut loads: Vec<Load> =
        rows.iter().filter_map(|row| row.coordinator.map(|person| load(person, Some(row)))).collect();
    // Who has hours and no patient yet can take some, as long as they work here.
    for one in &hours {
        if counts(one.person) && !loads.iter().any(|load| load.person == one.person) {
            loads.push(load(one.person, None));
        }
    }
    loads.sort_by(|a, b| (people.get(&a.person), a.person).cmp(&(people.get(&b.person), b.person)));
    let here: Vec<Load> = loads.iter().filter(|load| is_here(load.person)).copied().collect();
    let mut proposal = rebalance(&here, &movable, most.min(MOVES_AT_MOST));
    if work.may(Permission::ReadChart) {
        let visible = work.visible(Permission::ReadChart).await?;
        proposal.moves.retain(|one| visible.has(one.patient));
    } else {
        proposal.moves.clear();
    }
    let moved: Vec<PatientId> = proposal.moves.iter().map(|one| one.patient).collect();
    let patients = if moved.is_empty() { Vec::new() } else { work.tx.patients_of(practice, &moved).await? };
    let names = patients.iter().map(|patient| (patient.id, PatientName::of(patient))).collect();
    drop(work);
    app.audit_read(actor, place, "caseload", &month.to_string(), None).await?;
    let nobodys = rows.iter().filter(|row| row.coordinator.is_none()).map(|row| row.patients).sum();
    Ok(Loads { schema: "perennial.caseloads.1", month, loads, nobodys, proposal, people, names })
}
