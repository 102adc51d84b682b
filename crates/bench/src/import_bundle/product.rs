//! What `perennial import` does, over a fresh store.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use exchange::ehr::FhirFiles;
use exchange::keys::FileKeys;
use store::SqlStore;
use testkit::house::House;

use super::Answer;
use crate::measure::{Took, peak_resident, process_cpu_seconds};

/// The instant at which everything happens.
const NOW: &str = "2026-09-30T18:00:00Z";

pub async fn run(url: &str, folder: &Path) -> Result<Answer> {
    let keys = tempfile::tempdir()?;
    let provider = FileKeys::open(&keys.path().join("kek"))?;
    let store = SqlStore::open(url, db::Options::default(), Arc::new(provider)).await?;
    let house = House::over(Arc::new(store), NOW);
    let place = house.set_up(&synthetic::demo_sized(1, 1).setup_toml).await?;

    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let mut files = FhirFiles::open(&[folder.to_owned()], Arc::clone(&house.app.catalog))?;
    let report = house.import(place, &mut files).await?;
    let took =
        Took { wall_seconds: start.elapsed().as_secs_f64(), cpu_seconds: process_cpu_seconds()? - start_cpu };
    ensure!(report.reading.refused_count == 0, "nothing is refused");
    Ok(Answer { took, patients: report.patients_new, peak_resident: peak_resident()? })
}
