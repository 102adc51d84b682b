//! How far the month will come: what is expected as things stand, by whom the work is done, and what can no longer be had.
//!
//! It informs whoever plans hours. It proposes no minute to anybody: care decides what is done (workflows.md §7).

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::readiness::State;
use ccm::people::rostered_seconds;
use ccm::reports::caseload::expected_permille;
use ccm::reports::{Caseload, RankingSettings, StandingCount};
use serde::Serialize;

use super::view::{MonthBoard, read};
use crate::{App, Place, Result};

/// A month's forecast.
#[derive(Clone, Serialize)]
pub struct Forecast {
    pub schema: &'static str,
    pub board: MonthBoard,
    pub codes: Vec<CodeForecast>,
    pub all: CodeForecast,
    /// The running month alone has a pace.
    pub pace: Option<Pace>,
}

/// One code, or all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CodeForecast {
    /// Empty: all of them.
    pub code: String,
    /// Billed as things stand.
    pub ready_units: u64,
    pub ready_cents: Cents,
    /// Patients whose amount is not known, and is not in the sum.
    pub unpriced: u64,
    /// Can still be had, and lacks time: patients, and the time that they lack.
    pub short_of_time: u64,
    pub missing_seconds: u64,
    /// Can still be had, and lacks a record.
    pub short_of_record: u64,
    pub blocked: u64,
    pub unreachable: u64,
}

/// Work left against hours at hand.
#[derive(Clone, Serialize)]
pub struct Pace {
    /// Whole days after this one.
    pub days_left: i32,
    /// The share of the first threshold, in thousandths, from which somebody is on track today.
    pub expected_permille: u32,
    pub everybody: Caseload,
    /// By name; those whom nobody is assigned to come last.
    pub coordinators: Vec<CoordinatorPace>,
}

#[derive(Clone, Serialize)]
pub struct CoordinatorPace {
    /// `None`: nobody is assigned.
    pub person: Option<PersonId>,
    /// `Given Family`; empty where nobody is.
    pub name: String,
    pub caseload: Caseload,
}

/// Forecasts a month from what is kept.
///
/// # Errors
/// As [`super::board`].
pub async fn forecast(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<Forecast> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let board = read(app, &mut work, month).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let pace = if month == board.current {
        let today = board.zone.zone().to_datetime(now).date();
        let expected = expected_permille(month, &board.zone, now, RankingSettings::embedded());
        let rows = work.tx.caseloads(practice, month, expected).await?;
        let hours = work.tx.rostered_hours(practice).await?;
        let persons = work.tx.persons().await?;
        let holidays = app.rules.holidays();
        let left = |of: &[ccm::people::RosteredHours]| {
            rostered_seconds(of, today, month.last_day(), |day| holidays.is_business_day(day))
        };
        let mut all = ccm::reports::CaseloadCounts::default();
        let mut coordinators: Vec<CoordinatorPace> = Vec::with_capacity(rows.len());
        for row in rows {
            let counts = row.counts;
            all.assigned += counts.assigned;
            all.at_threshold += counts.at_threshold;
            all.on_track += counts.on_track;
            all.at_risk += counts.at_risk;
            all.without_threshold += counts.without_threshold;
            all.missing_seconds += counts.missing_seconds;
            let own: Vec<_> =
                hours.iter().filter(|one| Some(one.person) == row.coordinator).cloned().collect();
            let person = persons.iter().find(|person| Some(person.id) == row.coordinator);
            coordinators.push(CoordinatorPace {
                person: row.coordinator,
                name: person.map(|one| format!("{} {}", one.given, one.family)).unwrap_or_default(),
                caseload: Caseload::of(counts, left(&own)),
            });
        }
        coordinators.sort_by(|a, b| (a.person.is_none(), &a.name).cmp(&(b.person.is_none(), &b.name)));
        Some(Pace {
            days_left: today.until(month.last_day()).map_or(0, |span| span.get_days()),
            expected_permille: expected,
            everybody: Caseload::of(all, left(&hours)),
            coordinators,
        })
    } else {
        None
    };
    drop(work);
    app.audit_read(actor, place, "forecast", &month.to_string(), None).await?;
    let mut codes: BTreeMap<&str, CodeForecast> = BTreeMap::new();
    let mut all = CodeForecast::default();
    for count in &board.counts.codes {
        let one = codes.entry(count.code.as_str()).or_default();
        one.code = count.code.to_string();
        one.add(count);
        all.add(count);
    }
    let codes = codes.into_values().collect();
    Ok(Forecast { schema: "perennial.forecast.1", board, codes, all, pace })
}

impl CodeForecast {
    fn add(&mut self, count: &StandingCount) {
        match count.state {
            State::Ready => {
                self.ready_units += count.units;
                self.ready_cents.0 += count.expected.0;
                self.unpriced += count.unpriced;
            }
            State::Missing if count.missing_seconds > 0 => {
                self.short_of_time += count.patients;
                self.missing_seconds += count.missing_seconds;
            }
            State::Missing => self.short_of_record += count.patients,
            State::Blocked => self.blocked += count.patients,
            State::Unreachable => self.unreachable += count.patients,
        }
    }
}
