//! What a form sends.
//!
//! A form's struct holds text, as it was typed: reading it into the domain's types is its own method, which answers all
//! problems at once. So a form that is wrong can be shown again with nothing lost ([`crate::ui::Entry`], [`answer`]).

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ccm::basics::Problem;
use serde::de::DeserializeOwned;

use crate::PageError;

/// A posted form. That it was meant, `door::csrf` has seen to.
pub struct Posted<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Posted<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| PageError::TooLarge)?;
        serde_urlencoded::from_bytes(&bytes).map(Self).map_err(|_| PageError::Malformed)
    }
}

/// What a form answers: the address that comes after it; or its page `again`, with all that was wrong.
///
/// # Errors
/// Whatever else went wrong, and what the page itself fails with.
pub async fn answer<P: IntoResponse>(
    outcome: app::Result<impl AsRef<str>>,
    again: impl AsyncFnOnce(Vec<Problem>) -> Result<P, PageError>,
) -> Result<Response, PageError> {
    match outcome {
        Ok(next) => Ok(Redirect::to(next.as_ref()).into_response()),
        Err(app::Error::Invalid(problems)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again(problems).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
