//! One transaction: statements with their count, the keys of its organization, its end.

use std::sync::Arc;

use app::ports::Tx;
use app::{Error, Result};
use async_trait::async_trait;
use ccm::basics::{OrganizationId, PracticeId, Timestamp};
use db::{Bulk, Query, Row, RowStream, Value, values};
use uuid::Uuid;

use crate::ahead::Answers;
use crate::error::Kept;
use crate::reports::Lists;
use crate::sealed::{At, Keyring, Keyrings};
use crate::tenancy;

/// An open transaction. Dropped, it is rolled back.
pub struct StoreTx {
    pub(crate) tx: db::Tx,
    organization: Option<OrganizationId>,
    keyrings: Arc<Keyrings>,
    keyring: Option<Arc<Keyring>>,
    lists: Arc<Lists>,
    /// What was asked ahead.
    pub(crate) answers: Answers,
    /// Of one practice's list, in this snapshot.
    pub(crate) revision: Option<(Uuid, i64)>,
    /// It made a data key that nobody else may see before it is committed.
    has_new_key: bool,
    is_read_only: bool,
    written: u64,
}

impl StoreTx {
    pub(crate) fn new(
        tx: db::Tx,
        organization: Option<OrganizationId>,
        keyrings: Arc<Keyrings>,
        lists: Arc<Lists>,
        is_read_only: bool,
    ) -> Self {
        Self {
            tx,
            organization,
            keyrings,
            keyring: None,
            lists,
            answers: Answers::default(),
            revision: None,
            has_new_key: false,
            is_read_only,
            written: 0,
        }
    }

    /// A snapshot: what locks elsewhere only looks here.
    pub(crate) fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// What this process remembers of lists of the day.
    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The tenant whose rows this transaction works on.
    pub(crate) fn tenant(&self) -> Result<Uuid> {
        self.organization.map(|id| id.0).ok_or_else(|| {
            Error::Internal("a transaction without organization touched a tenant's rows".to_owned())
        })
    }

    /// Practice and organization: the first two parameters of nearly every statement.
    pub(crate) fn place(&self, practice: PracticeId) -> Result<(Uuid, Uuid)> {
        Ok((practice.0, self.tenant()?))
    }

    pub(crate) async fn rows(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<Row>> {
        match self.answers.take(query, &params) {
            Some(rows) => Ok(rows),
            None => self.tx.query(query, params).await.kept(),
        }
    }

    pub(crate) async fn row(&mut self, query: &Query, params: Vec<Value>) -> Result<Option<Row>> {
        match self.answers.take(query, &params) {
            // Of a key nothing has two rows.
            Some(mut rows) => Ok(rows.pop()),
            None => self.tx.query_opt(query, params).await.kept(),
        }
    }

    /// The rows of an answer of any size, in flat memory.
    pub(crate) async fn stream(&mut self, query: &Query, params: Vec<Value>) -> Result<RowStream<'_>> {
        self.tx.stream(query, params).await.kept()
    }

    /// Writes, and counts what it wrote.
    pub(crate) async fn write(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        let touched = self.tx.exec(query, params).await.kept()?;
        self.written += touched;
        Ok(touched)
    }

    /// A write of one row that answers with it.
    pub(crate) async fn write_returning(&mut self, query: &Query, params: Vec<Value>) -> Result<Option<Row>> {
        let row = self.row(query, params).await?;
        self.written += u64::from(row.is_some());
        Ok(row)
    }

    pub(crate) async fn write_many(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        let touched = self.tx.exec_many(query, rows).await.kept()?;
        self.written += touched;
        Ok(touched)
    }

    pub(crate) async fn insert(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        let inserted = self.insert_uncounted(bulk, rows).await?;
        self.written += inserted;
        Ok(inserted)
    }

    /// For audit and feed, which stand beside what is written.
    pub(crate) async fn insert_uncounted(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        self.tx.bulk(bulk, rows).await.kept()
    }

