//! What `db` says, in the words of `app`. Only names of queries and constraints get through, never a value.

use app::{Error, Result};
use db::DbError;

/// Turns the database's failure into ours.
pub(crate) trait Kept<T> {
    fn kept(self) -> Result<T>;
}

impl<T> Kept<T> for db::Result<T> {
    fn kept(self) -> Result<T> {
        self.map_err(translate)
    }
}

fn translate(error: DbError) -> Error {
    match error {
        DbError::Conflict { .. } => Error::Contended,
        DbError::Unique { query, constraint } => {
            Error::Conflict(format!("already there: {constraint} ({query})"))
        }
        DbError::Unavailable { reason } => Error::Unavailable(format!("the database ({reason})")),
        other => Error::Internal(other.to_string()),
    }
}

/// For numbers of events: whoever finds his taken looks again.
pub(crate) fn contended(error: Error) -> Error {
    match error {
        Error::Conflict(_) => Error::Contended,
        other => other,
    }
}

/// A row says what its column cannot mean.
pub(crate) fn unreadable(what: &str) -> Error {
    Error::Internal(format!("{what} does not read back"))
}
