//! The sealer's signature, with a key in a file.

use std::path::Path;

use app::ports::Signer;
use app::{Error, Result};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::secret;

/// Signs with Ed25519; the file holds the seed.
pub struct FileSigner {
    pair: Ed25519KeyPair,
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
        Ok(Self { pair })
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
        UnparsedPublicKey::new(&ED25519, public_key).verify(message, signature).is_ok()
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
