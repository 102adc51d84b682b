//! The clock, new ids, and the progress bar.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::ports::{Clock, Ids, Progress};
use ccm::basics::Timestamp;
use jiff::SignedDuration;
use uuid::Uuid;

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The demo's clock: stands still, and is moved by hand; or runs on from where it was put.
pub struct SetClock(Mutex<Hands>);

#[derive(Clone, Copy)]
struct Hands {
    at: Timestamp,
    /// As fast as the machine's clock since then; `None`: not at all.
    running_since: Option<Instant>,
}

impl SetClock {
    pub fn at(at: Timestamp) -> Self {
        Self(Mutex::new(Hands { at, running_since: None }))
    }

    pub fn set(&self, at: Timestamp) {
        self.put(Hands { at, running_since: None });
    }

    pub fn run_from(&self, at: Timestamp) {
        self.put(Hands { at, running_since: Some(Instant::now()) });
    }

    fn put(&self, hands: Hands) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = hands;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        let Hands { at, running_since } = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let run = running_since.map_or(Duration::ZERO, |since| since.elapsed());
        at.saturating_add(SignedDuration::try_from(run).unwrap_or(SignedDuration::MAX)).unwrap_or(at)
    }
}

/// UUID v7 in the order of time.
pub struct TimeOrdered;

impl Ids for TimeOrdered {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A bar on a terminal, silence elsewhere; and the place where a test may kill the program.
pub struct Watched {
    bar: indicatif::ProgressBar,
    done: AtomicU64,
    /// `PERENNIAL_FAIL_POINT=name:n`: the process dies, as if killed, at the n-th passing of that point.
    fail_at: Option<(String, u64)>,
    passed: AtomicU64,
}

impl Watched {
    pub fn new(unit: &'static str) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            let style = indicatif::ProgressStyle::with_template("{spinner} {pos} {msg} {elapsed}");
            indicatif::ProgressBar::new_spinner()
                .with_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_spinner()))
                .with_message(unit)
        } else {
            indicatif::ProgressBar::hidden()
        };
        let fail_at = std::env::var("PERENNIAL_FAIL_POINT").ok().and_then(|text| {
            let (name, count) = text.split_once(':')?;
            Some((name.to_owned(), count.parse().ok()?))
        });
        Self { bar, done: AtomicU64::new(0), fail_at, passed: AtomicU64::new(0) }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Watched {
    fn at(&self, done: u64, _total: u64) {
        let all = self.done.fetch_add(done, Ordering::Relaxed) + done;
        self.bar.set_position(all);
    }

    fn fail_point(&self, name: &'static str) {
        if let Some((at, count)) = &self.fail_at
            && at == name
            && self.passed.fetch_add(1, Ordering::Relaxed) + 1 == *count
        {
            std::process::abort();
        }
    }
}
