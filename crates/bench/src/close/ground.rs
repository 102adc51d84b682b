//! A seeded database, and fresh copies of it: every run begins with the same bytes.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use exchange::keys::FileKeys;
use store::SqlStore;
use tempfile::TempDir;

use crate::databases::{Database, Databases};
use crate::population::Population;

/// Patients of one practice: a large one.
const PRACTICE: u32 = 10_000;

/// The database that the others are copies of.
pub struct Ground {
    databases: Databases,
    original: Database,
    keys: TempDir,
}

impl Ground {
    /// Seeds so many patients, in practices of at most ten thousand.
    pub fn seed(databases: Databases, seed: u64, patients: u32) -> Result<Self> {
        let patients_each = patients.min(PRACTICE);
        let population = Population { seed, practices: patients.div_ceil(PRACTICE), patients_each };
        Self::of(databases, population)
    }

    /// Seeds a population.
    pub fn of(databases: Databases, population: Population) -> Result<Self> {
        let (original, keys) = (databases.fresh()?, tempfile::tempdir()?);
        let start = Instant::now();
        tokio::runtime::Runtime::new()?.block_on(async {
            let store = store(original.url(), keys.path()).await?;
            population.seed(&store).await?;
            store.close().await;
            anyhow::Ok(())
        })?;
        original.settle()?;
        let seconds = start.elapsed().as_secs_f64();
        eprintln!("{} patients on {} in {seconds:.1} s", population.patients(), databases.engine());
        Ok(Self { databases, original, keys })
    }

    pub fn engine(&self) -> &'static str {
        self.databases.engine()
    }

    pub fn is_server(&self) -> bool {
        self.databases.is_server()
    }

    /// The folder with the keys of every copy.
    pub fn keys(&self) -> &Path {
        self.keys.path()
    }

    pub fn original(&self) -> &Database {
        &self.original
    }

    /// As [`Ground::copy`], of a copy.
    pub fn copy_of(&self, copy: &Database) -> Result<Database> {
        self.databases.copy(copy)
    }

    pub fn copy(&self) -> Result<Database> {
        self.databases.copy(&self.original)
    }
}

/// The store at a URL, with the keys of a folder.
pub async fn store(url: &str, keys: &Path) -> Result<SqlStore> {
    let provider = FileKeys::open(&keys.join("kek"))?;
    // What a server with long work to do would allow.
    let options = db::Options { statement: std::time::Duration::from_secs(3_600), ..db::Options::default() };
    Ok(SqlStore::open(url, options, Arc::new(provider)).await?)
}
