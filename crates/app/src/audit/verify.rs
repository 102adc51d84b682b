//! Check the whole chain: every event as it stands against what was sealed.

use std::collections::{HashMap, HashSet};

use ccm::access::{Actor, Permission};
use ccm::audit::{Broken, verify as verify_chain};
use ccm::basics::*;
use serde::Serialize;

use crate::{App, Place, Result};

/// What verification found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerifyReport {
    pub schema: &'static str,
    pub events: usize,
    pub sealed: i64,
    pub seals: usize,
    /// Events since the last seal: the unsealed window.
    pub unsealed: usize,
    pub broken: Vec<Broken>,
    /// The sealers' public keys, in hexadecimal: to be compared with the ones kept elsewhere.
    pub public_keys: Vec<String>,
}

/// Events read at a time.
const EVENTS_AT_ONCE: i64 = 10_000;

/// Verifies an organization's audit log.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures. What does not hold is an answer, not an error.
pub async fn verify(app: &App, actor: &Actor, place: Place) -> Result<VerifyReport> {
    let noted = app.signer.remembered(place.organization)?;
    verify_against(app, actor, place, noted).await
}

/// As [`verify`], against a note of how far the chain had come: a copy is held against what was noted with it.
///
/// # Errors
/// As [`verify`].
pub async fn verify_against(
    app: &App,
    actor: &Actor,
    place: Place,
    noted: Option<(i64, [u8; 32])>,
) -> Result<VerifyReport> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadAudit).await?;
    let chain = work.tx.chain().await?;
    let mut hashes: HashMap<AuditEventId, [u8; 32]> = HashMap::new();
    let mut events: Vec<AuditEventId> = Vec::new();
    let mut after = None;
    loop {
        let next = work.tx.events(after, EVENTS_AT_ONCE).await?;
        let Some(last) = next.last() else { break };
        after = Some((last.at, last.id));
        for event in &next {
            events.push(event.id);
            hashes.insert(event.id, event.sha256());
        }
    }
    let signer = &app.signer;
    let mut broken = verify_chain(
        &chain.numbered,
        &chain.seals,
        |id| hashes.get(&id).copied(),
        // A seal under somebody else's key is no seal: whoever owns the database could make one.
        |seal, message| {
            seal.public_key == signer.public_key()
                && signer.is_signed(&seal.public_key, message, &seal.signature)
        },
    );
    // What was noted outside the database must still be there: a chain cut off clean, or made anew, is not.
    if let Some((last, sha256)) = noted {
        match chain.seals.iter().find(|seal| seal.last == last) {
            Some(seal) if seal.sha256 == sha256 => {}
            Some(seal) => broken.push(Broken::SealMismatch { first: seal.first, last: seal.last }),
            None => broken.push(Broken::Truncated {
                sealed_to: chain.seals.last().map_or(0, |seal| seal.last),
                numbered_to: last,
            }),
        }
    }
    // Every event is numbered or waits for its number; one that does neither was put in behind the program's back.
    let numbered: HashSet<AuditEventId> = chain.numbered.iter().map(|one| one.event).collect();
    let waiting: HashSet<AuditEventId> =
        work.tx.unnumbered(i64::MAX).await?.iter().map(|event| event.id).collect();
    let unnumbered = || events.iter().filter(|id| !numbered.contains(id));
    broken
        .extend(unnumbered().filter(|id| !waiting.contains(id)).map(|id| Broken::Unnumbered { event: *id }));
    let unsealed = unnumbered().filter(|id| waiting.contains(id)).count();
    let mut public_keys: Vec<String> =
        chain.seals.iter().map(|seal| ccm::basics::hex(&seal.public_key)).collect();
    public_keys.sort();
    public_keys.dedup();
    Ok(VerifyReport {
        schema: "perennial.audit.1",
        events: events.len(),
        sealed: chain.seals.last().map_or(0, |seal| seal.last),
        seals: chain.seals.len(),
        unsealed,
        broken,
        public_keys,
    })
}