    /// As [`StoreTx::insert_uncounted`], statement by statement.
    pub(crate) async fn write_uncounted(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        self.tx.exec_many(query, rows).await.kept()
    }

    /// An upsert that found its key in another tenant's hands, on the engine that lets it look.
    pub(crate) async fn put(&mut self, query: &Query, params: Vec<Value>) -> Result<()> {
        match self.write(query, params).await? {
            0 => Err(Error::Conflict(format!("already there, and not ours to change ({})", query.name))),
            _ => Ok(()),
        }
    }

    /// The organization's keys: unwrapped once for the whole process, until there is a newer one.
    pub(crate) async fn keyring(&mut self) -> Result<Arc<Keyring>> {
        if let Some(keyring) = &self.keyring {
            return Ok(Arc::clone(keyring));
        }
        let organization = OrganizationId(self.tenant()?);
        let wrapped = self.wrapped_keys(organization).await?;
        let newest = wrapped.last().map(|(id, _)| *id);
        let keyring = match self.keyrings.cached(organization) {
            Some(keyring) if keyring.newest() == newest => keyring,
            _ => {
                let keyring = self.keyrings.unwrap(organization, &wrapped).await?;
                if !self.has_new_key {
                    self.keyrings.keep(organization, &keyring);
                }
                keyring
            }
        };
        self.keyring = Some(Arc::clone(&keyring));
        Ok(keyring)
    }

    /// A text sealed for one place, where there is one.
    pub(crate) async fn sealed_text(&mut self, at: &At, text: Option<&str>) -> Result<Option<Vec<u8>>> {
        match text {
            None => Ok(None),
            Some(text) => self.keyring().await?.seal(at, text.as_bytes()).map(Some),
        }
    }

    /// Makes the organization's first data key; nothing where it has one.
    pub(crate) async fn ensure_key(&mut self, organization: OrganizationId, now: Timestamp) -> Result<()> {
        if organization.0 != self.tenant()? {
            return Err(Error::Internal("a key for another organization than the transaction's".to_owned()));
        }
        if !self.wrapped_keys(organization).await?.is_empty() {
            return Ok(());
        }
        self.add_key(organization, now).await.map(drop)
    }

    /// Makes a key that is newer than all: it seals from now on.
    pub(crate) async fn add_key(&mut self, organization: OrganizationId, now: Timestamp) -> Result<u32> {
        let newest = self.wrapped_keys(organization).await?.last().map(|(id, _)| *id);
        let (key_id, wrapped) = self.keyrings.make(organization, newest).await?;
        let row = values![organization.0, i64::from(key_id), wrapped, now];
        if self.insert(&tenancy::NEW_DATA_KEY, vec![row]).await? == 0 {
            return Err(Error::Conflict("another data key was made at the same time".to_owned()));
        }
        (self.has_new_key, self.keyring) = (true, None);
        Ok(key_id)
    }

    pub(crate) async fn rewrap_keys(&mut self, organization: OrganizationId) -> Result<usize> {
        let keys = self.wrapped_keys(organization).await?;
        for (id, wrapped) in &keys {
            let again = self.keyrings.rewrap(organization, *id, wrapped).await?;
            let params = values![organization.0, i64::from(*id), again, &wrapped[..]];
            if self.write(&tenancy::REWRAP_KEY, params).await? == 0 {
                return Err(Error::Conflict("a data key was wrapped anew at the same time".to_owned()));
            }
        }
        Ok(keys.len())
    }

    async fn wrapped_keys(&mut self, organization: OrganizationId) -> Result<Vec<(u32, Vec<u8>)>> {
        let rows = self.rows(&tenancy::DATA_KEYS, values![organization.0]).await?;
        crate::columns::each(&rows, |row| Ok((row.get()?, row.get()?)))
    }
}

#[async_trait]
impl Tx for StoreTx {
    fn written(&self) -> u64 {
        self.written
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.tx.commit().await.kept()
    }

    async fn rollback(self: Box<Self>) -> Result<()> {
        self.tx.rollback().await.kept()
    }
}
