//! A partner that takes files by HTTP on loopback, and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

/// What is done with the next request, after it was read.
#[derive(Clone)]
pub enum Say {
    Status(u16, &'static str),
    /// Takes the file, and does not answer.
    Nothing,
    Elsewhere,
}

/// One request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub method: Method,
    pub path: String,
    pub authorization: String,
    pub content_type: String,
    pub body: Vec<u8>,
    pub sha256: String,
}

#[derive(Default)]
struct Script {
    says: VecDeque<Say>,
    heard: Vec<Heard>,
}

type Shared = Arc<Mutex<Script>>;

pub struct StandIn {
    pub address: String,
    script: Shared,
}

impl StandIn {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let script = Shared::default();
        let router = Router::new()
            .route("/{*path}", any(answer))
            .layer(DefaultBodyLimit::disable())
            .with_state(script.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, script }
    }

    pub fn says(&self, say: Say) {
        self.script.lock().expect("nobody panics with it").says.push_back(say);
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.script.lock().expect("nobody panics with it").heard.clone()
    }
}

async fn answer(
    State(script): State<Shared>,
    Path(path): Path<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let heard = Heard {
        method,
        path,
        authorization: header("authorization"),
        content_type: header("content-type"),
        sha256: header("x-sha256"),
        body: body.to_vec(),
    };
    let say = {
        let mut script = script.lock().expect("nobody panics with it");
        script.heard.push(heard);
        script.says.pop_front().unwrap_or(Say::Status(500, "nothing was told"))
    };
    match say {
        Say::Status(status, body) => (StatusCode::from_u16(status).expect("a status"), body).into_response(),
        Say::Nothing => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
        Say::Elsewhere => (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")], "").into_response(),
    }
}

/// In hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
