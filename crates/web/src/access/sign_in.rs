//! Sign in with a password; in the demo, with one click.

use app::access::{Address, Attempt, DemoPerson, SignIn};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Password;
use ccm::basics::{OrganizationId, PersonId};
use serde::Deserialize;

use super::{come_in, device, second_factor};
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::SIGN_IN, get(new).post(create)).route(paths::DEMO_SIGN_IN, post(demo))
}

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct Shown {
    frame: Frame,
    t: Words,
    login: Entry,
    password: Entry,
    /// Shown where the installation has several.
    organization: Option<Entry>,
    back: String,
    /// Why the last try was none.
    refused: Option<String>,
    demo: Vec<Person>,
    has_passkeys: bool,
    provider: Option<super::oidc::Provider>,
    /// Nobody runs the organization yet: the way to who may.
    lacks_administrator: bool,
}

/// Somebody to try the demo as.
struct Person {
    id: String,
    organization: String,
    name: String,
    standing: String,
}

#[derive(Deserialize)]
struct Back {
    back: Option<String>,
}

async fn new(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Query(query): Query<Back>,
) -> Result<Response, PageError> {
    let back = paths::back(query.back.as_deref());
    if visit.signed_in.is_some() {
        return Ok(Redirect::to(&back).into_response());
    }
    if let Some(waiting) = super::first::waiting(&web).await?
        && !app::access::has_anybody(&web.app, waiting).await?
    {
        return Ok(Redirect::to(paths::FIRST).into_response());
    }
    let form = Form { back: Some(back), ..Form::default() };
    Ok(Page(shown(&web, &visit, &headers, &form, None).await?).into_response())
}

/// The page once more, after another way in has failed.
pub(super) async fn again(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    back: Option<String>,
    refused: String,
) -> Result<Response, PageError> {
    let form = Form { back, ..Form::default() };
    let page = shown(web, visit, headers, &form, Some(refused)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

#[derive(Default, Deserialize)]
struct Form {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    organization: Option<String>,
    back: Option<String>,
}

async fn shown(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    form: &Form,
    refused: Option<String>,
) -> Result<Shown, PageError> {
    let t = visit.words;
    let several = web.app.organizations().await?.len() > 1;
    let demo = match web.app.is_demo {
        true => app::access::demo_people(&web.app).await?,
        false => Vec::new(),
    };
    let person = |person: DemoPerson| Person {
        id: person.person.to_string(),
        organization: person.organization.to_string(),
        name: person.name,
        standing: t.say(&format!("standing-{}", person.standing.word().replace('_', "-"))).into_owned(),
    };
    Ok(Shown {
        frame: Frame::alone(visit, t.say("access-sign-in")),
        t,
        login: Entry::new("login", form.login.as_str()),
        password: Entry::new("password", ""),
        organization: several
            .then(|| Entry::new("organization", form.organization.as_deref().unwrap_or_default())),
        back: paths::back(form.back.as_deref()),
        refused,
        demo: demo.into_iter().map(person).collect(),
        has_passkeys: super::passkeys::are_here(web, headers),
        provider: super::oidc::Provider::of(web, headers),
        lacks_administrator: super::first::waiting(web).await?.is_some(),
    })
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let attempt = Attempt {
        organization: form.organization.clone().filter(|key| !key.is_empty()),
        login: form.login.clone(),
        password: Password::new(form.password.as_str()),
        address: Address::new(rate::address(&extensions).to_string()),
        device: device(&headers).to_owned(),
    };
    let outcome = app::access::sign_in(&web.app, &attempt).await?;
    let refused = match outcome {
        SignIn::Done(session) => return Ok(come_in(&web, &session.token, form.back.as_deref()).await),
        SignIn::SecondFactor(pending, factors) => {
            let back = paths::back(form.back.as_deref());
            return Ok(second_factor::ask(&visit, &pending, &factors, back, None).into_response());
        }
        SignIn::Refused => visit.words.say("access-refused"),
        SignIn::Locked { .. } => visit.words.say("access-locked"),
    };
    let page = shown(&web, &visit, &headers, &form, Some(refused.into_owned())).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

#[derive(Deserialize)]
struct DemoForm {
    organization: String,
    person: String,
    back: Option<String>,
}

/// Not there outside of the demo: the use case says so.
async fn demo(
    State(web): State<Web>,
    headers: HeaderMap,
    Posted(form): Posted<DemoForm>,
) -> Result<Response, PageError> {
    let organization: OrganizationId = form.organization.parse().map_err(|_| PageError::NotFound)?;
    let person: PersonId = form.person.parse().map_err(|_| PageError::NotFound)?;
    let session = app::access::demo_sign_in(&web.app, organization, person, device(&headers)).await?;
    Ok(come_in(&web, &session.token, form.back.as_deref()).await)
}
