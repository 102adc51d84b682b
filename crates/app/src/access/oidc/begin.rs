//! The way to the provider.

use ccm::access::Actor;
use ccm::basics::*;

use super::super::token::{InvitationToken, PendingToken};
use super::super::{SignedIn, door, invite, sign_in};
use super::{CEREMONY, CEREMONY_SECONDS, Errand, Kept, nobody, provider, sha256};
use crate::ports::CeremonyRow;
use crate::{App, Error, Place, Result};

/// Somebody is about to go.
#[derive(Debug)]
pub struct Leaving {
    /// For the browser that goes, and no other.
    pub token: PendingToken,
    /// Where to.
    pub address: String,
}

/// To sign in; `back` is where they want to be then.
///
/// # Errors
/// [`Error::NotFound`] where there is no provider, or no such organization; [`Error::Unavailable`] when the provider does not
/// answer.
pub async fn begin_sign_in(app: &App, organization: Option<&str>, back: &str) -> Result<Leaving> {
    let organization = door::organization(app, organization).await?.ok_or(Error::NotFound("organization"))?;
    let place = Place { organization, practice: None };
    begin(app, &nobody(), place, None, Errand::SignIn, back).await
}

/// To take an invitation without a password.
///
/// # Errors
/// As [`begin_sign_in`]; [`Error::NotFound`] for an invitation that is used, withdrawn or over.
pub async fn begin_invitation(app: &App, token: &InvitationToken) -> Result<Leaving> {
    let place = Place { organization: token.organization(), practice: None };
    let mut work = app.begin_read(&nobody(), place).await?;
    let row = invite::live(&mut work, token).await?.ok_or(Error::NotFound("invitation"))?;
    drop(work);
    begin(app, &nobody(), place, Some(row.account), Errand::Invitation(row.id), "/").await
}

/// To be linked, for whoever is signed in.
///
/// # Errors
/// As [`begin_sign_in`].
pub async fn begin_link(app: &App, signed_in: &SignedIn) -> Result<Leaving> {
    let errand = Errand::Link(signed_in.session);
    begin(app, &signed_in.actor(), signed_in.place(), Some(signed_in.account), errand, "/").await
}

/// To prove afresh who is there.
///
/// # Errors
/// As [`begin_sign_in`]; [`Error::Conflict`] for whoever has a second factor here and is to show that.
pub async fn begin_step_up(app: &App, signed_in: &SignedIn, back: &str) -> Result<Leaving> {
    if signed_in.has_second_factor {
        return Err(Error::Conflict("a second factor is set up: show that one".to_owned()));
    }
    let errand = Errand::StepUp(signed_in.session);
    begin(app, &signed_in.actor(), signed_in.place(), Some(signed_in.account), errand, back).await
}

async fn begin(
    app: &App,
    actor: &Actor,
    place: Place,
    account: Option<AccountId>,
    errand: Errand,
    back: &str,
) -> Result<Leaving> {
    let provider = provider(app)?;
    let mut random = [0; 32];
    app.secrets.random(&mut random)?;
    let state = ccm::basics::hex(&random);
    // Before a transaction is open: the provider may take its time.
    let departure = provider.depart(&state, errand.must_be_fresh()).await?;
    let kept = Kept {
        errand,
        state_sha256: sha256(&state),
        issuer: provider.terms().issuer.clone(),
        back: back.to_owned(),
        provider: departure.kept,
    };
    let token = PendingToken::new(place.organization, &*app.secrets)?;
    let mut work = app.begin(actor, place).await?;
    let now = work.now;
    let ceremony = CeremonyRow {
        token_sha256: token.sha256(),
        kind: CEREMONY.to_owned(),
        account,
        state: serde_json::to_vec(&kept).map_err(|_| Error::Internal("a ceremony is no JSON".to_owned()))?,
        expires_at: sign_in::later(now, CEREMONY_SECONDS),
    };
    work.tx.add_ceremony(&ceremony, now).await?;
    let subject = account.map_or_else(|| "any".to_owned(), |id| id.to_string());
    work.audit("begin", "oidc", &subject, None, serde_json::json!({ "errand": errand.word() }));
    work.commit().await?;
    Ok(Leaving { token, address: departure.address })
}
