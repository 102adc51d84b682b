//! The provider that people sign in through, as options and environment name it.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use app::ports::IdentityProvider;
use clap::Args;
use oidc::{OpenIdProvider, Settings};

/// Where the client's secret may stand, where no file holds it. No option: others read command lines.
const SECRET: &str = "PERENNIAL_OIDC_CLIENT_SECRET";

#[derive(Args, Default)]
pub struct ProviderOptions {
    /// Sign people in through this OpenID Connect provider as well: its issuer, such as https://id.example.org/realms/clinic
    #[arg(long, env = "PERENNIAL_OIDC_ISSUER", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,
    /// What the provider calls this program
    #[arg(long, env = "PERENNIAL_OIDC_CLIENT_ID")]
    pub oidc_client_id: Option<String>,
    /// Where the first line is the secret that the provider gave; or PERENNIAL_OIDC_CLIENT_SECRET holds it; or there is none
    #[arg(long, env = "PERENNIAL_OIDC_CLIENT_SECRET_FILE")]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// What people call the provider
    #[arg(long, env = "PERENNIAL_OIDC_LABEL", default_value = "single sign-on")]
    pub oidc_label: String,
    /// The provider lets nobody in without a second factor: none is asked for here after it
    #[arg(long, env = "PERENNIAL_OIDC_SECOND_FACTOR")]
    pub oidc_second_factor: bool,
    /// A value of `acr` that stands for a second factor at the provider; may be given several times
    #[arg(long, env = "PERENNIAL_OIDC_STRONG_ACR", value_delimiter = ',')]
    pub oidc_strong_acr: Vec<String>,
    /// Link people at their first sign-in by a name that the provider vouches for and that is their sign-in name here. Only for
    /// a provider where nobody chooses or inherits such a name
    #[arg(long, env = "PERENNIAL_OIDC_LINK_BY_NAME")]
    pub oidc_link_by_name: bool,
}

impl ProviderOptions {
    /// The provider, where one is named. It is asked nothing yet.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub fn provider(&self, origin: Option<&str>) -> Result<Option<Arc<dyn IdentityProvider>>> {
        let Some(issuer) = &self.oidc_issuer else { return Ok(None) };
        let Some(origin) = origin else {
            bail!("--oidc-issuer needs --origin: the provider sends people back to one name");
        };
        let client_id = self.oidc_client_id.clone().context("--oidc-issuer needs --oidc-client-id")?;
        let provider = OpenIdProvider::new(Settings {
            issuer: issuer.clone(),
            client_id,
            client_secret: self.secret()?,
            label: self.oidc_label.clone(),
            redirect: format!("{}{}", origin.trim_end_matches('/'), web::paths::OIDC_CALLBACK),
            provider_asks_second_factor: self.oidc_second_factor,
            strong_acr: self.oidc_strong_acr.clone(),
            links_by_name: self.oidc_link_by_name,
        })?;
        Ok(Some(Arc::new(provider)))
    }

    fn secret(&self) -> Result<Option<String>> {
        let text = match &self.oidc_client_secret_file {
            Some(file) => Some(
                std::fs::read_to_string(file)
                    .with_context(|| format!("{} cannot be read", file.display()))?,
            ),
            None => std::env::var(SECRET).ok(),
        };
        let Some(text) = text else { return Ok(None) };
        let secret = text.lines().next().unwrap_or_default().trim();
        ensure!(!secret.is_empty(), "the provider's secret is empty");
        Ok(Some(secret.to_owned()))
    }
}
