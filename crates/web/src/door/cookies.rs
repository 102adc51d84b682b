//! Cookies: the session's, one for the way back from a provider, and two that hold a taste.
//!
//! `__Host-` makes browsers insist that it is set by this host, for all of it, over a connection that nobody reads along;
//! a loopback address counts as one.

use aws_lc_rs::digest;
use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};

pub const SESSION: &str = "__Host-session";
/// Of whoever is at a provider: only the browser that left may come back.
pub const LEAVING: &str = "__Host-leaving";
pub const THEME: &str = "__Host-theme";
pub const LANGUAGE: &str = "__Host-language";

/// An organization's id and 256 bits are longer than the one and shorter than the other.
const TOKEN_LENGTHS: std::ops::RangeInclusive<usize> = 70..=160;
/// As long as the ceremony behind it.
const LEAVING_SECONDS: u32 = 600;
const YEAR_SECONDS: u32 = 31_536_000;

/// The value of a cookie; the first, where a client sends several of a name.
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    pairs.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// The session's token, where it could be one.
pub fn session(headers: &HeaderMap) -> Option<&str> {
    token(headers, SESSION)
}

/// The token of somebody who comes back, where it could be one.
pub fn leaving(headers: &HeaderMap) -> Option<&str> {
    token(headers, LEAVING)
}

fn token<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let is_token = |token: &&str| {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        TOKEN_LENGTHS.contains(&token.len()) && token.bytes().all(fits)
    };
    value(headers, name).filter(is_token)
}

/// Tells tokens apart without holding them.
pub fn fingerprint(token: &str) -> [u8; 16] {
    let hash = digest::digest(&digest::SHA256, token.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&hash.as_ref()[..16]);
    short
}

/// Ends with the browser; what the session allows ends when the record says so.
pub fn set_session(token: &str) -> HeaderValue {
    header(&format!("{SESSION}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"))
}

pub fn drop_session() -> HeaderValue {
    header(&format!("{SESSION}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"))
}

/// `Lax`: the way back begins at another site, and is a page that is read.
pub fn set_leaving(token: &str) -> HeaderValue {
    header(&format!("{LEAVING}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={LEAVING_SECONDS}"))
}

pub fn drop_leaving() -> HeaderValue {
    header(&format!("{LEAVING}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"))
}

/// A taste, kept for a year.
pub fn set_taste(name: &str, value: &str) -> HeaderValue {
    header(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={YEAR_SECONDS}"))
}

fn header(text: &str) -> HeaderValue {
    // Tokens and tastes are letters, digits, `-` and `_`: nothing that a header could not hold.
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(line: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(line).expect("a header"))])
    }

    #[test]
    fn a_session_is_found_among_others() {
        let token = "A".repeat(100);
        let headers = sent(&format!("a=b; {SESSION}={token}; {THEME}=dark"));
        assert_eq!(session(&headers), Some(token.as_str()));
        assert_eq!(value(&headers, THEME), Some("dark"));
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        for wrong in ["", "short", &"A".repeat(161), &"é".repeat(50)] {
            let line = format!("{SESSION}={wrong}");
            let headers = HeaderValue::from_str(&line).map(|value| HeaderMap::from_iter([(COOKIE, value)]));
            assert_eq!(headers.ok().as_ref().and_then(session), None, "{wrong}");
        }
    }
}
