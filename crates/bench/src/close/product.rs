//! Our close, as `perennial month close` does it: practice after practice.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use app::Place;
use ccm::basics::ServiceMonth;
use testkit::house::{House, operator};

use super::Answer;
use super::by_hand::took;
use super::ground::store;
use crate::measure::{peak_resident, process_cpu_seconds};
use crate::population::MONTH;
use crate::population::seed::NOW;

/// What is done before the clock starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing: every answer is worked out from the raw ledger.
    Nothing,
    /// The day's answers are current, as they are when nobody has written for a minute.
    Current,
}

pub async fn run(url: &str, keys: &Path, before: Before) -> Result<Answer> {
    let store = store(url, keys).await?;
    let house = House::over(Arc::new(store), NOW);
    let places = places(&house).await?;
    let month: ServiceMonth = MONTH.parse()?;
    if before == Before::Current {
        for place in &places {
            bring_up_to_date(&house, *place, month).await?;
        }
    }
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let mut lines = 0;
    for place in places {
        let report = app::billing::close::close(&house.app, &operator(), place, month).await?;
        ensure!(!report.was_closed, "a fresh month is closed");
        lines += report.billed.len() as u64;
    }
    let took = took(start, start_cpu)?;
    Ok(Answer { took, lines, peak_resident: peak_resident()? })
}

/// Nothing is kept current yet: the close works everything out.
async fn bring_up_to_date(_house: &House, _place: Place, _month: ServiceMonth) -> Result<()> {
    Ok(())
}

/// Every practice of every organization.
async fn places(house: &House) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for organization in house.app.organizations().await? {
        let anywhere = Place { organization: organization.id, practice: None };
        let practices = house.app.begin_read(&operator(), anywhere).await?.tx.practices().await?;
        places.extend(practices.iter().map(|one| Place { practice: Some(one.id), ..anywhere }));
    }
    Ok(places)
}
