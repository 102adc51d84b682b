//! How whoever sits there likes it: light or dark, and in which language. Kept in their browser, not on record.

use axum::Router;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use serde::Deserialize;

use crate::door::cookies;
use crate::forms::Posted;
use crate::layout::Theme;
use crate::words::Language;
use crate::{PageError, Web, paths};

pub fn routes() -> Router<Web> {
    Router::new().route(paths::THEME, post(theme)).route(paths::LANGUAGE, post(language))
}

#[derive(Deserialize)]
struct ThemeForm {
    theme: String,
    back: Option<String>,
}

async fn theme(Posted(form): Posted<ThemeForm>) -> Result<Response, PageError> {
    let theme = Theme::of(&form.theme).ok_or(PageError::Malformed)?;
    Ok(kept(cookies::set_taste(cookies::THEME, theme.word()), form.back.as_deref()))
}

#[derive(Deserialize)]
struct LanguageForm {
    language: String,
    back: Option<String>,
}

async fn language(Posted(form): Posted<LanguageForm>) -> Result<Response, PageError> {
    let language = Language::of(&form.language).ok_or(PageError::Malformed)?;
    Ok(kept(cookies::set_taste(cookies::LANGUAGE, language.tag()), form.back.as_deref()))
}

fn kept(cookie: axum::http::HeaderValue, back: Option<&str>) -> Response {
    ([(SET_COOKIE, cookie)], Redirect::to(&paths::back(back))).into_response()
}
