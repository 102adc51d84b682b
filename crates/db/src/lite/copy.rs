//! A copy of the file while others read and write it.

use std::{fs::File, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

use super::{connect::create, convert::error};
use crate::{DbError, Result};

const NAME: &str = "copy";

/// One statement reads one snapshot, so no writer is waited for and none waits; the copy holds no free pages. SQLite's
/// page-by-page copying would begin anew whenever another process writes, and under load might never end.
pub(super) fn copy(from: &Path, to: &Path, busy: Duration) -> Result<()> {
    if to.exists() {
        return Err(DbError::unavailable(format!("{} is there already", to.display())));
    }
    // For its owner's eyes alone from the first byte on; SQLite takes an empty file.
    create(to)?;
    let name = to.to_str().ok_or_else(|| DbError::unavailable("the name of the copy is no text"))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copied = Connection::open_with_flags(from, flags).and_then(|db| {
        db.busy_timeout(busy)?;
        db.execute("vacuum into ?1", [name])
    });
    let synced = copied.map_err(|e| error(NAME, e)).and_then(|_| {
        let synced = File::open(to).and_then(|file| file.sync_all());
        synced.map_err(|e| DbError::unavailable(format!("{} cannot be kept: {e}", to.display())))
    });
    if synced.is_err() {
        // Half a copy is none.
        let _ = std::fs::remove_file(to);
    }
    synced
}
