//! By hand: one table, one index, fifty rows of it on a page. No session, no audit, nothing sealed.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use tokio_postgres::types::ToSql;

use crate::databases::{self, connect};

const ROWS: i64 = 50;
const PRACTICES: i64 = 20;
const EACH: i64 = 500;
/// Open connections of either engine.
const POOL: usize = 4;

const TABLE: &str =
    "create table bench_row (practice bigint not null, place bigint not null, name text not null,
    number text not null, born text not null, seen text not null, primary key (practice, place))";
const QUERY: &str =
    "select place, name, number, born, seen from bench_row where practice = $1 order by place limit $2";

#[derive(Template)]
#[template(path = "rows.html")]
struct Rows {
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    name: String,
    number: String,
    born: String,
    seen: String,
}

/// The table, as many rows as a large practice has patients.
pub async fn prepare(url: &str) -> Result<()> {
    let insert = format!(
        "insert into bench_row with recursive n(i) as (select 0 union all select i + 1 from n where i < {})
            select i % {PRACTICES}, i / {PRACTICES}, 'Family' || i || ', Given', 'MRN-' || i, '1950-01-01', '2026-03-11'
            from n",
        PRACTICES * EACH - 1
    );
    if databases::is_server(url) {
        // The recursion's word stands first there.
        let insert = insert.replace("insert into bench_row with recursive", "with recursive");
        let (with, select) = insert.split_once("select i %").unwrap_or((&insert, ""));
        let sql = format!("{TABLE}; {with} insert into bench_row select i % {select}; analyze bench_row");
        connect(url).await?.batch_execute(&sql).await?;
    } else {
        rusqlite::Connection::open(url)?.execute_batch(&format!("{TABLE}; {insert};"))?;
    }
    Ok(())
}

pub async fn router(url: &str) -> Result<Router> {
    if databases::is_server(url) {
        let mut clients = Vec::with_capacity(POOL);
        for _ in 0..POOL {
            let client = connect(url).await?;
            let statement = client.prepare(QUERY).await?;
            clients.push((client, statement));
        }
        let pool = Arc::new((clients, std::sync::atomic::AtomicUsize::new(0)));
        return Ok(Router::new().route("/rows", get(on_postgres)).with_state(pool));
    }
    let open = |_| {
        let connection = rusqlite::Connection::open(url)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        anyhow::Ok(connection)
    };
    let connections = (0..POOL).map(open).collect::<Result<Vec<_>>>()?;
    let pool: Lite = Arc::new(connections.into_iter().map(Mutex::new).collect());
    Ok(Router::new().route("/rows", get(on_sqlite)).with_state(pool))
}

type Lite = Arc<Vec<Mutex<rusqlite::Connection>>>;
type Server = Arc<(Vec<(tokio_postgres::Client, tokio_postgres::Statement)>, std::sync::atomic::AtomicUsize)>;

async fn on_sqlite(State(pool): State<Lite>) -> Result<Html<String>, StatusCode> {
    let read = tokio::task::spawn_blocking(move || {
        // Whichever is free; else the first.
        let free = pool.iter().find_map(|one| one.try_lock().ok());
        let connection = free.unwrap_or_else(|| pool[0].lock().unwrap_or_else(PoisonError::into_inner));
        let mut statement = connection.prepare_cached(QUERY)?;
        let rows = statement.query_map((7, ROWS), |row| {
            Ok(Row {
                id: row.get(0)?,
                name: row.get(1)?,
                number: row.get(2)?,
                born: row.get(3)?,
                seen: row.get(4)?,
            })
        })?;
        rows.collect::<rusqlite::Result<Vec<Row>>>()
    });
    let rows = read.await.map_err(failed)?.map_err(failed)?;
    Ok(Html(Rows { rows }.render().map_err(failed)?))
}

async fn on_postgres(State(pool): State<Server>) -> Result<Html<String>, StatusCode> {
    let turn = pool.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let (client, statement) = &pool.0[turn % POOL];
    let params: [&(dyn ToSql + Sync); 2] = [&7_i64, &ROWS];
    let rows = client.query(statement, &params).await.map_err(failed)?;
    let rows = rows.iter().map(|row| Row {
        id: row.get(0),
        name: row.get(1),
        number: row.get(2),
        born: row.get(3),
        seen: row.get(4),
    });
    Ok(Html(Rows { rows: rows.collect() }.render().map_err(failed)?))
}

fn failed(error: impl std::fmt::Display) -> StatusCode {
    eprintln!("baseline: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}
