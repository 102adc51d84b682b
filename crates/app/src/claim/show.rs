//! One claim with what is wrong with it, what happened to it, and the evidence that it rests on.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimStep;
use ccm::people::Transport;
use serde::Serialize;

use super::desk::{ClaimView, Desk, Kept};
use super::timeline::{Timeline, timeline};
use crate::proof::{Evidence, evidence};
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result};

/// A claim on a page of its own.
#[derive(Serialize)]
pub struct ClaimPage {
    pub schema: &'static str,
    #[serde(flatten)]
    pub claim: ClaimView,
    #[serde(skip)]
    pub card: PatientCard,
    pub payer_name: String,
    pub month: ServiceMonth,
    pub revision: i64,
    /// The month was closed again since, or is open again: another claim may stand in its place.
    pub is_superseded: bool,
    /// `None` for a claim to which nothing has happened, not even its drafting.
    #[serde(skip)]
    pub timeline: Option<Timeline>,
    /// The file that somebody types into the payer's portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal_file: Option<ClaimFileId>,
    #[serde(skip)]
    pub evidence: Evidence,
}

/// Shows a claim, named by its number or our id.
///
/// # Errors
/// [`Error::NotFound`] for a claim that is not here, or whose chart is not for these eyes; storage's failures.
pub async fn claim(app: &App, actor: &Actor, place: Place, number_or_id: &str) -> Result<ClaimPage> {
    // The chart is asked for there, and the read goes on record.
    let evidence = evidence(app, actor, place, number_or_id).await?;
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let (month, revision, patient) = (evidence.month, evidence.revision, evidence.patient);
    let rows = work.tx.claims_of(practice, month, &[patient]).await?;
    let desk = Desk::over(app, &mut work, month, revision, rows).await?;
    let kept = desk.claims.iter().find(|kept| kept.row.id == evidence.claim_id);
    let kept = kept.ok_or(Error::NotFound("claim"))?;
    let portal_file = portal_file(&desk, kept);
    let view = desk.view(app, kept);
    let timeline = timeline(app, &mut work, &kept.row).await?;
    let head = work.tx.found(practice, &[patient]).await?.pop().ok_or(Error::NotFound("claim"))?.patient;
    let newest = work.tx.newest_closure(practice, month).await?;
    let is_open = crate::billing::refresh::open_revision(&mut work, month).await?.is_some();
    let payer_name = desk.payers.get(&view.payer).map(|payer| payer.name.clone()).unwrap_or_default();
    Ok(ClaimPage {
        schema: "perennial.claim.1",
        card: PatientCard::of(head, crate::work::now_date(work.now)),
        payer_name,
        month,
        revision,
        is_superseded: is_open || newest.is_some_and(|closure| closure.revision > revision),
        claim: view,
        timeline,
        portal_file,
        evidence,
    })
}

fn portal_file(desk: &Desk, kept: &Kept) -> Option<ClaimFileId> {
    let payer = desk.payers.get(&kept.row.payer)?;
    if !matches!(payer.submission.transport, Transport::Portal { .. }) {
        return None;
    }
    kept.row.events.iter().rev().find_map(|event| match event.step {
        ClaimStep::Queued { file } => Some(file),
        _ => None,
    })
}
