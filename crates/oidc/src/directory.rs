//! What the provider says about itself, and its keys: fetched when first needed, kept for an hour.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::Result;
use jsonwebtoken::jwk::JwkSet;
use reqwest::Url;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::transport::{Transport, down};

const KEPT_FOR: Duration = Duration::from_secs(3_600);
/// After a failure, and after keys were fetched in vain for one that was not among them: so long nobody asks again.
const QUIET_FOR: Duration = Duration::from_secs(10);

/// Where to go for what.
pub(crate) struct Metadata {
    pub authorization: Url,
    pub token: Url,
    pub userinfo: Option<Url>,
    keys: Url,
    /// It takes id and secret in the header, as all must that say nothing else.
    pub takes_basic: bool,
    /// It puts its name beside each code (RFC 9207).
    pub names_itself: bool,
}

/// As it stands at `/.well-known/openid-configuration`, as far as we read it.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Default)]
struct Known {
    metadata: Option<(Instant, Arc<Metadata>)>,
    keys: Option<(Instant, Arc<JwkSet>)>,
    /// When keys were fetched, and the one that was looked for was not there.
    missed_at: Option<Instant>,
    failed_at: Option<Instant>,
}

pub(crate) struct Directory {
    pub transport: Transport,
    issuer: String,
    /// Held while it is fetched: of many who need it at once, one asks.
    known: Mutex<Known>,
}

impl Directory {
    pub fn new(transport: Transport, issuer: String) -> Self {
        Self { transport, issuer, known: Mutex::default() }
    }

    /// What is an hour old is fetched anew, and used on where that fails: the next question tells.
    ///
    /// # Errors
    /// [`app::Error::Unavailable`], at once where it failed a moment ago.
    pub async fn metadata(&self) -> Result<Arc<Metadata>> {
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = &known.metadata
            && at.elapsed() < KEPT_FOR
        {
            return Ok(metadata.clone());
        }
        let older = known.metadata.as_ref().map(|(_, metadata)| metadata.clone());
        if known.failed_at.is_some_and(|at| at.elapsed() < QUIET_FOR) {
            return older.ok_or_else(down);
        }
        match self.describe().await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                known.metadata = Some((Instant::now(), metadata.clone()));
                known.failed_at = None;
                Ok(metadata)
            }
            Err(error) => {
                known.failed_at = Some(Instant::now());
                older.ok_or(error)
            }
        }
    }

    async fn describe(&self) -> Result<Metadata> {
        // OpenID Connect Discovery §4.1: a slash at the end of the issuer is taken away first.
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let address = self.transport.address(&address).ok_or_else(down)?;
        let document: Document = self.transport.get(&address, None).await?;
        self.read(&document).ok_or_else(|| {
            tracing::error!(
                "the identity provider describes another issuer, or names addresses that are not private"
            );
            down()
        })
    }

    /// §4.3: who describes itself under another name is somebody else.
    fn read(&self, document: &Document) -> Option<Metadata> {
        if document.issuer != self.issuer {
            return None;
        }
        let at = |text: &str| self.transport.address(text);
        let methods = document.token_endpoint_auth_methods_supported.as_ref();
        Some(Metadata {
            authorization: at(&document.authorization_endpoint)?,
            token: at(&document.token_endpoint)?,
            keys: at(&document.jwks_uri)?,
            userinfo: document.userinfo_endpoint.as_deref().and_then(at),
            takes_basic: methods.is_none_or(|all| all.iter().any(|one| one == "client_secret_basic")),
            names_itself: document.authorization_response_iss_parameter_supported,
        })
    }

    /// The keys; fetched anew, once, for one that is not among them, and for one without a name: providers change theirs.
    ///
    /// # Errors
    /// [`app::Error::Unavailable`].
    pub async fn keys(&self, metadata: &Metadata, kid: Option<&str>) -> Result<Arc<JwkSet>> {
        let mut known = self.known.lock().await;
        let is_in = |keys: &JwkSet| kid.is_some_and(|kid| keys.find(kid).is_some());
        let missed_just_now = known.missed_at.is_some_and(|at| at.elapsed() < QUIET_FOR);
        if let Some((at, keys)) = &known.keys
            && at.elapsed() < KEPT_FOR
            && (is_in(keys) || missed_just_now)
        {
            return Ok(keys.clone());
        }
        let keys: Arc<JwkSet> = Arc::new(self.transport.get(&metadata.keys, None).await?);
        known.missed_at = (!is_in(&keys)).then(Instant::now);
        known.keys = Some((Instant::now(), keys.clone()));
        Ok(keys)
    }
}
