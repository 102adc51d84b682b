//! The first administrator, where there is none. Whoever can read the program's terminal may be it: the page asks for
//! the code that `perennial serve` has printed there, so nobody on the network is faster.

use app::access::{Address, Attempt, SignIn};
use askama::Template;
use aws_lc_rs::constant_time;
use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::{Actor, Password};
use ccm::basics::{OrganizationId, Problem};
use serde::Deserialize;

use super::{come_in, device};
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::FIRST, get(show).post(create))
}

#[derive(Template)]
#[template(path = "access/first.html")]
struct Shown {
    frame: Frame,
    t: Words,
    code: Entry,
    login: Entry,
    password: Entry,
    again: Entry,
}

/// The organization that waits for its first administrator: the only one, with nobody to run it.
pub(super) async fn organization(web: &Web) -> Result<Option<(OrganizationId, String)>, PageError> {
    let all = web.app.organizations().await?;
    let [only] = &all[..] else { return Ok(None) };
    let is_taken = app::access::has_administrator(&web.app, only.id).await?;
    Ok((!is_taken).then(|| (only.id, only.key.clone())))
}

/// The organization whose first administrator may be made here and now: the program printed a code for it.
pub(super) async fn waiting(web: &Web) -> Result<Option<OrganizationId>, PageError> {
    match web.options.setup_code {
        Some(_) => Ok(organization(web).await?.map(|(id, _)| id)),
        None => Ok(None),
    }
}

fn page(visit: &Visit, form: &Form, problems: &[Problem]) -> Page<Shown> {
    let t = visit.words;
    Page(Shown {
        frame: Frame::alone(visit, t.say("access-first")),
        t,
        code: Entry::new("code", "").with(problems, t),
        login: Entry::new("login", form.login.as_str()).with(problems, t),
        password: Entry::new("password", "").with(problems, t),
        again: Entry::new("again", "").with(problems, t),
    })
}

async fn show(State(web): State<Web>, visit: Visit) -> Result<Response, PageError> {
    if waiting(&web).await?.is_none() {
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    }
    Ok(page(&visit, &Form::default(), &[]).into_response())
}

#[derive(Default, Deserialize)]
struct Form {
    code: String,
    login: String,
    password: String,
    again: String,
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let code = web.options.setup_code.as_deref().ok_or(PageError::NotFound)?;
    let (organization, key) = organization(&web).await?.ok_or(PageError::NotFound)?;
    let mut problems = Vec::new();
    if constant_time::verify_slices_are_equal(form.code.trim().as_bytes(), code.as_bytes()).is_err() {
        problems.push(Problem::new("setup_code", "code"));
    }
    if form.password != form.again {
        problems.push(Problem::new("not_the_same", "again"));
    }
    let password = Password::new(form.password.as_str());
    if problems.is_empty() {
        // Whoever knows the code reads the terminal of whoever runs the machine.
        let operator = Actor::Operator { name: "setup page".to_owned() };
        let made =
            app::access::first_administrator(&web.app, &operator, organization, &form.login, &password);
        match made.await {
            Ok(_) => {}
            Err(app::Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    if !problems.is_empty() {
        for problem in &mut problems {
            // The use case names fields as the command line does.
            if let Some(name) = problem.path.strip_prefix("admin_") {
                problem.path = name.to_owned();
            }
        }
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &form, &problems)).into_response());
    }
    let attempt = Attempt {
        organization: Some(key),
        login: form.login,
        password,
        address: Address::new(rate::address(&extensions).to_string()),
        device: device(&headers).to_owned(),
    };
    match app::access::sign_in(&web.app, &attempt).await? {
        SignIn::Done(session) => Ok(come_in(&web, &session.token, None).await),
        _ => Ok(Redirect::to(paths::SIGN_IN).into_response()),
    }
}
