//! Passkeys: set up, and used as the only proof (the authenticator has verified its holder) or as a second one.

use ccm::access::Actor;
use ccm::basics::*;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::door::{self, Address};
use super::sign_in::{self, SECOND_FACTOR, SignIn};
use super::signed_in::SignedIn;
use super::token::PendingToken;
use crate::ports::{AccountState, CeremonyRow, Credential, PasskeyOwner, PasskeyRow, Passkeys};
use crate::{App, Error, Place, Result, Work};

const REGISTRATION: &str = "passkey_registration";
const SIGN_IN: &str = "passkey_sign_in";
const CEREMONY_SECONDS: i64 = 300;
const NAME_LETTERS: usize = 60;
/// Passkeys of one account at most.
const AT_MOST: usize = 20;

/// For the browser: options, and the token to bring back with its answer.
#[derive(Debug)]
pub struct Challenge {
    pub token: PendingToken,
    pub options: Value,
}

/// One of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PasskeyCard {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

fn port(app: &App) -> Result<&dyn Passkeys> {
    app.passkeys.as_deref().ok_or(Error::NotFound("passkeys"))
}

/// Begins a new passkey for whoever is signed in.
///
/// # Errors
/// [`Error::NotFound`] where the installation has no origin for passkeys; [`Error::Conflict`] when there are enough.
pub async fn begin_registration(app: &App, signed_in: &SignedIn) -> Result<Challenge> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let known: Vec<Vec<u8>> =
        work.tx.passkeys(signed_in.account).await?.into_iter().map(|one| one.credential).collect();
    if known.len() >= AT_MOST {
        return Err(Error::Conflict("there are enough passkeys; take one away first".to_owned()));
    }
    let name = signed_in.name();
    let owner = PasskeyOwner { id: signed_in.account.0, login: &signed_in.login, name: &name };
    let begun = port(app)?.begin_registration(&owner, &known)?;
    let challenge = begin(&mut work, REGISTRATION, Some(signed_in.account), begun).await?;
    work.audit("begin", "passkey", &signed_in.account.to_string(), None, Value::Null);
    work.commit().await?;
    Ok(challenge)
}

/// Keeps what the authenticator made.
///
/// # Errors
/// [`Error::NotFound`] for a ceremony that took too long, or was ended; [`Error::Invalid`] for an answer that does not
/// hold; [`Error::Conflict`] for a passkey that is known.
pub async fn finish_registration(
    app: &App,
    signed_in: &SignedIn,
    token: &PendingToken,
    name: &str,
    answer: &Value,
) -> Result<PasskeyId> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let now = work.now;
    let ceremony = work.tx.take_ceremony(REGISTRATION, token.sha256(), now).await?;
    let ceremony = ceremony.filter(|one| one.account == Some(signed_in.account));
    let ceremony = ceremony.ok_or(Error::NotFound("ceremony"))?;
    let credential = port(app)?.finish_registration(&ceremony.state, answer)?;
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME_LETTERS).collect();
    let row = PasskeyRow {
        id: PasskeyId(work.id()),
        account: signed_in.account,
        name,
        credential_sha256: Sha256::digest(&credential.id).into(),
        counter: i64::from(credential.counter),
        credential: credential.body,
        created_at: now,
        used_at: None,
    };
    if work.tx.passkey_by_credential(row.credential_sha256).await?.is_some() {
        return Err(Error::Conflict("this passkey is known".to_owned()));
    }
    work.tx.add_passkey(&row).await?;
    work.audit("add", "passkey", &row.id.to_string(), None, Value::Null);
    work.commit().await?;
    Ok(row.id)
}

/// One's own passkeys.
///
/// # Errors
/// Storage's failures.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<Vec<PasskeyCard>> {
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    let rows = work.tx.passkeys(signed_in.account).await?;
    let card = |row: PasskeyRow| PasskeyCard {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        used_at: row.used_at,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// Takes one of one's own away.
///
/// # Errors
/// [`Error::NotFound`] for one that is not theirs.
pub async fn remove(app: &App, signed_in: &SignedIn, id: PasskeyId) -> Result<()> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    if !work.tx.drop_passkey(signed_in.account, id).await? {
        return Err(Error::NotFound("passkey"));
    }
    work.audit("remove", "passkey", &id.to_string(), None, Value::Null);
    work.commit().await
}

/// Begins a sign-in by passkey alone. The browser offers what it has: no name is asked, so none is given away.
///
/// # Errors
/// [`Error::NotFound`] where there are no passkeys, or no such organization.
pub async fn begin_sign_in(app: &App, organization: Option<&str>) -> Result<Challenge> {
    let begun = port(app)?.begin_sign_in(&[])?;
    let organization = door::organization(app, organization).await?.ok_or(Error::NotFound("organization"))?;
    begin_as_visitor(app, organization, None, begun).await
}

/// Begins the passkey that a sign-in owes beside its password.
///
/// # Errors
/// [`Error::NotFound`] for a sign-in that took too long.
pub async fn begin_second_factor(app: &App, pending: &PendingToken) -> Result<Challenge> {
    let place = Place { organization: pending.organization(), practice: None };
    let mut work = app.begin_read(&visitor(), place).await?;
    let now = work.now;
    let ceremony = work.tx.ceremony(SECOND_FACTOR, pending.sha256(), now).await?;
    let account = ceremony.and_then(|one| one.account).ok_or(Error::NotFound("sign-in"))?;
    let known = work.tx.passkeys(account).await?;
    drop(work);
    challenge_for(app, place.organization, account, known).await
}

