//! Passwords: checked, and changed by whoever knows the present one.

use ccm::access::Password;
use ccm::basics::Problem;

use super::door::{self, Address, Counted};
use super::signed_in::SignedIn;
use crate::{App, Error, Result};

/// # Errors
/// [`Error::Invalid`] with the reason against it.
pub(super) fn check(password: &Password, login: &str) -> Result<()> {
    password.check(login).map_err(|refusal| {
        Error::invalid(Problem::new(refusal.code(), "password").with("expected", refusal.to_string()))
    })
}

/// Changes one's own password. All other sessions end.
///
/// # Errors
/// [`Error::Invalid`] for a wrong present password (`password_wrong`) or a new one that is none;
/// [`Error::Conflict`] while too many wrong ones lock the account.
pub async fn change_password(
    app: &App,
    signed_in: &SignedIn,
    present: &Password,
    new: &Password,
    address: &Address,
) -> Result<()> {
    check(new, &signed_in.login)?;
    let one = match door::count(app, signed_in.organization, &signed_in.login, address).await? {
        Counted::Locked { .. } => {
            return Err(Error::Conflict("locked after too many wrong tries".to_owned()));
        }
        Counted::Try(one) => one,
    };
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    let account = work.tx.account(signed_in.account).await?.ok_or(Error::NotFound("account"))?;
    drop(work);
    if !app.secrets.is_password(present, account.password.as_deref()).await? {
        one.refuse(app, "password").await?;
        return Err(Error::invalid(Problem::new("password_wrong", "present")));
    }
    let hash = app.secrets.hash_password(new).await?;
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let now = work.now;
    one.forgive(&mut work).await?;
    let id = account.id;
    let account = crate::ports::AccountRow { password: Some(hash), password_at: Some(now), ..account };
    work.tx.put_account(&account, now).await?;
    work.tx.revoke_sessions_of(id, Some(signed_in.session), now).await?;
    work.audit("change", "password", &id.to_string(), None, serde_json::Value::Null);
    work.commit().await
}
