//! So many connections that stay open, each asking again as soon as it is answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::Listening;

pub const CONNECTIONS: usize = 16;
/// No page of ours is larger.
const PAGE_BYTES: usize = 4 << 20;

/// What is asked for.
pub struct Ask {
    path: String,
    /// A form: then it is a POST.
    form: Option<String>,
}

impl Ask {
    pub fn get(path: impl Into<String>) -> Self {
        Self { path: path.into(), form: None }
    }

    pub fn post(path: &str, form: String) -> Self {
        Self { path: path.to_owned(), form: Some(form) }
    }
}

/// Of the answers of one round, in milliseconds.
#[derive(Clone, Copy)]
pub struct Latencies {
    pub p50: f64,
    pub p99: f64,
    pub per_second: f64,
}

/// Asks so many times in all, and wants a page each time.
pub async fn measure(
    at: &Listening,
    requests: usize,
    ask: fn(&Listening, usize) -> Ask,
) -> Result<Latencies> {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let mut connections = JoinSet::new();
    let began = Instant::now();
    for connection in 0..CONNECTIONS {
        let share = requests / CONNECTIONS + usize::from(connection < requests % CONNECTIONS);
        let asks: Vec<Ask> = (0..share).map(|_| ask(at, TURN.fetch_add(1, Ordering::Relaxed))).collect();
        let session = at.sessions.get(connection % at.sessions.len().max(1)).cloned();
        connections.spawn(one(at.address, session, asks));
    }
    let mut all: Vec<f64> = Vec::with_capacity(requests);
    while let Some(times) = connections.join_next().await {
        all.extend(times??);
    }
    let seconds = began.elapsed().as_secs_f64();
    all.sort_by(f64::total_cmp);
    let at = |part: f64| all.get((all.len() as f64 * part) as usize).copied().unwrap_or(f64::NAN);
    Ok(Latencies { p50: at(0.50), p99: at(0.99), per_second: all.len() as f64 / seconds })
}

async fn one(
    address: std::net::SocketAddr,
    session: Option<(String, String)>,
    asks: Vec<Ask>,
) -> Result<Vec<f64>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = http1::handshake::<_, Body>(TokioIo::new(stream)).await?;
    let driven = tokio::spawn(connection);
    let mut times = Vec::with_capacity(asks.len());
    for ask in asks {
        let method = if ask.form.is_some() { "POST" } else { "GET" };
        let mut request = Request::builder()
            .method(method)
            .uri(&ask.path)
            .header(header::HOST, address.to_string())
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "text/html");
        if let Some((cookie, token)) = &session {
            request = request.header(header::COOKIE, cookie).header(web::door::csrf::HEADER, token);
        }
        if ask.form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(ask.form.map_or_else(Body::empty, Body::from))?;
        let began = Instant::now();
        sender.ready().await?;
        let answer = sender.send_request(request).await?;
        let status = answer.status();
        let body = axum::body::to_bytes(Body::new(answer.into_body()), PAGE_BYTES).await?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
        ensure!(status == StatusCode::OK && !body.is_empty(), "{method} {}: {status}", ask.path);
    }
    drop(sender);
    driven.await?.context("a connection")?;
    Ok(times)
}
