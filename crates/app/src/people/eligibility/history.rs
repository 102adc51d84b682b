//! What payers have said of one patient's cover, the newest first, each word with its day and the file it came in.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::verification::{CoverageAnswer, CoverageQuestion};

use super::ground;
use crate::billing::Confirmed;
use crate::care::PatientName;
use crate::ports::CoverageDecisionRow;
use crate::{App, Error, Place, Result};

/// Answers that are shown.
const MOST: i64 = 24;

/// One answer.
#[derive(Clone)]
pub struct ToldOn {
    pub payer: String,
    /// For which month it was asked.
    pub month: ServiceMonth,
    pub answer: CoverageAnswer,
    pub received: ReceivedId,
    pub at: Timestamp,
    /// What differs from the record as it stands and nobody has settled; only of the newest of a month.
    pub open: Vec<CoverageQuestion>,
}

/// All that is shown of a patient's cover.
pub struct CoverageHistory {
    pub patient: PatientId,
    pub name: PatientName,
    pub told: Vec<ToldOn>,
    /// The newest first.
    pub decisions: Vec<CoverageDecisionRow>,
    /// Whether the reader may settle what differs.
    pub may_decide: bool,
    pub zone: ZoneName,
}

/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn coverage_history(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<CoverageHistory> {
    let work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let known = work.practice().await?;
    let (practice, zone) = (known.id, known.zone_on(crate::work::now_date(work.now)).cloned());
    let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let row = work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let rows = work.tx.coverage_history(practice, patient, MOST).await?;
    let payers = work.billed_payers().await?;
    let coverages = ground::coverages(&mut work, &[patient]).await?;
    let known = coverages.get(&patient).map(Vec::as_slice).unwrap_or_default();
    let months = rows.iter().map(|row| row.month);
    let span = months.clone().min().zip(months.max());
    let mut decisions = Vec::new();
    if let Some(span) = span {
        decisions = work.tx.coverage_decisions_of(practice, &[patient], span).await?;
    }
    let may_decide = work.may(Permission::ExchangeClaims);
    drop(work);
    app.audit_read(actor, place, "coverage_answer", &patient.to_string(), Some(patient)).await?;
    let mut seen: Vec<ServiceMonth> = Vec::new();
    let mut told = Vec::with_capacity(rows.len());
    for one in &rows {
        let is_newest = !one.answer.is_rejected() && !seen.contains(&one.month);
        let mut open = Vec::new();
        if is_newest {
            seen.push(one.month);
            let confirmed = Confirmed::of(one.month, &rows, &decisions);
            open = ground::chart(one.month, known, &payers)
                .map(|chart| confirmed.open(&chart))
                .unwrap_or_default();
        }
        let payer = payers.iter().find(|row| row.id == one.payer);
        told.push(ToldOn {
            payer: payer.map(|row| row.profile.name.clone()).unwrap_or_default(),
            month: one.month,
            answer: one.answer.clone(),
            received: one.received,
            at: one.at,
            open,
        });
    }
    Ok(CoverageHistory { patient, name: PatientName::of(&row), told, decisions, may_decide, zone })
}
