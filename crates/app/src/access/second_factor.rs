//! The second proof: a one-time code, a passkey, or a recovery code.

use ccm::access::Actor;
use ccm::basics::*;
use serde::Serialize;
use serde_json::Value;

use super::door::{self, Address, Counted};
use super::sign_in::{self, SECOND_FACTOR, SignIn};
use super::token::PendingToken;
use super::{passkey, recovery, totp};
use crate::ports::AccountState;
use crate::{App, Error, Place, Result, Work};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    Totp,
    Passkey,
    RecoveryCode,
}

/// What somebody shows for it.
pub enum FactorProof {
    /// Six digits.
    Totp(String),
    RecoveryCode(String),
    /// The token of [`passkey::begin_second_factor`], and what the browser answered to its options.
    Passkey(PendingToken, Value),
}

impl FactorProof {
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Totp(_) => "totp",
            Self::RecoveryCode(_) => "recovery_code",
            Self::Passkey(..) => "passkey",
        }
    }
}

/// What an account owes beside its password; empty where it has no second factor.
pub(super) async fn owed(work: &mut Work, account: AccountId) -> Result<Vec<Factor>> {
    let mut factors = Vec::new();
    if work.tx.totp(account).await?.is_some_and(|totp| totp.is_confirmed) {
        factors.push(Factor::Totp);
    }
    if work.app().passkeys.is_some() && !work.tx.passkeys(account).await?.is_empty() {
        factors.push(Factor::Passkey);
    }
    if !factors.is_empty() && work.tx.recovery_codes_left(account).await? > 0 {
        factors.push(Factor::RecoveryCode);
    }
    Ok(factors)
}

/// Whether a proof holds; it is used up by being asked.
pub(super) async fn holds(work: &mut Work, account: AccountId, proof: &FactorProof) -> Result<bool> {
    match proof {
        FactorProof::Totp(digits) => totp::use_code(work, account, digits).await,
        FactorProof::RecoveryCode(code) => recovery::use_one(work, account, code).await,
        FactorProof::Passkey(token, answer) => passkey::use_one(work, account, token, answer).await,
    }
}

/// Ends a sign-in that owes a second factor.
///
/// # Errors
/// Storage's failures. A wrong or used proof, and a sign-in that took too long, are [`SignIn::Refused`].
pub async fn second_factor(
    app: &App,
    pending: &PendingToken,
    proof: &FactorProof,
    address: &Address,
    device: &str,
) -> Result<SignIn> {
    let place = Place { organization: pending.organization(), practice: None };
    let mut work = app.begin_read(&Actor::Visitor { address: String::new() }, place).await?;
    let now = work.now;
    let Some(ceremony) = work.tx.ceremony(SECOND_FACTOR, pending.sha256(), now).await? else {
        return Ok(SignIn::Refused);
    };
    let account = match ceremony.account {
        Some(id) => work.tx.account(id).await?,
        None => None,
    };
    drop(work);
    let Some(account) = account.filter(|account| account.state == AccountState::Active) else {
        return Ok(SignIn::Refused);
    };
    let first = String::from_utf8(ceremony.state)
        .map_err(|_| Error::Internal("a first proof that is no word".to_owned()))?;
    let one = match door::count(app, place.organization, &account.login, address).await? {
        Counted::Locked { until } => return Ok(SignIn::Locked { until }),
        Counted::Try(one) => one,
    };
    let actor = Actor::Staff { person: account.person, login: account.login.clone() };
    let mut work = app.begin(&actor, place).await?;
    let is_right = holds(&mut work, account.id, proof).await?;
    // Whoever takes the ceremony away is the only one who signs in by it.
    if !is_right || work.tx.take_ceremony(SECOND_FACTOR, pending.sha256(), now).await?.is_none() {
        drop(work);
        one.refuse(app, proof.word()).await?;
        return Ok(SignIn::Refused);
    }
    one.forgive(&mut work).await?;
    let how = format!("{first}+{}", proof.word());
    sign_in::open(work, &account, device, &how).await.map(SignIn::done)
}
