//! One resource on its way into a record.

use app::people::incoming::Origin;
use fhir::Resource;
use sha2::{Digest, Sha256};

use super::notes::Place;

/// A readable resource with what its document says about it.
#[derive(Clone, Copy)]
pub(super) struct Item<'d> {
    pub resource: &'d Resource<'d>,
    /// As received.
    pub json: &'d str,
    pub full_url: Option<&'d str>,
    pub place: Place<'d>,
    /// The id that its source gave, where it gave one.
    pub given_id: Option<&'d str>,
}

impl<'d> Item<'d> {
    pub fn new(
        resource: &'d Resource<'d>,
        json: &'d str,
        full_url: Option<&'d str>,
        place: Place<'d>,
    ) -> Self {
        let given_id = resource.id().or_else(|| full_url.map(id_of_url)).filter(|id| is_id(id));
        Self { resource, json, full_url, place, given_id }
    }

    /// The id in its source: its own, else that of its `fullUrl`, else one made of its content.
    pub fn source_id(&self) -> String {
        match self.given_id {
            Some(id) => id.to_owned(),
            None => {
                let digest: [u8; 32] = Sha256::digest(self.json).into();
                digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
            }
        }
    }

    pub fn last_updated(&self) -> Option<jiff::Timestamp> {
        Some(self.resource.meta()?.last_updated?.at)
    }

    pub fn origin(&self) -> Origin {
        Origin {
            source_id: self.source_id(),
            last_updated: self.last_updated(),
            sha256: Sha256::digest(self.json).into(),
        }
    }
}

/// Short enough to be an id. FHIR says 64; senders with addresses for ids exist.
pub(super) fn is_id(id: &str) -> bool {
    (1..=255).contains(&id.len())
}

/// `urn:uuid:1` and `https://there/Patient/1` both name 1.
pub(super) fn id_of_url(url: &str) -> &str {
    let plain = url.rsplit_once("/_history/").map_or(url, |(before, _)| before);
    match plain.strip_prefix("urn:") {
        Some(urn) => urn.split_once(':').map_or(urn, |(_, id)| id),
        None => plain.rsplit('/').next().unwrap_or(plain),
    }
}
