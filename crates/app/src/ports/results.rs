//! What a month's work cost: hours by person, and rates.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::reports::result::{Rate, Worked};

use super::Recorded;
use crate::Result;

#[async_trait]
pub trait Results: Send {
    /// What holds of each day that something was said of, in the order of subjects and days.
    async fn rates(&mut self, practice: PracticeId) -> Result<Vec<Rate>>;
    async fn add_rate(&mut self, practice: PracticeId, rate: &Rate, recorded: Recorded) -> Result<()>;
    /// Time that began between two instants, by person, role and program.
    async fn worked(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Worked>>;
}
