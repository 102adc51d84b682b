//! Through a provider of the organization's own (OpenID Connect): sign in, take an invitation, prove afresh, be linked.
//!
//! A person leaves for the provider ([`begin_sign_in`] and its like) and comes back with a code ([`finish`]). Between the
//! two stands a ceremony: good for ten minutes, for one use, and for the browser that holds its token. Who it is follows
//! from issuer and subject alone, and whose account that is was said before by its owner, signed in and freshly proven, or
//! by an invitation. Names that a provider gives may pass to others, so they link nobody, unless the operator says so.

mod begin;
mod finish;
mod links;

pub use begin::{Leaving, begin_invitation, begin_link, begin_sign_in, begin_step_up};
pub use finish::{Arrival, Outcome, Returned, finish};
pub use links::{IdentityCard, links, unlink};

use ccm::access::Actor;
use ccm::basics::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ports::{AccountRow, IdentityProvider};
use crate::{App, Error, Result, Work};

const CEREMONY: &str = "oidc";
const CEREMONY_SECONDS: i64 = 600;
/// How a session was opened: the provider alone, or with a second factor there.
const PROOF: &str = "oidc";
const STRONG_PROOF: &str = "oidc+oidc_factor";

/// What somebody went to the provider for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    SignIn,
    Invitation(InvitationId),
    /// In this session, and no other.
    Link(SessionId),
    /// As [`Errand::Link`].
    StepUp(SessionId),
}

impl Errand {
    fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Invitation(_) => "invitation",
            Self::Link(_) => "link",
            Self::StepUp(_) => "step_up",
        }
    }

    /// A machine may be shared, and the provider may still know whoever sat there before: where something lasting follows,
    /// it asks anew.
    fn must_be_fresh(self) -> bool {
        self != Self::SignIn
    }
}

/// What a ceremony keeps, sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    errand: Errand,
    state_sha256: [u8; 32],
    issuer: String,
    back: String,
    provider: Vec<u8>,
}

fn provider(app: &App) -> Result<&dyn IdentityProvider> {
    app.identity_provider.as_deref().ok_or(Error::NotFound("identity provider"))
}

fn sha256(state: &str) -> [u8; 32] {
    Sha256::digest(state).into()
}

/// Under what a subject of an issuer is found. An issuer has no line feed in it.
async fn subject(work: &mut Work, issuer: &str, subject: &str) -> Result<[u8; 32]> {
    work.tx.keyed_hash("identity", &format!("{issuer}\n{subject}")).await
}

/// Whether the provider asked for a second factor when this session was opened.
pub(super) fn is_strong(proof: &str) -> bool {
    proof == STRONG_PROOF
}

fn nobody() -> Actor {
    Actor::Visitor { address: String::new() }
}

fn owner(account: &AccountRow) -> Actor {
    Actor::Staff { person: account.person, login: account.login.clone() }
}
