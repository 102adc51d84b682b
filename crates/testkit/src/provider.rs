//! An identity provider of our own making: it sends back whoever the test says.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use app::ports::{Departure, Identity, IdentityProvider, ProviderAnswer, ProviderTerms};
use async_trait::async_trait;
use ccm::basics::Problem;

/// Stands in for a provider. Its codes are good for the departure that they were made for.
pub struct StandInProvider {
    terms: ProviderTerms,
    /// Nobody answers.
    pub is_down: AtomicBool,
    departures: AtomicUsize,
    codes: Mutex<HashMap<String, (String, Identity)>>,
}

/// What a browser brings back.
pub struct ShownUp {
    pub state: String,
    pub code: String,
}

impl StandInProvider {
    pub fn new(issuer: &str, links_by_name: bool) -> Self {
        Self {
            terms: ProviderTerms { issuer: issuer.to_owned(), label: "Stand-in".to_owned(), links_by_name },
            is_down: AtomicBool::new(false),
            departures: AtomicUsize::new(0),
            codes: Mutex::default(),
        }
    }

    /// Somebody who was sent to this address shows who they are.
    pub fn show(&self, address: &str, subject: &str, names: &[&str], is_strong: bool) -> ShownUp {
        let mut parts = address.rsplit('/');
        let (Some(state), Some(departure)) = (parts.next(), parts.next()) else {
            panic!("an address that the stand-in did not make: {address}");
        };
        let identity = Identity {
            subject: subject.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            is_strong,
        };
        let code = format!("code-{departure}-{subject}");
        let mut codes = self.codes.lock().expect("no test panics while it holds the codes");
        codes.insert(code.clone(), (departure.to_owned(), identity));
        ShownUp { state: state.to_owned(), code }
    }

    fn answers(&self) -> app::Result<()> {
        match self.is_down.load(Ordering::Relaxed) {
            true => Err(app::Error::Unavailable("the stand-in".to_owned())),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl IdentityProvider for StandInProvider {
    fn terms(&self) -> &ProviderTerms {
        &self.terms
    }

    async fn depart(&self, state: &str, _must_be_fresh: bool) -> app::Result<Departure> {
        self.answers()?;
        let departure = self.departures.fetch_add(1, Ordering::Relaxed).to_string();
        let address = format!("{}/{departure}/{state}", self.terms.issuer);
        Ok(Departure { address, kept: departure.into_bytes() })
    }

    async fn arrive(&self, kept: &[u8], answer: &ProviderAnswer) -> app::Result<Identity> {
        self.answers()?;
        let mut codes = self.codes.lock().expect("no test panics while it holds the codes");
        match codes.remove(&answer.code) {
            Some((departure, identity)) if departure.as_bytes() == kept => Ok(identity),
            _ => Err(app::Error::invalid(Problem::new("identity", "answer"))),
        }
    }
}
