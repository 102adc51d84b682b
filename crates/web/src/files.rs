//! Styles, scripts and icons: named by their content, so that a browser may keep them for ever.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::{PageError, Web, paths};

pub fn routes() -> Router<Web> {
    Router::new().route(paths::FILES, get(show)).route("/favicon.ico", get(icon))
}

async fn show(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, PageError> {
    let asset = assets::at(&path).ok_or(PageError::NotFound)?;
    Ok(answer(asset, &headers, "public, max-age=31536000, immutable"))
}

/// What browsers ask for by themselves.
async fn icon(headers: HeaderMap) -> Response {
    answer(assets::named("mark.svg"), &headers, "public, max-age=86400")
}

fn answer(asset: &'static assets::Asset, headers: &HeaderMap, caching: &'static str) -> Response {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words.next() == Some(coding) && words.next() != Some("q=0")
        })
    };
    let (body, coding) = match () {
        () if takes("br") => (asset.br, Some("br")),
        () if takes("gzip") => (asset.gz, Some("gzip")),
        () => (asset.bytes, None),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
