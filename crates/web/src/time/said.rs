//! What a page tells about a clock: as JSON where its script speaks, as a form where there is none.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{PageError, paths};

/// A message, and how its answer is wanted.
pub struct Said<T> {
    pub told: T,
    pub way: Way,
}

/// How the answer is wanted.
pub enum Way {
    Json,
    /// Back to the page with the form.
    Form {
        back: String,
    },
}

impl Way {
    pub fn answer(&self, answer: &impl Serialize) -> Response {
        match self {
            Self::Json => Json(answer).into_response(),
            Self::Form { back } => Redirect::to(back).into_response(),
        }
    }
}

/// A message that a plain form can say too, in its own words.
pub trait FromForm: Sized {
    type Form: DeserializeOwned;

    /// # Errors
    /// [`PageError::Malformed`] where it is no message: such a form is not ours.
    fn from_form(form: Self::Form) -> Result<Self, PageError>;
}

impl<T: DeserializeOwned + FromForm, S: Send + Sync> FromRequest<S> for Said<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_json = kind.starts_with("application/json");
        let bytes = Bytes::from_request(request, state).await.map_err(|_| PageError::TooLarge)?;
        if is_json {
            let told = serde_json::from_slice(&bytes).map_err(|_| PageError::Malformed)?;
            return Ok(Self { told, way: Way::Json });
        }
        let form = serde_urlencoded::from_bytes(&bytes).map_err(|_| PageError::Malformed)?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| PageError::Malformed)?;
        let back = pairs.iter().find(|(name, _)| name == "back").map(|(_, value)| value.as_str());
        let back = back.map_or_else(|| paths::CLOCK.to_owned(), |back| paths::back(Some(back)));
        Ok(Self { told: T::from_form(form)?, way: Way::Form { back } })
    }
}

/// A message of our script alone.
pub struct Heard<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Heard<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| PageError::TooLarge)?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| PageError::Malformed)
    }
}

/// What a form left empty was not said.
pub fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
