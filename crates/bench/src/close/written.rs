//! The other half of the recompute's baseline: the rows that a close must read, read; the bytes that ours wrote, written.
//!
//! The bytes are those of every table that our close found empty and filled, kept once from a finished run. On
//! PostgreSQL they are its own binary copy, on SQLite a file to select from: nobody can write them with less work.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::pin::pin;
use std::time::Instant;

use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use tokio_postgres::Client;

use super::Answer;
use super::by_hand::{lines_sql, took};
use crate::databases::{Database, connect, is_server};
use crate::measure::{peak_resident, process_cpu_seconds};

/// What a close must know.
const READ: [&str; 11] = [
    "select practice_id, patient_id, started_at, time_entry_id, length_seconds, program, activity, performer_id,
        performer_role, credential_active, supervisor_id, country, live_contact, source, recorded_at
        from time_entry order by practice_id, patient_id, started_at",
    "select episode_id, practice_id, patient_id, program, practitioner_id, start_date, track from episode",
    "select consent_id, practice_id, patient_id, kind, program, form, at, documented, elements, practitioner_id
        from consent",
    "select practice_id, patient_id, status, payer_name, type_code, from_date, until_date, qmb from coverage",
    "select practice_id, patient_id, condition_id, icd10, status, onset_on, abated_on from condition",
    "select confirmation_id, practice_id, patient_id, icd10, expected_months, risk_stated, on_date
        from condition_confirmation",
    "select practice_id, patient_id, visit_id, status, code, on_date, practitioner_id, discussed, extra_planning
        from visit",
    "select p.practice_id, p.care_plan_id, p.patient_id, p.dated, p.signed_by, p.revised, p.elements, c.on_date
        from care_plan p left join care_plan_copy c
            on c.practice_id = p.practice_id and c.patient_id = p.patient_id and c.care_plan_id = p.care_plan_id",
    "select practice_id, patient_id, on_date, level, signed, practitioner_id from attestation",
    "select practice_id, patient_id, stay_id, kind, from_moment, to_moment from facility_stay",
    "select practice_id, patient_id, deceased, contact_sealed from patient",
];

const TABLES: &str = "tables";
const PIECE: usize = 1 << 20;

/// Keeps what a finished close has filled; gives its bytes.
pub fn keep(before: &Database, after: &Database, folder: &Path) -> Result<u64> {
    let (tables, volume) = match is_server(after.url()) {
        true => tokio::runtime::Runtime::new()?.block_on(keep_postgres(before.url(), after.url(), folder))?,
        false => keep_sqlite(before.url(), after.url(), folder)?,
    };
    std::fs::write(folder.join(TABLES), tables.join("\n"))?;
    Ok(volume)
}

async fn keep_postgres(before: &str, after: &str, folder: &Path) -> Result<(Vec<String>, u64)> {
    let (before, after) = (connect(before).await?, connect(after).await?);
    let sql = "select relname::text from pg_class where relkind in ('r', 'p') and not relispartition
        and relnamespace = 'public'::regnamespace order by relname";
    let (mut tables, mut volume) = (Vec::new(), 0);
    for row in after.query(sql, &[]).await? {
        let table: String = row.try_get(0)?;
        let has_rows = format!("select exists (select 1 from {table})");
        let is_filled: bool = after.query_one(&has_rows, &[]).await?.try_get(0)?;
        let was_filled: bool = before.query_one(&has_rows, &[]).await?.try_get(0)?;
        if !is_filled || was_filled {
            continue;
        }
        let mut file = BufWriter::new(File::create(folder.join(&table))?);
        let mut pieces = pin!(after.copy_out(&format!("copy {table} to stdout (format binary)")).await?);
        while let Some(piece) = pieces.next().await {
            let piece = piece?;
            volume += piece.len() as u64;
            file.write_all(&piece)?;
        }
        file.flush()?;
        tables.push(table);
    }
    Ok((tables, volume))
}

