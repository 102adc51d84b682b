//! So many requests of one session or address, and no more.
//!
//! Counted in this process: several processes allow as much each. What must hold over all of them, the lock-out of an
//! account after wrong passwords, is on record and not here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::cookies;
use crate::options::Limits;
use crate::{PageError, Web, paths};

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    /// A session's token by its hash, as far as is needed to tell sessions apart.
    Session([u8; 16]),
}

/// The counters.
pub struct Rates {
    requests: DefaultKeyedRateLimiter<Key>,
    /// By address: a session that nobody vouched for yet counts for nothing here.
    sign_ins: DefaultKeyedRateLimiter<IpAddr>,
    since_swept: AtomicU32,
}

/// Requests after which those who have gone are forgotten.
const SWEEP_AFTER: u32 = 10_000;

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        let requests = Quota::per_second(limits.requests_per_second).allow_burst(limits.requests_at_once);
        Self {
            requests: RateLimiter::keyed(requests),
            sign_ins: RateLimiter::keyed(Quota::per_minute(limits.sign_ins_per_minute)),
            since_swept: AtomicU32::new(0),
        }
    }

    fn sweep(&self) {
        if self.since_swept.fetch_add(1, Ordering::Relaxed) >= SWEEP_AFTER {
            self.since_swept.store(0, Ordering::Relaxed);
            self.requests.retain_recent();
            self.sign_ins.retain_recent();
        }
    }
}

/// Where a request came from, as the listener found out.
pub fn address(extensions: &Extensions) -> IpAddr {
    let connected = extensions.get::<ConnectInfo<SocketAddr>>();
    connected.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())
}

pub async fn hold(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Files cost nothing, and whoever watches over the program must not be turned away.
    if path.starts_with("/files/") || path == paths::HEALTH || path == paths::READY {
        return next.run(request).await;
    }
    let rates = &web.rates;
    rates.sweep();
    let address = address(request.extensions());
    // A cookie of any other length than ours is no session, and buys no counter of its own.
    let session = cookies::session(request.headers()).map(|token| Key::Session(cookies::fingerprint(token)));
    let is_sign_in = request.method() == Method::POST && path.starts_with(paths::SIGN_IN);
    let is_within = rates.requests.check_key(&session.unwrap_or(Key::Address(address))).is_ok()
        && (!is_sign_in || rates.sign_ins.check_key(&address).is_ok());
    if is_within { next.run(request).await } else { PageError::TooOften.into_response() }
}
