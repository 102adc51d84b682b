//! The sealer's signature, with a key in a file.

use std::path::{Path, PathBuf};

use app::ports::Signer;
use app::{Error, Result};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use ccm::basics::OrganizationId;

use super::secret;

/// Signs with Ed25519; the file holds the seed.
pub struct FileSigner {
    pair: Ed25519KeyPair,
    /// Notes lie beside the key: `seal.key.org_….last`.
    path: PathBuf,
}

impl FileSigner {
    /// Reads the seed, or makes one where there is no such file.
    ///
    /// # Errors
    /// [`Error::Internal`] when the file cannot be read or made, is open to others, or does not hold 32 bytes.
    pub fn open(path: &Path) -> Result<Self> {
        let seed = secret::read_or_make(path)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.bytes());
        let pair = pair.map_err(|_| Error::Internal("the signing key is of no use".to_owned()))?;
        Ok(Self { pair, path: path.to_owned() })
    }
}

impl Signer for FileSigner {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }

    fn public_key(&self) -> Vec<u8> {
        self.pair.public_key().as_ref().to_vec()
    }

    fn is_signed(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        is_signed(public_key, message, signature)
    }

    fn remember(&self, organization: OrganizationId, last: i64, sha256: [u8; 32]) -> Result<()> {
        let path = self.note(organization);
        let hash: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        // Written beside and moved over: a note is whole or the one before.
        let part = path.with_extension("part");
        std::fs::write(&part, format!("{last} {hash}\n"))
            .and_then(|()| std::fs::rename(&part, &path))
            .map_err(|error| Error::Internal(format!("the note on the last seal cannot be written: {error}")))
    }

    fn remembered(&self, organization: OrganizationId) -> Result<Option<(i64, [u8; 32])>> {
        let text = match std::fs::read_to_string(self.note(organization)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Error::Internal(format!("the note on the last seal cannot be read: {error}")));
            }
        };
        let read = || {
            let (last, hash) = text.trim().split_once(' ')?;
            let mut sha256 = [0; 32];
            for (place, byte) in sha256.iter_mut().enumerate() {
                *byte = u8::from_str_radix(hash.get(2 * place..2 * place + 2)?, 16).ok()?;
            }
            Some((last.parse().ok()?, sha256))
        };
        read()
            .map(Some)
            .ok_or_else(|| Error::Internal("the note on the last seal is not one of ours".to_owned()))
    }
}

/// Whether an Ed25519 signature over a message is this key's: for whoever has no key of their own.
pub fn is_signed(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(message, signature).is_ok()
}

impl FileSigner {
    fn note(&self, organization: OrganizationId) -> PathBuf {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.path.with_file_name(format!("{name}.{organization}.last"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_key() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("sealer");
        let (signer, again) = (FileSigner::open(&path).unwrap(), FileSigner::open(&path).unwrap());
        let other = FileSigner::open(&home.path().join("other")).unwrap();
        let (key, signature) = (signer.public_key(), signer.sign(b"a seal"));
        assert_eq!(key, again.public_key());
        assert!(other.is_signed(&key, b"a seal", &signature));
        assert!(!other.is_signed(&key, b"another seal", &signature));
        assert!(!other.is_signed(&other.public_key(), b"a seal", &signature));
        assert!(!other.is_signed(b"no key", b"a seal", b"no signature"));
    }
}
