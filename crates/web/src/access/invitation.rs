//! An invitation's page: a password of one's own, and one is in.

use app::access::{Address, InvitationToken, SignIn};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Password;
use ccm::basics::Problem;
use serde::Deserialize;

use super::oidc::Provider;
use super::{come_in, device, second_factor};
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::INVITATION, get(show).post(accept))
}

#[derive(Template)]
#[template(path = "access/invitation.html")]
struct Shown {
    frame: Frame,
    t: Words,
    login: String,
    password: Entry,
    again: Entry,
    provider: Option<Provider>,
    /// The way through it.
    through: String,
    refused: Option<String>,
}

/// The page once more, where the provider did not answer.
pub(super) async fn again(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    token: &InvitationToken,
    refused: String,
) -> Result<Response, PageError> {
    let Page(shown) = page(web, visit, headers, token, &[]).await?;
    let page = Page(Shown { refused: Some(refused), ..shown });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    token: &InvitationToken,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let invited = app::access::invited(&web.app, token).await?.ok_or(PageError::NotFound)?;
    let t = visit.words;
    Ok(Page(Shown {
        frame: Frame::alone(visit, t.say("access-invitation")),
        t,
        login: invited.login,
        password: Entry::new("password", "").with(problems, t),
        again: Entry::new("again", "").with(problems, t),
        provider: Provider::of(web, headers),
        through: paths::oidc_invitation(token),
        refused: None,
    }))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &headers, &token.parse()?, &[]).await
}

#[derive(Deserialize)]
struct Form {
    password: String,
    again: String,
}

async fn accept(
    State(web): State<Web>,
    visit: Visit,
    Path(token): Path<String>,
    headers: HeaderMap,
    extensions: Extensions,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let token: InvitationToken = token.parse()?;
    if form.password != form.again {
        let page = page(&web, &visit, &headers, &token, &[Problem::new("not_the_same", "again")]).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let password = Password::new(form.password);
    let address = Address::new(rate::address(&extensions).to_string());
    match app::access::accept_invitation(&web.app, &token, &password, &address, device(&headers)).await {
        Ok(SignIn::Done(session)) => Ok(come_in(&web, &session.token, None).await),
        Ok(SignIn::SecondFactor(pending, factors)) => {
            Ok(second_factor::ask(&visit, &pending, &factors, paths::HOME.to_owned(), None).into_response())
        }
        Ok(SignIn::Refused | SignIn::Locked { .. }) => Ok(Redirect::to(paths::SIGN_IN).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let page = page(&web, &visit, &headers, &token, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
