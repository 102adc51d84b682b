//! So many bytes of a form, and an answer within so long.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::{PageError, Web};

/// Reads the body whole: everything that arrives here is a form of a page. One that brings a document along has a limit of
/// its own.
pub async fn hold(State(web): State<Web>, request: Request, next: Next) -> Response {
    let limits = &web.options.limits;
    let (head, body) = request.into_parts();
    let most = limits.body_bytes(&head.headers);
    let told = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|bytes| bytes > most) {
        return PageError::TooLarge.into_response();
    }
    let whole = async {
        let body = to_bytes(body, most).await.map_err(|_| PageError::TooLarge)?;
        Ok::<_, PageError>(next.run(Request::from_parts(head, Body::from(body))).await)
    };
    match tokio::time::timeout(limits.answer_within, whole).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => error.into_response(),
        Err(_) => PageError::Unavailable.into_response(),
    }
}
