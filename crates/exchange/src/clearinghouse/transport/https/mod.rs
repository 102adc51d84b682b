//! A partner that takes files by HTTPS, as its profile describes it: what is sent, and what the answers mean.
//!
//! No redirect is followed: it would carry a file to an address that nobody agreed on. Certificates are verified.
//! Plain http is for this machine alone.

mod answer;
mod body;
mod inbox;

use std::time::Duration;

use app::ports::Transport;
use app::ports::transport::{
    Compared, FileName, HttpsRequest, HttpsTerms, Incoming, Outgoing, Presence, Put, TransportSecret,
    Trouble, Waiting,
};
use async_trait::async_trait;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Url};

/// The slowest line on which a file still goes out: so much longer may the answer take.
const SLOWEST_BYTES_PER_SECOND: u64 = 32 * 1024;

/// A mailbox behind an address.
pub struct Https {
    terms: HttpsTerms,
    client: Client,
    headers: HeaderMap,
}

impl Https {
    /// The secret is the one that the terms name; `None` where they name none.
    ///
    /// # Errors
    /// [`Trouble::Terms`] where an address is neither https nor on this machine, or the terms and the secret do not fit.
    pub fn new(terms: HttpsTerms, secret: Option<&TransportSecret>) -> Result<Self, Trouble> {
        let inbox = terms.inbox.as_ref();
        let requests = [Some(&terms.put), terms.look.as_ref()]
            .into_iter()
            .chain([inbox.map(|inbox| &inbox.list), inbox.map(|inbox| &inbox.fetch)])
            .chain([inbox.and_then(|inbox| inbox.taken.as_ref())]);
        let mut is_local = true;
        for request in requests.flatten() {
            let (_, url) = spelled(request, &FileName::ours("name")?, &[0; 32])?;
            is_local &= is_loopback(&url);
        }
        body::check(&terms.body)?;
        if terms.connect_seconds == 0 || terms.answer_seconds == 0 || terms.answer.accepted.is_empty() {
            return Err(Trouble::Terms);
        }
        let mut builder = Client::builder()
            .user_agent("Perennial")
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(terms.connect_seconds.into()))
            // A connection that idled may be gone, and then nothing would tell whether a file went with it.
            .pool_max_idle_per_host(0)
            .https_only(!is_local);
        if is_local {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| Trouble::Terms)?;
        Ok(Self { headers: headers(&terms, secret)?, terms, client })
    }

    fn answer_within(&self) -> Duration {
        Duration::from_secs(self.terms.answer_seconds.into())
    }

    fn request(
        &self,
        request: &HttpsRequest,
        name: &FileName,
        sha256: &[u8; 32],
    ) -> Result<RequestBuilder, Trouble> {
        let (method, url) = spelled(request, name, sha256)?;
        Ok(self.client.request(method, url).headers(self.headers.clone()))
    }
}

#[async_trait]
impl Transport for Https {
    async fn put(&self, file: &Outgoing<'_>) -> Put {
        let request = match self.request(&self.terms.put, file.name, &file.sha256) {
            Ok(request) => request,
            Err(trouble) => return Put::Not(trouble),
        };
        let (content_type, bytes) = match body::write(&self.terms.body, file) {
            Ok(body) => body,
            Err(trouble) => return Put::Not(trouble),
        };
        let upload = Duration::from_secs(bytes.len() as u64 / SLOWEST_BYTES_PER_SECOND);
        let request = request.header("content-type", content_type).timeout(self.answer_within() + upload);
        answer::to_put(&self.terms.answer, request.body(bytes).send().await).await
    }

    async fn look(&self, file: &Outgoing<'_>) -> Result<Presence, Trouble> {
        let Some(look) = &self.terms.look else { return Ok(Presence::CannotSay) };
        let request = self.request(look, file.name, &file.sha256)?.timeout(self.answer_within());
        let response = request.send().await.map_err(|error| answer::unanswered(&error))?;
        match response.status().as_u16() {
            200..=299 => Ok(Presence::There(Compared::Name)),
            404 | 410 => Ok(Presence::Absent),
            other => Err(answer::refused(other)),
        }
    }

    async fn list(&self) -> Result<Vec<Waiting>, Trouble> {
        inbox::list(self).await
    }

    async fn fetch(&self, name: &FileName) -> Result<Box<dyn Incoming>, Trouble> {
        inbox::fetch(self, name).await
    }

    async fn taken(&self, name: &FileName) -> Result<(), Trouble> {
        inbox::taken(self, name).await
    }
}

/// Method and address with the name and hash in their places.
fn spelled(request: &HttpsRequest, name: &FileName, sha256: &[u8; 32]) -> Result<(Method, Url), Trouble> {
    let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| Trouble::Terms)?;
    let text =
        request.url.replace("{name}", &encoded(name.as_str())).replace("{sha256}", &ccm::basics::hex(sha256));
    let url = Url::parse(&text).map_err(|_| Trouble::Terms)?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    let is_private = url.scheme() == "https" || is_loopback(&url);
    (is_plain && is_private).then_some((method, url)).ok_or(Trouble::Terms)
}

fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Those of the terms, and the secret in its place; that one is never shown.
fn headers(terms: &HttpsTerms, secret: Option<&TransportSecret>) -> Result<HeaderMap, Trouble> {
    let mut headers = HeaderMap::new();
    let name = |text: &str| HeaderName::from_bytes(text.as_bytes()).map_err(|_| Trouble::Terms);
    for (header, value) in &terms.headers {
        headers.insert(name(header)?, HeaderValue::from_str(value).map_err(|_| Trouble::Terms)?);
    }
    match (&terms.secret, secret) {
        (None, None) => {}
        (Some(place), Some(TransportSecret::Token(token))) => {
            let value = [place.before.as_bytes(), token.as_slice()].concat();
            let mut value = HeaderValue::from_bytes(&value).map_err(|_| Trouble::Terms)?;
            value.set_sensitive(true);
            headers.insert(name(&place.header)?, value);
        }
        _ => return Err(Trouble::Terms),
    }
    Ok(headers)
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
