//! Questions to the provider: short answers, within seconds, from where we asked and nowhere else.

use std::time::Duration;

use app::{Error, Result};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::settings::{is_loopback, is_private};
use crate::wrong;

const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const ANSWER_WITHIN: Duration = Duration::from_secs(6);
/// Descriptions and key sets are some kilobytes.
const ANSWER_BYTES: usize = 256 * 1024;

pub(crate) struct Transport {
    client: Client,
    /// The issuer is on this machine, and so may be what it names.
    may_be_plain: bool,
}

/// RFC 6749 §5.2.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Transport {
    /// # Errors
    /// [`Error::Internal`] where the machine has no certificates to trust.
    pub fn to(issuer: &Url) -> Result<Self> {
        let may_be_plain = is_loopback(issuer);
        let mut builder = Client::builder()
            .user_agent("Perennial")
            .redirect(Policy::none())
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            .https_only(!may_be_plain);
        if may_be_plain {
            builder = builder.no_proxy();
        }
        let client = builder.build();
        let client =
            client.map_err(|_| Error::Internal("no connection of our own can be set up (TLS)".to_owned()))?;
        Ok(Self { client, may_be_plain })
    }

    /// An address that the provider names, where it may be asked.
    pub fn address(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok().filter(is_private)?;
        (url.scheme() == "https" || self.may_be_plain).then_some(url)
    }

    /// # Errors
    /// [`Error::Unavailable`] for anything but a whole answer.
    pub async fn get<T: DeserializeOwned>(&self, url: &Url, bearer: Option<&str>) -> Result<T> {
        let mut request = self.client.get(url.clone());
        if let Some(token) = bearer {
            request = request.bearer_auth(token);
        }
        let (status, body) = answer(request).await?;
        if !status.is_success() {
            tracing::warn!(status = status.as_u16(), "the identity provider did not tell what it was asked");
            return Err(down());
        }
        read(&body)
    }

    /// # Errors
    /// [`Error::Invalid`] for a code that is none any more; [`Error::Unavailable`] for anything but a whole answer.
    pub async fn post<T: DeserializeOwned>(
        &self,
        url: &Url,
        form: &[(&str, &str)],
        basic: Option<(&str, &str)>,
    ) -> Result<T> {
        let mut request = self.client.post(url.clone()).header("accept", "application/json").form(form);
        if let Some((id, secret)) = basic {
            request = request.basic_auth(encoded(id), Some(encoded(secret)));
        }
        let (status, body) = answer(request).await?;
        if status.is_success() {
            return read(&body);
        }
        let refusal: Refusal = read(&body)?;
        if refusal.error == "invalid_grant" {
            return Err(wrong("the code is none"));
        }
        // Ours to mend, mostly: a wrong client, secret or address. The code is one of RFC 6749's, or is not shown.
        let known = ["invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type"];
        let error = known.iter().find(|word| **word == refusal.error).copied().unwrap_or("other");
        tracing::error!(error, status = status.as_u16(), "the identity provider refuses this program");
        Err(down())
    }
}

async fn answer(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>)> {
    let failed = |error: reqwest::Error| {
        tracing::warn!(error = %error.without_url(), "the identity provider does not answer");
        down()
    };
    let mut response = request.send().await.map_err(failed)?;
    let (status, mut body) = (response.status(), Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > ANSWER_BYTES {
            tracing::warn!("the identity provider's answer is longer than such answers are");
            return Err(down());
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|_| {
        tracing::warn!("the identity provider's answer cannot be read");
        down()
    })
}

/// RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

pub(crate) fn down() -> Error {
    Error::Unavailable("the identity provider".to_owned())
}
