//! Passkeys for one origin: the port [`app::ports::Passkeys`] over webauthn-rs.
//!
//! An authenticator must verify its holder each time, so that a passkey alone is two factors. What is kept of one is the
//! library's own JSON; what is kept of a ceremony holds its challenge and goes nowhere but into the database, sealed.

use app::ports::{Begun, Credential, PasskeyOwner, Passkeys};
use app::{Error, Result};
use ccm::basics::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

/// Passkeys of one installation.
pub struct OriginPasskeys {
    webauthn: Webauthn,
}

impl OriginPasskeys {
    /// `origin` is where browsers find us: `https://ccm.example.org`, or `http://localhost:8080`. Passkeys are bound to
    /// its host for ever.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an origin that is none, or that browsers make no passkeys for.
    pub fn new(origin: &str) -> Result<Self> {
        let wrong = || Error::invalid(Problem::new("origin", "origin").with("expected", "https://HOST"));
        let url = Url::parse(origin).map_err(|_| wrong())?;
        let host = url.domain().ok_or_else(wrong)?.to_owned();
        if url.scheme() != "https" && host != "localhost" {
            return Err(wrong());
        }
        let builder = WebauthnBuilder::new(&host, &url).map_err(|_| wrong())?.rp_name("Perennial");
        Ok(Self { webauthn: builder.build().map_err(|_| wrong())? })
    }
}

/// A sign-in that was begun.
#[derive(Serialize, Deserialize)]
enum Begin {
    WithOneOf(PasskeyAuthentication),
    WithAny(DiscoverableAuthentication),
}

impl Passkeys for OriginPasskeys {
    fn begin_registration(&self, account: &PasskeyOwner<'_>, known: &[Vec<u8>]) -> Result<Begun> {
        let known = passkeys(known)?.into_iter().map(|one| one.cred_id().clone()).collect();
        let begun =
            self.webauthn.start_passkey_registration(account.id, account.login, account.name, Some(known));
        let (options, state) = begun.map_err(internal)?;
        let mut options = json(&options)?;
        // Kept on the device where it can be, so that it is offered without a name being typed.
        if let Some(Value::Object(selection)) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection.insert("residentKey".to_owned(), "preferred".into());
        }
        Ok(Begun { options, state: bytes(&state)? })
    }

    fn finish_registration(&self, state: &[u8], answer: &Value) -> Result<Credential> {
        let state: PasskeyRegistration = read(state)?;
        let answer: RegisterPublicKeyCredential = answered(answer)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, &state).map_err(|_| wrong())?;
        let counter = webauthn_rs::prelude::Credential::from(passkey.clone()).counter;
        Ok(Credential { id: passkey.cred_id().to_vec(), body: bytes(&passkey)?, counter })
    }

    fn begin_sign_in(&self, known: &[Vec<u8>]) -> Result<Begun> {
        let (options, state) = if known.is_empty() {
            let (options, state) = self.webauthn.start_discoverable_authentication().map_err(internal)?;
            (json(&options)?, Begin::WithAny(state))
        } else {
            let known = passkeys(known)?;
            let (options, state) = self.webauthn.start_passkey_authentication(&known).map_err(internal)?;
            (json(&options)?, Begin::WithOneOf(state))
        };
        Ok(Begun { options, state: bytes(&state)? })
    }

    fn claimed(&self, answer: &Value) -> Option<Vec<u8>> {
        let answer: PublicKeyCredential = answered(answer).ok()?;
        Some(answer.get_credential_id().to_vec())
    }

    fn finish_sign_in(&self, state: &[u8], answer: &Value, known: &[u8]) -> Result<Credential> {
        let answer: PublicKeyCredential = answered(answer)?;
        let mut passkey: Passkey = read(known)?;
        let result = match read::<Begin>(state)? {
            Begin::WithOneOf(state) => self.webauthn.finish_passkey_authentication(&answer, &state),
            Begin::WithAny(state) => {
                self.webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey)
            }
        };
        let result = result.map_err(|_| wrong())?;
        // Presence alone would be one factor; and the answer must be of the passkey that we looked up.
        if !result.user_verified() || passkey.update_credential(&result).is_none() {
            return Err(wrong());
        }
        Ok(Credential { id: passkey.cred_id().to_vec(), body: bytes(&passkey)?, counter: result.counter() })
    }
}

fn passkeys(known: &[Vec<u8>]) -> Result<Vec<Passkey>> {
    known.iter().map(|body| read(body)).collect()
}

/// What we kept reads back, or something is very wrong.
fn read<T: DeserializeOwned>(kept: &[u8]) -> Result<T> {
    serde_json::from_slice(kept).map_err(internal)
}

/// What a browser sent may be anything.
fn answered<T: DeserializeOwned>(answer: &Value) -> Result<T> {
    T::deserialize(answer).map_err(|_| wrong())
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(internal)
}

fn json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(internal)
}

fn wrong() -> Error {
    Error::invalid(Problem::new("passkey", "answer"))
}

/// Never the library's own words: they may hold what the browser sent.
fn internal<E>(_: E) -> Error {
    Error::Internal("a passkey cannot be read or made".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_origin_is_one_that_browsers_make_passkeys_for() {
        for fine in ["https://ccm.example.org", "http://localhost:8080", "https://ccm.example.org:8443"] {
            assert!(OriginPasskeys::new(fine).is_ok(), "{fine}");
        }
        for wrong in ["", "ccm.example.org", "http://ccm.example.org", "https://127.0.0.1", "ftp://x.org"] {
            assert!(OriginPasskeys::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn whatever_a_browser_answers_is_refused_and_never_a_panic() {
        let port = OriginPasskeys::new("https://ccm.example.org").unwrap();
        let owner = PasskeyOwner { id: uuid::Uuid::from_u128(7), login: "rhea", name: "Rhea Quill" };
        let begun = port.begin_registration(&owner, &[]).unwrap();
        assert_eq!(begun.options["publicKey"]["authenticatorSelection"]["residentKey"], "preferred");
        assert_eq!(begun.options["publicKey"]["authenticatorSelection"]["userVerification"], "required");
        let signing_in = port.begin_sign_in(&[]).unwrap();
        let shaped = json!({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "extensions": {},
            "response": {"attestationObject": "AAAA", "clientDataJSON": "e30", "authenticatorData": "AAAA",
                "signature": "AAAA", "userHandle": null}});
        for answer in [Value::Null, json!({}), json!([1]), json!({"id": 7}), shaped] {
            let refused = port.finish_registration(&begun.state, &answer);
            assert!(matches!(refused, Err(Error::Invalid(_))), "{answer}");
            assert!(port.finish_sign_in(&signing_in.state, &answer, b"{}").is_err());
        }
        assert!(port.begin_sign_in(&[b"no passkey".to_vec()]).is_err());
    }
}
