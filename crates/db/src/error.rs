//! The ways a statement fails, told alike by both engines.

/// What went wrong, in words that hold no parameter: the query's name, never its values.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// Another transaction was in the way (40001, 40P01, SQLITE_BUSY). Trying the whole transaction
    /// again is right; see [`retry`](crate::retry()).
    #[error("{query}: another transaction was in the way")]
    Conflict { query: &'static str },
    /// A key is taken. `constraint` is the engine's word for it: PostgreSQL names the constraint
    /// (`task_pkey`), SQLite the columns (`task.id`); both begin with the table by default.
    #[error("{query}: already there ({constraint})")]
    Unique { query: &'static str, constraint: String },
    /// A row refers to one that is not there, or is still referred to.
    #[error("{query}: a row it refers to is missing, or a row refers to it")]
    ForeignKey { query: &'static str },
    /// A CHECK or NOT NULL of the schema refused the row.
    #[error("{query}: the schema refuses the row ({constraint})")]
    Check { query: &'static str, constraint: String },
    /// No right to do this: an append-only table, another organization's row, a read-only transaction.
    #[error("{query}: denied ({detail})")]
    Denied { query: &'static str, detail: String },
    /// The engine cannot be reached, is full, or all its lanes stay taken.
    #[error("the database is not available: {reason}")]
    Unavailable { reason: String },
    /// A column is not of the type it was read as.
    #[error("{query}: column {column} should be {expected} and is {found}")]
    Type { query: &'static str, column: usize, expected: &'static str, found: String },
    /// A parameter is not of the type the statement takes; parameters are counted from one.
    #[error("{query}: parameter {index} should be {expected} and is {found}")]
    Parameter { query: &'static str, index: usize, expected: String, found: &'static str },
    /// Not the number of rows that was asked for.
    #[error("{query}: {found} rows where {expected} was expected")]
    RowCount { query: &'static str, expected: &'static str, found: usize },
    /// A value out of range, an impossible cast, a division by zero. `code` is the SQLSTATE or
    /// SQLite's result code.
    #[error("{query}: a value the statement cannot use ({code})")]
    Data { query: &'static str, code: String },
    /// An earlier statement of this transaction failed; only a rollback is left.
    #[error("{query}: an earlier statement of this transaction failed")]
    Aborted { query: &'static str },
    /// A migration that cannot be applied, or is not the one that was.
    #[error("migration {name}: {reason}")]
    Migration { name: String, reason: String },
    /// The database URL or an option makes no sense.
    #[error("database options: {0}")]
    Options(String),
    /// A fault of ours or of the engine.
    #[error("{query}: {detail}")]
    Internal { query: &'static str, detail: String },
}

impl DbError {
    /// Whether the whole transaction may succeed when run again at once.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Conflict { .. })
    }

    /// Whether a key was already taken.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique { .. })
    }

    /// Whether the right to do it was missing.
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Denied { .. })
    }

    pub(crate) fn unavailable(reason: impl Into<String>) -> Self {
        Self::Unavailable { reason: reason.into() }
    }

    pub(crate) fn internal(query: &'static str, detail: impl Into<String>) -> Self {
        Self::Internal { query, detail: detail.into() }
    }
}

/// The result of everything here.
pub type Result<T, E = DbError> = std::result::Result<T, E>;
