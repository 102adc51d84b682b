//! A fresh store on each engine.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use db::{Db, Options};
use exchange::keys::FileKeys;
use store::SqlStore;
use tempfile::TempDir;

use crate::postgres::PgServer;

/// Longer than any honest test: a standstill shows as a failure.
const LONGEST: Duration = Duration::from_secs(120);

/// A database of one test's own. Files go with it; a PostgreSQL database goes with its server.
pub struct Place {
    /// For [`SqlStore::open`], and for [`db::Db::open`] behind the store's back.
    pub url: String,
    home: TempDir,
}

impl Place {
    /// An empty SQLite file.
    pub fn sqlite() -> Self {
        let home = tempfile::tempdir().expect("a temporary directory");
        Self { url: home.path().join("test.db").to_string_lossy().into_owned(), home }
    }

    /// A database of this process's PostgreSQL server; `None`, and a notice, where there is no server. The schema is
    /// in it already: made once, then copied, because a thousand tables and indexes take a while.
    pub fn postgres() -> Option<Self> {
        static MIGRATED: OnceLock<String> = OnceLock::new();
        let server = PgServer::shared()?;
        let original = MIGRATED.get_or_init(|| {
            // On a thread of its own: the caller may be inside a runtime, which must not be blocked on.
            let made = std::thread::spawn(|| migrated(server));
            made.join().expect("a database with the schema in it")
        });
        let home = tempfile::tempdir().expect("a temporary directory");
        Some(Self { url: server.fresh_copy(original), home })
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

/// The URL of a new database with the schema in it, to which nobody is connected.
#[tokio::main(flavor = "current_thread")]
async fn migrated(server: &PgServer) -> String {
    let url = server.fresh_database();
    let db = Db::open(&url, Options::default()).await.expect("a database");
    db.migrate(&store::migrations()).await.expect("a schema");
    db.close().await;
    url
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
