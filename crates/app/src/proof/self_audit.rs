//! The practice's own sample of a quarter, scored by the same checklist, and the trend over quarters.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::proof::{CaseVerdict, Checklist, Quarter, SAMPLE_SIZE, sample};
use serde_json::json;

use super::build::verdict_of;
use super::pack::{packs, score};
use crate::ports::{Score, SelfAuditRow};
use crate::{App, Error, Place, Result};

/// A quarter's sample with what it came to.
pub struct SelfAuditView {
    pub row: SelfAuditRow,
    /// In the order in which they were drawn.
    pub claims: Vec<(ClaimId, Score)>,
    pub verdict: CaseVerdict,
}

/// Draws a quarter's sample and scores it, once. Without a seed the audit's own id is one.
///
/// # Errors
/// [`Error::Conflict`] where the quarter has its sample; [`Error::Invalid`] where nothing was claimed in it;
/// [`Error::Forbidden`].
pub async fn draw_self_audit(
    app: &App,
    actor: &Actor,
    place: Place,
    quarter: Quarter,
    seed: Option<&str>,
) -> Result<SelfAuditId> {
    let mut work = app.begin(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    if work.tx.self_audits(practice).await?.iter().any(|row| row.quarter == quarter) {
        return Err(Error::Conflict("the quarter has its sample already".to_owned()));
    }
    let id = SelfAuditId(work.id());
    let seed = seed.map(str::trim).filter(|seed| !seed.is_empty()).map_or(id.to_string(), str::to_owned);
    if seed.chars().count() > 100 {
        return Err(Error::invalid(Problem::new("too_long", "seed").with("expected", 100)));
    }
    let population = work.tx.claims_of_months(practice, &quarter.months()).await?;
    let drawn = sample(&seed, &population, SAMPLE_SIZE);
    if drawn.is_empty() {
        return Err(Error::invalid(Problem::new("nothing_claimed", "quarter")));
    }
    let names: Vec<String> = drawn.iter().map(ToString::to_string).collect();
    let rows = work.tx.claims_named(practice, &names).await?;
    let packs = packs(app, &mut work, rows).await?;
    let mut scored: Vec<(ClaimId, Score)> =
        packs.iter().map(|pack| (pack.evidence.claim_id, score(pack))).collect();
    scored.sort_by_key(|(claim, _)| drawn.iter().position(|one| one == claim));
    let row = SelfAuditRow {
        id,
        quarter,
        seed,
        population: i64::try_from(population.len()).unwrap_or(i64::MAX),
        checklist: Checklist::embedded().version.clone(),
        drawn_at: work.now,
        drawn_by: work.actor.person(),
    };
    work.tx.add_self_audit(practice, &row, &scored).await?;
    for pack in &packs {
        let (claim, patient) = (pack.evidence.claim_id, pack.evidence.patient);
        work.audit("read", "evidence_pack", &claim.to_string(), Some(patient), json!({"self_audit": id}));
    }
    work.audit(
        "draw",
        "self_audit",
        &id.to_string(),
        None,
        json!({"quarter": quarter, "claims": scored.len()}),
    );
    work.changed("self_audit", id, 1);
    work.commit().await?;
    Ok(id)
}

/// Every quarter's sample, the oldest first.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn self_audits(app: &App, actor: &Actor, place: Place) -> Result<Vec<SelfAuditView>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.self_audits(practice).await?;
    let all = work.tx.self_audit_claims(practice).await?;
    drop(work);
    app.audit_read(actor, place, "self_audits", "list", None).await?;
    let view = |row: SelfAuditRow| {
        let of_row = all.iter().filter(|(audit, _, _)| *audit == row.id);
        let claims: Vec<(ClaimId, Score)> = of_row.map(|(_, claim, score)| (*claim, score.clone())).collect();
        SelfAuditView { verdict: verdict_of(claims.iter().map(|(_, score)| score)), claims, row }
    };
    Ok(rows.into_iter().map(view).collect())
}