fn keep_sqlite(before: &str, after: &str, folder: &Path) -> Result<(Vec<String>, u64)> {
    let kept = folder.join("kept.db");
    let db = rusqlite::Connection::open(&kept)?;
    db.execute("attach ?1 as before_it", [before])?;
    db.execute("attach ?1 as after_it", [after])?;
    let mut names = db.prepare(
        "select name from after_it.sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut tables = Vec::new();
    for table in names {
        let has_rows = |schema: &str| {
            let sql = format!("select exists (select 1 from {schema}.{table})");
            db.query_row(&sql, [], |row| row.get::<_, bool>(0))
        };
        if has_rows("after_it")? && !has_rows("before_it")? {
            db.execute_batch(&format!("create table main.{table} as select * from after_it.{table}"))?;
            tables.push(table);
        }
    }
    let volume = std::fs::metadata(&kept).context("the kept rows")?.len();
    Ok((tables, volume))
}

/// Aggregates, reads and writes, in one transaction.
pub async fn run(url: &str, folder: &Path) -> Result<Answer> {
    let tables = BufReader::new(File::open(folder.join(TABLES))?).lines().collect::<Result<Vec<_>, _>>()?;
    if !is_server(url) {
        return on_sqlite(url, folder, &tables);
    }
    let client = connect(url).await?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    client.batch_execute("begin").await?;
    let lines = client.query(&aggregate(true), &[]).await?.len() as u64;
    for sql in READ {
        let none: [&str; 0] = [];
        let mut rows = pin!(client.query_raw(sql, none).await?);
        while let Some(row) = rows.try_next().await? {
            black_box(row.len());
        }
    }
    for table in &tables {
        copy_in(&client, table, &folder.join(table)).await?;
    }
    client.batch_execute("commit").await?;
    let took = took(start, start_cpu)?;
    Ok(Answer { took, lines, peak_resident: peak_resident()?, ..Answer::default() })
}

async fn copy_in(client: &Client, table: &str, file: &Path) -> Result<()> {
    let mut file = BufReader::with_capacity(PIECE, File::open(file)?);
    let mut sink = pin!(client.copy_in(&format!("copy {table} from stdin (format binary)")).await?);
    loop {
        let piece = file.fill_buf()?.to_vec();
        if piece.is_empty() {
            break;
        }
        file.consume(piece.len());
        sink.send(std::io::Cursor::new(piece)).await?;
    }
    sink.close().await?;
    Ok(())
}

fn on_sqlite(path: &str, folder: &Path, tables: &[String]) -> Result<Answer> {
    let mut db = rusqlite::Connection::open(path)?;
    db.pragma_update(None, "synchronous", "full")?;
    db.execute("attach ?1 as kept", [folder.join("kept.db").to_string_lossy()])?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let tx = db.transaction()?;
    let lines = read(&tx, &aggregate(false))?;
    for sql in READ {
        read(&tx, sql)?;
    }
    for table in tables {
        tx.execute_batch(&format!("insert into main.{table} select * from kept.{table}"))?;
    }
    tx.commit()?;
    let took = took(start, start_cpu)?;
    Ok(Answer { took, lines, peak_resident: peak_resident()?, ..Answer::default() })
}

fn read(db: &rusqlite::Connection, sql: &str) -> Result<u64> {
    let mut statement = db.prepare(sql)?;
    let width = statement.column_count();
    let (mut rows, mut count) = (statement.query([])?, 0);
    while let Some(row) = rows.next()? {
        for column in 0..width {
            black_box(row.get_ref(column)?);
        }
        count += 1;
    }
    Ok(count)
}

/// The hand-written sums, answered instead of inserted: the lines are among the bytes.
fn aggregate(server: bool) -> String {
    let sql = lines_sql(server);
    sql.split_once('\n').map_or(sql.clone(), |(_, select)| select.to_owned())
}
