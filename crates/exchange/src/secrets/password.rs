//! argon2id, on few threads: it takes memory and time on purpose, and that must not become everybody's.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::{Error, Result};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use ccm::access::Password;
use tokio::sync::Semaphore;

/// OWASP's choice: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// A hash of no password: checking against it takes as long as against any, and fails.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// Who may wait for a turn; the next is told to come back.
const WAITING: usize = 64;

pub(super) struct Hasher {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Hasher {
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { turns: Arc::new(Semaphore::new(cores.div_ceil(2))), waiting: AtomicUsize::new(0) }
    }

    pub async fn hash(&self, password: Password) -> Result<String> {
        self.turn(move || hash(password.as_str().as_bytes())).await
    }

    pub async fn is(&self, password: Password, known: Option<String>) -> Result<bool> {
        let is_known = known.is_some() && password.is_of_length();
        let hash = known.filter(|_| is_known).unwrap_or_else(|| NOBODYS.to_owned());
        let fits = self.turn(move || {
            let hash = PasswordHash::new(&hash).map_err(|_| failed())?;
            // What is too long for a password is not worth hashing whole.
            let typed = if is_known { password.as_str() } else { "" };
            Ok(argon2()?.verify_password(typed.as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && is_known)
    }

    async fn turn<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _place = Place::take(&self.waiting)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| failed())?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| failed())?
    }
}

/// A place in line, given up when the wait ends or is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self> {
        let place = Self(waiting);
        match waiting.fetch_add(1, Ordering::Relaxed) < WAITING {
            true => Ok(place),
            false => Err(Error::Unavailable("signing in: too many do so at once; it".to_owned())),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| failed())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String> {
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| failed())?;
    argon2()?.hash_password_with_salt(password, &salt).map(|hash| hash.to_string()).map_err(|_| failed())
}

fn failed() -> Error {
    Error::Internal("a password cannot be hashed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_hash_alone() {
        let hasher = Hasher::new();
        let one = Password::new("a long enough phrase");
        let hash = hasher.hash(one.clone()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hasher.hash(one.clone()).await.unwrap());
        assert!(hasher.is(one.clone(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.is(Password::new("another phrase"), Some(hash.clone())).await.unwrap());
        assert!(!hasher.is(one.clone(), None).await.unwrap());
        assert!(!hasher.is(Password::new("x"), Some(NOBODYS.to_owned())).await.unwrap());
        assert!(!hasher.is(Password::new(""), None).await.unwrap());
        assert!(!hasher.is(Password::new("x".repeat(100_000)), Some(hash)).await.unwrap());
        assert!(hasher.is(one, Some("no hash".to_owned())).await.is_err());
    }
}
