//! Bundles read and translated by `exchange`, against the same bytes parsed into `serde_json::Value`.

use std::hint::black_box;
use std::sync::Arc;

use anyhow::{Result, ensure};
use app::people::Incoming;
use ccm::care_plan::ConditionCatalog;
use exchange::ehr::translate::Translator;
use synthetic::BundleSize;

use crate::Size;
use crate::line::Workload;
use crate::measure::{PAIRS, Pairs, time};

const SEED: u64 = 11;

pub fn run(size: Size) -> Result<bool> {
    let (patients, rounds) = match size {
        Size::Small => (20, 5),
        Size::Full | Size::Nation => (200, 2),
    };
    let bundles: Vec<(String, String)> = synthetic::bundles(SEED, patients, BundleSize::Mixed).collect();
    let bytes: usize = bundles.iter().map(|(_, json)| json.len()).sum();
    let catalog = Arc::new(ConditionCatalog::embedded()?);

    let product = || {
        let mut translator = Translator::new(Arc::clone(&catalog));
        let mut whole = 0;
        for (name, json) in &bundles {
            translator.document(name, json.as_bytes(), &mut |incoming| {
                whole += usize::from(matches!(black_box(incoming), Incoming::Whole(_)));
            });
        }
        whole
    };
    ensure!(product() == bundles.len(), "every bundle gives its patient whole");
    let baseline = || {
        let parsed = bundles.iter().map(|(_, json)| serde_json::from_str::<serde_json::Value>(json));
        parsed.map(|value| black_box(value).is_ok()).filter(|is_ok| *is_ok).count()
    };
    ensure!(baseline() == bundles.len(), "every bundle is JSON");

    let pairs = Pairs::take(PAIRS, || time(rounds, baseline), || time(rounds, product))?;
    let workload = Workload {
        name: "import_parse",
        engine: None,
        size: format!("{patients} bundles, {:.1} MB", bytes as f64 / 1e6),
        amount: f64::from(patients),
        unit: "patients/s",
        gate: 2.0,
        goal: 3.5,
        is_ours_alone: true,
    };
    workload.report(&pairs, pairs.clock(), None)
}
