//! How fast bundles are read, against `serde_json::Value` in the same run: `cargo run --release --example parse_speed`.
//!
//! Reads the shared sample bundles (or the `.json` and `.json.gz` files named), and prints one JSON line.

use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PAIRS: usize = 15;

fn main() -> std::io::Result<()> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/fhir");
        let Ok(folder) = std::fs::read_dir(&samples) else {
            println!("skipped: no sample bundles beside this checkout");
            return Ok(());
        };
        paths = folder
            .filter_map(|file| Some(file.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ext| ext == "gz"))
            .collect();
    }
    let files: Vec<Vec<u8>> = paths.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let bytes: usize = files.iter().map(Vec::len).sum();

    let mut pairs = Vec::with_capacity(PAIRS);
    for _ in 0..PAIRS {
        let value = time(&files, |file| {
            black_box(serde_json::from_slice::<serde_json::Value>(file).is_ok());
        });
        let typed = time(&files, |file| {
            black_box(fhir::read_document(file).is_ok());
        });
        pairs.push((value, typed));
    }
    let mut ratios: Vec<f64> =
        pairs.iter().map(|(value, typed)| value.as_secs_f64() / typed.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let speed = |best: Duration| bytes as f64 / 1e6 / best.as_secs_f64();
    let best = |pick: fn(&(Duration, Duration)) -> Duration| pairs.iter().map(pick).min();
    println!(
        r#"{{"workload":"import_parse","files":{},"bytes":{bytes},"value_mb_s":{:.0},"typed_mb_s":{:.0},"ratio":{:.2},"n":{PAIRS},"min":{:.2},"max":{:.2}}}"#,
        files.len(),
        best(|pair| pair.0).map_or(0.0, speed),
        best(|pair| pair.1).map_or(0.0, speed),
        ratios[PAIRS / 2],
        ratios[0],
        ratios[PAIRS - 1],
    );
    Ok(())
}

fn time(files: &[Vec<u8>], mut parse: impl FnMut(&[u8])) -> Duration {
    let start = Instant::now();
    files.iter().for_each(|file| parse(file));
    start.elapsed()
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let raw = std::fs::read(path)?;
    if !raw.starts_with(&[0x1f, 0x8b]) {
        return Ok(raw);
    }
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&raw[..]).read_to_end(&mut bytes)?;
    Ok(bytes)
}
