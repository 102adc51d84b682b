//! A provider on this machine, with one key and one person.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use aws_lc_rs::digest;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Url;
use serde_json::{Value, json};

pub const CLIENT: &str = "perennial";
pub const SECRET: &str = "a secret: with & signs";

/// Its second now.
pub fn now() -> u64 {
    jsonwebtoken::get_current_timestamp()
}

struct Key {
    algorithm: Algorithm,
    kid: String,
    key: EncodingKey,
}

impl Key {
    fn new(kid: &str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        Self {
            algorithm: Algorithm::ES256,
            kid: kid.to_owned(),
            key: EncodingKey::from_ec_der(pkcs8.as_ref()),
        }
    }

    fn published(&self) -> Value {
        let mut jwk = Jwk::from_encoding_key(&self.key, self.algorithm).expect("a public key");
        jwk.common.key_id = Some(self.kid.clone());
        json!({"keys": [{"kty": "oct-unheard-of", "kid": "strange"}, jwk]})
    }
}

struct Script {
    issuer: String,
    asked: BTreeMap<String, usize>,
    description: Value,
    keys: Value,
    /// `None`: signs with nothing.
    key: Option<Key>,
    claims: Value,
    challenge: String,
    token: Option<(StatusCode, Value)>,
    userinfo: Value,
}

pub struct Provider {
    pub issuer: String,
    script: Arc<Mutex<Script>>,
}

type Shared = Arc<Mutex<Script>>;

fn locked(script: &Shared) -> MutexGuard<'_, Script> {
    script.lock().expect("no test panics while it holds the script")
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let key = Key::new("one");
        let script = Arc::new(Mutex::new(Script {
            issuer: issuer.clone(),
            asked: BTreeMap::new(),
            description: json!({}),
            keys: key.published(),
            key: Some(key),
            claims: json!({}),
            challenge: String::new(),
            token: None,
            userinfo: json!({"sub": "sub-1"}),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/told/{what}", get(told))
            .route("/token", post(token))
            .with_state(script.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, script }
    }

    /// What the way there said, and what the token is to say beside what it must.
    pub fn heard(&self, address: &str, claims: Value) {
        let address = Url::parse(address).expect("an address");
        let said = |name: &str| {
            let pair = address.query_pairs().find(|(key, _)| key == name);
            pair.map(|(_, value)| value.into_owned()).expect("said")
        };
        let mut script = locked(&self.script);
        script.challenge = said("code_challenge");
        let mut all = json!({"iss": self.issuer, "aud": CLIENT, "sub": "sub-1", "nonce": said("nonce"),
            "iat": now(), "exp": now() + 300});
        for (name, value) in claims.as_object().expect("claims") {
            all[name] = value.clone();
        }
        all.as_object_mut().expect("claims").retain(|_, value| !value.is_null());
        script.claims = all;
    }

    pub fn asked(&self, what: &str) -> usize {
        locked(&self.script).asked.get(what).copied().unwrap_or_default()
    }

    pub fn describe(&self, otherwise: Value) {
        locked(&self.script).description = otherwise;
    }

    pub fn answer_token(&self, answer: Value) {
        locked(&self.script).token = Some((StatusCode::OK, answer));
    }

    pub fn refuse_code(&self, error: &str) {
        locked(&self.script).token = Some((StatusCode::BAD_REQUEST, json!({ "error": error })));
    }

    pub fn answer_userinfo(&self, answer: Value) {
        locked(&self.script).userinfo = answer;
    }

    pub fn sign_with_secret(&self, algorithm: Algorithm) {
        let key = EncodingKey::from_secret(SECRET.as_bytes());
        locked(&self.script).key = Some(Key { algorithm, kid: "one".to_owned(), key });
    }

    pub fn sign_with_nothing(&self) {
        locked(&self.script).key = None;
    }

    pub fn sign_with_new_key(&self, kid: &str, is_published: bool) {
        let key = Key::new(kid);
        let mut script = locked(&self.script);
        if is_published {
            script.keys = key.published();
        }
        script.key = Some(key);
    }
}

async fn description(State(script): State<Shared>) -> Json<Value> {
    let mut script = locked(&script);
    *script.asked.entry("description".to_owned()).or_default() += 1;
    let issuer = &script.issuer;
    let mut all = json!({"issuer": issuer, "authorization_endpoint": format!("{issuer}/auth?kept=1"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/told/keys"),
        "userinfo_endpoint": format!("{issuer}/told/userinfo")});
    for (name, value) in script.description.as_object().expect("a description") {
        all[name] = value.clone();
    }
    Json(all)
}

async fn told(State(script): State<Shared>, Path(what): Path<String>) -> Json<Value> {
    let mut script = locked(&script);
    *script.asked.entry(what.clone()).or_default() += 1;
    Json(if what == "keys" { script.keys.clone() } else { script.userinfo.clone() })
}

async fn token(
    State(script): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let mut script = locked(&script);
    *script.asked.entry("token".to_owned()).or_default() += 1;
    if let Some((status, answer)) = &script.token {
        return (*status, Json(answer.clone()));
    }
    // Id and secret form-encoded, then joined (RFC 6749 §2.3.1).
    let basic = BASE64_STANDARD.encode(format!("{CLIENT}:a%20secret%3A%20with%20%26%20signs"));
    let is_client = headers.get("authorization").is_some_and(|said| *said == *format!("Basic {basic}"));
    let verifier = digest::digest(&digest::SHA256, form["code_verifier"].as_bytes());
    let is_same = BASE64_URL_SAFE_NO_PAD.encode(verifier) == script.challenge;
    if !is_client || !is_same || form["code"] != "the-code" {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_request"})));
    }
    let id_token = match &script.key {
        Some(Key { algorithm, kid, key }) => {
            let header = Header { kid: Some(kid.clone()), ..Header::new(*algorithm) };
            encode(&header, &script.claims, key).expect("a token")
        }
        None => {
            let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}.", part(&json!({"alg": "none", "kid": "one"})), part(&script.claims))
        }
    };
    (StatusCode::OK, Json(json!({"id_token": id_token, "access_token": "look", "token_type": "Bearer"})))
}
