//! The last months of several practices side by side, for whoever works across them.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimState;
use serde::Serialize;

use crate::{App, Error, Place, Result};

/// Months looked back, the running one among them.
const MONTHS: usize = 6;

/// How far a practice's month has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthStage {
    /// Not closed, or opened again.
    Open,
    /// Closed; claims wait for their practitioner.
    InReview,
    /// Every claim is answered for, and the practice has still to approve the month.
    Unapproved,
    /// Every claim is answered for, and not all have gone out.
    Locked,
    /// Every claim has gone out; or there was nothing to claim.
    Exported,
}

/// One practice's month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageView {
    pub month: ServiceMonth,
    pub stage: MonthStage,
    /// Its last day is over there.
    pub is_over: bool,
    /// Claims that wait for their practitioner, of all.
    pub waiting: u64,
    pub claims: u64,
}

/// A practice with its months, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PracticeMonths {
    pub practice: PracticeId,
    pub months: Vec<StageView>,
}

/// Shows the months of those among the practices where the actor may close one; the others are left out.
///
/// # Errors
/// Storage's failures.
pub async fn company(
    app: &App,
    actor: &Actor,
    organization: OrganizationId,
    practices: &[PracticeId],
) -> Result<Vec<PracticeMonths>> {
    let mut all = Vec::with_capacity(practices.len());
    for practice in practices {
        let place = Place { organization, practice: Some(*practice) };
        let mut work = app.begin_read(actor, place).await?;
        if !work.may(Permission::CloseMonth) {
            continue;
        }
        let profile = work.practice().await?;
        let zone = profile.zone_on(crate::work::now_date(work.now)).cloned();
        let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?.zone();
        let mut month = ServiceMonth::of(zone.to_datetime(work.now).date());
        let mut months = Vec::with_capacity(MONTHS);
        for _ in 0..MONTHS {
            let closure = work.tx.newest_closure(*practice, month).await?;
            let is_open = crate::billing::refresh::open_revision(&mut work, month).await?.is_some();
            let counts = match &closure {
                Some(closure) => work.tx.claim_counts(*practice, month, closure.revision).await?,
                None => Vec::new(),
            };
            let is_approved = match &closure {
                Some(closure) if profile.profile.asks_approval => {
                    work.tx.approval(*practice, month, closure.revision).await?.is_some()
                }
                _ => true,
            };
            let of = |fits: fn(ClaimState) -> bool| -> u64 {
                counts.iter().filter(|count| fits(count.state)).map(|count| count.claims).sum()
            };
            let (claims, waiting) = (of(|_| true), of(|state| state == ClaimState::Draft));
            let exported = of(|state| !state.is_unsent());
            let stage = match () {
                () if is_open => MonthStage::Open,
                () if waiting > 0 => MonthStage::InReview,
                () if !is_approved && claims > 0 => MonthStage::Unapproved,
                () if exported < claims => MonthStage::Locked,
                () => MonthStage::Exported,
            };
            let is_over = month.bounds(&zone).1 <= work.now;
            months.push(StageView { month, stage, is_over, waiting, claims });
            month = month.previous();
        }
        drop(work);
        app.audit_read(actor, place, "months", &practice.to_string(), None).await?;
        all.push(PracticeMonths { practice: *practice, months });
    }
    Ok(all)
}
