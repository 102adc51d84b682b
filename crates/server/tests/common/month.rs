//! A demo month on record, ready to be closed, as often as a test wants it.

use std::sync::Arc;

use app::Place;
use exchange::keys::FileKeys;
use store::SqlStore;
use testkit::house::{House, operator};

use super::{Ground, write_demo};

/// The month of the demo.
pub const MONTH: &str = "2026-09";

/// Commands run by the machine's clock; before the month is over there they cannot close it.
pub fn is_over() -> bool {
    let is_over = jiff::Timestamp::now() > "2026-10-02T00:00:00Z".parse().expect("an instant");
    if !is_over {
        println!("NOT HERE: a clock that stands after {MONTH}; nothing was tested");
    }
    is_over
}

/// The use cases over a ground's database, in this process.
pub async fn house(ground: &Ground) -> (House, SqlStore, Place) {
    let keys = ground.path("keys");
    std::fs::create_dir_all(&keys).expect("a folder");
    let keys = FileKeys::open(&keys.join("master.key")).expect("a key file");
    let store =
        SqlStore::open(&ground.database, db::Options::default(), Arc::new(keys)).await.expect("a store");
    let house = House::over(Arc::new(store.clone()), "2026-10-02T15:00:00Z");
    let organization = house.app.organizations().await.expect("a list").remove(0).id;
    let nowhere = Place { organization, practice: None };
    let mut work = house.app.begin_read(&operator(), nowhere).await.expect("a transaction");
    let practice = work.tx.practices().await.expect("a list").remove(0).id;
    drop(work);
    (house, store, Place { practice: Some(practice), ..nowhere })
}

/// Records, imports and keeps the demo of so many patients, and closes the connections.
#[tokio::main]
pub async fn prepare(ground: &Ground, patients: u32) {
    let demo = write_demo(ground.folder.path(), patients);
    ground.run(&["setup", "setup.toml"]);
    ground.run(&["import", "ehr"]);
    let (house, store, place) = house(ground).await;
    let zone = jiff::tz::TimeZone::get("America/Chicago").expect("a zone");
    for file in &demo.records {
        let typed_at = zone.to_timestamp(file.typed_at).expect("an instant").to_string();
        house.put_clock(&typed_at);
        house.record(place, &file.as_login, &file.ndjson).await.expect("the demo is right");
    }
    drop(house);
    store.close().await;
}

impl Ground {
    /// Another ground that begins as a copy of this one, to which nobody is connected.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("keys")).expect("a folder");
        for file in std::fs::read_dir(self.path("keys")).expect("keys") {
            let file = file.expect("a file");
            std::fs::copy(file.path(), folder.path().join("keys").join(file.file_name())).expect("a copy");
        }
        if self.own.is_some() {
            let server = testkit::postgres::PgServer::shared().expect("asked before");
            let own = server.fresh_copy(&self.database);
            return Self { folder, database: own.url.clone(), own: Some(own) };
        }
        let file = folder.path().join("perennial.db");
        std::fs::copy(&self.database, &file).expect("a copy");
        Self { folder, database: file.to_string_lossy().into_owned(), own: None }
    }
}
