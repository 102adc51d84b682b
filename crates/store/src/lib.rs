//! The storage ports, in SQL: one file (or folder) per room, one SQL text for both engines.
//!
//! - [`SqlStore`] implements [`app::ports::Store`]; its transactions implement every room's port.
//! - `tenancy access people imports enrollment care_plan care time billing claim audit`: each room's queries, then its
//!   port on [`StoreTx`]; `facts`: what single programs ask beside them.
//! - `reference`: official tables that the installation has loaded.
//! - `proof`: what evidence is gathered from, for many claims at once; cases of audits and their packs.
//! - `reports`: what looks back over them all; `reads`: every read on record, in groups.
//! - `sealed`: what is encrypted, under which key, and the blind index that finds it.
//! - `ahead`: what a page is about to ask, in one message.
//! - `tx`, `columns`, `bulk`: how statements run and rows are read; errors become [`app::Error`] here and nowhere else.
//! - [`migrations`] and [`queries`]: the schema, and every registered statement for the test that prepares them.
//!
//! Every statement names its organization beside its practice: on SQLite that is all there is, on PostgreSQL
//! row-level security stands behind it.

// A room's statements are registered one within the other.
#![recursion_limit = "256"]

mod access;
mod ahead;
mod audit;
mod billing;
mod bulk;
mod care;
mod care_plan;
mod claim;
mod columns;
mod enrollment;
mod error;
mod facts;
mod imports;
mod people;
mod proof;
mod reads;
mod reference;
mod remittance;
mod reports;
mod schema;
mod sealed;
mod tenancy;
mod time;
mod tx;

use std::{any::Any, path::Path, sync::Arc};

use app::Result;
use app::ports::reports::ReadRecord;
use app::ports::{Copied, KeyProvider, Store, Tx};
use async_trait::async_trait;
use ccm::basics::{OrganizationId, Timestamp};
use db::{Db, MigrationReport, Options, Scope};

pub use self::schema::{bulks, migrations, queries};
pub use self::tx::StoreTx;

use self::error::Kept;
use self::reports::Lists;
use self::sealed::Keyrings;

/// The store on either engine; clones share it.
#[derive(Clone)]
pub struct SqlStore {
    db: Db,
    keyrings: Arc<Keyrings>,
    reads: Arc<reads::Reads>,
    lists: Arc<Lists>,
}

impl SqlStore {
    /// Opens `postgres://…` or a SQLite file and brings its schema up to date.
    ///
    /// # Errors
    /// [`app::Error::Unavailable`] when the engine cannot be reached; [`app::Error::Internal`] for a URL or option
    /// that makes no sense, or a schema that is not ours.
    pub async fn open(url: &str, options: Options, keys: Arc<dyn KeyProvider>) -> Result<Self> {
        let store = Self::over(Db::open(url, options).await.kept()?, keys);
        store.migrate().await?;
        Ok(store)
    }

    /// A store over an open database; its schema is not touched.
    pub fn over(db: Db, keys: Arc<dyn KeyProvider>) -> Self {
        Self { db, keyrings: Arc::new(Keyrings::new(keys)), reads: Arc::default(), lists: Arc::default() }
    }

    /// Applies the migrations that the database has not seen.
    ///
    /// # Errors
    /// As [`SqlStore::open`].
    pub async fn migrate(&self) -> Result<MigrationReport> {
        self.db.migrate(&migrations()).await.kept()
    }

    /// The database underneath, for diagnostics and tests.
    pub fn db(&self) -> &Db {
        &self.db
    }

    fn tx(&self, tx: db::Tx, organization: Option<OrganizationId>, is_read_only: bool) -> StoreTx {
        let (keyrings, lists) = (Arc::clone(&self.keyrings), Arc::clone(&self.lists));
        StoreTx::new(tx, organization, keyrings, lists, is_read_only)
    }

    /// Closes it for all clones.
    pub async fn close(self) {
        self.db.close().await;
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn begin(&self, organization: Option<OrganizationId>) -> Result<Box<dyn Tx>> {
        let tx = self.db.begin(&scope(organization)).await.kept()?;
        Ok(Box::new(self.tx(tx, organization, false)))
    }

    async fn begin_read(&self, organization: Option<OrganizationId>) -> Result<Box<dyn Tx>> {
        let tx = self.db.begin_read(&scope(organization)).await.kept()?;
        Ok(Box::new(self.tx(tx, organization, true)))
    }

    async fn keep_reads(&self, organization: OrganizationId, reads: Vec<ReadRecord>) -> Result<()> {
        self.reads.keep(self, organization, reads).await
    }

    async fn ensure_key(&self, tx: &mut dyn Tx, organization: OrganizationId, now: Timestamp) -> Result<()> {
        ours(tx)?.ensure_key(organization, now).await
    }

    async fn add_key(&self, tx: &mut dyn Tx, organization: OrganizationId, now: Timestamp) -> Result<u32> {
        ours(tx)?.add_key(organization, now).await
    }

    async fn rewrap_keys(&self, tx: &mut dyn Tx, organization: OrganizationId) -> Result<usize> {
        ours(tx)?.rewrap_keys(organization).await
    }

    fn key_provider(&self) -> Arc<dyn KeyProvider> {
        self.keyrings.provider()
    }

    async fn copy_to(&self, path: &Path) -> Result<Copied> {
        match self.db.copy_to(path).await.kept()? {
            true => Ok(Copied::Whole),
            false => Ok(Copied::ByItsTools),
        }
    }

    async fn close(&self) {
        self.db.clone().close().await;
    }
}

fn ours(tx: &mut dyn Tx) -> Result<&mut StoreTx> {
    let tx = (tx as &mut dyn Any).downcast_mut::<StoreTx>();
    tx.ok_or_else(|| app::Error::Internal("a transaction of another store".to_owned()))
}

fn scope(organization: Option<OrganizationId>) -> Scope {
    Scope { organization: organization.map(|id| id.0) }
}
