//! The way back: a code, shown by the browser that left, once.

use ccm::basics::*;

use super::super::door::{self, Address, Counted};
use super::super::second_factor::owed;
use super::super::token::PendingToken;
use super::super::{SignIn, SignedIn, sign_in, step_up};
use super::links::link;
use super::{CEREMONY, Errand, Kept, PROOF, STRONG_PROOF, nobody, owner, provider, sha256, subject};
use crate::ports::{AccountRow, AccountState, Identity, ProviderAnswer};
use crate::{App, Error, Place, Result, Work};

/// What a browser came back with.
pub struct Returned {
    pub state: String,
    /// `None`: the provider let them not in, or they turned round.
    pub code: Option<String>,
    pub issuer: Option<String>,
}

/// Somebody is back.
#[derive(Debug)]
pub struct Arrival {
    /// What they had left for; to sign in, where nothing is known of it.
    pub errand: Errand,
    /// Where they want to be.
    pub back: String,
    pub outcome: Outcome,
}

/// How it ended.
#[derive(Debug)]
pub enum Outcome {
    /// Of everything but a link. A code, a state, a browser or a time that does not fit is [`SignIn::Refused`].
    SignIn(SignIn),
    Linked,
    /// The provider knows them; nobody who may come in here is linked to that.
    Unknown,
    /// They are somebody else here, or the account is linked to somebody else there.
    Taken,
}

/// Whoever comes back, and what they came back with.
struct Guest<'a> {
    app: &'a App,
    place: Place,
    identity: Identity,
    signed_in: Option<&'a SignedIn>,
    address: &'a Address,
    device: &'a str,
}

/// Ends what was begun. The code is good for what its browser had left for, and for nothing else.
///
/// # Errors
/// [`Error::NotFound`] where there is no provider; [`Error::Unavailable`] when it does not answer; storage's failures.
pub async fn finish(
    app: &App,
    token: &PendingToken,
    returned: Returned,
    signed_in: Option<&SignedIn>,
    address: &Address,
    device: &str,
) -> Result<Arrival> {
    let provider = provider(app)?;
    let place = Place { organization: token.organization(), practice: None };
    let Some((kept, account)) = take(app, place, token, &returned.state).await? else {
        let outcome = refuse(app, place, address).await?;
        return Ok(Arrival { errand: Errand::SignIn, back: "/".to_owned(), outcome });
    };
    let arrival = |outcome| Arrival { errand: kept.errand, back: kept.back.clone(), outcome };
    let code = returned.code.filter(|_| kept.issuer == provider.terms().issuer);
    let Some(code) = code else { return Ok(arrival(refuse(app, place, address).await?)) };
    let answer = ProviderAnswer { code, issuer: returned.issuer };
    let identity = match provider.arrive(&kept.provider, &answer).await {
        Ok(identity) => identity,
        Err(Error::Invalid(_)) => return Ok(arrival(refuse(app, place, address).await?)),
        Err(error) => return Err(error),
    };
    let guest = Guest { app, place, identity, signed_in, address, device };
    let outcome = match kept.errand {
        Errand::SignIn => guest.sign_in().await?,
        Errand::Invitation(invitation) => guest.accept(invitation, account).await?,
        Errand::Link(session) => guest.link(session, account).await?,
        Errand::StepUp(session) => guest.step_up(session, account).await?,
    };
    Ok(arrival(outcome))
}

/// Takes the ceremony away: whoever gets it is the only one. A wrong state takes nothing, or any page could spoil what
/// somebody has begun.
async fn take(
    app: &App,
    place: Place,
    token: &PendingToken,
    state: &str,
) -> Result<Option<(Kept, Option<AccountId>)>> {
    let mut work = app.begin(&nobody(), place).await?;
    let now = work.now;
    let Some(ceremony) = work.tx.ceremony(CEREMONY, token.sha256(), now).await? else { return Ok(None) };
    let kept: Kept = serde_json::from_slice(&ceremony.state)
        .map_err(|_| Error::Internal("a ceremony does not read back".to_owned()))?;
    if kept.state_sha256 != sha256(state)
        || work.tx.take_ceremony(CEREMONY, token.sha256(), now).await?.is_none()
    {
        return Ok(None);
    }
    let subject = ceremony.account.map_or_else(|| "any".to_owned(), |id| id.to_string());
    work.audit("finish", "oidc", &subject, None, serde_json::json!({ "errand": kept.errand.word() }));
    work.commit().await?;
    Ok(Some((kept, ceremony.account)))
}

