//! Data keys wrapped by a key in a file.

use std::path::Path;

use app::ports::{KeyProvider, SecretKey};
use app::{Error, Result};
use async_trait::async_trait;
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand,
};
use ccm::basics::OrganizationId;

use super::secret;

/// The first byte of what is wrapped this way.
const FORM: u8 = 1;

/// A key provider whose key of keys lies in a file. What it wraps is `form (1) | nonce (12) | key | tag (16)`.
pub struct FileKeys {
    key: LessSafeKey,
}

impl FileKeys {
    /// Reads the key of keys, or makes one where there is no such file.
    ///
    /// # Errors
    /// [`Error::Internal`] when the file cannot be read or made, is open to others, or does not hold 32 bytes.
    pub fn open(path: &Path) -> Result<Self> {
        let secret = secret::read_or_make(path)?;
        let key = UnboundKey::new(&AES_256_GCM, secret.bytes());
        let key = key.map_err(|_| Error::Internal("the key of keys is of no use".to_owned()))?;
        Ok(Self { key: LessSafeKey::new(key) })
    }
}

/// For whom a key is wrapped, and which.
fn bound_to(organization: OrganizationId, key_id: u32) -> Aad<Vec<u8>> {
    let mut bytes = vec![FORM];
    bytes.extend_from_slice(organization.0.as_bytes());
    bytes.extend_from_slice(&key_id.to_be_bytes());
    Aad::from(bytes)
}

#[async_trait]
impl KeyProvider for FileKeys {
    async fn wrap(&self, organization: OrganizationId, key_id: u32, key: &SecretKey) -> Result<Vec<u8>> {
        let failed = || Error::Internal("a data key cannot be wrapped".to_owned());
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| failed())?;
        let mut wrapped = vec![FORM];
        wrapped.extend_from_slice(&nonce);
        wrapped.extend_from_slice(key.bytes());
        let content = &mut wrapped[1 + NONCE_LEN..];
        let (nonce, aad) = (Nonce::assume_unique_for_key(nonce), bound_to(organization, key_id));
        let tag = self.key.seal_in_place_separate_tag(nonce, aad, content).map_err(|_| failed())?;
        wrapped.extend_from_slice(tag.as_ref());
        Ok(wrapped)
    }

    async fn unwrap(&self, organization: OrganizationId, key_id: u32, wrapped: &[u8]) -> Result<SecretKey> {
        let failed = || Error::Internal("a data key does not open with this key file".to_owned());
        let rest = wrapped.strip_prefix(&[FORM]).ok_or_else(failed)?;
        let (nonce, content) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(failed)?;
        let (nonce, aad) = (Nonce::assume_unique_for_key(*nonce), bound_to(organization, key_id));
        let mut content = content.to_vec();
        let key =
            self.key.open_in_place(nonce, aad, &mut content).ok().and_then(|key| SecretKey::from_slice(key));
        content.fill(0);
        key.ok_or_else(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ccm::basics::OrganizationId;

    const ONE: OrganizationId = OrganizationId(uuid::Uuid::from_u128(1));
    const OTHER: OrganizationId = OrganizationId(uuid::Uuid::from_u128(2));

    #[tokio::test]
    async fn a_wrapped_key_opens_for_its_organization_and_number_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("kek");
        let wrapped = FileKeys::open(&path).unwrap().wrap(ONE, 1, &SecretKey::new([7; 32])).await.unwrap();
        let keys = FileKeys::open(&path).unwrap();
        assert_eq!(keys.unwrap(ONE, 1, &wrapped).await.unwrap().bytes(), &[7; 32]);
        assert!(keys.unwrap(OTHER, 1, &wrapped).await.is_err());
        assert!(keys.unwrap(ONE, 2, &wrapped).await.is_err());
        let other = FileKeys::open(&home.path().join("other")).unwrap();
        assert!(other.unwrap(ONE, 1, &wrapped).await.is_err());
        for place in 0..wrapped.len() {
            let mut altered = wrapped.clone();
            altered[place] ^= 1;
            assert!(keys.unwrap(ONE, 1, &altered).await.is_err());
            assert!(keys.unwrap(ONE, 1, &wrapped[..place]).await.is_err());
        }
    }
}
