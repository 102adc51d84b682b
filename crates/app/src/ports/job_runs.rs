//! How the jobs that go on by themselves are doing: one row for each, made anew.

use async_trait::async_trait;
use ccm::basics::Timestamp;

use crate::Result;

/// One job of a running program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRunRow {
    pub name: String,
    /// When the last round began and ended.
    pub began_at: Timestamp,
    pub ended_at: Timestamp,
    /// When the next one is due.
    pub next_at: Timestamp,
    /// When a round last ended well.
    pub well_at: Option<Timestamp>,
    pub failed_at: Option<Timestamp>,
    /// Why the last failure failed: words for whoever runs the program, nothing of anybody's record.
    pub why: Option<String>,
    /// Since a round last ended well.
    pub failures: u64,
}

#[async_trait]
pub trait JobRuns: Send {
    async fn job_runs(&mut self) -> Result<Vec<JobRunRow>>;
    /// Puts it in the place of the one before. When a round last ended well, and when and why one last failed, stays known
    /// where the new one does not say.
    async fn put_job_run(&mut self, row: &JobRunRow) -> Result<()>;
}