/// A try of nobody whom we know: counted for the address.
async fn refuse(app: &App, place: Place, address: &Address) -> Result<Outcome> {
    Ok(Outcome::SignIn(match door::count(app, place.organization, "", address).await? {
        Counted::Locked { until } => SignIn::Locked { until },
        Counted::Try(one) => {
            one.refuse(app, PROOF).await?;
            SignIn::Refused
        }
    }))
}

impl Guest<'_> {
    fn issuer(&self) -> Result<&str> {
        Ok(&provider(self.app)?.terms().issuer)
    }

    fn proof(&self) -> &'static str {
        if self.identity.is_strong { STRONG_PROOF } else { PROOF }
    }

    async fn sign_in(&self) -> Result<Outcome> {
        let terms = provider(self.app)?.terms();
        let mut work = self.app.begin_read(&nobody(), self.place).await?;
        let subject = subject(&mut work, &terms.issuer, &self.identity.subject).await?;
        let linked = work.tx.identity_of(subject).await?;
        let account = match &linked {
            Some(row) => work.tx.account(row.account).await?.filter(|one| one.state == AccountState::Active),
            None if terms.links_by_name => self.by_name(&mut work, &terms.issuer).await?,
            None => None,
        };
        drop(work);
        // Counted like every try; whoever is not linked, as somebody of their own, so that they lock nobody else out.
        let stranger = format!("{}\n{}", terms.issuer, self.identity.subject);
        let login = account.as_ref().map_or(&stranger, |account| &account.login);
        let one = match door::count(self.app, self.place.organization, login, self.address).await? {
            Counted::Locked { until } => return Ok(Outcome::SignIn(SignIn::Locked { until })),
            Counted::Try(one) => one,
        };
        let Some(mut account) = account else {
            one.refuse(self.app, PROOF).await?;
            return Ok(Outcome::Unknown);
        };
        let mut work = self.app.begin(&owner(&account), self.place).await?;
        let now = work.now;
        let factors = self.owed(&mut work, account.id).await?;
        match linked {
            Some(row) => work.tx.use_identity(row.id, now).await?,
            // A name alone links nobody to an account that asks for more than the provider has shown.
            None if !factors.is_empty() || !link(&mut work, account.id, subject, &self.identity).await? => {
                drop(work);
                one.refuse(self.app, PROOF).await?;
                return Ok(Outcome::Unknown);
            }
            None => {
                account.state = AccountState::Active;
                work.tx.put_account(&account, now).await?;
                work.changed("account", account.id, 1);
            }
        }
        sign_in::go_on(work, &one, &account, self.device, self.proof(), factors).await.map(Outcome::SignIn)
    }

    /// The one account that goes by a name that the provider vouches for, and is not linked yet.
    async fn by_name(&self, work: &mut Work, issuer: &str) -> Result<Option<AccountRow>> {
        let mut found: Option<AccountRow> = None;
        for name in &self.identity.names {
            let Some(account) = work.tx.account_of_login(name).await? else { continue };
            if found.as_ref().is_some_and(|one| one.id != account.id) {
                return Ok(None);
            }
            found = Some(account);
        }
        let Some(account) = found.filter(|one| one.state != AccountState::Disabled) else { return Ok(None) };
        let is_linked = work.tx.identities(account.id).await?.iter().any(|row| row.issuer == issuer);
        Ok((!is_linked).then_some(account))
    }

    /// What is owed beside the provider's word.
    async fn owed(&self, work: &mut Work, account: AccountId) -> Result<Vec<super::super::Factor>> {
        if self.identity.is_strong { Ok(Vec::new()) } else { owed(work, account).await }
    }

    /// An invitation, taken without a password; one from before opens nothing any more.
    async fn accept(&self, invitation: InvitationId, account: Option<AccountId>) -> Result<Outcome> {
        let mut work = self.app.begin_read(&nobody(), self.place).await?;
        let account = match account {
            Some(id) => work.tx.account(id).await?,
            None => None,
        };
        drop(work);
        let Some(account) = account else { return refuse(self.app, self.place, self.address).await };
        let one = match door::count(self.app, self.place.organization, &account.login, self.address).await? {
            Counted::Locked { until } => return Ok(Outcome::SignIn(SignIn::Locked { until })),
            Counted::Try(one) => one,
        };
        let mut work = self.app.begin(&owner(&account), self.place).await?;
        let now = work.now;
        if !work.tx.take_invitation(invitation, now).await? {
            drop(work);
            one.refuse(self.app, PROOF).await?;
            return Ok(Outcome::SignIn(SignIn::Refused));
        }
        let subject = subject(&mut work, self.issuer()?, &self.identity.subject).await?;
        work.tx.drop_identities(account.id).await?;
        if !link(&mut work, account.id, subject, &self.identity).await? {
            drop(work);
            one.refuse(self.app, PROOF).await?;
            return Ok(Outcome::Taken);
        }
        let account =
            AccountRow { state: AccountState::Active, password: None, password_at: None, ..account };
        work.tx.put_account(&account, now).await?;
        work.tx.revoke_sessions_of(account.id, None, now).await?;
        work.audit("accept", "invitation", &invitation.to_string(), None, serde_json::Value::Null);
        work.changed("account", account.id, 1);
        let factors = self.owed(&mut work, account.id).await?;
        sign_in::go_on(work, &one, &account, self.device, self.proof(), factors).await.map(Outcome::SignIn)
    }

    /// Whoever left, where it is they who come back.
    fn same(&self, session: SessionId, account: Option<AccountId>) -> Option<&SignedIn> {
        self.signed_in.filter(|one| one.session == session && Some(one.account) == account)
    }

    async fn link(&self, session: SessionId, account: Option<AccountId>) -> Result<Outcome> {
        let Some(signed_in) = self.same(session, account) else {
            return refuse(self.app, self.place, self.address).await;
        };
        let mut work = self.app.begin(&signed_in.actor(), signed_in.place()).await?;
        let subject = subject(&mut work, self.issuer()?, &self.identity.subject).await?;
        if !link(&mut work, signed_in.account, subject, &self.identity).await? {
            work.audit("refuse", "identity", &signed_in.account.to_string(), None, serde_json::Value::Null);
            work.commit().await?;
            return Ok(Outcome::Taken);
        }
        work.commit().await?;
        Ok(Outcome::Linked)
    }

    async fn step_up(&self, session: SessionId, account: Option<AccountId>) -> Result<Outcome> {
        let Some(signed_in) = self.same(session, account) else {
            return refuse(self.app, self.place, self.address).await;
        };
        let one = match door::count(self.app, self.place.organization, &signed_in.login, self.address).await?
        {
            Counted::Locked { until } => return Ok(Outcome::SignIn(SignIn::Locked { until })),
            Counted::Try(one) => one,
        };
        let mut work = self.app.begin(&signed_in.actor(), signed_in.place()).await?;
        let subject = subject(&mut work, self.issuer()?, &self.identity.subject).await?;
        let linked = work.tx.identity_of(subject).await?;
        let is_theirs = linked.is_some_and(|row| row.account == signed_in.account);
        if !is_theirs || !self.owed(&mut work, signed_in.account).await?.is_empty() {
            drop(work);
            one.refuse(self.app, PROOF).await?;
            return Ok(Outcome::SignIn(SignIn::Refused));
        }
        step_up::raise(work, &one, signed_in, PROOF).await.map(Outcome::SignIn)
    }
}
