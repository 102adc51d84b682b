//! The whole way, over a real connection to a provider of our own making that says what the test wants it to say.

mod provider;

use app::Error;
use app::ports::{Identity, IdentityProvider, ProviderAnswer};
use jsonwebtoken::Algorithm;
use reqwest::Url;
use serde_json::{Value, json};

use crate::{OpenIdProvider, Settings};
use provider::{CLIENT, Provider, SECRET, now};

fn settings(issuer: &str) -> Settings {
    Settings {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(SECRET.to_owned()),
        label: "Example".to_owned(),
        redirect: "http://localhost:8080/sign-in/oidc/callback".to_owned(),
        provider_asks_second_factor: false,
        strong_acr: vec!["urn:example:strong".to_owned()],
        links_by_name: true,
    }
}

/// Goes there and back; `claims` is what the token says beside what it must.
async fn there_and_back(
    port: &OpenIdProvider,
    provider: &Provider,
    must_be_fresh: bool,
    claims: Value,
) -> app::Result<Identity> {
    let departure = port.depart("the-state", must_be_fresh).await?;
    provider.heard(&departure.address, claims);
    let answer = ProviderAnswer { code: "the-code".to_owned(), issuer: None };
    port.arrive(&departure.kept, &answer).await
}

fn port(provider: &Provider) -> OpenIdProvider {
    OpenIdProvider::new(settings(&provider.issuer)).expect("settings that hold")
}

fn is_invalid(answer: &app::Result<Identity>) -> bool {
    matches!(answer, Err(Error::Invalid(_)))
}

fn is_down(answer: &app::Result<Identity>) -> bool {
    matches!(answer, Err(Error::Unavailable(_)))
}

