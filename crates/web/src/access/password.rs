//! One's own password, changed by whoever knows the present one.

use app::access::{Address, change_password};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::access::Password;
use ccm::basics::Problem;
use serde::Deserialize;

use super::SignedIn;
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PASSWORD, get(show).post(change))
}

#[derive(Template)]
#[template(path = "access/password.html")]
struct Shown {
    frame: Frame,
    t: Words,
    login: String,
    present: Entry,
    password: Entry,
    again: Entry,
    is_done: bool,
}

fn page(visit: &Visit, signed_in: &SignedIn, problems: &[Problem], is_done: bool) -> Page<Shown> {
    let t = visit.words;
    let entry = |name| Entry::new(name, "").with(problems, t);
    Page(Shown {
        frame: Frame::of(visit, signed_in, t.say("password-title")),
        t,
        login: signed_in.login.clone(),
        present: entry("present"),
        password: entry("password"),
        again: entry("again"),
        is_done,
    })
}

async fn show(visit: Visit, signed_in: SignedIn) -> Page<Shown> {
    page(&visit, &signed_in, &[], false)
}

#[derive(Deserialize)]
struct Form {
    present: String,
    password: String,
    again: String,
}

async fn change(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    extensions: Extensions,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let address = Address::new(rate::address(&extensions).to_string());
    let (present, new) = (Password::new(form.present), Password::new(form.password.as_str()));
    let outcome = match form.password == form.again {
        true => change_password(&web.app, &signed_in, &present, &new, &address).await,
        false => Err(app::Error::invalid(Problem::new("not_the_same", "again"))),
    };
    let problems = match outcome {
        Ok(()) => return Ok(page(&visit, &signed_in, &[], true).into_response()),
        Err(app::Error::Invalid(problems)) => problems,
        Err(app::Error::Conflict(_)) => vec![Problem::new("locked", "present")],
        Err(error) => return Err(error.into()),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &signed_in, &problems, false)).into_response())
}
