//! A change was meant: it comes from a page of ours, and of this very session.
//!
//! Two checks, either of which would do: the browser's own word on where the request comes from (`Sec-Fetch-Site`,
//! `Origin`), and a token that only our pages hold, sent by htmx as a header and by plain forms as a hidden field. The
//! token is masked anew for each page, so that compression tells nothing about it.

use aws_lc_rs::{constant_time, rand};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, HeaderMap, ORIGIN};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::layout::Visit;
use crate::{PageError, Web, upload};

pub const HEADER: &str = "x-csrf-token";
/// The hidden field's name.
pub const FIELD: &str = "csrf";

/// Of one session.
pub type Secret = [u8; 32];

/// The secret behind a fresh mask: mask, then secret xor mask.
pub fn masked(secret: &Secret) -> String {
    let mut bytes = [0; 64];
    let (mask, hidden) = bytes.split_at_mut(32);
    // Without randomness the mask is zero, and the token is what it would be without any mask.
    let _ = rand::fill(mask);
    for ((hidden, mask), secret) in hidden.iter_mut().zip(mask.iter()).zip(secret) {
        *hidden = mask ^ secret;
    }
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether a token is this secret behind some mask.
pub fn is_of(token: &str, secret: &Secret) -> bool {
    let Ok(bytes) = BASE64_URL_SAFE_NO_PAD.decode(token) else { return false };
    let Ok([mask, hidden]) = <[[u8; 32]; 2]>::try_from(bytes.as_chunks::<32>().0) else { return false };
    let mut found = [0; 32];
    for ((found, mask), hidden) in found.iter_mut().zip(mask).zip(hidden) {
        *found = mask ^ hidden;
    }
    bytes.len() == 64 && constant_time::verify_slices_are_equal(&found, secret).is_ok()
}

/// Lets reading pass, and of all else only what was meant. Nothing can be forgotten: it stands before every page.
pub async fn check(State(web): State<Web>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    if !comes_from_us(request.headers(), request.uri()) {
        return PageError::NotMeant.into_response();
    }
    let secret = request.extensions().get::<Visit>().and_then(Visit::csrf_secret);
    // Before anybody is signed in there is no session to borrow: where it comes from is all there is to ask.
    let Some(secret) = secret else { return next.run(request).await };
    let sent = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, web.options.limits.body_bytes(&head.headers)).await else {
        return PageError::TooLarge.into_response();
    };
    let token = sent.or_else(|| field(&head.headers, &bytes));
    if !token.is_some_and(|token| is_of(&token, &secret)) {
        return PageError::NotMeant.into_response();
    }
    next.run(Request::from_parts(head, Body::from(bytes))).await
}

/// The browser's own word. A client that says neither is no browser of today, and is refused.
fn comes_from_us(headers: &HeaderMap, uri: &Uri) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match said("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => {
            let host = said(HOST.as_str()).or_else(|| uri.authority().map(|authority| authority.as_str()));
            let origin = said(ORIGIN.as_str()).and_then(|origin| Some(origin.split_once("://")?.1));
            origin.is_some() && origin == host
        }
    }
}

fn field(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if let Some(boundary) = upload::boundary(headers) {
        return upload::field(&boundary, body, FIELD);
    }
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
    pairs.into_iter().find(|(name, _)| name == FIELD).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_its_session_alone_and_never_the_same_twice() {
        let (mine, other) = ([7; 32], [8; 32]);
        let (first, second) = (masked(&mine), masked(&mine));
        assert_ne!(first, second);
        assert!(is_of(&first, &mine) && is_of(&second, &mine));
        assert!(!is_of(&first, &other));
        for wrong in ["", "AAAA", &first[..80], &format!("{first}A"), "é"] {
            assert!(!is_of(wrong, &mine), "{wrong:?}");
        }
    }

    #[test]
    fn only_pages_of_ours_are_us() {
        let of = |pairs: &[(&'static str, &'static str)]| -> bool {
            let headers = pairs.iter().map(|(name, value)| {
                (axum::http::HeaderName::from_static(name), axum::http::HeaderValue::from_static(value))
            });
            comes_from_us(&headers.collect(), &Uri::from_static("/"))
        };
        assert!(of(&[("sec-fetch-site", "same-origin")]));
        assert!(of(&[("host", "a.example:8080"), ("origin", "http://a.example:8080")]));
        for elsewhere in ["cross-site", "same-site", "none"] {
            let pairs: &[_] = &[("sec-fetch-site", elsewhere), ("host", "a"), ("origin", "http://a")];
            assert!(!of(pairs), "{elsewhere}");
        }
        assert!(!of(&[("host", "a.example"), ("origin", "https://b.example")]));
        assert!(!of(&[("host", "a.example"), ("origin", "null")]));
        assert!(!of(&[("host", "a.example")]));
    }
}
