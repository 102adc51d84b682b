//! One's own sessions, and the end of each.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::SessionId;

use super::{SignedIn, gone};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::SESSIONS, get(index))
        .route(paths::SESSION_REVOCATION, post(revoke))
        .route(paths::SIGN_OUT, post(sign_out))
}

#[derive(Template)]
#[template(path = "access/sessions.html")]
struct Shown {
    frame: Frame,
    t: Words,
    sessions: Vec<Row>,
    has_second_factor: bool,
    has_provider: bool,
}

struct Row {
    device: String,
    proof: String,
    began: String,
    seen: String,
    this: Option<Status>,
    revocation: String,
}

async fn index(State(web): State<Web>, visit: Visit, signed_in: SignedIn) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let sessions = app::access::sessions(&web.app, &signed_in).await?;
    // A session is nobody's practice's: its times are the world's.
    let at = |instant| super::said_at(instant, t);
    let rows = sessions.into_iter().map(|one| Row {
        device: device(&one.device, t),
        proof: one.proof.split('+').map(|word| proof(word, t)).collect::<Vec<_>>().join(", "),
        began: at(one.created_at),
        seen: at(one.seen_at),
        this: one.is_this.then(|| Status::new(t.say("sessions-this"), Tone::Good)),
        revocation: paths::session_revocation(one.id),
    });
    Ok(Page(Shown {
        frame: Frame::of(&visit, &signed_in, t.say("sessions-title")),
        t,
        sessions: rows.collect(),
        has_second_factor: signed_in.has_second_factor,
        has_provider: web.app.identity_provider.is_some(),
    }))
}

/// What a browser calls itself, as far as a person knows it again: program and system.
fn device(agent: &str, t: Words) -> String {
    let of = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let program =
        of(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = of(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program}, {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => t.say("sessions-unknown-device").into_owned(),
    }
}

fn proof(word: &str, t: Words) -> String {
    match word {
        "password" => t.say("sessions-by-password"),
        "totp" => t.say("sessions-by-code"),
        "passkey" => t.say("sessions-by-passkey"),
        "recovery_code" => t.say("sessions-by-recovery"),
        "invitation" => t.say("sessions-by-invitation"),
        "oidc" => t.say("sessions-by-oidc"),
        "oidc_factor" => t.say("sessions-by-oidc-factor"),
        "demo" => t.say("sessions-by-demo"),
        _ => t.say("sessions-by-other"),
    }
    .into_owned()
}

async fn revoke(
    State(web): State<Web>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: SessionId = id.parse().map_err(|_| PageError::NotFound)?;
    app::access::revoke(&web.app, &signed_in, id).await?;
    if id == signed_in.session {
        return Ok(gone(paths::SIGN_IN));
    }
    Ok(axum::response::IntoResponse::into_response(Redirect::to(paths::SESSIONS)))
}

async fn sign_out(State(web): State<Web>, signed_in: SignedIn) -> Result<Response, PageError> {
    // Whoever goes is at nobody's chart any more.
    crate::time::stopped(&web, &signed_in).await;
    app::access::sign_out(&web.app, &signed_in).await?;
    Ok(gone(paths::SIGN_IN))
}
