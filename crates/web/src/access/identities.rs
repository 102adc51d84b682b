//! Who one is at the organization's provider: linked by oneself, after a fresh proof, and taken away.

use app::access::oidc;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::IdentityId;

use super::SignedIn;
use super::oidc::{Provider, down, leave};
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::IDENTITIES, get(index).post(link)).route(paths::IDENTITY_REMOVAL, post(remove))
}

#[derive(Template)]
#[template(path = "access/identities.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
    provider: Option<Provider>,
    /// There is a provider, and no link to it yet.
    can_link: bool,
    /// The way to a fresh proof, where one is owed.
    step_up: Option<String>,
    refused: Option<String>,
}

struct Row {
    name: String,
    issuer: String,
    linked: String,
    used: String,
    removal: String,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &signed_in, &headers, None).await
}

/// The page once more, after a link has failed.
pub(super) async fn again(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    headers: &HeaderMap,
    refused: String,
) -> Result<Response, PageError> {
    let page = page(web, visit, signed_in, headers, Some(refused)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    headers: &HeaderMap,
    refused: Option<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let at = |instant| super::said_at(instant, t);
    let links = oidc::links(&web.app, signed_in).await?;
    let provider = Provider::of(web, headers);
    let is_linked = links.iter().any(|link| link.is_current);
    let rows = links.into_iter().map(|link| Row {
        name: if link.name.is_empty() { t.say("identities-unnamed").into_owned() } else { link.name },
        issuer: link.issuer,
        linked: at(link.linked_at),
        used: link.used_at.map_or_else(|| t.say("passkeys-unused").into_owned(), at),
        removal: paths::identity_removal(link.id),
    });
    let is_fresh = signed_in.is_fresh(web.app.now());
    Ok(Page(Shown {
        frame: Frame::of(visit, signed_in, t.say("identities-title")),
        t,
        rows: rows.collect(),
        can_link: provider.is_some() && !is_linked,
        provider,
        step_up: (!is_fresh).then(|| paths::with_back(paths::STEP_UP, paths::IDENTITIES)),
        refused,
    }))
}

async fn link(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    signed_in.fresh(&web)?;
    match oidc::begin_link(&web.app, &signed_in).await {
        Ok(leaving) => leave(&web, &visit, &leaving),
        Err(app::Error::Unavailable(_)) => {
            again(&web, &visit, &signed_in, &headers, down(&web, visit.words)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: IdentityId = id.parse().map_err(|_| PageError::NotFound)?;
    signed_in.fresh(&web)?;
    match oidc::unlink(&web.app, &signed_in, id).await {
        Ok(()) => Ok(Redirect::to(paths::IDENTITIES).into_response()),
        Err(app::Error::Conflict(_)) => {
            let refused = visit.words.say("identities-only-way").into_owned();
            again(&web, &visit, &signed_in, &headers, refused).await
        }
        Err(error) => Err(error.into()),
    }
}
