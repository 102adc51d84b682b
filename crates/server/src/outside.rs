//! The clock, new ids, and the progress bar.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use app::ports::{Clock, Ids, Progress};
use ccm::basics::Timestamp;
use uuid::Uuid;

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The demo's clock: stands still, and is moved by hand.
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
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
