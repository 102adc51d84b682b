//! Empty databases of either engine, gone after a run.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// Names the server to measure on: a `postgres://` URL of somebody who may create databases and roles.
const SERVER: &str = "PERENNIAL_BENCH_POSTGRES";

/// Where empty databases come from.
#[derive(Clone)]
pub enum Databases {
    Sqlite,
    Postgres { url: String },
}

/// One of them; it goes with this value.
pub struct Database {
    url: String,
    _home: Option<TempDir>,
    server: Option<(String, String)>,
}

impl Databases {
    /// Both engines, as far as there is a server.
    pub fn all() -> Result<Vec<Self>> {
        let mut all = vec![Self::Sqlite];
        all.extend(Self::server());
        Ok(all)
    }

    /// The server, where there is one.
    pub fn server() -> Option<Self> {
        match std::env::var(SERVER) {
            Ok(url) if !url.is_empty() => Some(Self::Postgres { url }),
            _ => {
                eprintln!("{SERVER} is not set: nothing is measured on PostgreSQL");
                None
            }
        }
    }

    pub fn engine(&self) -> &'static str {
        if self.is_server() { "postgresql" } else { "sqlite" }
    }

    pub fn is_server(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    pub fn fresh(&self) -> Result<Database> {
        self.made("")
    }

    /// A database that begins as a copy of another one, to which nobody is connected.
    pub fn copy(&self, of: &Database) -> Result<Database> {
        let copy = match &of.server {
            Some((_, name)) => self.made(&format!(" template {name} strategy file_copy"))?,
            None => {
                let copy = self.made("")?;
                std::fs::copy(&of.url, &copy.url)?;
                copy
            }
        };
        copy.settle()?;
        Ok(copy)
    }

    fn made(&self, how: &str) -> Result<Database> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        match self {
            Self::Sqlite => {
                let home = tempfile::tempdir()?;
                let url = home.path().join("bench.db").to_string_lossy().into_owned();
                Ok(Database { url, _home: Some(home), server: None })
            }
            Self::Postgres { url } => {
                let count = COUNT.fetch_add(1, Ordering::Relaxed);
                let name = format!("perennial_bench_{}_{count}", std::process::id());
                execute(url, &format!("create database {name}{how}"))?;
                Ok(Database {
                    url: with_database(url, &name),
                    _home: None,
                    server: Some((url.clone(), name)),
                })
            }
        }
    }
}

impl Database {
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Lets the server finish what it would do by and by, so that no run pays for the one before.
    pub fn settle(&self) -> Result<()> {
        match self.server {
            Some(_) => execute(&self.url, "vacuum (analyze)").and_then(|()| execute(&self.url, "checkpoint")),
            None => Ok(()),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server
            && let Err(error) = execute(server, &format!("drop database {name} with (force)"))
        {
            eprintln!("{name} stays behind: {error:#}");
        }
    }
}

pub fn is_server(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn execute(url: &str, sql: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Ok(connect(url).await?.batch_execute(sql).await?) })
}

/// A connection as the owner of everything; it ends when the client is dropped.
pub async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.context("the server")?;
    tokio::spawn(connection);
    Ok(client)
}

/// The URL with another database in it.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = match url.split_once('?') {
        Some((address, query)) => (address, format!("?{query}")),
        None => (url, String::new()),
    };
    let authority = address.find("://").map_or(0, |at| at + 3);
    let end = address[authority..].find('/').map_or(address.len(), |at| authority + at);
    format!("{}/{name}{query}", &address[..end])
}
