//! Data keys wrapped by a key in a file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

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
///
/// While the key of keys is being changed, the new one lies beside it as `….next`: then that one wraps, and either
/// unwraps. The old one is kept as `….old`, for backups that were made before.
pub struct FileKeys {
    path: PathBuf,
    keys: RwLock<Keys>,
}

struct Keys {
    now: LessSafeKey,
    next: Option<LessSafeKey>,
}

impl FileKeys {
    /// Reads the key of keys, or makes one where there is no such file.
    ///
    /// # Errors
    /// [`Error::Internal`] when the file cannot be read or made, is open to others, or does not hold 32 bytes.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { path: path.to_owned(), keys: RwLock::new(Keys::read(path)?) })
    }

    fn keys(&self) -> std::sync::RwLockReadGuard<'_, Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another program may have changed the files.
    fn read_again(&self) -> Result<()> {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Keys::read(&self.path)?;
        Ok(())
    }

    fn beside(&self, ending: &str) -> PathBuf {
        beside(&self.path, ending)
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{name}.{ending}"))
}

impl Keys {
    fn read(path: &Path) -> Result<Self> {
        let open = |path: &Path| -> Result<LessSafeKey> {
            let secret = secret::read_or_make(path)?;
            let key = UnboundKey::new(&AES_256_GCM, secret.bytes());
            let key = key.map_err(|_| Error::Internal("the key of keys is of no use".to_owned()))?;
            Ok(LessSafeKey::new(key))
        };
        let next = beside(path, "next");
        let next = if next.exists() { Some(open(&next)?) } else { None };
        Ok(Self { now: open(path)?, next })
    }

    fn unwrap(&self, organization: OrganizationId, key_id: u32, wrapped: &[u8]) -> Option<SecretKey> {
        let rest = wrapped.strip_prefix(&[FORM])?;
        let (nonce, content) = rest.split_first_chunk::<NONCE_LEN>()?;
        let open = |key: &LessSafeKey| {
            let mut content = content.to_vec();
            let (nonce, aad) = (Nonce::assume_unique_for_key(*nonce), bound_to(organization, key_id));
            let opened =
                key.open_in_place(nonce, aad, &mut content).ok().and_then(|key| SecretKey::from_slice(key));
            content.fill(0);
            opened
        };
        [self.next.as_ref(), Some(&self.now)].into_iter().flatten().find_map(open)
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
        let keys = self.keys();
        let key_of_keys = keys.next.as_ref().unwrap_or(&keys.now);
        let tag = key_of_keys.seal_in_place_separate_tag(nonce, aad, content).map_err(|_| failed())?;
        wrapped.extend_from_slice(tag.as_ref());
        Ok(wrapped)
    }

    async fn unwrap(&self, organization: OrganizationId, key_id: u32, wrapped: &[u8]) -> Result<SecretKey> {
        if let Some(key) = self.keys().unwrap(organization, key_id, wrapped) {
            return Ok(key);
        }
        self.read_again()?;
        let key = self.keys().unwrap(organization, key_id, wrapped);
        key.ok_or_else(|| Error::Internal("a data key does not open with this key file".to_owned()))
    }

    async fn begin_rotation(&self) -> Result<()> {
        secret::read_or_make(&self.beside("next"))?;
        self.read_again()
    }

    async fn finish_rotation(&self) -> Result<()> {
        let next = self.beside("next");
        if next.exists() {
            let moved = std::fs::hard_link(&self.path, self.beside("old"))
                .or_else(|error| match error.kind() {
                    // Of an earlier rotation: its backups need it no less than ours need this one.
                    ErrorKind::AlreadyExists => keep_older(&self.beside("old"), &self.path),
                    _ => Err(error),
                })
                .and_then(|()| std::fs::rename(&next, &self.path));
            moved.map_err(|error| Error::Internal(format!("the key files cannot be moved: {error}")))?;
        }
        self.read_again()
    }
}

/// Gives the older key a number, and the present one its place.
fn keep_older(old: &Path, present: &Path) -> std::io::Result<()> {
    let free = (1..).map(|number| beside(old, &number.to_string())).find(|path| !path.exists());
    if let Some(free) = free {
        std::fs::rename(old, free)?;
    }
    std::fs::hard_link(present, old)
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

    #[tokio::test]
    async fn while_the_key_of_keys_changes_either_opens_and_afterwards_the_new_one_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("kek");
        let (keys, elsewhere) = (FileKeys::open(&path).unwrap(), FileKeys::open(&path).unwrap());
        let old = keys.wrap(ONE, 1, &SecretKey::new([7; 32])).await.unwrap();
        for _ in 0..2 {
            keys.begin_rotation().await.unwrap();
        }
        let new = keys.wrap(ONE, 1, &keys.unwrap(ONE, 1, &old).await.unwrap()).await.unwrap();
        assert_eq!(elsewhere.unwrap(ONE, 1, &new).await.unwrap().bytes(), &[7; 32], "it looks again");
        keys.finish_rotation().await.unwrap();
        assert_eq!(keys.unwrap(ONE, 1, &new).await.unwrap().bytes(), &[7; 32]);
        assert!(keys.unwrap(ONE, 1, &old).await.is_err());
        let for_backups = FileKeys::open(&home.path().join("kek.old")).unwrap();
        assert_eq!(for_backups.unwrap(ONE, 1, &old).await.unwrap().bytes(), &[7; 32]);
        keys.begin_rotation().await.unwrap();
        keys.finish_rotation().await.unwrap();
        assert!(home.path().join("kek.old.1").exists() && keys.unwrap(ONE, 1, &new).await.is_err());
    }
}
