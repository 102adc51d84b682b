//! What leaves us to be shown again: the organization's id in clear, so that its tenant can be entered, and 256 random
//! bits. Only a hash of these is kept.

use std::fmt;
use std::str::FromStr;

use ccm::basics::OrganizationId;
use sha2::{Digest, Sha256};

use crate::ports::Secrets;
use crate::{Error, Result};

#[derive(Clone, Copy, PartialEq, Eq)]
struct Token {
    organization: OrganizationId,
    secret: [u8; 32],
}

impl Token {
    fn new(organization: OrganizationId, secrets: &dyn Secrets) -> Result<Self> {
        let mut secret = [0; 32];
        secrets.random(&mut secret)?;
        Ok(Self { organization, secret })
    }

    fn sha256(&self, kind: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(kind);
        hash.update(self.organization.0.as_bytes());
        hash.update(self.secret);
        hash.finalize().into()
    }

    fn text(&self) -> String {
        format!("{}.{}", self.organization, ccm::basics::hex(&self.secret))
    }

    fn read(text: &str) -> Option<Self> {
        let (organization, hex) = text.split_once('.')?;
        if hex.len() != 64 || !hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut secret = [0; 32];
        for (place, byte) in secret.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Self { organization: organization.parse().ok()?, secret })
    }
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $name(Token);

        impl $name {
            pub(crate) fn new(organization: OrganizationId, secrets: &dyn Secrets) -> Result<Self> {
                Token::new(organization, secrets).map(Self)
            }

            /// The tenant that it may open.
            pub fn organization(&self) -> OrganizationId {
                self.0.organization
            }

            /// As it goes out; a secret, never to be logged or kept.
            pub fn text(&self) -> String {
                self.0.text()
            }

            pub(crate) fn sha256(&self) -> [u8; 32] {
                self.0.sha256(concat!("perennial ", $kind, " 1"))
            }
        }

        impl FromStr for $name {
            type Err = Error;
            /// # Errors
            /// [`Error::NotFound`]: a token of another shape is one that there is not.
            fn from_str(text: &str) -> Result<Self> {
                Token::read(text).map(Self).ok_or(Error::NotFound($kind))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

tokens! {
    /// What a cookie holds.
    SessionToken = "session";
    /// A ceremony that was begun: the password was right, a second factor is owed; or a passkey's challenge.
    PendingToken = "pending";
    /// What an invitation's link holds.
    InvitationToken = "invitation";
}

/// What a form must bring back. Follows from the session's token, which no other site can read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CsrfSecret(pub [u8; 32]);

impl CsrfSecret {
    pub(super) fn of(token: &SessionToken) -> Self {
        Self(token.0.sha256("perennial csrf 1"))
    }
}

impl fmt::Debug for CsrfSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfSecret(…)")
    }
}
