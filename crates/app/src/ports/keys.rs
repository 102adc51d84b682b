//! Who keeps the key of keys: a file now, a key-management service later.

use async_trait::async_trait;
use ccm::basics::OrganizationId;

use crate::Result;

/// Wraps an organization's data keys, so that the database alone opens nothing.
#[async_trait]
pub trait KeyProvider: Send + Sync {
    /// Wraps a data key. What comes out opens only for this organization and key number.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the provider cannot be reached.
    async fn wrap(&self, organization: OrganizationId, key_id: u32, key: &SecretKey) -> Result<Vec<u8>>;

    /// Unwraps what [`KeyProvider::wrap`] made.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when it was made with another key, for another organization or number, or was
    /// altered; [`crate::Error::Unavailable`] when the provider cannot be reached.
    async fn unwrap(&self, organization: OrganizationId, key_id: u32, wrapped: &[u8]) -> Result<SecretKey>;

    /// From now on wraps under a new key of keys, and unwraps with either. Begun again, it goes on with the one that was
    /// begun.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] where the provider rotates by other means.
    async fn begin_rotation(&self) -> Result<()>;

    /// Lets the old key of keys go: everything is wrapped under the new one.
    ///
    /// # Errors
    /// As [`KeyProvider::begin_rotation`].
    async fn finish_rotation(&self) -> Result<()>;
}

/// 32 secret bytes, overwritten when they are let go.
pub struct SecretKey([u8; 32]);

impl SecretKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// `None` unless there are 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        self.0.fill(0);
        // Whoever looks at the bytes after this keeps the compiler from leaving the fill out.
        std::hint::black_box(&self.0);
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}
