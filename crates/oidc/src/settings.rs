//! What the operator says about the provider.

use app::{Error, Result};
use ccm::basics::Problem;
use reqwest::Url;

/// One provider, and what we are to it.
pub struct Settings {
    /// As the provider itself writes it, to the letter: `https://id.example.org/realms/clinic`.
    pub issuer: String,
    pub client_id: String,
    /// Where the provider gave none, PKCE alone proves that it is us.
    pub client_secret: Option<String>,
    /// What the button says.
    pub label: String,
    /// Where browsers come back to; registered with the provider.
    pub redirect: String,
    /// The provider lets nobody in without a second factor, whatever its tokens say.
    pub provider_asks_second_factor: bool,
    /// Values of `acr` that stand for a second factor at this provider.
    pub strong_acr: Vec<String>,
    /// Somebody who was not linked may be, by a name that the provider vouches for.
    pub links_by_name: bool,
}

impl Settings {
    /// The issuer as an address.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every setting that is none.
    pub(crate) fn check(&self) -> Result<Url> {
        let mut problems = Vec::new();
        let issuer = Url::parse(&self.issuer).ok().filter(is_private);
        // OpenID Connect Discovery §2: no query and no fragment.
        let issuer = issuer.filter(|url| url.query().is_none() && url.fragment().is_none());
        if issuer.is_none() {
            problems.push(Problem::new("oidc_issuer", "oidc_issuer").with("expected", "https://HOST/…"));
        }
        if self.client_id.trim().is_empty() {
            problems.push(Problem::new("required", "oidc_client_id"));
        }
        if self.label.trim().is_empty() {
            problems.push(Problem::new("required", "oidc_label"));
        }
        if Url::parse(&self.redirect).ok().filter(is_private).is_none() {
            problems.push(Problem::new("origin", "origin").with("expected", "https://HOST"));
        }
        match issuer {
            Some(issuer) if problems.is_empty() => Ok(issuer),
            _ => Err(Error::Invalid(problems)),
        }
    }

    /// Names are asked for; addresses of mail only where somebody may be linked by them.
    pub(crate) fn scope(&self) -> &'static str {
        if self.links_by_name { "openid profile email" } else { "openid profile" }
    }
}

/// Nobody reads along: https, or a provider on this very machine.
pub(crate) fn is_private(url: &Url) -> bool {
    let is_plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    is_plain && (url.scheme() == "https" || is_loopback(url))
}

/// Plain http to this machine, said as such: for tests, and for a provider beside us.
pub(crate) fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}
