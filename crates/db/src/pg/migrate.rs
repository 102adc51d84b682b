//! Migrations on PostgreSQL: as the owner of the tables, one program at a time.

use std::{collections::BTreeMap, time::Duration};

use tokio_postgres::{Client, Error, error::SqlState};

use super::convert::error;
use crate::{
    DbError, Engine, Migration, MigrationReport, Result,
    migrate::{REMEMBERED, plan},
};

/// How often programs that start together may trip over one another before the lock is there.
const STARTS: u32 = 20;

pub(super) async fn migrate(
    client: &mut Client,
    migrations: &[Migration],
    role: &str,
) -> Result<MigrationReport> {
    let preparation = format!("{}; {}", REMEMBERED.sql_for(Engine::Postgres, role)?, ensure_role(role));
    let mut tries = 1;
    while let Err(e) = client.batch_execute(&preparation).await {
        if !is_race(&e) || tries == STARTS {
            return Err(failed("preparation", &e));
        }
        tries += 1;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let tx = client.transaction().await.map_err(migrating)?;
    // Whoever comes second waits here and finds the work done.
    tx.batch_execute("lock table schema_migration in access exclusive mode").await.map_err(migrating)?;
    let (todo, report) = plan(migrations, remembered(&tx).await.map_err(migrating)?)?;
    for migration in todo {
        let sql = migration.sql_for(Engine::Postgres, role)?;
        tx.batch_execute(&sql).await.map_err(|e| failed(migration.name, &e))?;
        tx.execute(
            "insert into schema_migration (name, sha256, applied_at) values ($1, $2, now())",
            &[&migration.name, &migration.sha256()],
        )
        .await
        .map_err(migrating)?;
    }
    tx.commit().await.map_err(migrating)?;
    Ok(report)
}

async fn remembered(tx: &tokio_postgres::Transaction<'_>) -> Result<BTreeMap<String, String>, Error> {
    let rows = tx.query("select name, sha256 from schema_migration", &[]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The role is the whole cluster's, so another database may be making it at this moment. From
/// version 16 on, being a member no longer means that one may become it.
fn ensure_role(role: &str) -> String {
    format!(
        "do $$
        declare
            may text := case when current_setting('server_version_num')::int >= 160000
                then 'set' else 'member' end;
        begin
            if not exists (select from pg_roles where rolname = '{role}') then
                create role {role} nologin;
            end if;
            if exists (select from pg_roles
                where rolname = '{role}' and (rolsuper or rolbypassrls)) then
                raise exception 'role {role} would pass row-level security by';
            end if;
            if not pg_has_role(current_user, '{role}', may) then
                grant {role} to current_user;
            end if;
            if not has_schema_privilege('{role}', current_schema(), 'usage') then
                execute format('grant usage on schema %I to {role}', current_schema());
            end if;
        end $$"
    )
}

/// What two programs get that make the same table or role at the same moment.
fn is_race(error: &Error) -> bool {
    error.code().is_some_and(|code| {
        [
            SqlState::UNIQUE_VIOLATION,
            SqlState::DUPLICATE_TABLE,
            SqlState::DUPLICATE_OBJECT,
            SqlState::INTERNAL_ERROR,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
        ]
        .contains(code)
    })
}

/// A migration's own words are shown: they speak of the schema.
fn failed(name: &str, error: &Error) -> DbError {
    let reason = match error.as_db_error() {
        Some(answer) => format!("{} ({})", answer.message(), answer.code().code()),
        None => error.to_string(),
    };
    DbError::Migration { name: name.to_owned(), reason }
}

fn migrating(e: Error) -> DbError {
    error("migrate", e)
}
