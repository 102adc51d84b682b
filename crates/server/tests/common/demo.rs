//! The demo's September in a throw-away database: recorded, and neither closed nor claimed.

use std::path::Path;
use std::sync::Arc;

use app::Place;
use ccm::basics::*;
use exchange::ehr::FhirFiles;
use testkit::house::House;

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
    let house = House::over(Arc::new(store), "2026-10-02T15:00:00Z");
    let at = house.set_up(&with_ways(&demo.setup_toml, ways)).await.expect("the demo is right");
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
