//! Taking turns, and two clocks.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Pairs of one run of the baseline and one of the product.
pub const PAIRS: usize = 5;

/// Above this, others had the processor so long that the wall clock says nothing of us.
const CROWDED: f64 = 1.3;

/// How long something took.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Took {
    pub wall_seconds: f64,
    /// On processors, threads summed.
    pub cpu_seconds: f64,
}

/// Which clock the ratio is taken by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    Wall,
    /// The machine was crowded.
    Cpu,
}

/// Baseline and product in turns.
pub struct Pairs(Vec<(Took, Took)>);

impl Pairs {
    pub fn take(
        pairs: usize,
        mut baseline: impl FnMut() -> Result<Took>,
        mut product: impl FnMut() -> Result<Took>,
    ) -> Result<Self> {
        (0..pairs).map(|_| Ok((baseline()?, product()?))).collect::<Result<_>>().map(Self)
    }

    /// Pairs that were taken otherwise.
    pub fn of(pairs: Vec<(Took, Took)>) -> Self {
        Self(pairs)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The wall clock; where the machine was crowded and all the work was ours, processor time.
    pub fn clock(&self) -> Clock {
        let sum = |of: fn(&Took) -> f64| -> f64 { self.0.iter().map(|(a, b)| of(a) + of(b)).sum() };
        let (wall, cpu) = (sum(|it| it.wall_seconds), sum(|it| it.cpu_seconds));
        if cpu > 0.0 && wall / cpu > CROWDED { Clock::Cpu } else { Clock::Wall }
    }

    /// How many times the baseline's speed the product has: lowest, median, highest.
    pub fn ratios(&self, clock: Clock) -> (f64, f64, f64) {
        spread(self.0.iter().map(|(baseline, product)| baseline.by(clock) / product.by(clock)))
    }

    /// Median seconds of the baseline and of the product.
    pub fn medians(&self, clock: Clock) -> (f64, f64) {
        let median = |of: fn(&(Took, Took)) -> Took| spread(self.0.iter().map(|pair| of(pair).by(clock))).1;
        (median(|pair| pair.0), median(|pair| pair.1))
    }
}

impl Took {
    fn by(self, clock: Clock) -> f64 {
        match clock {
            Clock::Wall => self.wall_seconds,
            Clock::Cpu => self.cpu_seconds,
        }
    }
}

fn spread(values: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    (at(0), at(values.len() / 2), at(values.len().saturating_sub(1)))
}

/// Runs work of this thread alone, `rounds` times, and answers the time of one round.
pub fn time<T>(rounds: u32, mut work: impl FnMut() -> T) -> Result<Took> {
    let (start, start_cpu) = (Instant::now(), thread_cpu_seconds()?);
    for _ in 0..rounds {
        black_box(work());
    }
    let rounds = f64::from(rounds);
    let wall_seconds = start.elapsed().as_secs_f64() / rounds;
    Ok(Took { wall_seconds, cpu_seconds: (thread_cpu_seconds()? - start_cpu) / rounds })
}

/// Processor time of this thread, to the nanosecond.
fn thread_cpu_seconds() -> Result<f64> {
    let text =
        std::fs::read_to_string("/proc/thread-self/schedstat").context("Linux tells processor time")?;
    let nanos: f64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanos / 1e9)
}

/// Processor time of this process, all threads that ever were, to a hundredth of a second.
pub fn process_cpu_seconds() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").context("Linux tells processor time")?;
    // The second field is the program's name in parentheses, which may hold anything.
    let fields: Vec<&str> =
        text.rsplit_once(')').context("a stat line")?.1.split_ascii_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok());
    let (user, system) = ticks(11).zip(ticks(12)).context("a stat line with times")?;
    Ok((user + system) / 100.0)
}

/// The most memory this process ever had resident, in bytes.
pub fn peak_resident() -> Result<u64> {
    let text = std::fs::read_to_string("/proc/self/status").context("Linux tells memory")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("a peak")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib * 1024)
}
