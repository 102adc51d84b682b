//! The way in of one of the staff: invited, closed, its second factors forgotten, its sessions ended.

use app::access;
use app::people::staff::member;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum::routing::post;
use ccm::access::Permission;

use super::member as page_of;
use crate::access::AtPractice;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::MEMBER_INVITATIONS, post(invite))
        .route(paths::MEMBER_CLOSURE, post(|web, at, person| end(web, at, person, Ending::Account)))
        .route(paths::MEMBER_FACTOR_REMOVAL, post(|web, at, person| end(web, at, person, Ending::Factors)))
        .route(
            paths::MEMBER_SESSION_REVOCATION,
            post(|web, at, person| end(web, at, person, Ending::Sessions)),
        )
}

#[derive(Template)]
#[template(path = "people/invited.html")]
struct Invited {
    frame: Frame,
    t: Words,
    name: String,
    back: String,
    link: String,
    until: String,
}

async fn invite(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    headers: HeaderMap,
    Path(person): Path<String>,
) -> Result<Page<Invited>, PageError> {
    at.confirmed(&web, Permission::ManageStaff)?;
    let (t, person) = (visit.words, page_of::id(&person)?);
    let found = member(&web.app, &at.actor(), at.place(), person).await?;
    let login = found.person.login.ok_or(PageError::NotFound)?;
    let made = access::invite(&web.app, &at.actor(), at.place(), &login).await?;
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    Ok(Page(Invited {
        frame: Frame::of(&visit, &at, t.say("invited-title")),
        t,
        name: format!("{} {}", found.person.given, found.person.family),
        back: paths::member(person),
        link: format!("{}{}", here(&web, &headers), paths::invitation(&made.token)),
        until: t.moment(made.expires_at, &zone),
    }))
}

/// Where people reach us: the origin that was set, or the one that this request came to.
fn here(web: &Web, headers: &HeaderMap) -> String {
    let scheme = if web.options.is_https { "https" } else { "http" };
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    match &web.options.origin {
        Some(origin) if web.options.is_https => origin.clone(),
        _ => format!("{scheme}://{host}"),
    }
}

/// What is taken from somebody's way in.
#[derive(Clone, Copy)]
enum Ending {
    Account,
    Factors,
    Sessions,
}

async fn end(
    State(web): State<Web>,
    at: AtPractice,
    Path(person): Path<String>,
    ending: Ending,
) -> Result<Redirect, PageError> {
    at.confirmed(&web, Permission::ManageStaff)?;
    let (app, actor, place) = (&web.app, at.actor(), at.place());
    let person = page_of::id(&person)?;
    match ending {
        Ending::Account => access::disable(app, &actor, place, person).await?,
        Ending::Factors => access::forget_factors(app, &actor, place, person).await?,
        Ending::Sessions => access::revoke_all_of(app, &actor, place, person).await.map(drop)?,
    }
    Ok(Redirect::to(&paths::member(person)))
}
