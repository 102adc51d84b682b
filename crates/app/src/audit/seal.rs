//! Number the committed events and seal them, a thousand at a time, under a lease: one sealer at a time.

use ccm::access::Actor;
use ccm::audit::{Numbered, Seal};
use ccm::basics::*;
use serde::Serialize;

use crate::{App, Place, Result};

/// What a sealing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SealReport {
    pub seals: usize,
    pub events: usize,
    /// Another sealer holds the lease.
    pub is_elsewhere: bool,
}

/// Events in one seal at most.
const EVENTS_AT_ONCE: i64 = 1_000;
/// A sealer that says nothing for so long has lost its lease.
const LEASE_SECONDS: i64 = 30;

/// Seals everything that is committed and not yet sealed. Safe to run at any time, twice, and beside itself.
///
/// # Errors
/// Storage's failures; what was sealed before one stays sealed.
pub async fn seal(app: &App, organization: OrganizationId, holder: &str) -> Result<SealReport> {
    let actor = Actor::Job { name: "sealer".to_owned() };
    let place = Place { organization, practice: None };
    let mut report = SealReport::default();
    loop {
        // The sealer writes no event of its own: it would never come to an end.
        let work = app.begin(&actor, place).await?;
        let (mut tx, now) = (work.tx, work.now);
        let until = now.saturating_add(jiff::SignedDuration::from_secs(LEASE_SECONDS)).unwrap_or(now);
        if tx.take_lease("audit_sealer", holder, now, until).await?.is_none() {
            report.is_elsewhere = true;
            return Ok(report);
        }
        let events = tx.unnumbered(EVENTS_AT_ONCE).await?;
        if events.is_empty() {
            // The lease is given back: the next command need not wait for it to run out.
            tx.take_lease("audit_sealer", holder, now, now).await?;
            tx.commit().await?;
            return Ok(report);
        }
        let last = tx.last_seal().await?;
        let (previous, sealed_to) = last.map_or(([0; 32], 0), |seal| (seal.sha256, seal.last));
        let numbered: Vec<Numbered> = (sealed_to + 1..)
            .zip(&events)
            .map(|(number, event)| Numbered { number, event: event.id, sha256: event.sha256() })
            .collect();
        let (first, last) = (sealed_to + 1, sealed_to + numbered.len() as i64);
        let sha256 = Seal::digest(&previous, &numbered);
        let seal = Seal {
            organization,
            first,
            last,
            sha256,
            previous,
            signature: app.signer.sign(&Seal::message(organization, first, last, &sha256)),
            public_key: app.signer.public_key(),
            sealed_at: now,
        };
        let rows: Vec<_> = numbered
            .iter()
            .zip(&events)
            .map(|(one, event)| (one.number, event.at, one.event, one.sha256))
            .collect();
        tx.add_seal(&seal, &rows).await?;
        tx.commit().await?;
        app.signer.remember(organization, last, sha256)?;
        report.seals += 1;
        report.events += rows.len();
    }
}
