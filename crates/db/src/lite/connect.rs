//! Opening one connection to the file.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use crate::{DbError, Durability, Options, Result};

/// 3.51.3 is the first version in which several connections cannot corrupt a file by resetting its log.
const OLDEST: i32 = 3_051_003;
/// Statements each connection keeps prepared.
const PREPARED: usize = 512;
/// What a finished log may keep of the disk.
const LOG_BYTES: i64 = 64 << 20;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Writer,
    Reader,
}

pub(super) fn connect(path: &Path, role: Role, options: &Options) -> Result<Connection> {
    if rusqlite::version_number() < OLDEST {
        let reason = format!("SQLite {} is too old", rusqlite::version());
        return Err(DbError::unavailable(reason));
    }
    if role == Role::Writer {
        create(path)?;
    }
    set_up(path, role, options)
        .map_err(|e| DbError::unavailable(format!("{} cannot be opened: {e}", path.display())))
}

/// Makes the file when it is not there, for its owner's eyes alone; SQLite gives its log the same mode.
pub(super) fn create(path: &Path) -> Result<()> {
    let mut open = std::fs::OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    match open.open(path) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(DbError::unavailable(format!("{} cannot be created: {e}", path.display())))
        }
        _ => Ok(()),
    }
}

fn set_up(path: &Path, role: Role, options: &Options) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(options.busy)?;
    db.set_prepared_statement_cache_capacity(PREPARED);
    // A misspelt column in double quotes is an error here too, not a string.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // One plan for a statement, whatever is bound: else many are planned anew each time they run.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "foreign_keys", true)?;
    // Else `insert or replace` would delete past the triggers that refuse a delete.
    db.pragma_update(None, "recursive_triggers", true)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.pragma_update(None, "cache_size", -i64::from(options.cache_kib))?;
    match role {
        Role::Writer => {
            turn_log_on(&db, options.busy)?;
            db.pragma_update(
                None,
                "synchronous",
                match options.durability {
                    Durability::Full => "full",
                    Durability::Normal => "normal",
                },
            )?;
            db.pragma_update_and_check(None, "journal_size_limit", LOG_BYTES, |_| Ok(()))?;
        }
        Role::Reader => db.pragma_update(None, "query_only", true)?,
    }
    Ok(db)
}

/// Two processes that open a new file together meet here, and SQLite does not wait by itself.
fn turn_log_on(db: &Connection, patience: Duration) -> rusqlite::Result<()> {
    let began = Instant::now();
    loop {
        match db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())) {
            Err(e)
                if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && began.elapsed() < patience =>
            {
                thread::sleep(Duration::from_millis(10));
            }
            answer => return answer,
        }
    }
}
