//! Writing against a plain copy of the output, reading against splitting it by terminator and
//! separator: `cargo run --release -p x12 --example speed -- [CLAIMS]`. Ratios are medians of
//! pairs that take turns, by the thread's own processor time where the system tells it, because
//! the machine may be shared. Claims differ from each other and are all in memory before.

#[path = "../tests/sample/mod.rs"]
#[allow(dead_code)]
mod sample;

use std::hint::black_box;
use std::time::Instant;

const PAIRS: usize = 9;
const ROUNDS: u32 = 8;

fn main() {
    let claims = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let interchange = sample::interchange(claims, 500);
    let bytes = sample::written(&interchange);
    println!("{claims} claims, {} bytes", bytes.len());

    let mut copy = Vec::with_capacity(bytes.len());
    let mut out = Vec::with_capacity(bytes.len());
    compare(
        "write / memcpy",
        bytes.len(),
        claims,
        || copied(&bytes, &mut copy),
        || {
            out.clear();
            x12::professional::write(black_box(&interchange), &mut out);
            out.len()
        },
    );
    let split = || {
        let ends = memchr::memchr_iter(b'~', black_box(&bytes));
        ends.count() + memchr::memchr_iter(b'*', &bytes).count()
    };
    let segments = || x12::Tokenizer::new(black_box(&bytes)).map_or(0, |tokens| tokens.count());
    compare("tokenize / memchr", bytes.len(), claims, split, segments);
    let elements = || {
        let tokens = x12::Tokenizer::new(black_box(&bytes)).into_iter().flatten().flatten();
        tokens.map(|segment| black_box(segment.elements().count())).sum()
    };
    compare("read / elements of tokenizer", bytes.len(), claims, elements, || {
        x12::professional::read(black_box(&bytes)).map_or(0, |read| read.groups.len())
    });
}

fn copied(bytes: &[u8], copy: &mut Vec<u8>) -> usize {
    copy.clear();
    copy.extend_from_slice(black_box(bytes));
    black_box(copy.len())
}

fn compare(
    name: &str,
    bytes: usize,
    claims: usize,
    mut baseline: impl FnMut() -> usize,
    mut product: impl FnMut() -> usize,
) {
    let mut ratios = Vec::new();
    let mut best = f64::MAX;
    for _ in 0..PAIRS {
        let base = seconds(&mut baseline);
        let own = seconds(&mut product);
        ratios.push(base / own);
        best = best.min(own);
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "{name}: {:.3} ({:.3} to {:.3}); best {:.0} MB/s, {:.2} M claims/s",
        ratios[PAIRS / 2],
        ratios[0],
        ratios[PAIRS - 1],
        bytes as f64 / best / 1e6,
        claims as f64 / best / 1e6,
    );
}

fn seconds(work: &mut impl FnMut() -> usize) -> f64 {
    let (start, start_processor) = (Instant::now(), processor_seconds());
    // Several rounds, because the system's count of processor time moves in milliseconds.
    for _ in 0..ROUNDS {
        black_box(work());
    }
    let wall = start.elapsed().as_secs_f64();
    match (start_processor, processor_seconds()) {
        (Some(start), Some(end)) if end > start => (end - start) / f64::from(ROUNDS),
        _ => wall / f64::from(ROUNDS),
    }
}

/// Time this thread has had on a processor, as Linux counts it.
fn processor_seconds() -> Option<f64> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(counts.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
