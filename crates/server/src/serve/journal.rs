//! How a job is doing, put on record so that people see it: at once when it begins to fail or does well again, else now and
//! then.

use std::time::Duration;

use app::App;
use app::ports::job_runs::JobRunRow;
use app::reports::note_job;
use ccm::basics::Timestamp;
use jiff::SignedDuration;

/// Between two notes of a job that does well as before. A job that runs every second is not worth a write each time.
const NOTE_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// What is known of one job since the program began.
pub struct Journal {
    name: &'static str,
    failures: u64,
    well_at: Option<Timestamp>,
    noted_at: Option<Timestamp>,
}

impl Journal {
    pub fn of(name: &'static str) -> Self {
        Self { name, failures: 0, well_at: None, noted_at: None }
    }

    /// Notes a round. Where even that fails, the next round notes it.
    pub async fn note(&mut self, app: &App, began_at: Timestamp, failure: Option<String>, pause: Duration) {
        let ended_at = app.now();
        let did_well = self.failures == 0;
        self.failures = if failure.is_some() { self.failures.saturating_add(1) } else { 0 };
        if failure.is_none() {
            self.well_at = Some(ended_at);
        }
        let is_news = failure.is_some() || !did_well;
        let is_due = self.noted_at.is_none_or(|noted| ended_at.duration_since(noted) >= NOTE_EVERY);
        if !is_news && !is_due {
            return;
        }
        let row = JobRunRow {
            name: self.name.to_owned(),
            began_at,
            ended_at,
            next_at: next(ended_at, pause),
            well_at: self.well_at,
            failed_at: failure.is_some().then_some(ended_at),
            why: failure,
            failures: self.failures,
        };
        match note_job(app, &row).await {
            Ok(()) => self.noted_at = Some(ended_at),
            Err(error) => tracing::warn!(job = self.name, %error, "how it is doing could not be noted"),
        }
    }
}

fn next(at: Timestamp, pause: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(pause).unwrap_or(NOTE_EVERY);
    at.checked_add(pause).unwrap_or(at)
}
