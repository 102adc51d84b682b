//! Sessions: found for every page, listed, revoked.

use ccm::access::{Actor, Permission, SessionTimes, Standing, Standings};
use ccm::basics::*;
use serde::Serialize;

use super::signed_in::{PracticeCard, SignedIn};
use super::token::{CsrfSecret, SessionToken};
use crate::ports::{AccountRow, Seat, SessionRow, Sitting};
use crate::{App, Error, Place, Result, Work};

/// The session behind a cookie. Being asked keeps it alive; that is noted once a minute at most.
///
/// # Errors
/// Storage's failures. A session that is over, or that there never was, is `None`.
pub async fn who(app: &App, token: &SessionToken) -> Result<Option<SignedIn>> {
    find(app, token, true).await
}

/// As [`who`], without keeping it alive: for what a page asks by itself, while nobody may be sitting there.
///
/// # Errors
/// As [`who`].
pub async fn who_quietly(app: &App, token: &SessionToken) -> Result<Option<SignedIn>> {
    find(app, token, false).await
}

async fn find(app: &App, token: &SessionToken, keeps_alive: bool) -> Result<Option<SignedIn>> {
    let organization = token.organization();
    let mut tx = app.store.begin_read(Some(organization)).await?;
    let Some(mut seat) = tx.seat(token.sha256()).await? else { return Ok(None) };
    drop(tx);
    let (now, times) = (app.now(), times(&seat.sitting.session));
    if seat.policy.session.end(&times, now).is_some() {
        return Ok(None);
    }
    if keeps_alive && seat.policy.session.is_worth_noting(&times, now) {
        seat.sitting.session.seen_at = now;
        // Nothing of the record: a time stamp beside it, and no event.
        let mut tx = app.store.begin(Some(organization)).await?;
        tx.see_session(seat.sitting.session.id, now).await?;
        tx.commit().await?;
    }
    Ok(Some(described(app, *token, seat, now)))
}

fn times(session: &SessionRow) -> SessionTimes {
    SessionTimes {
        created_at: session.created_at,
        seen_at: session.seen_at,
        is_revoked: session.revoked_at.is_some(),
    }
}

fn described(app: &App, token: SessionToken, seat: Seat, now: Timestamp) -> SignedIn {
    let Seat { sitting, policy, roles, practices } = seat;
    let stands = |practice| crate::work::standings_at(&app.rules, &roles, practice, now);
    let cards = practices.into_iter().map(|(id, key, name)| {
        let standings = stands(Some(id));
        PracticeCard { id, key, name, standing: standings.chief(), standings }
    });
    let practices: Vec<PracticeCard> = cards.filter(|card| card.standing != Standing::Nobody).collect();
    let session = sitting.session;
    let chosen = session.practice.filter(|id| practices.iter().any(|card| card.id == *id));
    let practice = chosen.or(match &practices[..] {
        [only] => Some(only.id),
        _ => None,
    });
    let standings: Standings = match practice {
        Some(id) => {
            practices.iter().find(|card| card.id == id).map(|card| card.standings).unwrap_or_default()
        }
        None => stands(None),
    };
    SignedIn {
        session: session.id,
        csrf: CsrfSecret::of(&token),
        organization: token.organization(),
        token,
        account: session.account,
        person: sitting.person,
        login: sitting.login,
        given: sitting.given,
        family: sitting.family,
        practices,
        practice,
        standing: standings.chief(),
        standings,
        stepped_up_until: session.stepped_up_until,
        expires_at: policy.session.expires_at(&times(&session)),
        owes_second_factor: policy.second_factor_required
            && !sitting.has_second_factor
            && !super::oidc::is_strong(&session.proof),
        has_second_factor: sitting.has_second_factor,
    }
}

