//! Who is at the other end, where a proxy stands between.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

const FORWARDED: &str = "x-forwarded-for";

/// The connection's other end; where that is a proxy of ours, whoever it says that it speaks for. Only what our own
/// proxies wrote is believed: the last address that is none of theirs.
pub fn address(peer: SocketAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> SocketAddr {
    let mut nearest = peer.ip().to_canonical();
    let said: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok()).collect();
    for hop in said.iter().flat_map(|line| line.split(',')).rev() {
        if !proxies.contains(&nearest) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(before) => nearest = before.to_canonical(),
            Err(_) => break,
        }
    }
    SocketAddr::new(nearest, peer.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_of_our_own_proxies_is_taken() {
        let proxies: [IpAddr; 2] = ["127.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let seen = |peer: &str, said: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in said {
                headers.append(FORWARDED, line.parse().unwrap());
            }
            address(SocketAddr::new(peer.parse().unwrap(), 9), &headers, &proxies).ip().to_string()
        };
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("::ffff:127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        // What a browser made up stands to the left of what the proxy saw.
        assert_eq!(seen("127.0.0.1", &["1.2.3.4, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("127.0.0.1", &["1.2.3.4", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(seen("127.0.0.1", &["198.51.100.1, nonsense"]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &["2001:db8::7"]), "2001:db8::7");
    }
}
