//! Who asks, in which language, and how it should look: gathered once, before any page.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::middleware::Next;
use axum::response::Response;

use super::cookies;
use super::trace::RequestId;
use crate::Web;
use crate::layout::{Theme, Visit};
use crate::words::{Language, Words};

pub async fn begin(State(_web): State<Web>, mut request: Request, next: Next) -> Response {
    let visit = of(&request);
    request.extensions_mut().insert(visit);
    next.run(request).await
}

/// The visit without its session: what can be said of any request.
pub fn of(request: &Request) -> Visit {
    let headers = request.headers();
    Visit {
        words: Words(language(headers)),
        theme: cookies::value(headers, cookies::THEME).and_then(Theme::of).unwrap_or_default(),
        path: request.uri().path().to_owned(),
        is_part: headers.contains_key("hx-request"),
        wants_json: headers
            .get("accept")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|accept| accept.contains("json") && !accept.contains("text/html")),
        request: request.extensions().get::<RequestId>().map(|id| id.0).unwrap_or_default(),
    }
}

fn language(headers: &HeaderMap) -> Language {
    let chosen = cookies::value(headers, cookies::LANGUAGE).and_then(Language::of);
    chosen.unwrap_or_else(|| {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        wanted.map(Language::wanted).unwrap_or_default()
    })
}
