//! What stands before every way in: which tenant, who is tried, how often it was tried before.
//!
//! A try is counted before its proof is looked at and forgiven when the proof was right. So many tries at once, at any
//! number of processes, are no more than many in a row. Names that nobody has are counted and locked alike.

use std::fmt;

use ccm::access::{Actor, Lockout, Password, Tries};
use ccm::basics::*;

use crate::ports::TriesOf;
use crate::{App, Place, Result, Work};

/// Where a request came from; shows itself to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// Somebody wants in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Key of the organization; not needed where the installation has one.
    pub organization: Option<String>,
    pub login: String,
    pub password: Password,
    pub address: Address,
    /// What the browser calls itself; kept cut short, for the list of sessions.
    pub device: String,
}

/// Letters of a device's words that are kept.
const DEVICE_LETTERS: usize = 120;

pub(super) fn device(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(DEVICE_LETTERS).collect()
}

/// A try that was counted.
pub(super) struct Try {
    pub organization: OrganizationId,
    pub actor: Actor,
    login: [u8; 32],
    address: [u8; 32],
    /// It locks, unless it is forgiven.
    locks_until: Option<Timestamp>,
}

/// May it be tried at all?
pub(super) enum Counted {
    Try(Try),
    Locked { until: Timestamp },
}

/// The organization that is named, or the only one.
pub(super) async fn organization(app: &App, key: Option<&str>) -> Result<Option<OrganizationId>> {
    let mut all = app.organizations().await?;
    if let Some(key) = key {
        all.retain(|row| row.key == key);
    }
    Ok(match &all[..] {
        [one] => Some(one.id),
        _ => None,
    })
}

/// Counts a try for a sign-in name from an address.
pub(super) async fn count(
    app: &App,
    organization: OrganizationId,
    login: &str,
    address: &Address,
) -> Result<Counted> {
    let place = Place { organization, practice: None };
    // One transaction, opened as nobody: who it is stays to be seen.
    let mut work = app.begin(&Actor::Visitor { address: String::new() }, place).await?;
    let now = work.now;
    let policy = work.tx.access_policy().await?;
    let login = work.tx.keyed_hash("login", login).await?;
    let address = work.tx.keyed_hash("address", &address.0).await?;
    let actor = Actor::Visitor { address: short(&address) };
    work.actor = actor.clone();
    let of_login = work.tx.tries(TriesOf::Login, login, now).await?;
    let of_address = work.tx.tries(TriesOf::Address, address, now).await?;
    let locked = policy.lockout.locked_until(of_login, now);
    if let Some(until) = locked.max(Lockout::ADDRESS.locked_until(of_address, now)) {
        work.audit("refuse", "sign_in", &short(&login), None, serde_json::json!({"why": "locked"}));
        work.commit().await?;
        return Ok(Counted::Locked { until });
    }
    let of_login = policy.lockout.count(of_login, now);
    let of_address = Lockout::ADDRESS.count(of_address, now);
    work.tx.put_tries(TriesOf::Login, login, of_login, now).await?;
    work.tx.put_tries(TriesOf::Address, address, of_address, now).await?;
    work.commit().await?;
    let locks_until = policy.lockout.locked_until(of_login, now);
    Ok(Counted::Try(Try { organization, actor, login, address, locks_until }))
}

impl Try {
    /// All proofs were right: in the transaction that opens the session.
    pub async fn forgive(&self, work: &mut Work) -> Result<()> {
        let now = work.now;
        work.tx.put_tries(TriesOf::Login, self.login, Tries::default(), now).await?;
        take_back(work, TriesOf::Address, self.address).await
    }

    /// The first of two proofs was right: this try is taken back, and no earlier one. Else whoever has a password
    /// could clear the count of wrong second factors with it.
    pub async fn take_back(&self, work: &mut Work) -> Result<()> {
        take_back(work, TriesOf::Login, self.login).await?;
        take_back(work, TriesOf::Address, self.address).await
    }

    /// The proof was wrong: on record, with the lock that follows.
    pub async fn refuse(&self, app: &App, why: &str) -> Result<()> {
        let place = Place { organization: self.organization, practice: None };
        let mut work = app.begin(&self.actor, place).await?;
        let subject = short(&self.login);
        work.audit("refuse", "sign_in", &subject, None, serde_json::json!({ "why": why }));
        if let Some(until) = self.locks_until {
            work.audit("lock", "sign_in", &subject, None, serde_json::json!({"until": until.to_string()}));
        }
        work.commit().await
    }
}

async fn take_back(work: &mut Work, of: TriesOf, subject: [u8; 32]) -> Result<()> {
    let now = work.now;
    let tries = work.tx.tries(of, subject, now).await?;
    let before = Tries { failures: tries.failures.saturating_sub(1), last_at: tries.last_at };
    work.tx.put_tries(of, subject, before, now).await
}

/// Enough of a keyed hash to see that two events are of the same.
fn short(hash: &[u8; 32]) -> String {
    ccm::basics::hex(&hash[..12])
}
