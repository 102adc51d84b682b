//! The demo's September in a throw-away database: recorded, and neither closed nor claimed.

use std::path::Path;
use std::sync::Arc;

use app::Place;
use ccm::basics::*;
use exchange::ehr::FhirFiles;
use testkit::house::{House, operator};

pub const MONTH: &str = "2026-09";

/// The demo's setup file, with `ways` in the profile of Medicare.
fn with_ways(setup: &str, ways: &str) -> String {
    let line = "coverage_types      = [\"1\", \"12\", \"121\"]\n";
    assert!(setup.contains(line), "the demo's payer");
    setup.replacen(line, &format!("{line}\n{ways}\n"), 1)
}

/// On the second of October. `ways`: tables of Medicare's `submission`.
pub async fn recorded(store: store::SqlStore, folder: &Path, ways: &str) -> (House, Place) {
    let demo = super::write_demo(folder, 76);
    told(store, folder, &demo, &with_ways(&demo.setup_toml, ways)).await
}

/// On the second of October, a demo that lies in the folder, with a setup file of the test's own.
pub async fn told(
    store: store::SqlStore,
    folder: &Path,
    demo: &synthetic::Demo,
    setup: &str,
) -> (House, Place) {
    let house = House::over(Arc::new(store), "2026-10-02T15:00:00Z");
    let at = house.set_up(setup).await.expect("the demo is right");
    let mut files =
        FhirFiles::open(&[folder.join("ehr")], house.app.catalog.clone()).expect("the demo's files");
    house.import(at, &mut files).await.expect("the demo is right");
    let zone = TimeZone::get("America/Los_Angeles").expect("a zone");
    for file in &demo.records {
        house.put_clock(&zone.to_timestamp(file.typed_at).expect("an instant").to_string());
        house.record(at, &file.as_login, &file.ndjson).await.expect("the demo is right");
    }
    house.put_clock("2026-10-02T16:00:00Z");
    (house, at)
}

/// Every practitioner reviews their own claims of the month.
pub async fn reviewed(house: &House, at: Place, month: ServiceMonth) {
    let mut work = house.app.begin_read(&operator(), at).await.expect("a transaction");
    let persons = work.tx.persons().await.expect("a list");
    drop(work);
    for login in persons.into_iter().filter_map(|one| one.login) {
        let actor = house.staff(at, &login).await.expect("somebody of ours");
        // Whoever is no practitioner may not, and some have none.
        let _ = app::claim::review(&house.app, &actor, at, month, None).await;
    }
}
