//! The practice's directory, revision by revision.

use app::Result;
use app::ports::store::Directory;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::DirectoryRevision;
use db::{Row, values};

use crate::columns::{each, json};
use crate::tx::StoreTx;

db::queries! {
    ADD_REVISION = "insert into directory_entry (practice_id, organization_id, entry_id, revision, kind, body,
            recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    NEWEST = "select d.entry_id, d.revision, d.body, d.recorded_at, d.recorded_by from directory_entry d
        where d.practice_id = $1 and d.organization_id = $2
            and not exists (select 1 from directory_entry n where n.practice_id = d.practice_id
                and n.organization_id = d.organization_id and n.entry_id = d.entry_id and n.revision > d.revision)
        order by d.kind, d.entry_id";
    REVISIONS = "select d.entry_id, d.revision, d.body, d.recorded_at, d.recorded_by from directory_entry d
        where d.practice_id = $1 and d.organization_id = $2 and d.entry_id = $3
        order by d.revision desc";
}

fn read(rows: &[Row]) -> Result<Vec<DirectoryRevision>> {
    each(rows, |row| {
        Ok(DirectoryRevision {
            id: DirectoryEntryId(row.get()?),
            revision: row.get()?,
            listing: row.json()?,
            recorded_at: row.get()?,
            recorded_by: PersonId(row.get()?),
        })
    })
}

#[async_trait]
impl Directory for StoreTx {
    async fn add_directory_revision(
        &mut self,
        practice: PracticeId,
        revision: &DirectoryRevision,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            revision.id.0,
            revision.revision,
            &revision.listing.kind,
            json(&revision.listing)?,
            revision.recorded_at,
            revision.recorded_by.0,
        ];
        self.write(&ADD_REVISION, params).await.map(drop)
    }

    async fn directory(&mut self, practice: PracticeId) -> Result<Vec<DirectoryRevision>> {
        let (practice, tenant) = self.place(practice)?;
        read(&self.rows(&NEWEST, values![practice, tenant]).await?)
    }

    async fn directory_revisions(
        &mut self,
        practice: PracticeId,
        id: DirectoryEntryId,
    ) -> Result<Vec<DirectoryRevision>> {
        let (practice, tenant) = self.place(practice)?;
        read(&self.rows(&REVISIONS, values![practice, tenant, id.0]).await?)
    }
}
