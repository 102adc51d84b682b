//! Randomness, and what is expensive or delicate about proofs: passwords, one-time codes, passkeys.

use async_trait::async_trait;
use ccm::access::Password;
use serde_json::Value;

use crate::Result;

/// Makes secrets, and checks them.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// Fills with bytes that nobody can guess.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when the machine has none.
    fn random(&self, bytes: &mut [u8]) -> Result<()>;
    /// A hash that is made slow on purpose, as text with its salt and costs.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when too many wait for theirs.
    async fn hash_password(&self, password: &Password) -> Result<String>;
    /// Whether it is the password of a hash. Without a hash it takes as long, and says no: an unknown sign-in name
    /// looks like a wrong password.
    ///
    /// # Errors
    /// As [`Secrets::hash_password`].
    async fn is_password(&self, password: &Password, hash: Option<&str>) -> Result<bool>;
    /// The six digits of a step of 30 seconds (RFC 6238, SHA-1: what authenticators know).
    fn one_time_code(&self, secret: &[u8], step: i64) -> u32;
}

/// Passkeys (WebAuthn). What it hands out as JSON goes to the browser and comes back; `state` stays here, sealed.
pub trait Passkeys: Send + Sync {
    /// Options for a new passkey of an account, which must be none of `known`.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when a known credential does not read back.
    fn begin_registration(&self, account: &PasskeyOwner<'_>, known: &[Vec<u8>]) -> Result<Begun>;
    /// # Errors
    /// [`crate::Error::Invalid`] for an answer that does not hold.
    fn finish_registration(&self, state: &[u8], answer: &Value) -> Result<Credential>;
    /// Options to sign in with one of these; with whatever the browser has, where there are none.
    ///
    /// # Errors
    /// As [`Passkeys::begin_registration`].
    fn begin_sign_in(&self, known: &[Vec<u8>]) -> Result<Begun>;
    /// The id of the credential that an answer says it comes from; nothing is proven by it.
    fn claimed(&self, answer: &Value) -> Option<Vec<u8>>;
    /// The credential as it is to be kept from now on, with its new counter.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for an answer that does not hold.
    fn finish_sign_in(&self, state: &[u8], answer: &Value, known: &[u8]) -> Result<Credential>;
}

/// Whom a passkey is made for.
pub struct PasskeyOwner<'a> {
    pub id: uuid::Uuid,
    pub login: &'a str,
    pub name: &'a str,
}

/// A ceremony that was begun.
pub struct Begun {
    /// For the browser.
    pub options: Value,
    /// For the end of the ceremony, and nobody else's eyes.
    pub state: Vec<u8>,
}

/// A public key of an authenticator.
pub struct Credential {
    /// The authenticator's own id of it.
    pub id: Vec<u8>,
    /// Whole, in the implementation's own form.
    pub body: Vec<u8>,
    pub counter: u32,
}
