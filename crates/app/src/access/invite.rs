//! Invitations: the one way to a first password, and to a new one for whoever lost theirs.

use ccm::access::{Actor, Password, Permission, Standing};
use ccm::basics::*;
use serde::Serialize;

use super::door::Address;
use super::second_factor::owed;
use super::sign_in::{self, SignIn};
use super::token::InvitationToken;
use crate::ports::{AccountRow, AccountState, InvitationRow};
use crate::{App, Error, Place, Result, Work};

/// What to hand over, by a way that reaches that person alone.
#[derive(Debug)]
pub struct NewInvitation {
    pub id: InvitationId,
    pub person: PersonId,
    pub token: InvitationToken,
    pub expires_at: Timestamp,
}

/// Invites somebody of the staff by their sign-in name; an earlier invitation ends. Who has a password keeps it until
/// the invitation is accepted.
///
/// # Errors
/// [`Error::NotFound`] for a name that nobody has, or whom the actor may not manage; [`Error::Forbidden`].
pub async fn invite(app: &App, actor: &Actor, place: Place, login: &str) -> Result<NewInvitation> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    let persons = work.tx.persons().await?;
    let person = persons.into_iter().find(|one| one.login.as_deref() == Some(login.trim()));
    let person = person.ok_or(Error::NotFound("sign-in name"))?.id;
    manages(&mut work, person).await?;
    let account = account_of(&mut work, person, login.trim()).await?;
    let policy = work.tx.access_policy().await?;
    let token = InvitationToken::new(place.organization, &*app.secrets)?;
    let row = InvitationRow {
        id: InvitationId(work.id()),
        account: account.id,
        token_sha256: token.sha256(),
        made_at: work.now,
        expires_at: sign_in::later(work.now, i64::from(policy.invitation_hours) * 3_600),
        used_at: None,
        withdrawn_at: None,
    };
    work.tx.add_invitation(&row).await?;
    let details = serde_json::json!({"account": account.id, "person": person});
    work.audit("invite", "invitation", &row.id.to_string(), None, details);
    work.changed("account", account.id, 1);
    work.commit().await?;
    Ok(NewInvitation { id: row.id, person, token, expires_at: row.expires_at })
}

/// The account of a person, made where there is none.
pub(super) async fn account_of(work: &mut Work, person: PersonId, login: &str) -> Result<AccountRow> {
    if let Some(account) = work.tx.account_of(person).await? {
        return Ok(account);
    }
    let account = AccountRow {
        id: AccountId(work.id()),
        person,
        login: login.to_owned(),
        state: AccountState::Invited,
        password: None,
        password_at: None,
    };
    let now = work.now;
    work.tx.put_account(&account, now).await?;
    Ok(account)
}

/// Whether the actor may decide about this person's way in: only who manages staff wherever that person works, and
/// about an administrator only another. A manager must not invite themselves into an administrator's account.
pub(super) async fn manages(work: &mut Work, person: PersonId) -> Result<()> {
    if work.standing == Standing::Operator {
        return Ok(());
    }
    let (now, app) = (work.now, work.app().clone());
    let theirs = work.tx.held_roles(person).await?;
    let mine = match work.actor.person() {
        Some(me) => work.tx.held_roles(me).await?,
        None => Vec::new(),
    };
    let stands = |roles, practice| crate::work::standings_at(&app.rules, roles, practice, now);
    let is_administrator = stands(&mine, None).has(Standing::Administrator);
    let manages_there =
        |practice| is_administrator || stands(&mine, Some(practice)).may(Permission::ManageStaff);
    let mut active =
        theirs.iter().filter(|role| role.until.is_none_or(|until| until >= crate::work::now_date(now)));
    let of_administrator = stands(&theirs, None).has(Standing::Administrator);
    if (of_administrator && !is_administrator) || !active.all(|role| manages_there(role.practice)) {
        return Err(Error::NotFound("person"));
    }
    Ok(())
}

/// Whom an invitation is for: what its page says.
#[derive(Clone, Debug, Serialize)]
pub struct Invited {
    pub login: String,
    pub expires_at: Timestamp,
}

