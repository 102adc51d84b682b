//! An error becomes what whoever asked can use: a page, a toast on the page that asked for a part, or JSON (RFC 9457).

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::visit;
use crate::layout::Visit;
use crate::words::Words;
use crate::{PageError, Web, paths};

/// The whole page.
#[derive(Template)]
#[template(path = "problems/show.html")]
struct Shown<'a> {
    words: Words,
    visit: &'a Visit,
    title: String,
    /// What happened, and what one can do.
    said: String,
    listed: Vec<String>,
    /// For the operator's log; shown where the fault is ours.
    number: Option<String>,
    can_repeat: bool,
}

/// The toast.
#[derive(Template)]
#[template(path = "problems/_toast.html")]
struct Toast<'a> {
    words: Words,
    title: &'a str,
    said: &'a str,
    listed: &'a [String],
}

pub async fn show(State(_web): State<Web>, request: Request, next: Next) -> Response {
    let (mut visit, method) = (visit::of(&request), request.method().clone());
    if method == Method::GET
        && let Some(query) = request.uri().query()
    {
        visit.path = format!("{}?{query}", visit.path);
    }
    let mut response = next.run(request).await;
    let known = response.extensions_mut().remove::<PageError>();
    // What axum itself refuses (a wrong method, a path that does not parse) is bare: it is given a page too.
    let error = match (known, response.status()) {
        (Some(error), _) => error,
        (None, StatusCode::METHOD_NOT_ALLOWED) => PageError::NotFound,
        (None, StatusCode::BAD_REQUEST) if is_bare(&response) => PageError::Malformed,
        (None, StatusCode::PAYLOAD_TOO_LARGE) => PageError::TooLarge,
        _ => return response,
    };
    answer(&error, &visit, &method)
}

fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn answer(error: &PageError, visit: &Visit, method: &Method) -> Response {
    let words = visit.words;
    let title = words.say(&format!("page-{}-title", error.word())).into_owned();
    let said = words.say(&format!("page-{}-said", error.word())).into_owned();
    let listed: Vec<String> = match error {
        PageError::Invalid(problems) => problems.iter().map(|problem| words.problem(problem)).collect(),
        _ => Vec::new(),
    };
    if visit.wants_json {
        return json(error, &title, visit);
    }
    if let Some(response) = on_the_way(error, visit, method) {
        return response;
    }
    let (name, value, body) = if visit.is_part {
        let toast = Toast { words, title: &title, said: &said, listed: &listed }.render();
        ("hx-retarget", "#toasts", toast)
    } else {
        let number = matches!(error, PageError::Internal).then(|| visit.request.to_string());
        let can_repeat = matches!(error, PageError::Conflict | PageError::Unavailable | PageError::TooOften);
        let page = Shown { words, visit, title, said, listed, number, can_repeat }.render();
        ("vary", "hx-request", page)
    };
    let mut response = match body {
        Ok(body) => (error.status(), Html(body)).into_response(),
        Err(_) => error.status().into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    if visit.is_part {
        headers.insert(HeaderName::from_static("hx-reswap"), HeaderValue::from_static("beforeend"));
    }
    if matches!(error, PageError::TooOften | PageError::Unavailable) {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("10"));
    }
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    response
}

/// The page that settles it first, and the way back from there to what was to be read.
fn on_the_way(error: &PageError, visit: &Visit, method: &Method) -> Option<Response> {
    let page = match error {
        PageError::SignIn => paths::SIGN_IN,
        PageError::StepUp => paths::STEP_UP,
        PageError::OwesFactor => paths::FACTORS,
        PageError::NoPractice => paths::HOME,
        _ => return None,
    };
    let back = match &visit.came_from {
        _ if *method == Method::GET && !visit.is_part => visit.path.as_str(),
        Some(from) => from,
        None => paths::HOME,
    };
    let to = paths::with_back(page, back);
    let (status, name) = if visit.is_part {
        (error.status(), HeaderName::from_static("hx-redirect"))
    } else {
        (StatusCode::SEE_OTHER, LOCATION)
    };
    let mut response = status.into_response();
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(name, to);
    }
    Some(response)
}

fn json(error: &PageError, title: &str, visit: &Visit) -> Response {
    let mut body = serde_json::json!({
        "type": format!("urn:perennial:{}", error.word()),
        "title": title,
        "status": error.status().as_u16(),
        "instance": format!("urn:uuid:{}", visit.request),
    });
    if let (PageError::Invalid(problems), Some(body)) = (error, body.as_object_mut()) {
        body.insert("problems".to_owned(), serde_json::json!(problems));
    }
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    (error.status(), kind, body.to_string()).into_response()
}
