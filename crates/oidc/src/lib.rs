//! Sign-in through an organization's own provider: the port [`app::ports::IdentityProvider`] over OpenID Connect.
//!
//! The authorization code flow with PKCE (RFC 7636), state and nonce. The provider's description and keys are fetched when
//! they are first needed ([`directory`]), its answers are short and come in time or not at all ([`transport`]), and of its
//! ID token nothing is believed before all of it is checked ([`token`]). Nothing here is written to any log but words of
//! our own and error codes of RFC 6749.

mod directory;
mod settings;
mod token;
mod transport;

#[cfg(test)]
mod tests;

use app::ports::{Departure, Identity, IdentityProvider, ProviderAnswer, ProviderTerms};
use app::{Error, Result};
use async_trait::async_trait;
use aws_lc_rs::{digest, rand};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ccm::basics::Problem;
use jsonwebtoken::get_current_timestamp;
use serde::{Deserialize, Serialize};

use directory::{Directory, Metadata};
pub use settings::Settings;
use token::{Expected, Names};
use transport::Transport;

/// One provider, for the whole installation.
pub struct OpenIdProvider {
    settings: Settings,
    terms: ProviderTerms,
    directory: Directory,
}

impl OpenIdProvider {
    /// Asks nobody yet: a provider that is down does not keep the program from starting.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every setting that is none; [`Error::Internal`] where the machine has no certificates.
    pub fn new(settings: Settings) -> Result<Self> {
        let issuer = settings.check()?;
        let transport = Transport::to(&issuer)?;
        let terms = ProviderTerms {
            issuer: settings.issuer.clone(),
            label: settings.label.clone(),
            links_by_name: settings.links_by_name,
        };
        let directory = Directory::new(transport, settings.issuer.clone());
        Ok(Self { settings, terms, directory })
    }
}

/// What is kept between the way there and the way back.
#[derive(Serialize, Deserialize)]
struct Kept {
    nonce: String,
    verifier: String,
    /// The second from which on they must have shown who they are.
    fresh_since: Option<u64>,
}

#[async_trait]
impl IdentityProvider for OpenIdProvider {
    fn terms(&self) -> &ProviderTerms {
        &self.terms
    }

    async fn depart(&self, state: &str, must_be_fresh: bool) -> Result<Departure> {
        let metadata = self.directory.metadata().await?;
        let kept = Kept {
            nonce: unguessable()?,
            verifier: unguessable()?,
            fresh_since: must_be_fresh.then(get_current_timestamp),
        };
        let challenge = digest::digest(&digest::SHA256, kept.verifier.as_bytes());
        let mut address = metadata.authorization.clone();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect)
            .append_pair("scope", self.settings.scope())
            .append_pair("state", state)
            .append_pair("nonce", &kept.nonce)
            .append_pair("code_challenge", &BASE64_URL_SAFE_NO_PAD.encode(challenge))
            .append_pair("code_challenge_method", "S256");
        if must_be_fresh {
            address.query_pairs_mut().append_pair("prompt", "login").append_pair("max_age", "0");
        }
        let kept = serde_json::to_vec(&kept).map_err(|_| internal())?;
        Ok(Departure { address: address.into(), kept })
    }

    async fn arrive(&self, kept: &[u8], answer: &ProviderAnswer) -> Result<Identity> {
        let kept: Kept = serde_json::from_slice(kept).map_err(|_| internal())?;
        let metadata = self.directory.metadata().await?;
        // RFC 9207: a code of another provider is not shown to this one.
        let is_named = answer.issuer.is_some() || !metadata.names_itself;
        if !is_named || answer.issuer.as_ref().is_some_and(|issuer| *issuer != self.settings.issuer) {
            return Err(wrong("another issuer"));
        }
        let tokens = self.redeem(&metadata, &answer.code, &kept.verifier).await?;
        let kid = token::key_id(&tokens.id_token)?;
        let keys = self.directory.keys(&metadata, kid.as_deref()).await?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &kept.nonce,
            fresh_since: kept.fresh_since,
        };
        let claims = token::verified(&tokens.id_token, &keys, &expected)?;
        let mut names = claims.names.vouched();
        if names.is_empty() {
            names = self.names_by_asking(&metadata, &tokens.access_token, &claims.sub).await;
        }
        let is_strong =
            self.settings.provider_asks_second_factor || claims.is_strong(&self.settings.strong_acr);
        Ok(Identity { subject: claims.sub, names, is_strong })
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    #[serde(default)]
    access_token: String,
}

/// The claims of a userinfo answer (OpenID Connect Core §5.3.2).
#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    #[serde(flatten)]
    names: Names,
}

impl OpenIdProvider {
    async fn redeem(&self, metadata: &Metadata, code: &str, verifier: &str) -> Result<Tokens> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.settings.redirect.as_str()),
            ("code_verifier", verifier),
        ];
        let id = self.settings.client_id.as_str();
        let basic = match self.settings.client_secret.as_deref() {
            Some(secret) if metadata.takes_basic => Some((id, secret)),
            Some(secret) => {
                form.extend([("client_id", id), ("client_secret", secret)]);
                None
            }
            None => {
                form.push(("client_id", id));
                None
            }
        };
        self.directory.transport.post(&metadata.token, &form, basic).await
    }

    /// Some providers tell names only when asked. That they do not answer is no reason to keep anybody out.
    async fn names_by_asking(&self, metadata: &Metadata, access_token: &str, subject: &str) -> Vec<String> {
        let Some(address) = metadata.userinfo.as_ref().filter(|_| !access_token.is_empty()) else {
            return Vec::new();
        };
        match self.directory.transport.get::<UserInfo>(address, Some(access_token)).await {
            // §5.3.2: an answer about somebody else is not to be used.
            Ok(info) if info.sub == subject => info.names.vouched(),
            _ => Vec::new(),
        }
    }
}

/// 256 bits, as text.
fn unguessable() -> Result<String> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| internal())?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What came back does not hold. Why is for the operator, in words of ours.
fn wrong(why: &'static str) -> Error {
    tracing::warn!(why, "an answer of the identity provider was refused");
    Error::invalid(Problem::new("identity", "answer"))
}

fn internal() -> Error {
    Error::Internal("a sign-in through the provider cannot be begun or read".to_owned())
}
