//! Our close, as `perennial month refresh` and `perennial month close` do it: practice after practice.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use app::Place;
use app::billing::RefreshOptions;
use ccm::basics::ServiceMonth;
use store::SqlStore;
use testkit::house::{House, operator};

use super::Answer;
use super::by_hand::took;
use super::ground;
use crate::measure::{peak_resident, process_cpu_seconds};
use crate::population::MONTH;
pub use crate::population::seed::{LATER, NOW};

/// A house over a seeded database.
pub struct Ours {
    pub house: House,
    store: SqlStore,
    pub places: Vec<Place>,
    pub month: ServiceMonth,
}

impl Ours {
    pub async fn open(url: &str, keys: &Path, now: &str) -> Result<Self> {
        let store = ground::store(url, keys).await?;
        let house = House::over(Arc::new(store.clone()), now);
        let mut places = Vec::new();
        for organization in house.app.organizations().await? {
            let anywhere = Place { organization: organization.id, practice: None };
            let practices = house.app.begin_read(&operator(), anywhere).await?.tx.practices().await?;
            places.extend(practices.iter().map(|one| Place { practice: Some(one.id), ..anywhere }));
        }
        Ok(Self { house, store, places, month: MONTH.parse()? })
    }

    /// Leaves the database to others: a copy can be made of it.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// Brings every answer up to date; gives how many months were judged.
    pub async fn refresh(&self, options: &RefreshOptions) -> Result<u64> {
        let mut judged = 0;
        for place in &self.places {
            let app = &self.house.app;
            judged += app::billing::refresh(app, &operator(), *place, self.month, options).await?.judged;
        }
        Ok(judged)
    }

    /// Freezes the month of every practice.
    pub(super) async fn freeze(&self, answer: &mut Answer) -> Result<()> {
        let mut hashes = Vec::new();
        for place in &self.places {
            let options = RefreshOptions::default();
            let app = &self.house.app;
            let report = app::billing::freeze(app, &operator(), *place, self.month, &options).await?;
            ensure!(!report.was_closed, "a fresh month is closed");
            answer.lines += report.billed.values().sum::<u64>();
            hashes.push(report.sha256);
        }
        answer.sha256 = hashes.concat();
        Ok(())
    }
}

/// What `month refresh --workers 1` does.
pub fn one_worker() -> RefreshOptions {
    RefreshOptions { workers: 1, ..RefreshOptions::default() }
}

/// The clock runs over the freezing alone: the day's answers are current, as they are when nobody has just written.
pub async fn close(url: &str, keys: &Path) -> Result<Answer> {
    let ours = Ours::open(url, keys, NOW).await?;
    let mut answer = Answer { judged: ours.refresh(&RefreshOptions::default()).await?, ..Answer::default() };
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    ours.freeze(&mut answer).await?;
    answer.took = took(start, start_cpu)?;
    let start = Instant::now();
    for place in &ours.places {
        app::billing::close(&ours.house.app, &operator(), *place, ours.month).await?;
    }
    answer.drafting_seconds = start.elapsed().as_secs_f64();
    answer.peak_resident = peak_resident()?;
    Ok(answer)
}

/// Every answer worked out from the raw ledger, and frozen.
pub async fn recompute(url: &str, keys: &Path) -> Result<Answer> {
    let ours = Ours::open(url, keys, NOW).await?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let judged = ours.refresh(&RefreshOptions::default()).await?;
    let mut answer = Answer { judged, ..Answer::default() };
    ours.freeze(&mut answer).await?;
    answer.took = took(start, start_cpu)?;
    answer.peak_resident = peak_resident()?;
    Ok(answer)
}

/// One worker, until nothing is stale.
pub async fn work(url: &str, keys: &Path, now: &str) -> Result<Answer> {
    let ours = Ours::open(url, keys, now).await?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let judged = ours.refresh(&one_worker()).await?;
    let took = took(start, start_cpu)?;
    Ok(Answer { took, judged, peak_resident: peak_resident()?, ..Answer::default() })
}

/// Freezes what is current, for its hash.
pub async fn freeze(url: &str, keys: &Path) -> Result<Answer> {
    let mut answer = Answer::default();
    Ours::open(url, keys, LATER).await?.freeze(&mut answer).await?;
    Ok(answer)
}
