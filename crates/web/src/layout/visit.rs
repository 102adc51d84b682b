//! One request, as far as pages need to know of it.

use std::convert::Infallible;
use std::sync::Arc;

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
    /// The page that was asked from.
    pub came_from: Option<String>,
    /// Whoever has a session. Pages take [`crate::access::SignedIn`] instead, which insists on one.
    pub signed_in: Option<Arc<app::access::SignedIn>>,
    /// The request's id: what a person reads aloud and an operator finds in the log.
    pub request: Uuid,
}

impl Visit {
    /// Of the session, where there is one.
    pub fn csrf_secret(&self) -> Option<csrf::Secret> {
        self.signed_in.as_ref().map(|signed_in| signed_in.csrf.0)
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
            came_from: None,
            signed_in: None,
            request: Uuid::nil(),
        }))
    }
}
