//! What was being read, for when it does not end or does not end well: kept as a file, with the seed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longer than any honest reading of so small a file, on however busy a machine.
const LONGEST: Duration = Duration::from_secs(30);

/// What is being read, and since when.
type Now = Arc<Mutex<Option<(Instant, Vec<u8>)>>>;

/// Keeps an eye on one reading at a time.
pub struct Watch {
    seed: u64,
    now: Now,
}

impl Watch {
    pub fn new(seed: u64) -> Self {
        let now = Now::default();
        let watched = now.clone();
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(500));
                let now = watched.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((since, bytes)) = now.as_ref().filter(|(since, _)| since.elapsed() > LONGEST) {
                    let kept = keep(seed, bytes);
                    eprintln!("STANDSTILL after {:?}, seed {seed}: {}", since.elapsed(), kept.display());
                    // Nothing else ends a loop.
                    std::process::abort();
                }
            }
        });
        Self { seed, now }
    }

    /// Reads under watch; a panic is a failure like any other.
    pub fn over<T>(&self, bytes: &[u8], read: impl Fn(&[u8]) -> Result<T, String>) -> Result<T, String> {
        *self.lock() = Some((Instant::now(), bytes.to_vec()));
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(bytes)));
        *self.lock() = None;
        let told = told.unwrap_or_else(|_| Err("it panics; its own words stand above".to_owned()));
        told.map_err(|why| format!("{why}\nseed {}: {}", self.seed, keep(self.seed, bytes).display()))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Instant, Vec<u8>)>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Under the folder of the build; it is shown to the readers first whenever they are tested again.
fn keep(seed: u64, bytes: &[u8]) -> PathBuf {
    let folder = kept();
    let path = folder.join(format!("{seed}.x12"));
    if let Err(error) = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes)) {
        eprintln!("{} cannot be written: {error}", path.display());
    }
    path
}

/// Where such files are kept.
pub fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz")
}
