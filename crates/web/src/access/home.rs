//! The first page: the list of the day, or for those who work at several practices, at which of them.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::PracticeId;
use serde::Deserialize;

use super::SignedIn;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::HOME, get(first))
        .route(paths::PRACTICES, get(index))
        .route(paths::PRACTICE, post(choose))
}

#[derive(Template)]
#[template(path = "access/home.html")]
struct Home {
    frame: Frame,
    t: Words,
    practices: Vec<Card>,
}

struct Card {
    id: String,
    name: String,
    standing: String,
    is_here: bool,
}

async fn first(visit: Visit, signed_in: SignedIn) -> Response {
    match crate::reports::first_page(&signed_in) {
        Some(page) => Redirect::to(page).into_response(),
        None => index(visit, signed_in).await.into_response(),
    }
}

async fn index(visit: Visit, signed_in: SignedIn) -> Page<Home> {
    let t = visit.words;
    let card = |card: &app::access::PracticeCard| Card {
        id: card.id.to_string(),
        name: card.name.clone(),
        standing: t.say(&format!("standing-{}", card.standing.word().replace('_', "-"))).into_owned(),
        is_here: signed_in.practice == Some(card.id),
    };
    let practices = signed_in.practices.iter().map(card).collect();
    Page(Home { frame: Frame::of(&visit, &signed_in, t.say("rooms-practices")), t, practices })
}

#[derive(Deserialize)]
struct Choice {
    practice: String,
    back: Option<String>,
}

async fn choose(
    State(web): State<Web>,
    signed_in: SignedIn,
    Posted(form): Posted<Choice>,
) -> Result<Redirect, PageError> {
    let practice: PracticeId = form.practice.parse().map_err(|_| PageError::NotFound)?;
    // A clock runs at one practice: leaving its pages ends it.
    if signed_in.practice.is_some_and(|here| here != practice) {
        crate::time::stopped(&web, &signed_in).await;
    }
    app::access::choose_practice(&web.app, &signed_in, practice).await?;
    Ok(Redirect::to(&paths::back(form.back.as_deref())))
}
