//! Randomness, slow password hashes, one-time codes.

mod password;
mod totp;

use app::ports::Secrets;
use app::{Error, Result};
use async_trait::async_trait;
use aws_lc_rs::rand;
use ccm::access::Password;

use self::password::Hasher;

/// The machine's randomness, argon2 on few threads, HMAC-SHA-1 where a standard asks for it.
pub struct SystemSecrets {
    hasher: Hasher,
}

impl SystemSecrets {
    pub fn new() -> Self {
        Self { hasher: Hasher::new() }
    }
}

impl Default for SystemSecrets {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Secrets for SystemSecrets {
    fn random(&self, bytes: &mut [u8]) -> Result<()> {
        rand::fill(bytes).map_err(|_| Error::Internal("no random bytes".to_owned()))
    }

    async fn hash_password(&self, password: &Password) -> Result<String> {
        self.hasher.hash(password.clone()).await
    }

    async fn is_password(&self, password: &Password, hash: Option<&str>) -> Result<bool> {
        self.hasher.is(password.clone(), hash.map(str::to_owned)).await
    }

    fn one_time_code(&self, secret: &[u8], step: i64) -> u32 {
        totp::code(secret, step)
    }
}
