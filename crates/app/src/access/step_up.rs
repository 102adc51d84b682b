//! A fresh proof of who is there, before what cannot be taken back.

use ccm::access::{Actor, Password};

use super::door::{self, Address, Counted, Try};
use super::second_factor::{Factor, FactorProof, holds, owed};
use super::sign_in::{NewSession, SignIn};
use super::signed_in::SignedIn;
use super::token::SessionToken;
use crate::{App, Error, Result, Work};

/// What is shown. Whoever has a second factor shows that; a password alone would be the weaker proof.
pub enum StepUpProof {
    Password(Password),
    Factor(FactorProof),
}

/// What an account has to prove it with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepUpWays {
    pub password: bool,
    /// A one-time code, or a recovery code.
    pub code: bool,
    pub passkey: bool,
    /// The organization's provider.
    pub provider: bool,
}

impl StepUpWays {
    /// Whether there is any at all.
    pub fn any(self) -> bool {
        self.password || self.code || self.passkey || self.provider
    }
}

/// By which ways whoever is signed in can prove it: the second factors, where there are any; the password and the
/// provider where there are none.
///
/// # Errors
/// [`Error::NotFound`] for an account that is gone; storage's failures.
pub async fn step_up_ways(app: &App, signed_in: &SignedIn) -> Result<StepUpWays> {
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    let account = work.tx.account(signed_in.account).await?.ok_or(Error::NotFound("account"))?;
    let factors = owed(&mut work, account.id).await?;
    let is_linked = match &app.identity_provider {
        Some(provider) if factors.is_empty() => {
            let issuer = &provider.terms().issuer;
            work.tx.identities(account.id).await?.iter().any(|link| link.issuer == *issuer)
        }
        _ => false,
    };
    Ok(StepUpWays {
        password: factors.is_empty() && account.password.is_some(),
        code: factors.iter().any(|factor| matches!(factor, Factor::Totp | Factor::RecoveryCode)),
        passkey: factors.contains(&Factor::Passkey),
        provider: is_linked,
    })
}

/// Proves anew, and gives the session another token: the old one is dead from then on.
///
/// # Errors
/// [`Error::Conflict`] for a password where a second factor is set up; [`Error::NotFound`] when the session is over.
/// A wrong proof is [`SignIn::Refused`].
pub async fn step_up(
    app: &App,
    signed_in: &SignedIn,
    proof: &StepUpProof,
    address: &Address,
) -> Result<SignIn> {
    let one = match door::count(app, signed_in.organization, &signed_in.login, address).await? {
        Counted::Locked { until } => return Ok(SignIn::Locked { until }),
        Counted::Try(one) => one,
    };
    let actor = Actor::Staff { person: signed_in.person, login: signed_in.login.clone() };
    let mut work = app.begin_read(&actor, signed_in.place()).await?;
    let account = work.tx.account(signed_in.account).await?.ok_or(Error::NotFound("account"))?;
    let factors = owed(&mut work, account.id).await?;
    drop(work);
    let is_password = match proof {
        StepUpProof::Password(_) if !factors.is_empty() => {
            return Err(Error::Conflict("a second factor is set up: show that one".to_owned()));
        }
        StepUpProof::Password(password) => {
            app.secrets.is_password(password, account.password.as_deref()).await?
        }
        StepUpProof::Factor(_) => false,
    };
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let (is_right, word) = match proof {
        StepUpProof::Password(_) => (is_password, "password"),
        StepUpProof::Factor(factor) => (holds(&mut work, account.id, factor).await?, factor.word()),
    };
    if !is_right {
        drop(work);
        one.refuse(app, word).await?;
        return Ok(SignIn::Refused);
    }
    raise(work, &one, signed_in, word).await
}

/// After a proof that holds: another token, and some minutes in which it counts.
pub(super) async fn raise(mut work: Work, one: &Try, signed_in: &SignedIn, word: &str) -> Result<SignIn> {
    one.forgive(&mut work).await?;
    let policy = work.tx.access_policy().await?;
    let until = policy.session.stepped_up_until(work.now);
    let token = SessionToken::new(signed_in.organization, &*work.app().secrets)?;
    let (old, new) = (signed_in.token.sha256(), token.sha256());
    if !work.tx.rotate_session(signed_in.session, old, new, until).await? {
        return Err(Error::NotFound("session"));
    }
    let details = serde_json::json!({"proof": word, "until": until.to_string()});
    work.audit("step_up", "session", &signed_in.session.to_string(), None, details);
    work.commit().await?;
    let csrf = super::token::CsrfSecret::of(&token);
    let signed_in = SignedIn { token, csrf, stepped_up_until: Some(until), ..signed_in.clone() };
    Ok(SignIn::done(NewSession { token, signed_in }))
}
