//! The ID token: whose word it is, for whom, about whom, and how they showed it (OpenID Connect Core §3.1.3.7).

use app::Result;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

use crate::wrong;

/// Signatures that only the provider can make. Never one that we could make too (HS…), and never none.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];
/// By so much clocks may be apart.
const LEEWAY_SECONDS: u64 = 60;
/// §2: no subject is longer.
const SUBJECT_BYTES: usize = 255;
const NAME_BYTES: usize = 320;

/// What a token must say.
pub(crate) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub fresh_since: Option<u64>,
}

#[derive(Deserialize)]
pub(crate) struct Claims {
    pub sub: String,
    aud: Value,
    azp: Option<String>,
    nonce: Option<String>,
    auth_time: Option<u64>,
    #[serde(default)]
    amr: Value,
    #[serde(default)]
    acr: Value,
    #[serde(flatten)]
    pub names: Names,
}

/// By what the provider knows somebody.
#[derive(Deserialize)]
pub(crate) struct Names {
    #[serde(default)]
    preferred_username: Value,
    #[serde(default)]
    email: Value,
    #[serde(default)]
    email_verified: Value,
}

impl Names {
    /// Those that the provider vouches for: an address of mail only where it was verified.
    pub fn vouched(&self) -> Vec<String> {
        let is_verified = self.email_verified == Value::Bool(true);
        let email = self.email.as_str().filter(|_| is_verified);
        let all = self.preferred_username.as_str().into_iter().chain(email);
        all.filter(|name| !name.is_empty() && name.len() <= NAME_BYTES).map(str::to_owned).collect()
    }
}

impl Claims {
    /// Whether there was a second factor: RFC 8176 `mfa`, or a class that the operator named.
    pub fn is_strong(&self, strong_acr: &[String]) -> bool {
        let by_method = self.amr.as_array().is_some_and(|all| all.iter().any(|one| one == "mfa"));
        by_method || self.acr.as_str().is_some_and(|acr| strong_acr.iter().any(|known| known == acr))
    }
}

/// Which of its keys the provider says it signed with.
///
/// # Errors
/// [`app::Error::Invalid`] for what is no token.
pub(crate) fn key_id(token: &str) -> Result<Option<String>> {
    decode_header(token).map(|header| header.kid).map_err(|_| wrong("no token"))
}

/// What the token says, once all of it holds.
///
/// # Errors
/// [`app::Error::Invalid`].
pub(crate) fn verified(token: &str, keys: &JwkSet, expected: &Expected<'_>) -> Result<Claims> {
    let header = decode_header(token).map_err(|_| wrong("no token"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(wrong("a signature of another kind"));
    }
    let key = key(keys, header.kid.as_deref()).ok_or_else(|| wrong("an unknown key"))?;
    let key = DecodingKey::from_jwk(key).map_err(|_| wrong("a key that is none"))?;
    let mut validation = Validation::new(header.alg);
    validation.leeway = LEEWAY_SECONDS;
    validation.validate_nbf = true;
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims: Claims =
        decode(token, &key, &validation).map_err(|_| wrong("signature, issuer, audience or time"))?.claims;
    // A token for several is for us where it says that we asked for it.
    let is_for_several = claims.aud.as_array().is_some_and(|all| all.len() > 1);
    let is_ours = match claims.azp.as_deref() {
        Some(party) => party == expected.client_id,
        None => !is_for_several,
    };
    if !is_ours {
        return Err(wrong("another party"));
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(wrong("another nonce"));
    }
    if claims.sub.is_empty() || claims.sub.len() > SUBJECT_BYTES {
        return Err(wrong("no subject"));
    }
    let since = expected.fresh_since.map(|since| since.saturating_sub(LEEWAY_SECONDS));
    if since.is_some_and(|since| claims.auth_time.is_none_or(|at| at < since)) {
        return Err(wrong("an earlier proof"));
    }
    Ok(claims)
}

/// The named key; without a name, the only one that signs.
fn key<'a>(keys: &'a JwkSet, kid: Option<&str>) -> Option<&'a Jwk> {
    let signs = |key: &&Jwk| !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
    match kid {
        Some(kid) => keys.keys.iter().filter(signs).find(|key| key.common.key_id.as_deref() == Some(kid)),
        None => {
            let mut all = keys.keys.iter().filter(signs);
            all.next().filter(|_| all.next().is_none())
        }
    }
}
