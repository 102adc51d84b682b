//! The way of files to a payer and back, as its profile describes it. No secret stands here: only the name under which the
//! secrets' keeper knows it.

use serde::{Deserialize, Serialize};

use crate::basics::Problem;

/// The longest address, path or name.
const LONGEST: usize = 500;

/// The way of files to a payer and back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Transport {
    /// Nobody carries them yet: files are handed out.
    #[default]
    None,
    /// A folder that somebody else's program empties and fills.
    Folder {
        out: String,
        r#in: String,
        #[serde(default, skip_serializing_if = "WhenTaken::is_leave")]
        when_taken: WhenTaken,
    },
    Sftp {
        host: String,
        #[serde(default = "ssh_port")]
        port: u16,
        user: String,
        /// As a line of `known_hosts` has it, kind and key: `ssh-ed25519 AAAA…`. Another key is refused.
        host_key: String,
        out: String,
        r#in: String,
        /// Name of the private key or password.
        secret: String,
        #[serde(default, skip_serializing_if = "WhenTaken::is_leave")]
        when_taken: WhenTaken,
    },
    Https(Box<HttpsTerms>),
    /// Typed in by a person, field by field; it counts as sent with the portal's confirmation number alone.
    Portal {
        fields: Vec<PortalField>,
    },
}

/// What becomes of a partner's file in its folder once its bytes are kept. A folder that is never emptied fills up: of more
/// than a hundred thousand names the later ones are not seen, and that is told as a trouble.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenTaken {
    /// It stays; many partners empty their folders themselves.
    #[default]
    Leave,
    /// Into this folder beside it.
    Move(String),
    Delete,
}

impl WhenTaken {
    fn is_leave(&self) -> bool {
        *self == Self::Leave
    }
}

fn ssh_port() -> u16 {
    22
}

/// An upload as a partner's own manual describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpsTerms {
    pub upload_url: String,
    /// Answers to the list of files that wait for us; `None`: nothing is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_url: Option<String>,
    /// One of them, with `{name}` where its name stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download_url: Option<String>,
    pub body: HttpsBody,
    #[serde(default)]
    pub auth: HttpsAuth,
    /// Asks by our own file's name whether it arrived, with `{name}` in it: after an answer that never came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_url: Option<String>,
    /// JSON pointer to the partner's receipt number in the answer: `/receipt/id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// Statuses by which the partner says that it has a file of this name, such as 409. They count as sent where an earlier
    /// try of the same file may have arrived; on a first try the name stands for another file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum HttpsBody {
    Raw { content_type: String },
    Multipart { field: String },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum HttpsAuth {
    #[default]
    None,
    Bearer {
        secret: String,
    },
    Basic {
        user: String,
        secret: String,
    },
    Header {
        name: String,
        secret: String,
    },
}

/// One field of a portal's form, in the order in which it asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalField {
    /// As the portal calls it.
    pub label: String,
    /// What of the claim goes in.
    pub what: PortalValue,
    #[serde(default)]
    pub format: PortalFormat,
}

/// What a portal asks of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalValue {
    ClaimNumber,
    MemberNumber,
    FamilyName,
    GivenName,
    BirthDate,
    Sex,
    PlaceOfService,
    Diagnoses,
    RenderingNpi,
    BillingNpi,
    TaxNumber,
    TotalCharge,
    LineDate,
    LineCode,
    LineModifiers,
    LineUnits,
    LineCharge,
    LinePointers,
}

/// How it wants it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalFormat {
    #[default]
    AsIs,
    /// `03/17/1948`.
    SlashedDate,
    /// `1948-03-17`.
    IsoDate,
    /// Digits alone: no dots, dashes or signs.
    Digits,
    /// Without the dot of a diagnosis.
    NoDot,
}

