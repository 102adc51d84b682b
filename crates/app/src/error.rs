//! The ways a use case fails. A rule's "no" is not among them: that is an answer.

use ccm::basics::Problem;
use ccm::remittance::ledger::Unbalanced;

pub type Result<T> = std::result::Result<T, Error>;

/// Two halves: what the person can do, and what the operator needs. Neither holds a name, a birth date or a diagnosis.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not for this actor's eyes: the two look alike.
    #[error("no such {0}")]
    NotFound(&'static str),
    #[error("this needs the permission {0}")]
    Forbidden(&'static str),
    /// All problems of the input at once.
    #[error("the input has {} problem(s)", .0.len())]
    Invalid(Vec<Problem>),
    /// Somebody else was faster, or the thing is in another state; look again and repeat.
    #[error("{0}")]
    Conflict(String),
    /// Another transaction was in the way, and nothing was kept: repeat at once.
    #[error("another transaction was in the way; nothing was kept, repeat")]
    Contended,
    /// Passes by itself: repeat later.
    #[error("{0} is not available now")]
    Unavailable(String),
    #[error("internal: {0}")]
    Internal(String),
}

/// Amounts beyond what an account can hold: nothing that anybody could put right.
impl From<Unbalanced> for Error {
    fn from(error: Unbalanced) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Error {
    pub fn invalid(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }

    /// Worth repeating at once, as it is (SQLSTATE 40001 and its kin).
    pub fn is_contended(&self) -> bool {
        matches!(self, Self::Contended)
    }
}
