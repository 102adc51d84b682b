//! How fast an 835 is checked, and in what memory: `cargo run --release -p x12 --example remittance_speed -- [MB]`.
//! The file is made while it is read, so that what is held is the reader's. Beside it stands the bare search for
//! terminators and separators in the same bytes, by the thread's own processor time.

use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::time::Instant;
use x12::Segments;
use x12::remittance::{Event, Payments, check};

const ROUNDS: usize = 5;

fn main() {
    let megabytes: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(50);
    let file = Parts::of_size(megabytes * 1_000_000);
    let bytes = file.length();
    println!("{bytes} bytes, {} claims", file.times * 5);

    let mut held = Vec::new();
    file.read().read_to_end(&mut held).expect("made here");
    let searched = seconds(|| {
        let ends = memchr::memchr_iter(b'~', black_box(&held));
        black_box(ends.count() + memchr::memchr_iter(b'*', &held).count());
    });
    drop(held);
    let streamed = seconds(|| {
        let mut segments = Segments::new(file.read());
        let mut found = 0_usize;
        while segments.advance().expect("a good file") {
            found += segments.segment().map_or(0, |segment| segment.indexed().len());
        }
        black_box(found);
    });
    let checked = seconds(|| {
        black_box(check(file.read()).expect("a good file"));
    });
    let summary = check(file.read()).expect("a good file");
    let given = seconds(|| {
        let mut payments = Payments::checked(file.read(), &summary);
        let mut lines = 0;
        while let Some(event) = payments.next_event() {
            if let Event::Claim(claim) = event {
                lines += black_box(claim).lines.len();
            }
        }
        assert_eq!(lines as u64, summary.payments.iter().map(|payment| payment.lines).sum::<u64>());
    });
    for (what, seconds) in
        [("search", searched), ("segments", streamed), ("check", checked), ("second pass", given)]
    {
        println!("{what}: {:.0} MB/s, {:.3} of the search", bytes as f64 / seconds / 1e6, searched / seconds);
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status")
        && let Some(line) = status.lines().find(|line| line.starts_with("VmRSS"))
    {
        println!("{line}");
    }
}

/// The good file of the fixtures with its first payment's claims many times over.
struct Parts {
    before: Vec<u8>,
    claims: Vec<u8>,
    times: usize,
    after: Vec<u8>,
}

impl Parts {
    fn of_size(bytes: usize) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/x12/835.x12");
        let text = std::fs::read_to_string(path).expect("the good file").replace('\n', "");
        let (first, plb) = (text.find("CLP*").expect("a claim"), text.find("PLB*").expect("a PLB"));
        let claims = &text[first..plb];
        let segments = claims.matches('~').count();
        let times = (bytes / claims.len()).max(1);
        // The claims were paid 106.63 together, and 34.98 of it is taken by the provider adjustments.
        let owed = 10_663 * times - 3498;
        let amount = format!("BPR*I*{}.{:02}*", owed / 100, owed % 100);
        let before = text[..first].replace("BPR*I*71.65*", &amount);
        let after = &text[plb..];
        let (_, said) = after.split_once("SE*").expect("a trailer");
        let said = said.split('*').next().expect("a count");
        let counted = said.parse::<usize>().expect("a number") + segments * (times - 1);
        let after = after.replacen(&format!("SE*{said}*"), &format!("SE*{counted}*"), 1);
        Self { before: before.into(), claims: claims.into(), times, after: after.into() }
    }

    fn length(&self) -> usize {
        self.before.len() + self.claims.len() * self.times + self.after.len()
    }

    fn read(&self) -> impl Read + '_ {
        self.before
            .as_slice()
            .chain(Repeated { bytes: &self.claims, at: 0, left: self.times })
            .chain(&self.after[..])
    }
}

struct Repeated<'a> {
    bytes: &'a [u8],
    at: usize,
    left: usize,
}

impl Read for Repeated<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut written = 0;
        while self.left > 0 && written < into.len() {
            let length = (self.bytes.len() - self.at).min(into.len() - written);
            into[written..written + length].copy_from_slice(&self.bytes[self.at..self.at + length]);
            (written, self.at) = (written + length, self.at + length);
            if self.at == self.bytes.len() {
                (self.at, self.left) = (0, self.left - 1);
            }
        }
        Ok(written)
    }
}

/// The best of some rounds.
fn seconds(mut work: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let (start, start_processor) = (Instant::now(), processor_seconds());
        work();
        let spent = match (start_processor, processor_seconds()) {
            (Some(start), Some(end)) if end > start => end - start,
            _ => start.elapsed().as_secs_f64(),
        };
        best = best.min(spent);
    }
    best
}

/// Time this thread has had on a processor, as Linux counts it.
fn processor_seconds() -> Option<f64> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(counts.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
