//! Two engines behind one door: SQLite inside the program, PostgreSQL beside it. Knows no domain type.
//!
//! - [`Query`], [`queries!`]: one SQL text for both engines, registered by name.
//! - [`Value`], [`values!`], [`Row`]: what goes in and what comes out; [`Bulk`] for many rows at once,
//!   [`RowStream`] for an answer of any size.
//! - [`Db`], [`Tx`], [`Scope`]: a transaction for a tenant; nothing runs outside of one.
//! - [`DbError`]: the ways it fails, alike on both; [`retry()`] for the one that passes.
//! - [`Migration`]: the schema, one file per change, read by both engines.
//!
//! ```no_run
//! # async fn example() -> db::Result<()> {
//! db::queries! { OPEN = "select title from task where practice_id = $1 and is_open = $2"; }
//!
//! let db = db::Db::open("perennial.db", db::Options::default()).await?;
//! let mut tx = db.begin_read(&db::Scope::none()).await?;
//! for row in tx.query(&OPEN, db::values![uuid::Uuid::nil(), true]).await? {
//!     println!("{}", row.get::<String>(0)?);
//! }
//! # Ok(()) }
//! ```
//!
//! **What both engines promise.** A write transaction sees what was committed before each of its
//! statements and blocks others only where their rows meet (PostgreSQL) or altogether (SQLite); a read
//! transaction sees one snapshot. After an error a transaction can only be rolled back. Dropping one
//! rolls it back, and stops a statement that nobody waits for any longer.

use std::sync::Arc;

mod bulk;
mod error;
mod lite;
mod migrate;
mod options;
mod pg;
mod query;
mod retry;
mod row;
mod scope;
mod stream;
mod tx;
mod value;

pub use bulk::{Bulk, OnConflict};
pub use error::{DbError, Result};
pub use migrate::{Migration, MigrationReport};
pub use options::{Durability, Options};
pub use query::Query;
pub use retry::{Retry, retry};
pub use row::{Cell, FromValue, Row};
pub use scope::Scope;
pub use stream::RowStream;
pub use tx::Tx;
pub use value::{Type, Value};

/// An open database; clones share it.
#[derive(Clone)]
pub struct Db(Inner);

#[derive(Clone)]
enum Inner {
    Lite(lite::Lite),
    Pg(Arc<pg::Pg>),
}

/// Which engine runs; for diagnostics and tests only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Db {
    /// Opens `postgres://…` or a SQLite file, which is created, readable by its owner alone, when it is
    /// not there. The schema is not touched: see [`Db::migrate`].
    ///
    /// # Errors
    /// [`DbError::Options`] for a URL or option that makes no sense, [`DbError::Unavailable`] when the
    /// server does not answer or the file cannot be opened.
    pub async fn open(url: &str, options: Options) -> Result<Self> {
        let is_server = url.starts_with("postgres://") || url.starts_with("postgresql://");
        Ok(Self(match is_server {
            true => Inner::Pg(Arc::new(pg::Pg::open(url, &options).await?)),
            false => Inner::Lite(lite::Lite::open(url, &options).await?),
        }))
    }

    /// Applies, in order and in one transaction, the migrations this database has not seen. Programs
    /// that start together wait for one another.
    ///
    /// # Errors
    /// [`DbError::Migration`] when an applied one has changed since, one is missing in between, or the
    /// SQL of one fails.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<MigrationReport> {
        match &self.0 {
            Inner::Lite(lite) => lite.migrate(migrations).await,
            Inner::Pg(pg) => pg.migrate(migrations).await,
        }
    }

    /// Which engine runs. Nothing above this crate decides by it.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Inner::Lite(_) => Engine::Sqlite,
            Inner::Pg(_) => Engine::Postgres,
        }
    }

    /// Begins a transaction that may write.
    ///
    /// On SQLite there is one at a time (`BEGIN IMMEDIATE`). On PostgreSQL it is `READ COMMITTED`:
    /// a use case locks the rows it decides on (`for update`), which fails less often under load than
    /// a serializable snapshot and holds when rows live on several servers.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the wait or the queue is at its limit; [`DbError::Conflict`] when
    /// another process keeps the SQLite file locked.
    pub async fn begin(&self, scope: &Scope) -> Result<Tx> {
        self.start(scope, true).await
    }

    /// Begins a read-only transaction on one snapshot, taken by its first query at the latest
    /// (PostgreSQL: `REPEATABLE READ, READ ONLY`).
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the wait or the queue is at its limit.
    pub async fn begin_read(&self, scope: &Scope) -> Result<Tx> {
        self.start(scope, false).await
    }

    async fn start(&self, scope: &Scope, writes: bool) -> Result<Tx> {
        Ok(match &self.0 {
            Inner::Lite(lite) => lite.begin(writes).await?.into(),
            Inner::Pg(pg) => pg.begin(scope, writes).await?.into(),
        })
    }

    /// Prepares a query without running it: the test that every registered query is SQL here.
    ///
    /// # Errors
    /// What the engine says of the text.
    pub async fn prepare_check(&self, query: &Query) -> Result<()> {
        match &self.0 {
            Inner::Lite(lite) => lite.prepare_check(query).await,
            Inner::Pg(pg) => pg.prepare_check(query).await,
        }
    }

    /// Copies the whole database, as of one instant and while others work, into a new file that only its owner reads;
    /// when it returns, the disk has it. `false`: the engine is a server, which is copied by its own tools.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the file is there already or cannot be written.
    pub async fn copy_to(&self, path: &std::path::Path) -> Result<bool> {
        match &self.0 {
            Inner::Lite(lite) => lite.copy_to(path).await.map(|()| true),
            Inner::Pg(_) => Ok(false),
        }
    }

    /// Closes it for all clones, waiting for SQLite to fold its log into the file. Open transactions
    /// end first; later ones are told [`DbError::Unavailable`]. A program that is killed instead loses
    /// nothing.
    pub async fn close(self) {
        match &self.0 {
            Inner::Lite(lite) => lite.close().await,
            Inner::Pg(pg) => pg.close(),
        }
    }
}
