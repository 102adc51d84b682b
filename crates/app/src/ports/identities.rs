//! People as a provider of the organization's own knows them: the way there and back, and whose account it is.

use async_trait::async_trait;
use ccm::basics::*;

use crate::Result;

/// A provider that people sign in with (OpenID Connect).
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    fn terms(&self) -> &ProviderTerms;
    /// Where a browser goes to show who it is. `state` comes back with it.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the provider does not answer.
    async fn depart(&self, state: &str, must_be_fresh: bool) -> Result<Departure>;
    /// Who it is, of what a departure kept and what the browser came back with.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for an answer that does not hold; [`crate::Error::Unavailable`].
    async fn arrive(&self, kept: &[u8], answer: &ProviderAnswer) -> Result<Identity>;
}

/// What was agreed with the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderTerms {
    pub issuer: String,
    /// What people call it.
    pub label: String,
    /// Whoever was not linked may be, by a name that the provider vouches for and that is a sign-in name here.
    pub links_by_name: bool,
}

/// A browser is about to go there.
pub struct Departure {
    pub address: String,
    /// For the way back, and nobody else's eyes.
    pub kept: Vec<u8>,
}

/// What a browser brings back: a code for one use.
pub struct ProviderAnswer {
    pub code: String,
    /// Whom it says that it comes from, where it says so.
    pub issuer: Option<String>,
}

/// Somebody, in the provider's own words.
#[derive(Clone)]
pub struct Identity {
    /// Never given to another person, as long as the provider keeps its promises.
    pub subject: String,
    /// By what it vouches for them: a user name, a verified address of mail. These may be given to others.
    pub names: Vec<String>,
    /// They showed two factors there.
    pub is_strong: bool,
}

/// An account is this subject's of this issuer.
#[derive(Clone)]
pub struct IdentityRow {
    pub id: IdentityId,
    pub account: AccountId,
    pub issuer: String,
    /// Keyed hash of issuer and subject.
    pub subject: [u8; 32],
    /// What the provider called them when they were linked.
    pub name: String,
    pub linked_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// Links between accounts and providers.
#[async_trait]
pub trait Identities: Send {
    async fn identities(&mut self, account: AccountId) -> Result<Vec<IdentityRow>>;
    async fn identity_of(&mut self, subject: [u8; 32]) -> Result<Option<IdentityRow>>;
    /// `false`: the subject is linked already, or the account is to another one of the issuer.
    async fn add_identity(&mut self, identity: &IdentityRow) -> Result<bool>;
    async fn use_identity(&mut self, id: IdentityId, now: Timestamp) -> Result<()>;
    async fn drop_identity(&mut self, account: AccountId, id: IdentityId) -> Result<bool>;
    /// All of an account.
    async fn drop_identities(&mut self, account: AccountId) -> Result<()>;
}
