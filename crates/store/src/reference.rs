//! Official tables that an installation has loaded, by kind and vintage.

use app::Result;
use app::ports::store::References;
use app::ports::{ReferenceKind, VintageBody, VintageRow};
use async_trait::async_trait;
use db::values;

use crate::columns::{each, json, word};
use crate::error::unreadable;
use crate::tx::StoreTx;

db::queries! {
    ADD_VINTAGE = "insert into reference_vintage (organization_id, reference_vintage_id, kind, release, effective_from,
            effective_to, file_name, sha256, body, body_sha256, rows_read, rows_kept, imported_at, imported_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (organization_id, kind, sha256, body_sha256) do nothing";
    VINTAGES = "select reference_vintage_id, kind, release, effective_from, effective_to, file_name, sha256, body_sha256,
            rows_read, rows_kept, imported_at, imported_by
        from reference_vintage where organization_id = $1 order by imported_at, reference_vintage_id";
    BODIES = "select effective_from, effective_to, body from reference_vintage where organization_id = $1 and kind = $2
        order by imported_at, reference_vintage_id";
}

#[async_trait]
impl References for StoreTx {
    async fn add_vintage(&mut self, row: &VintageRow, body: &str) -> Result<bool> {
        let params = values![
            self.tenant()?,
            row.id,
            word(&row.kind)?,
            &row.release,
            row.effective_from,
            row.effective_to,
            &row.file_name,
            row.sha256,
            body.as_bytes(),
            row.body_sha256,
            row.rows_read,
            row.rows_kept,
            row.imported_at,
            json(&row.imported_by)?,
        ];
        Ok(self.write(&ADD_VINTAGE, params).await? > 0)
    }

    async fn vintages(&mut self) -> Result<Vec<VintageRow>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&VINTAGES, values![tenant]).await?;
        each(&rows, |row| {
            Ok(VintageRow {
                id: row.get()?,
                kind: row.word()?,
                release: row.get()?,
                effective_from: row.get()?,
                effective_to: row.get()?,
                file_name: row.get()?,
                sha256: row.hash()?,
                body_sha256: row.hash()?,
                rows_read: row.get()?,
                rows_kept: row.get()?,
                imported_at: row.get()?,
                imported_by: row.json()?,
            })
        })
    }

    async fn vintage_bodies(&mut self, kind: ReferenceKind) -> Result<Vec<VintageBody>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&BODIES, values![tenant, word(&kind)?]).await?;
        each(&rows, |row| {
            let (effective_from, effective_to) = (row.get()?, row.get()?);
            let text =
                String::from_utf8(row.get()?).map_err(|_| unreadable("a reference table that is no text"))?;
            Ok(VintageBody { effective_from, effective_to, text })
        })
    }
}
