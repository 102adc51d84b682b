//! The barest posting: the rows that ours wrote, kept once from a finished run, inserted into the same tables in one
//! transaction. On PostgreSQL they are its own binary copy, on SQLite a file to select from: nobody can write them with less
//! work.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Instant;

use anyhow::{Context, Result};
use futures_util::{SinkExt, TryStreamExt};
use tokio_postgres::Client;

use super::paid_at;
use crate::databases::{Database, connect, is_server};
use crate::measure::{Took, process_cpu_seconds};

/// Tables that had rows before, and when each row was written.
const GROWN: [(&str, &str); 4] =
    [("claim_event", "at"), ("audit_event", "at"), ("audit_pending", "at"), ("change_feed", "at")];
/// One row for each claim, which is written over.
const STANDING: &str = "claim_standing";
const OVER_STANDING: &str =
    "on conflict (practice_id, claim_id) do update set state = excluded.state, acts = excluded.acts,
    since = excluded.since, outcome = excluded.outcome, paid_cents = excluded.paid_cents,
    share_cents = excluded.share_cents, look_on = excluded.look_on";
/// What other rows point at.
const POINTED_AT: [&str; 2] = ["journal", "received_file"];
/// Beside the money: who did what, and who is told of it.
const NOT_MONEY: [&str; 3] = ["audit_event", "audit_pending", "change_feed"];

/// What a finished posting wrote.
pub struct Kept {
    /// Each after those that its rows point at.
    tables: Vec<String>,
    pub rows: u64,
    /// Without audit and feed.
    pub rows_of_money: u64,
    /// The bytes of each table by name, for PostgreSQL.
    pieces: HashMap<String, Vec<u8>>,
    /// The tables as a file, for SQLite.
    file: PathBuf,
}

impl Kept {
    pub fn of(before: &Database, after: &Database, folder: &Path) -> Result<Self> {
        match is_server(after.url()) {
            true => tokio::runtime::Runtime::new()?.block_on(Self::of_postgres(before.url(), after.url())),
            false => Self::of_sqlite(before.url(), after.url(), folder),
        }
    }

    fn none(file: PathBuf) -> Self {
        Self { tables: Vec::new(), rows: 0, rows_of_money: 0, pieces: HashMap::new(), file }
    }

    fn count(&mut self, table: String, rows: i64) {
        let rows = u64::try_from(rows).unwrap_or(0);
        self.rows += rows;
        self.rows_of_money += if NOT_MONEY.contains(&table.as_str()) { 0 } else { rows };
        // By name, a file that came is after what became of it.
        match POINTED_AT.contains(&table.as_str()) {
            true => self.tables.insert(0, table),
            false => self.tables.push(table),
        }
    }

    async fn of_postgres(before: &str, after: &str) -> Result<Self> {
        let (before, after) = (connect(before).await?, connect(after).await?);
        let sql = "select relname::text from pg_class where relkind in ('r', 'p') and not relispartition
            and relnamespace = 'public'::regnamespace order by relname";
        let mut kept = Self::none(PathBuf::new());
        for row in after.query(sql, &[]).await? {
            let table: String = row.try_get(0)?;
            let has_rows = format!("select exists (select 1 from {table})");
            let was_filled: bool = before.query_one(&has_rows, &[]).await?.try_get(0)?;
            let Some(rows) = rows_of(&table, was_filled, &format!("'{}'", paid_at()?)) else { continue };
            let count: i64 =
                after.query_one(&format!("select count(*) from ({rows}) r"), &[]).await?.try_get(0)?;
            if count == 0 {
                continue;
            }
            let stream = after.copy_out(&format!("copy ({rows}) to stdout (format binary)")).await?;
            let pieces: Vec<_> = pin!(stream).try_collect().await?;
            kept.pieces.insert(table.clone(), pieces.concat());
            kept.count(table, count);
        }
        Ok(kept)
    }

    fn of_sqlite(before: &str, after: &str, folder: &Path) -> Result<Self> {
        let mut kept = Self::none(folder.join("kept.db"));
        let db = rusqlite::Connection::open(&kept.file)?;
        db.execute("attach ?1 as before_it", [before])?;
        db.execute("attach ?1 as after_it", [after])?;
        let mut names = db.prepare(
            "select name from after_it.sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
        )?;
        let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for table in names {
            let sql = format!("select exists (select 1 from before_it.{table})");
            let was_filled: bool = db.query_row(&sql, [], |row| row.get(0))?;
            let at = paid_at()?.as_microsecond().to_string();
            let of_after = format!("after_it.{table}");
            let Some(rows) = rows_of(&table, was_filled, &at) else { continue };
            let rows = rows.replacen(&table, &of_after, 1);
            db.execute_batch(&format!("create table main.{table} as {rows}"))?;
            let count: i64 =
                db.query_row(&format!("select count(*) from main.{table}"), [], |row| row.get(0))?;
            if count > 0 {
                kept.count(table, count);
            }
        }
        Ok(kept)
    }
}

/// The rows of a table that posting wrote; `None`: it writes none there.
fn rows_of(table: &str, was_filled: bool, at: &str) -> Option<String> {
    if !was_filled || table == STANDING {
        return Some(format!("select * from {table}"));
    }
    let (_, column) = GROWN.iter().find(|(grown, _)| *grown == table)?;
    Some(format!("select * from {table} where {column} >= {at}"))
}

/// All of it in one transaction, on disk when it is committed.
pub fn insert(into: &Database, kept: &Kept) -> Result<Took> {
    if !is_server(into.url()) {
        return on_sqlite(into.url(), kept);
    }
    tokio::runtime::Runtime::new()?.block_on(async {
        let client = connect(into.url()).await?;
        let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
        client.batch_execute("begin").await?;
        for table in &kept.tables {
            let bytes = kept.pieces.get(table).context("a table that was kept")?;
            if table == STANDING {
                client.batch_execute("create temporary table new_standing (like claim_standing)").await?;
                copy_in(&client, "new_standing", bytes).await?;
                let sql = format!("insert into {STANDING} select * from new_standing {OVER_STANDING}");
                client.batch_execute(&sql).await?;
            } else {
                copy_in(&client, table, bytes).await?;
            }
        }
        client.batch_execute("commit").await?;
        took(start, start_cpu)
    })
}

async fn copy_in(client: &Client, table: &str, bytes: &[u8]) -> Result<()> {
    let mut sink = pin!(client.copy_in(&format!("copy {table} from stdin (format binary)")).await?);
    for piece in bytes.chunks(1 << 20) {
        sink.send(std::io::Cursor::new(piece.to_vec())).await?;
    }
    sink.close().await?;
    Ok(())
}

fn on_sqlite(path: &str, kept: &Kept) -> Result<Took> {
    let mut db = rusqlite::Connection::open(path)?;
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.execute("attach ?1 as kept", [kept.file.to_str().context("a path")?])?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let tx = db.transaction()?;
    for table in &kept.tables {
        let over = if table == STANDING { format!("where true {OVER_STANDING}") } else { String::new() };
        tx.execute_batch(&format!("insert into main.{table} select * from kept.{table} {over}"))?;
    }
    tx.commit()?;
    took(start, start_cpu)
}

fn took(start: Instant, start_cpu: f64) -> Result<Took> {
    let wall_seconds = start.elapsed().as_secs_f64();
    Ok(Took { wall_seconds, cpu_seconds: process_cpu_seconds()? - start_cpu })
}
