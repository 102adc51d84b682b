//! With whom else performers were in the same minutes: searched for entry by entry where a few patients are asked about,
//! and found for a whole practice in one walk through its performers' diaries, which the month's frame remembers.
//!
//! A walk is as good as a search as long as the answers' cursor stands where it stood. What was written after the walk has
//! not been followed then: once it is, it makes stale whomever it touches. When the cursor has moved, a mark may be gone
//! for a change that the walk did not see, and so each batch is searched for.

use ccm::basics::*;
use tokio::sync::OnceCell;

use super::follow::READER;
use super::frame::MonthFrame;
use crate::ports::{SharedMinutes, SharedMinutesRow};
use crate::{Error, Result, Work};

/// How many patients there are to ask about, besides those of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// They are all.
    Alone,
    /// Everybody of the practice, batch by batch, each in a snapshot.
    AmongAll,
}

/// A practice's walk, and where the answers' cursor stood.
#[derive(Default)]
pub(super) struct Walked(OnceCell<(i64, SharedMinutes)>);

impl MonthFrame {
    pub(super) async fn shared_minutes(
        &self,
        work: &mut Work,
        patients: &[PatientId],
        asked: Asked,
    ) -> Result<Vec<SharedMinutesRow>> {
        let practice = self.practice.id;
        if asked == Asked::AmongAll {
            let position = work.tx.lock_cursor(practice, READER).await?;
            let walk = async {
                let shared = work.tx.shared_minutes(practice, self.from, self.until).await?;
                Ok::<_, Error>((position, shared))
            };
            let (walked_at, shared) = self.walked.0.get_or_try_init(|| walk).await?;
            if *walked_at == position {
                return Ok(shared.of(patients));
            }
        }
        work.tx.shared_minutes_of(practice, patients, self.from, self.until).await
    }
}