#[tokio::test]
async fn somebody_goes_there_and_comes_back() {
    let provider = Provider::start().await;
    let port = port(&provider);
    let departure = port.depart("the-state", false).await.expect("an address");
    let address = Url::parse(&departure.address).expect("an address");
    let said =
        |name: &str| address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(said("state").as_deref(), Some("the-state"));
    assert_eq!(said("code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(said("scope").as_deref(), Some("openid profile email"));
    assert_eq!((said("prompt"), said("nonce").map(|nonce| nonce.len())), (None, Some(43)));
    let names = json!({"preferred_username": "rhea", "email": "rhea@example.org", "email_verified": true});
    let identity = there_and_back(&port, &provider, false, names).await.expect("somebody");
    assert_eq!((identity.subject.as_str(), identity.is_strong), ("sub-1", false));
    assert_eq!(identity.names, ["rhea", "rhea@example.org"]);
    // Asked once, and kept.
    there_and_back(&port, &provider, false, json!({"preferred_username": "rhea"})).await.expect("somebody");
    assert_eq!((provider.asked("description"), provider.asked("keys")), (1, 1));
}

#[tokio::test]
async fn nothing_of_a_token_that_does_not_hold_is_believed() {
    let provider = Provider::start().await;
    let port = port(&provider);
    let others = "https://other.example.org";
    let table = [
        ("nonce", json!({"nonce": "another"})),
        ("no nonce", json!({"nonce": null})),
        ("issuer", json!({"iss": others})),
        ("no issuer", json!({"iss": null})),
        ("audience", json!({"aud": "another"})),
        ("no audience", json!({"aud": null})),
        ("several, and nobody asked", json!({"aud": [CLIENT, "another"]})),
        ("another asked", json!({"aud": [CLIENT, "another"], "azp": "another"})),
        ("over", json!({"exp": now() - 300})),
        ("no end", json!({"exp": null})),
        ("not yet", json!({"nbf": now() + 300})),
        ("nobody", json!({"sub": ""})),
        ("no subject", json!({"sub": null})),
        ("too long a subject", json!({"sub": "s".repeat(256)})),
        ("no text", json!({"sub": 7})),
    ];
    for (what, claims) in table {
        assert!(is_invalid(&there_and_back(&port, &provider, false, claims).await), "{what}");
    }
    let several = json!({"aud": [CLIENT, "another"], "azp": CLIENT});
    assert!(there_and_back(&port, &provider, false, several).await.is_ok());
    for wrong in ["", "a.b.c", "no token"] {
        provider.answer_token(json!({"id_token": wrong}));
        assert!(is_invalid(&there_and_back(&port, &provider, false, json!({})).await), "{wrong:?}");
    }
    provider.answer_token(json!({"access_token": "alone"}));
    assert!(is_down(&there_and_back(&port, &provider, false, json!({})).await));
}

#[tokio::test]
async fn a_signature_is_the_provider_s_own() {
    let provider = Provider::start().await;
    let port = port(&provider);
    // Signed with the secret that both sides know, under the name of the real key.
    provider.sign_with_secret(Algorithm::HS256);
    assert!(is_invalid(&there_and_back(&port, &provider, false, json!({})).await));
    provider.sign_with_nothing();
    assert!(is_invalid(&there_and_back(&port, &provider, false, json!({})).await));
    // Another key under the name of the real one.
    provider.sign_with_new_key("one", false);
    assert!(is_invalid(&there_and_back(&port, &provider, false, json!({})).await));
}

#[tokio::test]
async fn keys_may_change() {
    let provider = Provider::start().await;
    let port = port(&provider);
    there_and_back(&port, &provider, false, json!({})).await.expect("somebody");
    provider.sign_with_new_key("two", true);
    there_and_back(&port, &provider, false, json!({})).await.expect("somebody, by a new key");
    assert_eq!(provider.asked("keys"), 2);
    // A key that is nowhere is looked for once, and not again at once.
    provider.sign_with_new_key("three", false);
    for _ in 0..3 {
        assert!(is_invalid(&there_and_back(&port, &provider, false, json!({})).await));
    }
    assert_eq!(provider.asked("keys"), 3);
}

#[tokio::test]
async fn a_proof_is_strong_or_fresh_where_the_token_says_so() {
    let provider = Provider::start().await;
    let port = port(&provider);
    let table = [
        (json!({"amr": ["pwd"]}), false),
        (json!({"amr": ["pwd", "mfa"]}), true),
        (json!({"amr": "mfa"}), false),
        (json!({"acr": "urn:example:strong"}), true),
        (json!({"acr": "urn:example:weak"}), false),
    ];
    for (claims, is_strong) in table {
        let identity = there_and_back(&port, &provider, false, claims.clone()).await.expect("somebody");
        assert_eq!(identity.is_strong, is_strong, "{claims}");
    }
    for (claims, is_fresh) in
        [(json!({}), false), (json!({"auth_time": now() - 600}), false), (json!({"auth_time": now()}), true)]
    {
        assert_eq!(
            there_and_back(&port, &provider, true, claims.clone()).await.is_ok(),
            is_fresh,
            "{claims}"
        );
    }
    let address = port.depart("s", true).await.expect("an address").address;
    assert!(address.contains("prompt=login&max_age=0"));
    let sure = Settings { provider_asks_second_factor: true, ..settings(&provider.issuer) };
    let sure = OpenIdProvider::new(sure).expect("settings that hold");
    assert!(there_and_back(&sure, &provider, false, json!({})).await.expect("somebody").is_strong);
}

#[tokio::test]
async fn names_are_those_that_the_provider_vouches_for() {
    let provider = Provider::start().await;
    let port = port(&provider);
    let unverified = json!({"email": "rhea@example.org", "email_verified": "true"});
    assert!(there_and_back(&port, &provider, false, unverified).await.expect("somebody").names.is_empty());
    // Asked for them, it answers about the same person, or about nobody.
    provider.answer_userinfo(json!({"sub": "sub-1", "preferred_username": "rhea"}));
    assert_eq!(there_and_back(&port, &provider, false, json!({})).await.expect("somebody").names, ["rhea"]);
    provider.answer_userinfo(json!({"sub": "sub-2", "preferred_username": "dora"}));
    assert!(there_and_back(&port, &provider, false, json!({})).await.expect("somebody").names.is_empty());
}

#[tokio::test]
async fn another_provider_s_code_is_not_shown_to_this_one() {
    let provider = Provider::start().await;
    let port = port(&provider);
    let departure = port.depart("s", false).await.expect("an address");
    provider.heard(&departure.address, json!({}));
    let answer =
        |issuer: &str| ProviderAnswer { code: "the-code".to_owned(), issuer: Some(issuer.to_owned()) };
    assert!(is_invalid(&port.arrive(&departure.kept, &answer("https://other.example.org")).await));
    assert_eq!(provider.asked("token"), 0);
    assert!(port.arrive(&departure.kept, &answer(&provider.issuer)).await.is_ok());
    // A code that is none any more is somebody's mistake; a client that is refused is ours.
    provider.refuse_code("invalid_grant");
    assert!(is_invalid(&port.arrive(&departure.kept, &answer(&provider.issuer)).await));
    provider.refuse_code("invalid_client");
    assert!(is_down(&port.arrive(&departure.kept, &answer(&provider.issuer)).await));
}

#[tokio::test]
async fn a_provider_that_is_down_strange_or_endless_is_not_available() {
    let down = OpenIdProvider::new(settings("http://127.0.0.1:9")).expect("settings that hold");
    for _ in 0..2 {
        assert!(matches!(down.depart("s", false).await, Err(Error::Unavailable(_))));
    }
    let descriptions = [
        json!({"issuer": "https://other.example.org"}),
        json!({"token_endpoint": "http://other.example.org/token"}),
        json!({"authorization_endpoint": "javascript:alert(1)"}),
        json!({"jwks_uri": null}),
        json!({"service_documentation": "x".repeat(300 * 1024)}),
    ];
    for description in descriptions {
        let provider = Provider::start().await;
        provider.describe(description.clone());
        let answer = port(&provider).depart("s", false).await;
        assert!(matches!(answer, Err(Error::Unavailable(_))));
    }
}

#[test]
fn settings_are_checked_all_at_once() {
    for fine in ["https://id.example.org", "https://id.example.org/realms/clinic", "http://localhost:3000"] {
        assert!(OpenIdProvider::new(settings(fine)).is_ok(), "{fine}");
    }
    for wrong in [
        "",
        "id.example.org",
        "http://id.example.org",
        "https://a:b@id.example.org",
        "https://id.example.org/?x",
    ] {
        assert!(matches!(OpenIdProvider::new(settings(wrong)), Err(Error::Invalid(_))), "{wrong}");
    }
    let nothing = Settings {
        client_id: " ".to_owned(),
        label: String::new(),
        redirect: "http://ccm.example.org/back".to_owned(),
        ..settings("ftp://x")
    };
    let Err(Error::Invalid(problems)) = OpenIdProvider::new(nothing) else { panic!("refused") };
    assert_eq!(problems.len(), 4);
}
