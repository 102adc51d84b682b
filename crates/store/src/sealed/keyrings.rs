//! All open keyrings of this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use app::ports::{KeyProvider, SecretKey};
use app::{Error, Result};
use aws_lc_rs::rand;
use ccm::basics::OrganizationId;

use super::keyring::Keyring;

/// The number of an organization's first data key.
const FIRST: u32 = 1;

pub(crate) struct Keyrings {
    provider: Arc<dyn KeyProvider>,
    open: Mutex<HashMap<OrganizationId, Arc<Keyring>>>,
}

impl Keyrings {
    pub fn new(provider: Arc<dyn KeyProvider>) -> Self {
        Self { provider, open: Mutex::default() }
    }

    pub fn cached(&self, organization: OrganizationId) -> Option<Arc<Keyring>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(&organization).cloned()
    }

    /// Remembers a keyring whose keys are all committed.
    pub fn keep(&self, organization: OrganizationId, keyring: &Arc<Keyring>) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(organization, Arc::clone(keyring));
    }

    /// Opens wrapped keys, oldest first.
    pub async fn unwrap(
        &self,
        organization: OrganizationId,
        wrapped: &[(u32, Vec<u8>)],
    ) -> Result<Arc<Keyring>> {
        let mut keys = Vec::with_capacity(wrapped.len());
        for (id, wrapped) in wrapped {
            keys.push((*id, self.provider.unwrap(organization, *id, wrapped).await?));
        }
        Keyring::new(organization, &keys)
            .map(Arc::new)
            .ok_or_else(|| Error::Internal("the organization has no data key".to_owned()))
    }

    /// A new random key after the newest, wrapped.
    pub async fn make(&self, organization: OrganizationId, newest: Option<u32>) -> Result<(u32, Vec<u8>)> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| Error::Internal("no random bytes".to_owned()))?;
        let id = newest.map_or(FIRST, |newest| newest + 1);
        let wrapped = self.provider.wrap(organization, id, &SecretKey::new(bytes)).await?;
        Ok((id, wrapped))
    }

    /// The same key, wrapped anew.
    pub async fn rewrap(&self, organization: OrganizationId, id: u32, wrapped: &[u8]) -> Result<Vec<u8>> {
        let key = self.provider.unwrap(organization, id, wrapped).await?;
        self.provider.wrap(organization, id, &key).await
    }

    pub fn provider(&self) -> Arc<dyn KeyProvider> {
        Arc::clone(&self.provider)
    }
}
