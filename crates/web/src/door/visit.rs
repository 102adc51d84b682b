//! Who asks, in which language, and how it should look: gathered once, before any page.

use std::sync::Arc;

use app::access::SessionToken;
use axum::extract::{Request, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::cookies;
use super::trace::RequestId;
use crate::layout::{Theme, Visit};
use crate::words::{Language, Words};
use crate::{PageError, Web, paths};

/// What a page asks by itself, while nobody may be sitting there, keeps no session alive.
const QUIETLY: &str = "x-quietly";

pub async fn begin(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let mut visit = of(&request);
    let token = cookies::session(request.headers()).and_then(|text| text.parse::<SessionToken>().ok());
    if let Some(token) = token {
        let is_quiet = request.headers().contains_key(QUIETLY) || visit.path == paths::LIVE;
        let found = match is_quiet {
            true => app::access::who_quietly(&web.app, &token).await,
            false => app::access::who(&web.app, &token).await,
        };
        match found {
            Ok(signed_in) => visit.signed_in = signed_in.map(Arc::new),
            Err(error) => return PageError::from(error).into_response(),
        }
    }
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
        came_from: came_from(headers),
        signed_in: None,
        request: request.extensions().get::<RequestId>().map(|id| id.0).unwrap_or_default(),
    }
}

/// What htmx says; of a plain form, what the browser says, and it says so to us alone (`referrer-policy`).
fn came_from(headers: &HeaderMap) -> Option<String> {
    let address = headers.get("hx-current-url").or_else(|| headers.get("referer"))?;
    path_of(address.to_str().ok()?)
}

/// Path and query of an address of ours.
fn path_of(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    Some(uri.path_and_query()?.as_str().to_owned())
}

fn language(headers: &HeaderMap) -> Language {
    let chosen = cookies::value(headers, cookies::LANGUAGE).and_then(Language::of);
    chosen.unwrap_or_else(|| {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        wanted.map(Language::wanted).unwrap_or_default()
    })
}
