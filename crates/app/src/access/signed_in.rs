//! Whoever is signed in, with all that a page's frame needs.

use std::fmt;

use ccm::access::{Actor, Permission, Standing, Standings};
use ccm::basics::*;

use super::token::{CsrfSecret, SessionToken};
use crate::Place;

/// A practice where somebody stands as something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeCard {
    pub id: PracticeId,
    pub key: String,
    pub name: String,
    /// The chief of their standings there.
    pub standing: Standing,
    pub standings: Standings,
}

/// A live session and whose it is. As of one instant: every request asks anew.
#[derive(Clone)]
pub struct SignedIn {
    pub session: SessionId,
    pub token: SessionToken,
    pub account: AccountId,
    pub person: PersonId,
    pub login: String,
    pub given: String,
    pub family: String,
    pub organization: OrganizationId,
    /// Where they may work, by key.
    pub practices: Vec<PracticeCard>,
    /// The one that they have chosen, or the only one.
    pub practice: Option<PracticeId>,
    /// What they are at the chosen practice; without one, in the organization.
    pub standing: Standing,
    pub standings: Standings,
    pub csrf: CsrfSecret,
    pub stepped_up_until: Option<Timestamp>,
    /// When the session ends if nobody uses it from now on.
    pub expires_at: Timestamp,
    /// The organization asks for a second factor, and this account has none yet.
    pub owes_second_factor: bool,
    pub has_second_factor: bool,
}

impl SignedIn {
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.family).trim().to_owned()
    }

    /// Who it is to every use case.
    pub fn actor(&self) -> Actor {
        match self.standing {
            Standing::Auditor => Actor::Auditor { login: self.login.clone(), person: Some(self.person) },
            _ => Actor::Staff { person: self.person, login: self.login.clone() },
        }
    }

    pub fn place(&self) -> Place {
        Place { organization: self.organization, practice: self.practice }
    }

    /// Whether to offer something at all; the use case asks again.
    pub fn may(&self, permission: Permission) -> bool {
        self.standings.may(permission)
    }

    /// Whether they proved a moment ago who is there.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.stepped_up_until.is_some_and(|until| now < until)
    }

    /// Whether a fresh proof is owed before this may be done.
    pub fn owes_step_up(&self, permission: Permission, now: Timestamp) -> bool {
        permission.needs_step_up() && !self.is_fresh(now)
    }
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("session", &self.session)
            .field("person", &self.person)
            .field("practice", &self.practice)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}
