//! How the pages are served, and every limit by its name.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::HeaderMap;
use ccm::enrollment::capture::DOCUMENT_BYTES;
use tokio::sync::watch;

/// What the program decides about its pages.
#[derive(Clone, Debug, Default)]
pub struct WebOptions {
    /// People reach us by https: say so to browsers for good (HSTS). Never said over plain http.
    pub is_https: bool,
    /// Where browsers find us, as passkeys know it: `https://ccm.example.org`. `None`: there are no passkeys.
    pub origin: Option<String>,
    /// What the terminal shows and the page of the first administrator asks for. `None`: there is no such page.
    pub setup_code: Option<String>,
    /// Turns true when the program is about to end: open live connections end then, and nothing waits for them.
    pub ending: Option<watch::Receiver<bool>>,
    /// Proxies of ours: their word is taken for whom they speak.
    pub proxies: Vec<IpAddr>,
    pub limits: Limits,
}

/// Every queue, page, upload and wait has a limit with a name.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Of a form's body.
    pub form_bytes: usize,
    /// Of a form that brings a document along.
    pub upload_bytes: usize,
    /// From a request's last byte to its answer's first.
    pub answer_within: Duration,
    /// Requests of one session, or of one address without any.
    pub requests_per_second: NonZeroU32,
    /// How many of them may come at once, after a quiet while.
    pub requests_at_once: NonZeroU32,
    /// Tries to sign in from one address. Lock-out of an account is the record's own, not this.
    pub sign_ins_per_minute: NonZeroU32,
    /// Open live connections of one session: one for each tab.
    pub listeners_per_session: usize,
    /// Open live connections of this process.
    pub listeners: usize,
    /// How often the feed is looked at while somebody listens.
    pub live_every: Duration,
}

impl Limits {
    /// So much may come with a request: more where a form brings a document along.
    pub fn body_bytes(&self, headers: &HeaderMap) -> usize {
        if crate::upload::boundary(headers).is_some() { self.upload_bytes } else { self.form_bytes }
    }
}

impl Default for Limits {
    fn default() -> Self {
        const fn count(number: u32) -> NonZeroU32 {
            match NonZeroU32::new(number) {
                Some(number) => number,
                None => NonZeroU32::MIN,
            }
        }
        Self {
            form_bytes: 256 * 1024,
            // The document (`ccm::enrollment::capture`), with the fields around it.
            upload_bytes: DOCUMENT_BYTES + 256 * 1024,
            answer_within: Duration::from_secs(30),
            requests_per_second: count(50),
            requests_at_once: count(200),
            sign_ins_per_minute: count(20),
            listeners_per_session: 8,
            listeners: 2_000,
            live_every: Duration::from_millis(700),
        }
    }
}
