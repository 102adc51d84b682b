//! The schema, one file per change, read by both engines.
//!
//! A migration is SQL in which `{uuid} {instant} {date} {json} {bytes} {bool} {int} {float} {text}` stand
//! for the engine's types (see [`Type`](crate::Type)), `{strict}` for SQLite's table option, `{role}` for
//! the unprivileged role of PostgreSQL, and in which lines between `-- @sqlite` or `-- @postgres` and
//! `-- @end` are for that engine alone. Rights are granted where tables are made, in a postgres block.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{DbError, Engine, Result};

/// One shipped change; never edited afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
}

/// What [`Db::migrate`](crate::Db::migrate) did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationReport {
    /// Applied now, in order.
    pub applied: Vec<&'static str>,
    /// How many were there already.
    pub already: usize,
    /// Applied by a newer program and unknown to this one.
    pub unknown: Vec<String>,
}

impl Migration {
    /// SHA-256 of its text, in hex; line ends do not count.
    pub(crate) fn sha256(&self) -> String {
        let digest = Sha256::digest(self.sql.replace("\r\n", "\n"));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Its text for one engine.
    pub(crate) fn sql_for(&self, engine: Engine, role: &str) -> Result<String> {
        let mut sql = self.block_lines(engine)?;
        for (token, lite, pg) in TOKENS {
            let word = if engine == Engine::Sqlite { lite } else { pg };
            sql = sql.replace(token, word);
        }
        Ok(sql.replace("{role}", role))
    }

    fn block_lines(&self, engine: Engine) -> Result<String> {
        let mut out = String::with_capacity(self.sql.len());
        let mut block = None;
        for line in self.sql.lines() {
            let opens = match line.trim() {
                "-- @sqlite" => Some(Engine::Sqlite),
                "-- @postgres" => Some(Engine::Postgres),
                _ => None,
            };
            match (opens, block) {
                (Some(_), Some(_)) => return Err(self.error("a block begins inside another")),
                (Some(_), None) => block = opens,
                (None, None) if line.trim() == "-- @end" => {
                    return Err(self.error("a block ends that never began"));
                }
                (None, Some(_)) if line.trim() == "-- @end" => block = None,
                (None, of) if of.is_none_or(|of| of == engine) => {
                    out.push_str(line);
                    out.push('\n');
                }
                (None, _) => {}
            }
        }
        match block {
            Some(_) => Err(self.error("a block never ends")),
            None => Ok(out),
        }
    }

    pub(crate) fn error(&self, reason: impl Into<String>) -> DbError {
        DbError::Migration { name: self.name.into(), reason: reason.into() }
    }
}

/// Token, SQLite's word, PostgreSQL's. Text sorts by its bytes on both.
const TOKENS: [(&str, &str, &str); 10] = [
    ("{uuid}", "blob", "uuid"),
    ("{instant}", "integer", "timestamptz"),
    ("{date}", "text", "date"),
    ("{json}", "text", "jsonb"),
    ("{bytes}", "blob", "bytea"),
    ("{bool}", "integer", "boolean"),
    ("{int}", "integer", "bigint"),
    ("{float}", "real", "double precision"),
    ("{text}", "text", "text collate \"C\""),
    ("{strict}", "strict", ""),
];

/// The table that remembers; the tokens are of the same kind as in a migration.
pub(crate) const REMEMBERED: Migration = Migration {
    name: "schema_migration",
    sql: "create table if not exists schema_migration (
        name {text} primary key, sha256 {text} not null, applied_at {instant} not null) {strict}",
};

/// What is left to do, after comparing each migration with what the database remembers of it
/// (name → sha256).
pub(crate) fn plan(
    migrations: &[Migration],
    mut remembered: BTreeMap<String, String>,
) -> Result<(Vec<Migration>, MigrationReport)> {
    let mut todo = Vec::new();
    let mut report = MigrationReport::default();
    for migration in migrations {
        match remembered.remove(migration.name) {
            None => {
                todo.push(*migration);
                report.applied.push(migration.name);
            }
            Some(sha256) if sha256 != migration.sha256() => {
                return Err(migration.error("its text is not the one that was applied"));
            }
            Some(_) => match todo.first() {
                Some(gap) => {
                    let reason = format!("never applied, though {} was", migration.name);
                    return Err(gap.error(reason));
                }
                None => report.already += 1,
            },
        }
    }
    report.unknown = remembered.into_keys().collect();
    Ok((todo, report))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Migration = Migration {
        name: "0001",
        sql: "create table t (id {uuid}, at {instant}) {strict};\n-- @sqlite\nlite;\n  -- @end\n\
              -- @postgres\ngrant select on t to {role};\n-- @end\nboth;\n",
    };

    #[test]
    fn each_engine_reads_its_own_text() {
        assert_eq!(
            SAMPLE.sql_for(Engine::Sqlite, "app").unwrap(),
            "create table t (id blob, at integer) strict;\nlite;\nboth;\n"
        );
        assert_eq!(
            SAMPLE.sql_for(Engine::Postgres, "app").unwrap(),
            "create table t (id uuid, at timestamptz) ;\ngrant select on t to app;\nboth;\n"
        );
        for broken in ["-- @sqlite\n", "-- @end\n", "-- @sqlite\n-- @postgres\n-- @end\n"] {
            let migration = Migration { name: "broken", sql: broken };
            assert!(migration.sql_for(Engine::Sqlite, "app").is_err());
        }
    }

    #[test]
    fn line_ends_do_not_change_the_checksum() {
        let (unix, windows) = ("a;\nb;\n", "a;\r\nb;\r\n");
        let of = |sql| Migration { name: "0001", sql }.sha256();
        assert_eq!(of(unix), of(windows));
    }

    #[test]
    fn what_was_applied_must_match_and_leave_no_gap() {
        let second = Migration { name: "0002", sql: "x" };
        let known = |migration: &Migration| (migration.name.to_owned(), migration.sha256());
        let (todo, report) = plan(&[SAMPLE, second], BTreeMap::from([known(&SAMPLE)])).expect("a plan");
        assert_eq!(todo.len(), 1);
        assert_eq!(report.applied, ["0002"]);
        assert_eq!(report.already, 1);
        assert!(plan(&[SAMPLE, second], BTreeMap::from([known(&second)])).is_err());
        let other = BTreeMap::from([("0001".to_owned(), "0".to_owned())]);
        assert!(plan(&[SAMPLE], other).is_err());
    }
}