/// Begins a fresh proof for whoever is signed in.
///
/// # Errors
/// [`Error::NotFound`] for an account without passkeys.
pub async fn begin_step_up(app: &App, signed_in: &SignedIn) -> Result<Challenge> {
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    let known = work.tx.passkeys(signed_in.account).await?;
    drop(work);
    challenge_for(app, signed_in.organization, signed_in.account, known).await
}

async fn challenge_for(
    app: &App,
    organization: OrganizationId,
    account: AccountId,
    known: Vec<PasskeyRow>,
) -> Result<Challenge> {
    if known.is_empty() {
        return Err(Error::NotFound("passkey"));
    }
    let known: Vec<Vec<u8>> = known.into_iter().map(|one| one.credential).collect();
    let begun = port(app)?.begin_sign_in(&known)?;
    begin_as_visitor(app, organization, Some(account), begun).await
}

async fn begin_as_visitor(
    app: &App,
    organization: OrganizationId,
    account: Option<AccountId>,
    begun: crate::ports::Begun,
) -> Result<Challenge> {
    let mut work = app.begin(&visitor(), Place { organization, practice: None }).await?;
    let challenge = begin(&mut work, SIGN_IN, account, begun).await?;
    let subject = account.map_or_else(|| "any".to_owned(), |id| id.to_string());
    work.audit("begin", "passkey_sign_in", &subject, None, Value::Null);
    work.commit().await?;
    Ok(challenge)
}

async fn begin(
    work: &mut Work,
    kind: &str,
    account: Option<AccountId>,
    begun: crate::ports::Begun,
) -> Result<Challenge> {
    let token = PendingToken::new(work.place.organization, &*work.app().secrets)?;
    let now = work.now;
    let ceremony = CeremonyRow {
        token_sha256: token.sha256(),
        kind: kind.to_owned(),
        account,
        state: begun.state,
        expires_at: sign_in::later(now, CEREMONY_SECONDS),
    };
    work.tx.add_ceremony(&ceremony, now).await?;
    Ok(Challenge { token, options: begun.options })
}

/// Ends a sign-in by passkey alone.
///
/// # Errors
/// Storage's failures. A proof that does not hold is [`SignIn::Refused`].
pub async fn finish_sign_in(
    app: &App,
    token: &PendingToken,
    answer: &Value,
    address: &Address,
    device: &str,
) -> Result<SignIn> {
    let place = Place { organization: token.organization(), practice: None };
    let Some(id) = port(app)?.claimed(answer) else { return Ok(SignIn::Refused) };
    let mut work = app.begin_read(&visitor(), place).await?;
    let passkey = work.tx.passkey_by_credential(Sha256::digest(&id).into()).await?;
    let account = match &passkey {
        Some(passkey) => work.tx.account(passkey.account).await?,
        None => None,
    };
    drop(work);
    let account = account.filter(|account| account.state == AccountState::Active);
    // Counted like every try; an unknown credential counts for the address.
    let login = account.as_ref().map_or("", |account| account.login.as_str());
    let one = match door::count(app, place.organization, login, address).await? {
        door::Counted::Locked { until } => return Ok(SignIn::Locked { until }),
        door::Counted::Try(one) => one,
    };
    let Some(account) = account else {
        one.refuse(app, "passkey").await?;
        return Ok(SignIn::Refused);
    };
    let actor = Actor::Staff { person: account.person, login: account.login.clone() };
    let mut work = app.begin(&actor, place).await?;
    if !use_one(&mut work, account.id, token, answer).await? {
        drop(work);
        one.refuse(app, "passkey").await?;
        return Ok(SignIn::Refused);
    }
    one.forgive(&mut work).await?;
    sign_in::open(work, &account, device, "passkey").await.map(SignIn::done)
}

/// Uses a challenge up with an answer of one of the account's passkeys.
pub(super) async fn use_one(
    work: &mut Work,
    account: AccountId,
    token: &PendingToken,
    answer: &Value,
) -> Result<bool> {
    let (app, now) = (work.app().clone(), work.now);
    let port = port(&app)?;
    let Some(ceremony) = work.tx.take_ceremony(SIGN_IN, token.sha256(), now).await? else { return Ok(false) };
    let Some(id) = port.claimed(answer) else { return Ok(false) };
    let passkey = work.tx.passkey_by_credential(Sha256::digest(&id).into()).await?;
    let Some(passkey) = passkey.filter(|one| one.account == account) else { return Ok(false) };
    if ceremony.account.is_some_and(|owner| owner != account) {
        return Ok(false);
    }
    let answered = port.finish_sign_in(&ceremony.state, answer, &passkey.credential);
    let Credential { body, counter, .. } = match answered {
        Ok(credential) => credential,
        Err(Error::Invalid(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let used = PasskeyRow { credential: body, counter: i64::from(counter), ..passkey };
    work.tx.use_passkey(&used, now).await
}

fn visitor() -> Actor {
    Actor::Visitor { address: String::new() }
}
