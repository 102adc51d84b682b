//! A template as an answer.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::PageError;

/// A page, or a part of one, ready to be shown. With another status: `(StatusCode::UNPROCESSABLE_ENTITY, Page(…))`.
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(text) => Html(text).into_response(),
            Err(error) => PageError::from(error).into_response(),
        }
    }
}
