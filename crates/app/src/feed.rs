//! The change feed, for those who show what others change. It names kinds and ids, no content: whoever shows more asks
//! for it with their own permission.

use ccm::access::Actor;

use crate::ports::Change;
use crate::{App, Place, Result};

fn reader() -> Actor {
    Actor::Job { name: "live".to_owned() }
}

/// The last position that is committed at the place's practice.
///
/// # Errors
/// [`crate::Error::NotFound`] without a practice; storage's failures.
pub async fn position(app: &App, place: Place) -> Result<i64> {
    let mut work = app.begin_read(&reader(), place).await?;
    let practice = work.practice_id()?;
    work.tx.feed_position(practice.0).await
}

/// Changes of the place's practice after a position, oldest first.
///
/// # Errors
/// As [`position`].
pub async fn since(app: &App, place: Place, after: i64, limit: i64) -> Result<Vec<Change>> {
    let mut work = app.begin_read(&reader(), place).await?;
    let practice = work.practice_id()?;
    work.tx.changes(practice.0, after, limit).await
}
