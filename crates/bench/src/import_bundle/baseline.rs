//! By hand: each bundle split at its resources, and a row for each, as it came.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio_postgres::NoTls;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{Json, Type};

use super::Answer;
use crate::measure::{Took, peak_resident, process_cpu_seconds};

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(borrow)]
    entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    resource: &'a RawValue,
}

/// What a row needs to know of a resource.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'a str,
    id: &'a str,
}

struct Row<'a> {
    head: Head<'a>,
    body: &'a RawValue,
}

/// The patient and the rows of a bundle; `None` for the patient in the bundle of providers.
fn split(bytes: &[u8]) -> Result<(Option<&str>, Vec<Row<'_>>)> {
    let bundle: Bundle<'_> = serde_json::from_slice(bytes)?;
    let rows: Vec<Row<'_>> = bundle
        .entry
        .into_iter()
        .map(|entry| Ok(Row { head: serde_json::from_str(entry.resource.get())?, body: entry.resource }))
        .collect::<Result<_>>()?;
    let patient = rows.iter().find(|row| row.head.resource_type == "Patient").map(|row| row.head.id);
    Ok((patient, rows))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
    files.sort();
    Ok(files)
}

/// Rows of TEXT, one transaction for each bundle, on disk when it is committed.
pub fn on_sqlite(path: &str, folder: &Path) -> Result<Answer> {
    let mut connection = rusqlite::Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch("create table bare (patient text, type text, id text, body text) strict")?;

    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let mut patients = 0;
    for file in files(folder)? {
        let bytes = std::fs::read(file)?;
        let (patient, rows) = split(&bytes)?;
        patients += u64::from(patient.is_some());
        let tx = connection.transaction()?;
        {
            let mut insert = tx.prepare_cached("insert into bare values (?1, ?2, ?3, ?4)")?;
            for row in &rows {
                insert.execute((patient, row.head.resource_type, row.head.id, row.body.get()))?;
            }
        }
        tx.commit()?;
    }
    answer(start, start_cpu, patients)
}

/// Rows of jsonb by binary `COPY`, one transaction for each bundle.
pub async fn on_postgres(url: &str, folder: &Path) -> Result<Answer> {
    let (mut client, connection) = tokio_postgres::connect(url, NoTls).await.context("the server")?;
    let driven = tokio::spawn(connection);
    client.batch_execute("create table bare (patient text, type text, id text, body jsonb)").await?;

    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let mut patients = 0;
    for file in files(folder)? {
        let bytes = std::fs::read(file)?;
        let (patient, rows) = split(&bytes)?;
        patients += u64::from(patient.is_some());
        let tx = client.transaction().await?;
        let sink = tx.copy_in("copy bare from stdin (format binary)").await?;
        let mut writer =
            pin!(BinaryCopyInWriter::new(sink, &[Type::TEXT, Type::TEXT, Type::TEXT, Type::JSONB]));
        for row in &rows {
            writer
                .as_mut()
                .write(&[&patient, &row.head.resource_type, &row.head.id, &Json(row.body)])
                .await?;
        }
        writer.finish().await?;
        tx.commit().await?;
    }
    let answer = answer(start, start_cpu, patients);
    drop(client);
    driven.await??;
    answer
}

fn answer(start: Instant, start_cpu: f64, patients: u64) -> Result<Answer> {
    let wall_seconds = start.elapsed().as_secs_f64();
    let took = Took { wall_seconds, cpu_seconds: process_cpu_seconds()? - start_cpu };
    Ok(Answer { took, patients, peak_resident: peak_resident()? })
}