impl Transport {
    pub const KINDS: [&'static str; 5] = ["none", "folder", "sftp", "https", "portal"];

    pub fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Folder { .. } => "folder",
            Self::Sftp { .. } => "sftp",
            Self::Https(_) => "https",
            Self::Portal { .. } => "portal",
        }
    }

    /// Whether a machine carries the files.
    pub fn is_carried(&self) -> bool {
        matches!(self, Self::Folder { .. } | Self::Sftp { .. } | Self::Https(_))
    }

    /// Files stay where they were fetched, and are known again by name and size. Else they are taken away, and a name that
    /// comes again is another file.
    pub fn leaves_files(&self) -> bool {
        match self {
            Self::Folder { when_taken, .. } | Self::Sftp { when_taken, .. } => when_taken.is_leave(),
            Self::None | Self::Https(_) | Self::Portal { .. } => true,
        }
    }

    /// Whether answers lie in the same place.
    pub fn shares_inbox(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Folder { r#in: one, .. }, Self::Folder { r#in: other, .. }) => one == other,
            (
                Self::Sftp { host, port, user, r#in, .. },
                Self::Sftp { host: other, port: at, user: by, r#in: from, .. },
            ) => (host, port, user, r#in) == (other, at, by, from),
            (Self::Https(one), Self::Https(other)) => {
                one.list_url.is_some() && one.list_url == other.list_url && one.auth == other.auth
            }
            _ => false,
        }
    }

    /// The names of the secrets that it needs.
    pub fn secret(&self) -> Option<&str> {
        match self {
            Self::Sftp { secret, .. } => Some(secret),
            Self::Https(terms) => match &terms.auth {
                HttpsAuth::None => None,
                HttpsAuth::Bearer { secret }
                | HttpsAuth::Basic { secret, .. }
                | HttpsAuth::Header { secret, .. } => Some(secret),
            },
            Self::None | Self::Folder { .. } | Self::Portal { .. } => None,
        }
    }

    /// Everything that is wrong with it; `place` is for whoever has to mend it.
    pub fn check(&self, place: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |code: &str, name: &str, expected: &str| {
            let problem = Problem::new(code, format!("{place}.{name}"));
            problems.push(if expected.is_empty() { problem } else { problem.with("expected", expected) });
        };
        for (name, text) in self.texts() {
            match text.trim().chars().count() {
                0 => wrong("required", name, ""),
                length if length > LONGEST => wrong("too_long", name, "at most 500 characters"),
                _ if text.chars().any(char::is_control) => wrong("control_character", name, ""),
                // What goes over the network goes sealed; a stand-in on this machine may do without.
                _ if name.ends_with("_url") && !is_secure(text) => {
                    wrong("not_secure", name, "https://…");
                }
                _ if name == "download_url" && !text.contains("{name}") => {
                    wrong("gap", name, "{name}");
                }
                _ => {}
            }
        }
        match self {
            Transport::Sftp { port: 0, .. } => wrong("out_of_range", "port", "1 to 65535"),
            Transport::Portal { fields } if fields.is_empty() => wrong("required", "fields", ""),
            Transport::Https(terms) if terms.list_url.is_some() != terms.download_url.is_some() => {
                wrong("required", "download_url", "list_url and download_url, or neither");
            }
            Transport::Https(terms) if !terms.known.iter().all(|status| (400..500).contains(status)) => {
                wrong("out_of_range", "known", "400 to 499");
            }
            _ => {}
        }
        problems
    }

    fn texts(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::None => Vec::new(),
            Self::Folder { out, r#in, .. } => vec![("out", out), ("in", r#in)],
            Self::Sftp { host, user, host_key, out, r#in, secret, .. } => vec![
                ("host", host),
                ("user", user),
                ("host_key", host_key),
                ("out", out),
                ("in", r#in),
                ("secret", secret),
            ],
            Self::Https(terms) => terms.texts(),
            Self::Portal { fields } => fields.iter().map(|field| ("fields", field.label.as_str())).collect(),
        }
    }
}

impl HttpsTerms {
    fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts = vec![("upload_url", self.upload_url.as_str())];
        match &self.body {
            HttpsBody::Raw { content_type } => texts.push(("content_type", content_type)),
            HttpsBody::Multipart { field } => texts.push(("field", field)),
        }
        match &self.auth {
            HttpsAuth::None => {}
            HttpsAuth::Bearer { secret } => texts.push(("secret", secret)),
            HttpsAuth::Basic { user, secret } => texts.extend([("user", user.as_str()), ("secret", secret)]),
            HttpsAuth::Header { name, secret } => {
                texts.extend([("name", name.as_str()), ("secret", secret)]);
            }
        }
        let urls =
            [("list_url", &self.list_url), ("status_url", &self.status_url), ("receipt", &self.receipt)];
        texts.extend(urls.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?))));
        texts.extend(self.download_url.as_deref().map(|url| ("download_url", url)));
        texts
    }
}

/// Sealed on the way, or to this machine itself. With a name or password in it an address is neither: what looks like this
/// machine may be another, and secrets stand elsewhere.
fn is_secure(url: &str) -> bool {
    let starts = ["https://", "http://127.0.0.1:", "http://[::1]:", "http://localhost:"];
    starts.iter().any(|start| url.starts_with(start)) && !url.contains('@')
}
