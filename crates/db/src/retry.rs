//! Trying a transaction again.

use std::time::Duration;

use uuid::Uuid;

use crate::{Db, DbError, Scope, Tx};

/// The first pause between two tries; it doubles, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// An error that knows whether trying again may help.
pub trait Retry {
    /// See [`DbError::is_retryable`].
    fn is_retryable(&self) -> bool;
}

impl Retry for DbError {
    fn is_retryable(&self) -> bool {
        self.is_retryable()
    }
}

/// Runs `work` in a write transaction, which the work itself commits; runs all of it again while the
/// engine says that another transaction was in the way, up to `attempts` times in all. The work must
/// leave no trace but its rows: no message sent, no file written.
///
/// ```no_run
/// # async fn example(db: db::Db, touch: &'static db::Query) -> db::Result<()> {
/// let touched = db::retry(&db, &db::Scope::none(), 5, |mut tx| async move {
///     let touched = tx.exec(touch, db::values![1]).await?;
///     tx.commit().await?;
///     Ok::<_, db::DbError>(touched)
/// })
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Errors
/// The last error of the work.
pub async fn retry<T, E, W, F>(db: &Db, scope: &Scope, attempts: u32, mut work: W) -> Result<T, E>
where
    E: From<DbError> + Retry,
    // The transaction is given, not lent: a lending closure's future cannot be proved `Send`.
    W: FnMut(Tx) -> F,
    F: Future<Output = Result<T, E>>,
{
    let mut attempt = 1;
    loop {
        let answer = match db.begin(scope).await {
            Ok(tx) => work(tx).await,
            Err(error) => Err(error.into()),
        };
        match answer {
            Err(error) if error.is_retryable() && attempt < attempts => {
                tokio::time::sleep(pause(attempt)).await;
                attempt += 1;
            }
            answer => return answer,
        }
    }
}

/// Between half and all of the doubled pause, so that two who met do not meet again.
fn pause(attempt: u32) -> Duration {
    let full = FIRST_PAUSE.saturating_mul(1 << attempt.min(16)).min(LONGEST_PAUSE);
    // A time-ordered UUID ends in random bits.
    let random = Uuid::now_v7().as_u128() as u16;
    full.mul_f64(0.5 + f64::from(random) / f64::from(u16::MAX) / 2.0)
}
