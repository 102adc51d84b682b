//! Links between one's account and the provider: made, listed, taken away.

use ccm::basics::*;
use serde::Serialize;

use super::super::SignedIn;
use super::provider;
use crate::ports::{Identity, IdentityRow};
use crate::{App, Error, Result, Work};

const NAME_LETTERS: usize = 120;

/// One of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdentityCard {
    pub id: IdentityId,
    pub issuer: String,
    /// What the provider called them when they were linked; it may have said nothing.
    pub name: String,
    pub linked_at: Timestamp,
    pub used_at: Option<Timestamp>,
    /// Of the provider that people sign in with now.
    pub is_current: bool,
}

/// Links an account; `false` where the subject or the account is taken.
pub(super) async fn link(
    work: &mut Work,
    account: AccountId,
    subject: [u8; 32],
    identity: &Identity,
) -> Result<bool> {
    let issuer = provider(work.app())?.terms().issuer.clone();
    let name = identity.names.first().map(String::as_str).unwrap_or_default();
    let row = IdentityRow {
        id: IdentityId(work.id()),
        account,
        issuer,
        subject,
        name: name.chars().filter(|c| !c.is_control()).take(NAME_LETTERS).collect(),
        linked_at: work.now,
        used_at: Some(work.now),
    };
    if !work.tx.add_identity(&row).await? {
        return Ok(false);
    }
    let details = serde_json::json!({"account": account, "issuer": row.issuer});
    work.audit("link", "identity", &row.id.to_string(), None, details);
    Ok(true)
}

/// One's own links, oldest first.
///
/// # Errors
/// Storage's failures.
pub async fn links(app: &App, signed_in: &SignedIn) -> Result<Vec<IdentityCard>> {
    let current = app.identity_provider.as_ref().map(|provider| provider.terms().issuer.clone());
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    let rows = work.tx.identities(signed_in.account).await?;
    let card = |row: IdentityRow| IdentityCard {
        id: row.id,
        is_current: current.as_deref() == Some(row.issuer.as_str()),
        issuer: row.issuer,
        name: row.name,
        linked_at: row.linked_at,
        used_at: row.used_at,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// Takes one of one's own away. All other sessions end: any of them may have come in by it.
///
/// # Errors
/// [`Error::NotFound`] for one that is not theirs; [`Error::Conflict`] for the only way in that they have.
pub async fn unlink(app: &App, signed_in: &SignedIn, id: IdentityId) -> Result<()> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let account = work.tx.account(signed_in.account).await?.ok_or(Error::NotFound("account"))?;
    let has_passkey = app.passkeys.is_some() && !work.tx.passkeys(account.id).await?.is_empty();
    if account.password.is_none() && !has_passkey {
        return Err(Error::Conflict(
            "this is the only way in; make a passkey first, or ask for an invitation".into(),
        ));
    }
    if !work.tx.drop_identity(account.id, id).await? {
        return Err(Error::NotFound("identity"));
    }
    let now = work.now;
    work.tx.revoke_sessions_of(account.id, Some(signed_in.session), now).await?;
    work.audit("unlink", "identity", &id.to_string(), None, serde_json::Value::Null);
    work.commit().await
}
