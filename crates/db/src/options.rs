//! How a database is opened. Every queue and wait has its limit here.

use std::{path::PathBuf, time::Duration};

/// What may be chosen when opening; the defaults suit a medical record.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name that PostgreSQL shows for our connections.
    pub application: String,
    /// The longest wait for a connection or for SQLite's writer.
    pub wait: Duration,
    /// How many may wait at once; the next is told [`DbError::Unavailable`](crate::DbError::Unavailable).
    pub waiting: usize,
    /// SQLite: reader threads.
    pub readers: usize,
    /// SQLite: what a commit waits for.
    pub durability: Durability,
    /// SQLite: page cache of each connection, in KiB.
    pub cache_kib: u32,
    /// SQLite: how long a statement waits for another process's lock.
    pub busy: Duration,
    /// PostgreSQL: connections in the pool.
    pub connections: usize,
    /// PostgreSQL: the unprivileged role that every pooled connection becomes.
    pub role: String,
    /// PostgreSQL: how long a statement may run.
    pub statement: Duration,
    /// PostgreSQL: how long an open transaction may do nothing.
    pub idle_in_transaction: Duration,
    /// PostgreSQL: the certificates to trust (PEM) where the URL asks for TLS; else the system's.
    pub root_certificates: Option<PathBuf>,
}

/// What a commit on SQLite waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Until the disk has it.
    Full,
    /// Not for the disk: a power cut may lose the last commits, and never corrupts.
    Normal,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            application: "perennial".into(),
            wait: Duration::from_secs(30),
            waiting: 1_000,
            readers: cores.clamp(2, 8),
            durability: Durability::Full,
            cache_kib: 16 << 10,
            busy: Duration::from_secs(5),
            connections: 16,
            role: "perennial_app".into(),
            statement: Duration::from_secs(60),
            idle_in_transaction: Duration::from_secs(60),
            root_certificates: None,
        }
    }
}
