//! A fresh store on each engine.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use db::{Db, Options};
use exchange::keys::FileKeys;
use store::SqlStore;
use tempfile::TempDir;

use crate::postgres::{OwnDatabase, PgServer};

/// Longer than any honest test: a standstill shows as a failure.
const LONGEST: Duration = Duration::from_secs(120);

/// A database of one test's own, with its keys: gone with it.
pub struct Place {
    /// For [`SqlStore::open`], and for [`db::Db::open`] behind the store's back.
    pub url: String,
    home: TempDir,
    _database: Option<OwnDatabase>,
}

impl Place {
    /// An empty SQLite file.
    pub fn sqlite() -> Self {
        let home = tempfile::tempdir().expect("a temporary directory");
        Self { url: home.path().join("test.db").to_string_lossy().into_owned(), home, _database: None }
    }

    /// A database of the PostgreSQL server, with the schema in it; `None`, and a notice, where there is no server.
    pub fn postgres() -> Option<Self> {
        let server = PgServer::shared()?;
        let (home, database) = (tempfile::tempdir().expect("a temporary directory"), with_schema(server));
        Some(Self { url: database.url.clone(), home, _database: Some(database) })
    }

    /// Both, as far as this machine has them.
    pub fn all() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres()].into_iter().flatten().collect()
    }

    /// A store here, with the schema in it and its keys beside it. Opened again, it is the same one.
    pub async fn store(&self) -> SqlStore {
        let keys = FileKeys::open(&self.home.path().join("kek")).expect("a key file");
        SqlStore::open(&self.url, Options::default(), Arc::new(keys)).await.expect("a store")
    }

    /// As [`Place::store`], under another role of PostgreSQL: the owner, say, whom row-level security passes by.
    pub async fn store_as(&self, role: &str) -> SqlStore {
        let keys = FileKeys::open(&self.home.path().join("kek")).expect("a key file");
        let options = Options { role: role.to_owned(), ..Options::default() };
        SqlStore::over(Db::open(&self.url, options).await.expect("a database"), Arc::new(keys))
    }
}

/// A database with the schema in it: made once for each server and each state of the schema, then copied, because
/// a thousand tables and indexes take a while.
pub fn with_schema(server: &'static PgServer) -> OwnDatabase {
    let mut state = DefaultHasher::new();
    server.url().hash(&mut state);
    for migration in store::migrations() {
        (migration.name, migration.sql).hash(&mut state);
    }
    let original = server.once(&format!("perennial_schema_{:016x}", state.finish()), |url| {
        // On a thread of its own: the caller may be inside a runtime, which must not be blocked on.
        std::thread::scope(|scope| scope.spawn(|| migrate(url)).join().expect("a schema"));
    });
    server.fresh_copy(&original)
}

#[tokio::main(flavor = "current_thread")]
async fn migrate(url: &str) {
    let db = Db::open(url, Options::default()).await.expect("a database");
    db.migrate(&store::migrations()).await.expect("a schema");
    db.close().await;
}

/// Runs a test on a fresh store of each engine.
pub async fn each(test: impl AsyncFn(SqlStore)) {
    each_place(async |place, store| {
        let _place = place;
        test(store).await;
    })
    .await;
}

/// The same, with the place, for tests that go behind the store's back.
pub async fn each_place(test: impl AsyncFn(Place, SqlStore)) {
    for place in Place::all() {
        let store = place.store().await;
        eprintln!("on {:?}", store.db().engine());
        tokio::time::timeout(LONGEST, test(place, store)).await.expect("no standstill");
    }
}
