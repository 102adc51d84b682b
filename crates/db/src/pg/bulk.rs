//! Many rows into one table: as arrays in one statement, or copied beside the table and inserted from there.
//!
//! `COPY FROM` is refused on tables under row-level security, so the copy goes into a temporary table of the
//! connection, and one `INSERT … SELECT` brings the rows over: policies, defaults, conflicts and errors are those of
//! any insert. A role without the right to temporary tables is served by arrays alone.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    pin::pin,
};

use deadpool_postgres::Client;
use tokio_postgres::{Error, binary_copy::BinaryCopyInWriter, types::Type as PgType};

use super::convert::array;
use crate::{Bulk, Type, Value, bulk};

/// From here on copying is worth its extra round trips and the rows' second writing. Measured on 2 cores, both ways
/// within a fifth of each other from 10,000 rows up (the server's indexes take most of the time), arrays 1.3 to 4 times
/// as fast at 1,000; a copy needs less memory on both sides.
const COPIED_ROWS: usize = 5_000;
/// Rows of one copy; a statement has a minute.
const CHUNK_ROWS: usize = 50_000;
/// Bytes of one copy, about.
const CHUNK_BYTES: usize = 64 << 20;

const MAY_STAGE: &str = "select has_database_privilege(current_database(), 'temporary')";

/// What bulk inserts of one transaction leave behind.
#[derive(Default)]
pub(super) struct Staging {
    /// Staging tables that hold rows of this transaction.
    used: Vec<String>,
}

impl Staging {
    pub(super) async fn insert(
        &mut self,
        client: &Client,
        bulk: &Bulk,
        rows: &[Vec<Value>],
    ) -> Result<u64, Error> {
        if rows.len() < COPIED_ROWS || !may_stage(client).await? {
            return as_arrays(client, bulk, rows).await;
        }
        let table = name(bulk);
        let mut inserted = 0;
        for chunk in bulk::chunks(rows, CHUNK_ROWS, CHUNK_BYTES) {
            self.empty(client, bulk, &table).await?;
            inserted += copied(client, bulk, &table, chunk).await?;
        }
        Ok(inserted)
    }

    /// Makes the staging table, or empties what this transaction left in it.
    async fn empty(&mut self, client: &Client, bulk: &Bulk, table: &str) -> Result<(), Error> {
        if self.used.iter().any(|used| used == table) {
            return client.batch_execute(&format!("truncate pg_temp.{table}")).await;
        }
        let columns: Vec<_> =
            bulk.columns.iter().map(|(name, kind)| format!("{name} {}", array(*kind))).collect();
        // It outlives the transaction, empty: the connection's next one finds it made.
        let sql = format!(
            "set local client_min_messages = warning; \
             create temporary table if not exists {table} ({}) on commit delete rows",
            columns.join(", ")
        );
        client.batch_execute(&sql).await?;
        self.used.push(table.to_owned());
        Ok(())
    }
}

async fn may_stage(client: &Client) -> Result<bool, Error> {
    let statement = client.prepare_cached(MAY_STAGE).await?;
    client.query_one(&statement, &[]).await?.try_get(0)
}

/// One name for each table and choice of columns.
fn name(bulk: &Bulk) -> String {
    let mut hasher = DefaultHasher::new();
    bulk.head().hash(&mut hasher);
    format!("bulk_{:016x}", hasher.finish())
}

async fn copied(client: &Client, bulk: &Bulk, table: &str, rows: &[Vec<Value>]) -> Result<u64, Error> {
    let kinds: Vec<PgType> = bulk.columns.iter().map(|(_, kind)| element(*kind)).collect();
    let sink = client.copy_in(&format!("copy pg_temp.{table} from stdin (format binary)")).await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &kinds));
    for row in rows {
        writer.as_mut().write_raw(row).await?;
    }
    writer.finish().await?;
    let names: Vec<_> = bulk.columns.iter().map(|(name, _)| *name).collect();
    let sql = format!("{} select {} from pg_temp.{table}{}", bulk.head(), names.join(", "), bulk.tail());
    client.execute(&client.prepare_cached(&sql).await?, &[]).await
}

async fn as_arrays(client: &Client, bulk: &Bulk, rows: &[Vec<Value>]) -> Result<u64, Error> {
    let kinds = bulk.columns.iter().enumerate();
    let arrays: Vec<_> =
        kinds.map(|(index, (_, kind))| format!("${}::{}[]", index + 1, array(*kind))).collect();
    let sql = format!("{} select * from unnest({}){}", bulk.head(), arrays.join(", "), bulk.tail());
    let statement = client.prepare_cached(&sql).await?;
    let mut inserted = 0;
    for chunk in bulk::chunks(rows, bulk::CHUNK_ROWS, bulk::CHUNK_BYTES) {
        let column = |index: usize| chunk.iter().map(|row| &row[index]).collect();
        let columns: Vec<Vec<&Value>> = (0..bulk.columns.len()).map(column).collect();
        inserted += client.execute_raw(&statement, &columns).await?;
    }
    Ok(inserted)
}

/// The type of a staging column.
fn element(kind: Type) -> PgType {
    match kind {
        Type::Bool => PgType::BOOL,
        Type::Int => PgType::INT8,
        Type::Float => PgType::FLOAT8,
        Type::Text => PgType::TEXT,
        Type::Bytes => PgType::BYTEA,
        Type::Uuid => PgType::UUID,
        Type::Instant => PgType::TIMESTAMPTZ,
        Type::Date => PgType::DATE,
        Type::Json => PgType::JSONB,
    }
}