/// Whether an invitation can still be accepted, and by whom.
///
/// # Errors
/// Storage's failures. One that is used, withdrawn or over is `None`.
pub async fn invited(app: &App, token: &InvitationToken) -> Result<Option<Invited>> {
    let mut work = app.begin_read(&nobody(), at(token)).await?;
    let Some(row) = live(&mut work, token).await? else { return Ok(None) };
    let account = work.tx.account(row.account).await?;
    Ok(account.map(|account| Invited { login: account.login, expires_at: row.expires_at }))
}

/// Accepts an invitation with a password of one's own, and signs in. All earlier sessions end.
///
/// # Errors
/// [`Error::Invalid`] for a password that is none; [`Error::NotFound`] for an invitation that is used, withdrawn or over.
pub async fn accept_invitation(
    app: &App,
    token: &InvitationToken,
    password: &Password,
    address: &Address,
    device: &str,
) -> Result<SignIn> {
    let gone = Error::NotFound("invitation");
    let mut work = app.begin_read(&nobody(), at(token)).await?;
    let Some(row) = live(&mut work, token).await? else { return Err(gone) };
    let account = work.tx.account(row.account).await?.ok_or(Error::NotFound("invitation"))?;
    drop(work);
    super::password::check(password, &account.login)?;
    let hash = app.secrets.hash_password(password).await?;
    let actor = Actor::Staff { person: account.person, login: account.login.clone() };
    let mut work = app.begin(&actor, at(token)).await?;
    let now = work.now;
    // Of two who accept at once, one does.
    if !work.tx.take_invitation(row.id, now).await? {
        return Err(gone);
    }
    let account =
        AccountRow { state: AccountState::Active, password: Some(hash), password_at: Some(now), ..account };
    work.tx.put_account(&account, now).await?;
    work.tx.revoke_sessions_of(account.id, None, now).await?;
    work.audit("accept", "invitation", &row.id.to_string(), None, serde_json::Value::Null);
    work.changed("account", account.id, 1);
    if owed(&mut work, account.id).await?.is_empty() {
        return sign_in::open(work, &account, device, "invitation").await.map(SignIn::done);
    }
    // The new password is kept; a second factor that was set up before is asked for as ever.
    work.commit().await?;
    let attempt = super::Attempt {
        organization: organization_key(app, token.organization()).await?,
        login: account.login,
        password: password.clone(),
        address: address.clone(),
        device: device.to_owned(),
    };
    super::sign_in(app, &attempt).await
}

async fn organization_key(app: &App, id: OrganizationId) -> Result<Option<String>> {
    Ok(app.organizations().await?.into_iter().find(|row| row.id == id).map(|row| row.key))
}

pub(super) async fn live(work: &mut Work, token: &InvitationToken) -> Result<Option<InvitationRow>> {
    let row = work.tx.invitation(token.sha256()).await?;
    let now = work.now;
    Ok(row.filter(|row| row.used_at.is_none() && row.withdrawn_at.is_none() && now < row.expires_at))
}

fn nobody() -> Actor {
    Actor::Visitor { address: String::new() }
}

fn at(token: &InvitationToken) -> Place {
    Place { organization: token.organization(), practice: None }
}

/// Closes an account: its sessions end, its password and its links to a provider open nothing. An invitation opens it again.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for whom the actor may not manage.
pub async fn disable(app: &App, actor: &Actor, place: Place, person: PersonId) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    manages(&mut work, person).await?;
    let account = work.tx.account_of(person).await?.ok_or(Error::NotFound("account"))?;
    let (id, now) = (account.id, work.now);
    let closed = AccountRow { state: AccountState::Disabled, password: None, password_at: None, ..account };
    work.tx.put_account(&closed, now).await?;
    work.tx.drop_identities(id).await?;
    work.tx.revoke_sessions_of(id, None, now).await?;
    work.audit("disable", "account", &id.to_string(), None, serde_json::Value::Null);
    work.changed("account", id, 1);
    work.commit().await
}

/// Takes all second factors of somebody away who has lost theirs; their sessions end.
///
/// # Errors
/// As [`disable`].
pub async fn forget_factors(app: &App, actor: &Actor, place: Place, person: PersonId) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    manages(&mut work, person).await?;
    let account = work.tx.account_of(person).await?.ok_or(Error::NotFound("account"))?;
    let now = work.now;
    work.tx.drop_factors(account.id).await?;
    work.tx.revoke_sessions_of(account.id, None, now).await?;
    work.audit("forget", "second_factors", &account.id.to_string(), None, serde_json::Value::Null);
    work.commit().await
}
