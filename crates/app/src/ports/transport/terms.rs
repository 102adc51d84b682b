//! What is agreed with a partner about its mailbox. Plain values: a payer's profile says them, and secrets stand apart.

use std::fmt;
use std::path::PathBuf;

/// What becomes of a file once its bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WhenTaken {
    /// It stays; the caller remembers that it was taken.
    #[default]
    Leave,
    /// Into this folder of the same mailbox.
    Move(String),
    /// Where the terms of the partner say so.
    Delete,
}

/// Two folders that somebody else carries away and fills: a partner's own program, a mounted share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderTerms {
    pub outbox: PathBuf,
    pub inbox: PathBuf,
    /// A folder to move into stands in the inbox.
    pub when_taken: WhenTaken,
    /// A file that changed within so many seconds may still be in writing, and waits for the next time; 0 asks nothing.
    pub settle_seconds: u32,
}

/// A server that speaks SFTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SftpTerms {
    pub host: String,
    pub port: u16,
    pub user: String,
    /// The server's public key as it was handed over (`ssh-ed25519 AAAA…`), or its fingerprint (`SHA256:…`). Only a
    /// server that proves it is talked to.
    pub host_key: String,
    /// Where our files go; as the server names it, without a slash at the end.
    pub outbox: String,
    pub inbox: String,
    /// A folder to move into is named from the inbox, or from the root.
    pub when_taken: WhenTaken,
    pub settle_seconds: u32,
    pub connect_seconds: u32,
    /// For each answer of the server.
    pub answer_seconds: u32,
}

/// A partner that takes files by HTTPS, described by what is sent and what the answers mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpsTerms {
    pub put: HttpsRequest,
    pub body: HttpsBody,
    /// What an answer to `put` means.
    pub answer: HttpsAnswer,
    /// Asks whether a name is there; where the partner can say.
    pub look: Option<HttpsRequest>,
    /// What waits for us; where the partner has such a thing.
    pub inbox: Option<HttpsInbox>,
    /// Of every request.
    pub headers: Vec<(String, String)>,
    pub secret: Option<SecretHeader>,
    pub connect_seconds: u32,
    pub answer_seconds: u32,
}

/// Method and address. `{name}` stands for the file's name, and `{sha256}` for its hash in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpsRequest {
    pub method: String,
    pub url: String,
}

/// How the file travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpsBody {
    /// The bytes themselves.
    Plain { content_type: String },
    /// A form (RFC 7578): the file in one field, and others beside it, with `{name}` and `{sha256}`.
    Form { field: String, content_type: String, also: Vec<(String, String)> },
}

/// A status in `accepted` whose body holds `must_hold` means that the file is there; one in `known` that one of its name
/// was there before. Others below 500 refuse it, and everything else leaves it open. `receipt` is a JSON Pointer (RFC
/// 6901) to the number of the receipt in an accepting answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpsAnswer {
    pub accepted: Vec<u16>,
    pub must_hold: Option<String>,
    pub known: Vec<u16>,
    pub receipt: Option<String>,
}

/// A mailbox by HTTPS. The list is JSON; `items` and `name` are JSON Pointers (RFC 6901): to the array, and from an
/// element of it to its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpsInbox {
    pub list: HttpsRequest,
    pub items: String,
    pub name: String,
    pub fetch: HttpsRequest,
    /// Tells the partner that a file was taken.
    pub taken: Option<HttpsRequest>,
}

/// Which header carries the secret, and what stands before it (`Bearer `).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretHeader {
    pub header: String,
    pub before: String,
    /// The name under which the caller finds the secret.
    pub secret: String,
}

/// What opens a mailbox. Overwritten when it is let go, and never shown.
#[derive(Clone)]
pub enum TransportSecret {
    Password(Vec<u8>),
    /// A private key in OpenSSH's or PEM's form, and what opens it.
    Key {
        text: Vec<u8>,
        passphrase: Option<Vec<u8>>,
    },
    /// For a header.
    Token(Vec<u8>),
}

impl fmt::Debug for TransportSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::Key { .. } => "Key(…)",
            Self::Token(_) => "Token(…)",
        })
    }
}

impl Drop for TransportSecret {
    fn drop(&mut self) {
        match self {
            Self::Password(bytes) | Self::Token(bytes) => bytes.fill(0),
            Self::Key { text, passphrase } => {
                text.fill(0);
                passphrase.iter_mut().for_each(|bytes| bytes.fill(0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show() {
        let key = TransportSecret::Key { text: b"BEGIN".to_vec(), passphrase: Some(b"open".to_vec()) };
        let password = TransportSecret::Password(b"open".to_vec());
        let token = TransportSecret::Token(b"open".to_vec());
        for shown in [&key, &password, &token].map(|secret| format!("{secret:?}")) {
            assert!(!shown.contains("BEGIN") && !shown.contains("open"), "{shown}");
        }
    }
}
