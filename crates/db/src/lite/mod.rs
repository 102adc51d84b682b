//! SQLite, inside the program: one writer, several readers, each a connection on a thread of its own.

mod connect;
mod convert;
mod copy;
mod lane;
mod stream;
mod tx;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::Connection;

use self::{connect::Role, convert::error, lane::Lane};
pub(crate) use self::{convert::Cells, stream::LiteStream, tx::LiteTx};
use crate::{
    DbError, Engine, Migration, MigrationReport, Options, Query, Result, migrate::REMEMBERED, migrate::plan,
};

/// An open file.
#[derive(Clone)]
pub(crate) struct Lite {
    writer: Arc<Lane>,
    readers: Arc<Lane>,
    path: PathBuf,
    busy: Duration,
    wait: Duration,
}

impl Lite {
    pub(crate) async fn open(path: &str, options: &Options) -> Result<Self> {
        let path = PathBuf::from(path);
        let lane = |role, size| Lane::open(path.clone(), role, size, options.clone());
        // The writer first: it creates the file and turns its log on.
        let writer = lane(Role::Writer, 1).await?;
        let readers = lane(Role::Reader, options.readers.max(1)).await?;
        Ok(Self { writer, readers, path, busy: options.busy, wait: options.wait })
    }

    pub(crate) async fn begin(&self, writes: bool) -> Result<LiteTx> {
        let lane = if writes { &self.writer } else { &self.readers };
        LiteTx::begin(lane.lease().await?, writes).await
    }

    pub(crate) async fn prepare_check(&self, query: &Query) -> Result<()> {
        let (name, sql) = (query.name, query.numbered());
        let lease = self.readers.lease().await?;
        lease.run(move |db| db.prepare(&sql).map(drop).map_err(|e| error(name, e))).await
    }

    pub(crate) async fn migrate(&self, migrations: &[Migration]) -> Result<MigrationReport> {
        let migrations = migrations.to_vec();
        let (busy, wait) = (self.busy, self.wait);
        let lease = self.writer.lease().await?;
        lease
            .run(move |db| {
                // Another program's migrations may take longer than any other lock.
                db.busy_timeout(wait).map_err(migrating)?;
                let report = migrate(db, &migrations);
                if !db.is_autocommit() {
                    db.execute_batch("rollback").map_err(migrating)?;
                }
                db.busy_timeout(busy).map_err(migrating)?;
                report
            })
            .await
    }

    pub(crate) async fn copy_to(&self, to: &Path) -> Result<()> {
        let (from, to, busy) = (self.path.clone(), to.to_owned(), self.busy);
        let copied = tokio::task::spawn_blocking(move || copy::copy(&from, &to, busy)).await;
        copied.unwrap_or_else(|_| Err(DbError::unavailable("the copy was interrupted")))
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn migrate(db: &Connection, migrations: &[Migration]) -> Result<MigrationReport> {
    db.execute_batch("begin exclusive").map_err(migrating)?;
    db.execute_batch(&REMEMBERED.sql_for(Engine::Sqlite, "")?).map_err(migrating)?;
    let (todo, report) = plan(migrations, remembered(db).map_err(migrating)?)?;
    for migration in todo {
        let sql = migration.sql_for(Engine::Sqlite, "")?;
        db.execute_batch(&sql).map_err(|e| migration.error(e.to_string()))?;
        if db.is_autocommit() {
            return Err(migration.error("it ends the transaction it runs in"));
        }
        db.execute(
            "insert into schema_migration (name, sha256, applied_at) values (?1, ?2, ?3)",
            (migration.name, migration.sha256(), Timestamp::now().as_microsecond()),
        )
        .map_err(migrating)?;
    }
    db.execute_batch("commit").map_err(migrating)?;
    Ok(report)
}

fn remembered(db: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut statement = db.prepare("select name, sha256 from schema_migration")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn migrating(error_: rusqlite::Error) -> DbError {
    error("migrate", error_)
}
