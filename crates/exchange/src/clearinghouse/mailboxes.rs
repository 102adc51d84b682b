//! Opens the mailbox that a payer's profile describes, with the secret that its name stands for.

use std::path::{Path, PathBuf};

use app::ports::carriage::{NoWay, Transports};
use app::ports::transport::{
    FolderTerms, HttpsAnswer, HttpsBody, HttpsInbox, HttpsRequest, HttpsTerms, SecretHeader, SftpTerms,
    Transport, TransportSecret, WhenTaken,
};
use ccm::people::HttpsAuth;
use ccm::people::PayerProfile;
use ccm::people::transport as submission;

use super::transport::{Folder, Https, Sftp};

/// A partner that answers no sooner is told of as silent.
const CONNECT_SECONDS: u32 = 20;
const ANSWER_SECONDS: u32 = 120;
/// A file that changed so lately may still be in writing.
const SETTLE_SECONDS: u32 = 5;

/// Mailboxes of the profiles; their secrets are files of a folder that only the operator reads, named as the profile names
/// them.
pub struct Mailboxes {
    secrets: PathBuf,
    settle_seconds: u32,
}

impl Mailboxes {
    pub fn with_secrets(folder: &Path) -> Self {
        Self { secrets: folder.to_owned(), settle_seconds: SETTLE_SECONDS }
    }

    /// Where whoever fills the mailboxes writes whole files: nothing is waited for.
    #[must_use]
    pub fn of_whole_files(self) -> Self {
        Self { settle_seconds: 0, ..self }
    }

    /// A private key where it reads as one, else a password or token, without the line's end.
    fn secret(&self, name: &str) -> Result<TransportSecret, NoWay> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if name.is_empty() || name.starts_with('.') || !name.bytes().all(is_plain) {
            return Err(NoWay::Terms);
        }
        let text = std::fs::read(self.secrets.join(name)).map_err(|_| NoWay::Terms)?;
        if text.starts_with(b"-----BEGIN") {
            return Ok(TransportSecret::Key { text, passphrase: None });
        }
        Ok(TransportSecret::Password(text.trim_ascii_end().to_vec()))
    }
}

impl Transports for Mailboxes {
    fn of(&self, payer: &PayerProfile) -> Result<Box<dyn Transport>, NoWay> {
        match &payer.submission.transport {
            submission::Transport::None => Err(NoWay::None),
            submission::Transport::Portal { .. } => Err(NoWay::Portal),
            submission::Transport::Folder { out, r#in, when_taken } => {
                Ok(Box::new(Folder::new(FolderTerms {
                    outbox: PathBuf::from(out),
                    inbox: PathBuf::from(r#in),
                    when_taken: taken(when_taken),
                    settle_seconds: self.settle_seconds,
                })))
            }
            submission::Transport::Sftp { host, port, user, host_key, out, r#in, secret, when_taken } => {
                let terms = SftpTerms {
                    host: host.clone(),
                    port: *port,
                    user: user.clone(),
                    host_key: host_key.clone(),
                    outbox: out.clone(),
                    inbox: r#in.clone(),
                    when_taken: taken(when_taken),
                    settle_seconds: self.settle_seconds,
                    connect_seconds: CONNECT_SECONDS,
                    answer_seconds: ANSWER_SECONDS,
                };
                let opened = Sftp::new(terms, self.secret(secret)?);
                opened.map(|opened| Box::new(opened) as Box<dyn Transport>).map_err(|_| NoWay::Terms)
            }
            submission::Transport::Https(terms) => self.https(terms),
        }
    }
}

fn taken(told: &submission::WhenTaken) -> WhenTaken {
    match told {
        submission::WhenTaken::Leave => WhenTaken::Leave,
        submission::WhenTaken::Move(folder) => WhenTaken::Move(folder.clone()),
        submission::WhenTaken::Delete => WhenTaken::Delete,
    }
}

impl Mailboxes {
    fn https(&self, terms: &submission::HttpsTerms) -> Result<Box<dyn Transport>, NoWay> {
        let (header, secret) = match &terms.auth {
            HttpsAuth::None => (None, None),
            HttpsAuth::Bearer { secret } => (Some(("authorization", "Bearer ", secret)), Some(secret)),
            HttpsAuth::Header { name, secret } => (Some((name.as_str(), "", secret)), Some(secret)),
            // A user's name and password stand in the secret as they are sent: `Basic …` without the word.
            HttpsAuth::Basic { secret, .. } => (Some(("authorization", "Basic ", secret)), Some(secret)),
        };
        let secret = match secret.map(|name| self.secret(name)).transpose()? {
            Some(TransportSecret::Password(ref bytes)) => Some(TransportSecret::Token(bytes.clone())),
            other => other,
        };
        let get = |url: &String| HttpsRequest { method: "GET".to_owned(), url: url.clone() };
        let inbox =
            terms.list_url.as_ref().zip(terms.download_url.as_ref()).map(|(list, fetch)| HttpsInbox {
                list: get(list),
                items: String::new(),
                name: "/name".to_owned(),
                fetch: get(fetch),
                taken: None,
            });
        let body = match &terms.body {
            submission::HttpsBody::Raw { content_type } => {
                HttpsBody::Plain { content_type: content_type.clone() }
            }
            submission::HttpsBody::Multipart { field } => HttpsBody::Form {
                field: field.clone(),
                content_type: "application/edi-x12".to_owned(),
                also: Vec::new(),
            },
        };
        let terms = HttpsTerms {
            put: HttpsRequest { method: "POST".to_owned(), url: terms.upload_url.clone() },
            body,
            answer: HttpsAnswer {
                accepted: vec![200, 201, 202, 204],
                must_hold: None,
                known: terms.known.clone(),
                receipt: terms.receipt.clone(),
            },
            look: terms.status_url.as_ref().map(get),
            inbox,
            headers: Vec::new(),
            secret: header.map(|(header, before, secret)| SecretHeader {
                header: header.to_owned(),
                before: before.to_owned(),
                secret: secret.clone(),
            }),
            connect_seconds: CONNECT_SECONDS,
            answer_seconds: ANSWER_SECONDS,
        };
        let opened = Https::new(terms, secret.as_ref());
        opened.map(|opened| Box::new(opened) as Box<dyn Transport>).map_err(|_| NoWay::Terms)
    }
}
