//! So many bytes of a form, and an answer within so long.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::{PageError, Web};

/// Reads the body whole: everything that arrives here is a form of a page. Uploads will have a limit and a route of
/// their own.
pub async fn hold(State(web): State<Web>, request: Request, next: Next) -> Response {
    let limits = &web.options.limits;
    let (head, body) = request.into_parts();
    let told = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|bytes| bytes > limits.form_bytes) {
        return PageError::TooLarge.into_response();
    }
    let whole = async {
        let body = to_bytes(body, limits.form_bytes).await.map_err(|_| PageError::TooLarge)?;
        Ok::<_, PageError>(next.run(Request::from_parts(head, Body::from(body))).await)
    };
    match tokio::time::timeout(limits.answer_within, whole).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => error.into_response(),
        Err(_) => PageError::Unavailable.into_response(),
    }
}