/// Whoever just signed in, inside the transaction that opens the session.
pub(super) async fn signed_in_at(
    work: &mut Work,
    session: &SessionRow,
    account: &AccountRow,
    token: SessionToken,
) -> Result<SignedIn> {
    let policy = work.tx.access_policy().await?;
    let roles = work.tx.held_roles(account.person).await?;
    let practices = work.tx.practice_names().await?;
    let person = work.tx.persons().await?.into_iter().find(|one| one.id == account.person);
    let person = person.ok_or(Error::NotFound("person"))?;
    let has_second_factor = !super::second_factor::owed(work, account.id).await?.is_empty();
    let sitting = Sitting {
        session: session.clone(),
        person: person.id,
        login: account.login.clone(),
        given: person.given,
        family: person.family,
        has_second_factor,
    };
    Ok(described(work.app(), token, Seat { sitting, policy, roles, practices }, work.now))
}

/// Says at which practice somebody works from now on.
///
/// # Errors
/// [`Error::NotFound`] for one where they are nobody.
pub async fn choose_practice(app: &App, signed_in: &SignedIn, practice: PracticeId) -> Result<()> {
    if !signed_in.practices.iter().any(|card| card.id == practice) {
        return Err(Error::NotFound("practice"));
    }
    let place = Place { organization: signed_in.organization, practice: Some(practice) };
    let mut work = app.begin(&signed_in.actor(), place).await?;
    work.tx.place_session(signed_in.session, practice).await?;
    work.audit("choose", "practice", &practice.to_string(), None, serde_json::Value::Null);
    work.commit().await
}

/// Ends the session.
///
/// # Errors
/// Storage's failures.
pub async fn sign_out(app: &App, signed_in: &SignedIn) -> Result<()> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let now = work.now;
    if work.tx.revoke_session(signed_in.session, now).await? {
        work.audit("sign_out", "session", &signed_in.session.to_string(), None, serde_json::Value::Null);
    }
    work.commit().await
}

/// One session in the list of one's own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionCard {
    pub id: SessionId,
    pub device: String,
    pub proof: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub is_this: bool,
}

/// One's own sessions that live, newest first.
///
/// # Errors
/// Storage's failures.
pub async fn sessions(app: &App, signed_in: &SignedIn) -> Result<Vec<SessionCard>> {
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    let policy = work.tx.access_policy().await?;
    let since = work
        .now
        .saturating_sub(jiff::SignedDuration::from_hours(i64::from(policy.session.absolute_hours)))
        .unwrap_or(work.now);
    let rows = work.tx.sessions_of(signed_in.account, since).await?;
    let live = rows.into_iter().filter(|row| policy.session.end(&times(row), work.now).is_none());
    Ok(live
        .map(|row| SessionCard {
            id: row.id,
            is_this: row.id == signed_in.session,
            device: row.device,
            proof: row.proof,
            created_at: row.created_at,
            seen_at: row.seen_at,
        })
        .collect())
}

/// Ends a session of one's own, at once and everywhere.
///
/// # Errors
/// [`Error::NotFound`] for one that is somebody else's, or over.
pub async fn revoke(app: &App, signed_in: &SignedIn, session: SessionId) -> Result<()> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let row = work.tx.session(session).await?.filter(|row| row.account == signed_in.account);
    row.ok_or(Error::NotFound("session"))?;
    let now = work.now;
    if !work.tx.revoke_session(session, now).await? {
        return Err(Error::NotFound("session"));
    }
    work.audit("revoke", "session", &session.to_string(), None, serde_json::Value::Null);
    work.commit().await
}

/// Ends all sessions of a person: somebody has left, or lost a device. How many.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for whom the actor may not manage.
pub async fn revoke_all_of(app: &App, actor: &Actor, place: Place, person: PersonId) -> Result<u64> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    super::invite::manages(&mut work, person).await?;
    let account = work.tx.account_of(person).await?.ok_or(Error::NotFound("account"))?;
    let now = work.now;
    let ended = work.tx.revoke_sessions_of(account.id, None, now).await?;
    let details = serde_json::json!({ "sessions": ended });
    work.audit("revoke", "sessions", &account.id.to_string(), None, details);
    work.commit().await?;
    Ok(ended)
}
