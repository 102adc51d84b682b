//! Reckons anew on which days claims ask for somebody, where a payer's terms are others than those they were reckoned by:
//! claims that wait are looked at on the right day without anything having happened to them.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimEvent;
use ccm::claim::timers::{looks_on, matters};
use sha2::{Digest, Sha256};

use super::life::LifeClocks;
use crate::ports::ClaimEventRow;
use crate::ports::claim_timings::{ClaimTiming, LookOn};
use crate::{App, Error, Place, Result};

/// Claims of a transaction.
const AT_ONCE: usize = 200;

/// Goes on with every payer's claims until all are reckoned by its terms of today. How many were gone through.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures. What is reckoned stays, and repeating goes on from there.
pub async fn retime(app: &App, actor: &Actor, place: Place) -> Result<usize> {
    let mut gone_through = 0;
    loop {
        let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
        let practice = work.practice_id()?;
        let clocks = LifeClocks::read(&mut work).await?;
        let known = work.tx.claim_timings(practice).await?;
        drop(work);
        let Some(timing) = next(app, &clocks, &known)? else { return Ok(gone_through) };
        gone_through += page(app, actor, place, &clocks, timing).await?;
    }
}

/// The first payer whose claims are not all reckoned by its terms.
fn next(app: &App, clocks: &LifeClocks, known: &[ClaimTiming]) -> Result<Option<ClaimTiming>> {
    for payer in clocks.payers() {
        let terms = terms(app, clocks, payer)?;
        match known.iter().find(|one| one.payer == payer && one.terms == terms) {
            Some(ClaimTiming { after: None, .. }) => {}
            Some(begun) => return Ok(Some(*begun)),
            None => return Ok(Some(ClaimTiming { payer, terms, after: None })),
        }
    }
    Ok(None)
}

/// Everything that the days rest on beside a claim's own events.
fn terms(app: &App, clocks: &LifeClocks, payer: PayerId) -> Result<[u8; 32]> {
    let timers = clocks.terms(payer).map(|(timers, _)| timers);
    let told = (timers, clocks.zone().iana_name(), app.rules.hash());
    let told = serde_json::to_vec(&told).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Sha256::digest(told).into())
}

async fn page(
    app: &App,
    actor: &Actor,
    place: Place,
    clocks: &LifeClocks,
    timing: ClaimTiming,
) -> Result<usize> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let claims = work.tx.waiting_claims(practice, timing.payer, timing.after, limit).await?;
    let looks: Vec<LookOn> = claims
        .iter()
        .filter_map(|claim| {
            let events: Vec<ClaimEvent> = claim.events.iter().map(ClaimEventRow::event).collect();
            let clocks = clocks.of(app, claim.payer, claim.month.first_day())?;
            let matters = matters(&events, &clocks);
            Some(LookOn { claim: claim.id, events: events.len(), on: looks_on(&matters), matters })
        })
        .collect();
    work.tx.put_looks(practice, &looks).await?;
    let after = claims.last().map(|claim| claim.id).filter(|_| claims.len() == AT_ONCE);
    work.tx.put_claim_timing(practice, ClaimTiming { after, ..timing }).await?;
    // What was reckoned says nothing new of any claim: there is nothing to put on record.
    work.tx.commit().await?;
    Ok(claims.len())
}
