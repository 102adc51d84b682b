//! Use cases: one folder per room, one file per use case.
//!
//! A use case gathers, asks the domain, and keeps the result. The page, the API, the command line and the
//! nightly job call the same function. [`App::begin`] is the only way to a row: it takes an actor.

pub mod access;
pub mod audit;
pub mod billing;
pub mod care;
pub mod care_plan;
pub mod claim;
pub mod enrollment;
pub mod feed;
pub mod people;
pub mod ports;
pub mod proof;
pub mod record;
pub mod reference;
pub mod remittance;
pub mod reports;
pub mod time;

mod error;
mod once;
mod work;

pub use error::{Error, Result};
pub use once::{Answer, Command};
pub use work::{Place, Work};

use std::sync::Arc;

use ccm::basics::Document;
use ccm::billing::RuleSet;
use ccm::care_plan::ConditionCatalog;

use crate::ports::{
    AnswerReader, Archives, ClaimWriter, Clock, Documents, IdentityProvider, Ids, InquiryWriter, Passkeys,
    Secrets, Signer, Store, Transports,
};

/// Everything a use case may lean on, introduced to each other by `server`.
#[derive(Clone)]
pub struct App {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub signer: Arc<dyn Signer>,
    pub secrets: Arc<dyn Secrets>,
    /// Where the installation has an origin that browsers make passkeys for.
    pub passkeys: Option<Arc<dyn Passkeys>>,
    /// Where the installation signs people in through a provider of its own.
    pub identity_provider: Option<Arc<dyn IdentityProvider>>,
    pub claim_writer: Arc<dyn ClaimWriter>,
    pub inquiry_writer: Arc<dyn InquiryWriter>,
    pub answers: Arc<dyn AnswerReader>,
    pub transports: Arc<dyn Transports>,
    /// Where PDF is built into the program.
    pub documents: Option<Arc<dyn Documents>>,
    pub archives: Arc<dyn Archives>,
    pub rules: Arc<RuleSet>,
    pub catalog: Arc<ConditionCatalog>,
    /// Whether files may say `P` (production): only where the installation was told so.
    pub is_production: bool,
    /// Whether everybody may sign in as anybody: only over the invented practice.
    pub is_demo: bool,
}

impl App {
    /// A document as PDF, set on a thread that nobody else waits for.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in a program without PDF; [`Error::Internal`] where it cannot be set.
    pub async fn pdf(&self, document: Document) -> Result<Vec<u8>> {
        let documents = self.documents.clone().ok_or_else(|| Error::Unavailable("PDF".to_owned()))?;
        let set = tokio::task::spawn_blocking(move || documents.pdf(&document));
        set.await.map_err(|_| Error::Internal("a document was not set".to_owned()))?
    }
}
