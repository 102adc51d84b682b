//! Whoever is signed in, as an argument of a handler: a page that takes it is shown to nobody else.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use ccm::access::Permission;

use crate::layout::Visit;
use crate::{PageError, Web, paths};

/// Somebody with a session. Whoever still owes a second factor comes no further than to setting one up.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Arc<app::access::SignedIn>);

/// The same, at a practice: for every page about its people and its work.
#[derive(Clone, Debug)]
pub struct AtPractice(pub SignedIn);

impl SignedIn {
    /// Goes on only with a permission, and where it asks for one, a fresh proof of who is there: the guard before every
    /// change that a stolen session alone must not suffice for.
    ///
    /// # Errors
    /// [`PageError::Denied`], [`PageError::StepUp`].
    pub fn confirmed(&self, web: &Web, permission: Permission) -> Result<(), PageError> {
        if !self.may(permission) {
            return Err(PageError::Denied(permission.word()));
        }
        if self.is_confirmed(web, permission) { Ok(()) } else { Err(PageError::StepUp) }
    }

    /// Goes on only with a fresh proof of who is there: before a change to one's own ways in.
    ///
    /// # Errors
    /// [`PageError::StepUp`].
    pub fn fresh(&self, web: &Web) -> Result<(), PageError> {
        if self.is_fresh(web.app.now()) { Ok(()) } else { Err(PageError::StepUp) }
    }

    /// Whether no proof is owed: forms are shown then, and the way to the proof otherwise.
    pub fn is_confirmed(&self, web: &Web, permission: Permission) -> bool {
        !self.owes_step_up(permission, web.app.now())
    }
}

impl Deref for SignedIn {
    type Target = app::access::SignedIn;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Deref for AtPractice {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visit = parts.extensions.get::<Visit>();
        let signed_in = visit.and_then(|visit| visit.signed_in.clone()).ok_or(PageError::SignIn)?;
        let path = parts.uri.path();
        if signed_in.owes_second_factor && !path.starts_with(paths::FACTORS) && path != paths::SIGN_OUT {
            return Err(PageError::OwesFactor);
        }
        Ok(Self(signed_in))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AtPractice {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        if signed_in.practice.is_none() {
            return Err(PageError::NoPractice);
        }
        Ok(Self(signed_in))
    }
}
