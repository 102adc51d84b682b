//! How a job is doing, put on record so that people see it: at once when it begins to fail or does well again, else now and
//! then.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use app::App;
use app::ports::job_runs::JobRunRow;
use app::reports::note_job;
use ccm::basics::{OrganizationId, Timestamp};
use jiff::SignedDuration;

/// Between two notes of a job that does well as before. A job that runs every second is not worth a write each time.
const NOTE_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Of a round that failed before it came to any organization: what it says may be another's.
const ROUND_FAILED: &str = "the round failed; the program's log says why";

/// What failed in a round, each organization's own failure apart from the others'.
#[derive(Debug, Default)]
pub struct Failures(HashMap<OrganizationId, String>);

impl Failures {
    /// Keeps why one organization's turn failed, and lets the next one have its own.
    pub fn note<T>(&mut self, organization: OrganizationId, outcome: anyhow::Result<T>) -> Option<T> {
        outcome.map_err(|error| self.0.insert(organization, error.to_string())).ok()
    }

    pub fn into_result(self) -> anyhow::Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into()) }
    }
}

/// For the program's log.
impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = self.0.iter();
        let Some((organization, why)) = all.next() else { return Ok(()) };
        write!(f, "{organization}: {why}")?;
        all.try_for_each(|(organization, why)| write!(f, "; {organization}: {why}"))
    }
}

impl std::error::Error for Failures {}

/// What is known of one job since the program began.
pub struct Journal {
    name: &'static str,
    /// Rounds in a row that failed for an organization, and that failed as a whole.
    failures: HashMap<OrganizationId, u64>,
    whole: u64,
    noted_at: Option<Timestamp>,
}

impl Journal {
    pub fn of(name: &'static str) -> Self {
        Self { name, failures: HashMap::new(), whole: 0, noted_at: None }
    }

    /// Notes a round. Where even that fails, the next round notes it.
    pub async fn note(
        &mut self,
        app: &App,
        began_at: Timestamp,
        outcome: anyhow::Result<()>,
        pause: Duration,
    ) {
        let ended_at = app.now();
        let did_well = self.did_well();
        let failures = self.count(outcome);
        let is_news = !did_well || !self.did_well();
        let is_due = self.noted_at.is_none_or(|noted| ended_at.duration_since(noted) >= NOTE_EVERY);
        if !is_news && !is_due {
            return;
        }
        let row_of = |organization| {
            let why = self.why(&failures, organization);
            let is_well = why.is_none();
            JobRunRow {
                name: self.name.to_owned(),
                began_at,
                ended_at,
                next_at: next(ended_at, pause),
                well_at: is_well.then_some(ended_at),
                failed_at: (!is_well).then_some(ended_at),
                why,
                failures: self.failures.get(&organization).copied().unwrap_or(self.whole),
            }
        };
        match note_job(app, row_of).await {
            Ok(()) => self.noted_at = Some(ended_at),
            Err(error) => tracing::warn!(job = self.name, %error, "how it is doing could not be noted"),
        }
    }

    fn did_well(&self) -> bool {
        self.whole == 0 && self.failures.is_empty()
    }

    /// Counts on where it failed again, and begins anew elsewhere.
    fn count(&mut self, outcome: anyhow::Result<()>) -> Failures {
        let (failures, is_whole) = match outcome.map_err(anyhow::Error::downcast::<Failures>) {
            Ok(()) => (Failures::default(), false),
            Err(Ok(failures)) => (failures, false),
            Err(Err(_)) => (Failures::default(), true),
        };
        self.whole = if is_whole { self.whole.saturating_add(1) } else { 0 };
        let before = std::mem::take(&mut self.failures);
        let again = |organization| before.get(organization).copied().unwrap_or_default().saturating_add(1);
        self.failures = failures.0.keys().map(|organization| (*organization, again(organization))).collect();
        failures
    }

    fn why(&self, failures: &Failures, organization: OrganizationId) -> Option<String> {
        let own = failures.0.get(&organization).cloned();
        own.or_else(|| (self.whole > 0).then(|| ROUND_FAILED.to_owned()))
    }
}

fn next(at: Timestamp, pause: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(pause).unwrap_or(NOTE_EVERY);
    at.checked_add(pause).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_of_anothers_failure() {
        let (one, other) =
            (OrganizationId(uuid::Uuid::from_u128(1)), OrganizationId(uuid::Uuid::from_u128(2)));
        let mut journal = Journal::of("exchange");
        for round in 1..=2 {
            let mut failures = Failures::default();
            failures.note(one, Err::<(), _>(anyhow::anyhow!("a mailbox of one")));
            assert_eq!(failures.note(other, Ok(7)), Some(7), "the other has its turn");
            let failures = journal.count(failures.into_result());
            assert_eq!(journal.why(&failures, one).as_deref(), Some("a mailbox of one"));
            assert_eq!(journal.why(&failures, other), None);
            assert_eq!((journal.failures.get(&one), journal.failures.get(&other)), (Some(&round), None));
        }
        let failures = journal.count(Err(anyhow::anyhow!("what it says may be anybody's")));
        assert_eq!(journal.why(&failures, other).as_deref(), Some(ROUND_FAILED));
        journal.count(Ok(()));
        assert!(journal.did_well());
    }
}
