//! Who the server is, and how we are let in.

use std::borrow::Cow;
use std::sync::Arc;

use app::ports::transport::{SftpTerms, TransportSecret, Trouble};
use russh::client::{AuthResult, Handle, Handler, KeyboardInteractiveAuthResponse};
use russh::keys::ssh_key::Fingerprint;
use russh::keys::{
    Algorithm, HashAlg, PrivateKey, PrivateKeyWithHashAlg, PublicKey, PublicKeyOrCertificate,
    decode_secret_key,
};
use russh::{MethodKind, Preferred, cipher};

/// A server asks for a password in so many questions at most.
const QUESTIONS_MAX: usize = 5;

/// What the server must prove.
#[derive(Clone)]
pub(super) enum Pinned {
    Key(PublicKey),
    Fingerprint(Fingerprint),
}

impl Pinned {
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let text = text.trim();
        if text.starts_with("SHA256:") {
            let fingerprint: Fingerprint = text.parse().map_err(|_| Trouble::Terms)?;
            return Ok(Self::Fingerprint(fingerprint));
        }
        PublicKey::from_openssh(text).map(Self::Key).map_err(|_| Trouble::Terms)
    }

    fn is(&self, key: &PublicKey) -> bool {
        match self {
            Self::Key(pinned) => pinned.key_data() == key.key_data(),
            Self::Fingerprint(pinned) => key.fingerprint(HashAlg::Sha256) == *pinned,
        }
    }

    /// What we offer: no SHA-1, no compression, and of a server's several keys the kind that was pinned. Ciphers that
    /// aws-lc-rs computes come first.
    pub fn preferred(&self) -> Preferred {
        let key: Vec<Algorithm> = Preferred::DEFAULT
            .key
            .iter()
            .filter(|offered| !matches!(offered, Algorithm::Rsa { hash: None }))
            .filter(|offered| match self {
                Self::Key(pinned) => is_kind(offered, &pinned.algorithm()),
                Self::Fingerprint(_) => true,
            })
            .cloned()
            .collect();
        Preferred {
            key: Cow::Owned(key),
            cipher: Cow::Borrowed(&[
                cipher::AES_256_GCM,
                cipher::CHACHA20_POLY1305,
                cipher::AES_256_CTR,
                cipher::AES_128_CTR,
            ]),
            compression: Cow::Borrowed(&[russh::compression::NONE]),
            ..Preferred::DEFAULT
        }
    }
}

/// RSA is one kind, whatever hash it signs with.
fn is_kind(offered: &Algorithm, pinned: &Algorithm) -> bool {
    offered == pinned || matches!((offered, pinned), (Algorithm::Rsa { .. }, Algorithm::Rsa { .. }))
}

/// Lets the connection live only where the server has the pinned key.
pub(super) struct Doorman {
    pub pinned: Pinned,
}

impl Handler for Doorman {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(match shown {
            PublicKeyOrCertificate::PublicKey { key, .. } => self.pinned.is(key),
            // None was asked for.
            PublicKeyOrCertificate::Certificate(_) => false,
        })
    }
}

/// Are the pinned key and the secret of a kind that can be used at all?
pub(super) fn check(terms: &SftpTerms, secret: &TransportSecret) -> Result<(), Trouble> {
    let says_where = !terms.host.is_empty() && !terms.user.is_empty() && terms.port != 0;
    if !says_where || terms.connect_seconds == 0 || terms.answer_seconds == 0 {
        return Err(Trouble::Terms);
    }
    Pinned::read(&terms.host_key)?;
    match secret {
        TransportSecret::Password(password) => text(password).map(|_| ()),
        TransportSecret::Key { text, passphrase } => key(text, passphrase.as_deref()).map(|_| ()),
        TransportSecret::Token(_) => Err(Trouble::Terms),
    }
}

/// Shows the server who we are.
pub(super) async fn enter(
    server: &mut Handle<Doorman>,
    user: &str,
    secret: &TransportSecret,
) -> Result<(), Trouble> {
    let entered = match secret {
        TransportSecret::Password(password) => with_password(server, user, text(password)?).await,
        TransportSecret::Key { text, passphrase } => {
            with_key(server, user, key(text, passphrase.as_deref())?).await
        }
        TransportSecret::Token(_) => return Err(Trouble::Terms),
    };
    match entered {
        Ok(true) => Ok(()),
        Ok(false) => Err(Trouble::NotAdmitted),
        Err(_) => Err(Trouble::BrokeOff),
    }
}

async fn with_key(server: &mut Handle<Doorman>, user: &str, key: PrivateKey) -> Result<bool, russh::Error> {
    // SHA-2 also where the server does not say what it takes.
    let hash = match server.best_supported_rsa_hash().await? {
        Some(Some(hash)) => hash,
        _ => HashAlg::Sha256,
    };
    let key = PrivateKeyWithHashAlg::new(Arc::new(key), Some(hash));
    Ok(server.authenticate_publickey(user, key).await?.success())
}

/// Some servers ask for a password as one of several questions.
async fn with_password(
    server: &mut Handle<Doorman>,
    user: &str,
    password: &str,
) -> Result<bool, russh::Error> {
    match server.authenticate_password(user, password).await? {
        AuthResult::Success => return Ok(true),
        AuthResult::Failure { remaining_methods, .. }
            if remaining_methods.contains(&MethodKind::KeyboardInteractive) => {}
        AuthResult::Failure { .. } => return Ok(false),
    }
    let mut asked = server.authenticate_keyboard_interactive_start(user, None).await?;
    for _ in 0..QUESTIONS_MAX {
        match asked {
            KeyboardInteractiveAuthResponse::Success => return Ok(true),
            KeyboardInteractiveAuthResponse::Failure { .. } => return Ok(false),
            KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } => {
                // What is shown while it is typed is no password.
                let answer = |echo: bool| if echo { String::new() } else { password.to_owned() };
                let answers = prompts.iter().map(|prompt| answer(prompt.echo)).collect();
                asked = server.authenticate_keyboard_interactive_respond(answers).await?;
            }
        }
    }
    Ok(false)
}

fn key(bytes: &[u8], passphrase: Option<&[u8]>) -> Result<PrivateKey, Trouble> {
    let passphrase = passphrase.map(text).transpose()?;
    decode_secret_key(text(bytes)?, passphrase).map_err(|_| Trouble::Terms)
}

fn text(bytes: &[u8]) -> Result<&str, Trouble> {
    std::str::from_utf8(bytes).map_err(|_| Trouble::Terms)
}
