//! One request, as far as pages need to know of it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

use super::Theme;
use crate::door::csrf;
use crate::words::Words;

/// Gathered by `door::visit` before any page. A handler takes it as an argument.
#[derive(Clone, Debug)]
pub struct Visit {
    pub words: Words,
    pub theme: Theme,
    /// Without its query.
    pub path: String,
    /// htmx asks, and wants a part.
    pub is_part: bool,
    pub wants_json: bool,
    /// The request's id: what a person reads aloud and an operator finds in the log.
    pub request: Uuid,
}

impl Visit {
    /// Of the session, where there is one.
    pub fn csrf_secret(&self) -> Option<csrf::Secret> {
        None
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self {
            words: Words::default(),
            theme: Theme::default(),
            path: parts.uri.path().to_owned(),
            is_part: false,
            wants_json: false,
            request: Uuid::nil(),
        }))
    }
}
