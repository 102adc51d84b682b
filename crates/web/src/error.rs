//! The ways a page fails. Each becomes a designed page, a toast on the page that asked for a part, or JSON where asked.
//!
//! An error says only what it is. `door::problems` knows the visit it happened in and makes it into words.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ccm::basics::Problem;

/// What a handler answers when it has no page to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// Nobody is signed in: shown as the way to the sign-in page.
    SignIn,
    /// What was about to be done asks who it is once more.
    StepUp,
    /// The organization asks for a second factor, and there is none yet.
    OwesFactor,
    /// A page of a practice, for somebody who has chosen none.
    NoPractice,
    /// Not there, or not for these eyes.
    NotFound,
    /// The permission that is missing, as `ccm` calls it.
    Denied(&'static str),
    /// It did not come from a page of ours, or from one of an earlier session.
    NotMeant,
    /// Cannot be read as what it should be.
    Malformed,
    /// All that is wrong with what was typed. A form shows them beside its fields; this is for what has no form.
    Invalid(Vec<Problem>),
    /// Somebody else was faster.
    Conflict,
    TooLarge,
    TooOften,
    /// Passes by itself.
    Unavailable,
    /// Ours to mend. What the operator needs is in the log, under the request's id.
    Internal,
}

impl PageError {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::StepUp | Self::OwesFactor | Self::NoPractice | Self::Denied(_) | Self::NotMeant => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// For machines, and for the keys of its words.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::StepUp => "step-up",
            Self::OwesFactor => "owes-factor",
            Self::NoPractice => "no-practice",
            Self::NotFound => "not-found",
            Self::Denied(_) => "denied",
            Self::NotMeant => "not-meant",
            Self::Malformed => "malformed",
            Self::Invalid(_) => "invalid",
            Self::Conflict => "conflict",
            Self::TooLarge => "too-large",
            Self::TooOften => "too-often",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

impl From<app::Error> for PageError {
    fn from(error: app::Error) -> Self {
        match error {
            app::Error::NotFound(_) => Self::NotFound,
            app::Error::Forbidden(permission) => Self::Denied(permission),
            app::Error::Invalid(problems) => Self::Invalid(problems),
            app::Error::Conflict(_) | app::Error::Contended => Self::Conflict,
            app::Error::Unavailable(what) => {
                tracing::warn!(what, "not available");
                Self::Unavailable
            }
            app::Error::Internal(what) => {
                tracing::error!(what, "internal");
                Self::Internal
            }
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a template");
        Self::Internal
    }
}

impl IntoResponse for PageError {
    /// The bare status, with the error beside it for `door::problems`.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// No page has this address.
pub(crate) async fn nowhere() -> PageError {
    PageError::NotFound
}
