//! Whose rows a transaction may see.

use uuid::Uuid;

/// The tenant a transaction works for.
///
/// On PostgreSQL it becomes the setting `app.organization` of the transaction, which row-level
/// security compares with each row; it is the empty string where there is none, so that policies read
/// `nullif(current_setting('app.organization', true), '')::uuid`. SQLite has no such net: there each
/// query's own WHERE is all there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// `None` sees only what no policy guards.
    pub organization: Option<Uuid>,
}

impl Scope {
    /// Work for one organization.
    pub const fn of(organization: Uuid) -> Self {
        Self { organization: Some(organization) }
    }

    /// Work for none: reference tables, the list of organizations, sign-in.
    pub const fn none() -> Self {
        Self { organization: None }
    }
}
