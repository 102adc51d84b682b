//! Connections: with TLS where the URL asks for it, as the owner or under the unprivileged role.

use std::{path::PathBuf, sync::Arc, time::Duration};

use deadpool_postgres::Connect;
use futures_util::future::BoxFuture;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject},
};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config, NoTls, config::SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{DbError, Options, Result};

/// Where systems keep the certificates they trust.
const SYSTEM_CERTIFICATES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// How to reach the server.
#[derive(Clone)]
pub(super) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    /// Run once on each new connection.
    session: String,
}

impl Connector {
    /// Reads the URL. `sslmode=require` and stricter verify the server's certificate and name;
    /// anything less is plain.
    pub(super) fn new(url: &str, options: &Options) -> Result<Self> {
        if !is_plain_name(&options.role) {
            return Err(DbError::Options("the role should be of a-z, 0-9 and _".into()));
        }
        // We never take a certificate on trust, so the three strict modes are one.
        let url = url
            .replace("sslmode=verify-full", "sslmode=require")
            .replace("sslmode=verify-ca", "sslmode=require");
        // The driver's own message may quote the URL, and with it a password.
        let mut config: Config =
            url.parse().map_err(|_| DbError::Options("the PostgreSQL URL is not one".into()))?;
        if config.get_application_name().is_none() {
            config.application_name(&options.application);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.wait);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Require => Some(tls(options)?),
            _ => {
                config.ssl_mode(SslMode::Disable);
                None
            }
        };
        // Compiling a plan pays after seconds of work; on a table of many partitions it takes them first.
        let session = "set timezone = 'UTC'; set jit = off".into();
        Ok(Self { config, tls, session })
    }

    /// The same server, under the unprivileged role and with the limits of a request.
    pub(super) fn under_role(mut self, options: &Options) -> Self {
        let millis = |limit: Duration| limit.as_millis().min(i32::MAX as u128);
        self.session = format!(
            "{}; set statement_timeout = {}; set idle_in_transaction_session_timeout = {}; \
             set role {}",
            self.session,
            millis(options.statement),
            millis(options.idle_in_transaction),
            options.role,
        );
        self
    }

    pub(super) fn config(&self) -> Config {
        self.config.clone()
    }

    pub(super) async fn connect(&self) -> Result<Client> {
        let (client, _) = self.open(&self.config).await.map_err(|e| failed(&e))?;
        Ok(client)
    }

    async fn open(&self, config: &Config) -> Result<(Client, JoinHandle<()>), tokio_postgres::Error> {
        let (client, task) = match &self.tls {
            Some(tls) => {
                let (client, connection) = config.connect(tls.clone()).await?;
                (client, tokio::spawn(report(connection)))
            }
            None => {
                let (client, connection) = config.connect(NoTls).await?;
                (client, tokio::spawn(report(connection)))
            }
        };
        client.batch_execute(&self.session).await?;
        Ok((client, task))
    }
}

impl Connect for Connector {
    fn connect(
        &self,
        config: &Config,
    ) -> BoxFuture<'_, Result<(Client, JoinHandle<()>), tokio_postgres::Error>> {
        let config = config.clone();
        Box::pin(async move { self.open(&config).await })
    }
}

/// A name that SQL takes unquoted and as it is.
fn is_plain_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

async fn report(connection: impl Future<Output = Result<(), tokio_postgres::Error>>) {
    if let Err(error) = connection.await {
        tracing::warn!(%error, "a PostgreSQL connection ended");
    }
}

/// Why no connection came about; nothing of a person is in reach here.
pub(super) fn failed(error: &tokio_postgres::Error) -> DbError {
    DbError::unavailable(match error.as_db_error() {
        Some(answer) => format!("{} ({})", answer.message(), answer.code().code()),
        None => match std::error::Error::source(error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    })
}

fn tls(options: &Options) -> Result<MakeRustlsConnect> {
    let unusable = |what: String| DbError::Options(format!("TLS: {what}"));
    let file = match &options.root_certificates {
        Some(file) => file.clone(),
        None => SYSTEM_CERTIFICATES
            .iter()
            .map(PathBuf::from)
            .find(|file| file.exists())
            .ok_or_else(|| unusable("this system has no trusted certificates".into()))?,
    };
    let unread = |e| unusable(format!("{}: {e}", file.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(&file).map_err(unread)? {
        // Systems carry a few that rustls does not read; the rest still serve.
        let _ = roots.add(certificate.map_err(unread)?);
    }
    if roots.is_empty() {
        return Err(unusable(format!("{} holds no certificate", file.display())));
    }
    // Named outright: rustls refuses to guess when a build holds more than one provider.
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| unusable(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
