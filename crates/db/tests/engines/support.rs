//! Databases to test on.

use std::time::Duration;

use db::{Db, Migration, Options, Scope};
use tempfile::TempDir;

use crate::postgres::{OwnDatabase, PgServer};

pub const SCHEMA: Migration = Migration {
    name: "0001_schema",
    sql: "
        create table sample (
            id {int} primary key, flag {bool}, number {int}, ratio {float}, words {text},
            blob {bytes}, code {uuid}, at {instant}, day {date}, doc {json}
        ) {strict};
        create table counter (id {int} primary key, n {int} not null check (n >= 0)) {strict};
        create table child (
            id {int} primary key, counter {int} not null references counter (id)
        ) {strict};
        create table ledger (
            organization_id {uuid} not null, id {int} not null, note {text} not null,
            primary key (organization_id, id)
        ) {strict};
        -- @sqlite
        create trigger ledger_is_never_altered before update on ledger
            begin select raise(abort, 'ledger is append-only'); end;
        create trigger ledger_is_never_shortened before delete on ledger
            begin select raise(abort, 'ledger is append-only'); end;
        -- @end
        -- @postgres
        grant select, insert, update, delete on sample, counter, child to {role};
        grant select, insert on ledger to {role};
        alter table ledger enable row level security;
        alter table ledger force row level security;
        create policy tenant on ledger using (organization_id =
            (select nullif(current_setting('app.organization', true), ''))::uuid);
        -- @end
    ",
};

/// A URL of a new, empty database, and what it goes with.
pub struct Place {
    pub url: String,
    _home: Option<TempDir>,
    _database: Option<OwnDatabase>,
}

pub fn sqlite() -> Place {
    let home = tempfile::tempdir().expect("a temporary directory");
    let url = home.path().join("test.db").to_string_lossy().into_owned();
    Place { url, _home: Some(home), _database: None }
}

pub fn postgres() -> Option<Place> {
    let server = PgServer::shared()?;
    let database = server.fresh_database();
    Some(Place { url: database.url.clone(), _home: None, _database: Some(database) })
}

/// SQLite, and PostgreSQL where there is one.
pub fn places() -> Vec<Place> {
    [Some(sqlite()), postgres()].into_iter().flatten().collect()
}

impl Place {
    pub async fn open(&self) -> Db {
        self.open_with(Options::default()).await
    }

    pub async fn open_with(&self, options: Options) -> Db {
        Db::open(&self.url, options).await.expect("a database")
    }
}

/// Runs a test on an open database of each engine with the schema in it.
pub async fn on_each(test: impl AsyncFn(Db)) {
    for place in places() {
        let db = place.open().await;
        db.migrate(&[SCHEMA]).await.expect("a schema");
        eprintln!("on {:?}", db.engine());
        tokio::time::timeout(Duration::from_secs(60), test(db)).await.expect("no standstill");
    }
}

/// No tenant: most tests need none.
pub const NOBODY: Scope = Scope::none();
