//! Sign in with a password.

use ccm::access::Actor;
use ccm::basics::*;

use super::door::{self, Attempt, Counted, Try};
use super::second_factor::{Factor, owed};
use super::signed_in::SignedIn;
use super::token::{PendingToken, SessionToken};
use crate::ports::{AccountRow, AccountState, CeremonyRow, SessionRow};
use crate::{App, Place, Result, Work};

/// How far a sign-in has come.
#[derive(Debug)]
pub enum SignIn {
    Done(Box<NewSession>),
    /// The first proof was right; one of these is owed.
    SecondFactor(PendingToken, Vec<Factor>),
    Locked {
        until: Timestamp,
    },
    /// An unknown name, a wrong password, an account that is closed: all look alike.
    Refused,
}

impl SignIn {
    pub(super) fn done(session: NewSession) -> Self {
        Self::Done(Box::new(session))
    }
}

/// A session that was just opened. Its token goes into the cookie and nowhere else.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub token: SessionToken,
    pub signed_in: SignedIn,
}

/// How long a second factor may take.
const PENDING_SECONDS: i64 = 300;
pub(super) const SECOND_FACTOR: &str = "second_factor";

/// Tries a password.
///
/// # Errors
/// [`crate::Error::Unavailable`] when too many sign in at once; storage's failures.
pub async fn sign_in(app: &App, attempt: &Attempt) -> Result<SignIn> {
    let login = attempt.login.trim();
    let Some(organization) = door::organization(app, attempt.organization.as_deref()).await? else {
        app.secrets.is_password(&attempt.password, None).await?;
        return Ok(SignIn::Refused);
    };
    let one = match door::count(app, organization, login, &attempt.address).await? {
        Counted::Locked { until } => return Ok(SignIn::Locked { until }),
        Counted::Try(one) => one,
    };
    let place = Place { organization, practice: None };
    let mut work = app.begin_read(&one.actor, place).await?;
    let account = work.tx.account_of_login(login).await?;
    drop(work);
    let account = account.filter(|account| account.state == AccountState::Active);
    let hash = account.as_ref().and_then(|account| account.password.as_deref());
    // Always asked, so that a name that is not here takes as long as a wrong password.
    let is_right = app.secrets.is_password(&attempt.password, hash).await?;
    let Some(account) = account.filter(|_| is_right) else {
        one.refuse(app, "password").await?;
        return Ok(SignIn::Refused);
    };
    let actor = Actor::Staff { person: account.person, login: account.login.clone() };
    let mut work = app.begin(&actor, place).await?;
    let factors = owed(&mut work, account.id).await?;
    go_on(work, &one, &account, &attempt.device, "password", factors).await
}

/// After the first proof: in, or on to the second that is owed.
pub(super) async fn go_on(
    mut work: Work,
    one: &Try,
    account: &AccountRow,
    device: &str,
    proof: &str,
    factors: Vec<Factor>,
) -> Result<SignIn> {
    if factors.is_empty() {
        one.forgive(&mut work).await?;
        return open(work, account, device, proof).await.map(SignIn::done);
    }
    one.take_back(&mut work).await?;
    let token = PendingToken::new(one.organization, &*work.app().secrets)?;
    let ceremony = CeremonyRow {
        token_sha256: token.sha256(),
        kind: SECOND_FACTOR.to_owned(),
        account: Some(account.id),
        state: proof.as_bytes().to_vec(),
        expires_at: later(work.now, PENDING_SECONDS),
    };
    let now = work.now;
    work.tx.add_ceremony(&ceremony, now).await?;
    let details = serde_json::json!({"proof": proof, "owed": "second_factor"});
    work.audit("sign_in", "account", &account.id.to_string(), None, details);
    work.commit().await?;
    Ok(SignIn::SecondFactor(token, factors))
}

/// Opens a session, in the transaction that used the proof up.
pub(super) async fn open(
    mut work: Work,
    account: &AccountRow,
    device: &str,
    proof: &str,
) -> Result<NewSession> {
    let app = work.app().clone();
    let token = SessionToken::new(work.place.organization, &*app.secrets)?;
    let mut session = SessionRow {
        id: SessionId(work.id()),
        account: account.id,
        token_sha256: token.sha256(),
        practice: None,
        device: door::device(device),
        proof: proof.to_owned(),
        created_at: work.now,
        seen_at: work.now,
        stepped_up_until: None,
        revoked_at: None,
    };
    let signed_in = super::session::signed_in_at(&mut work, &session, account, token).await?;
    session.practice = signed_in.practice;
    work.tx.add_session(&session).await?;
    let details = serde_json::json!({ "proof": proof });
    work.audit("sign_in", "session", &session.id.to_string(), None, details);
    work.commit().await?;
    Ok(NewSession { token, signed_in })
}

pub(super) fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(now)
}
