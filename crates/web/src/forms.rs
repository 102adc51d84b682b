//! What a form sends.
//!
//! A form's struct holds text, as it was typed: reading it into the domain's types is its own method, which answers all
//! problems at once. So a form that is wrong can be shown again with nothing lost ([`crate::ui::Entry`]).

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
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
