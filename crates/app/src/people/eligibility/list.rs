//! A month's questions and answers, a page at a time: who was asked about, what came back, where it differs.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::verification::{CoverageFact, CoverageQuestion, CoverageRejection};
use serde::Serialize;

use super::ground;
use crate::billing::Confirmed;
use crate::care::PatientName;
use crate::ports::{InquiryCounts, WhichInquiries};
use crate::{App, Place, Result};

/// Rows of a page.
const ON_A_PAGE: usize = 50;

/// A page of the list.
#[derive(Clone, Serialize)]
pub struct EligibilityList {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub counts: InquiryCounts,
    pub rows: Vec<EligibilityRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<PatientId>,
    /// Payers of the practice who are asked at all.
    pub asked_payers: Vec<String>,
}

#[derive(Clone, Serialize)]
pub struct EligibilityRow {
    pub patient: PatientId,
    /// For pages alone.
    #[serde(skip)]
    pub name: Option<PatientName>,
    pub payer: String,
    pub asked_on: Date,
    /// The payer's day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<ReceivedId>,
    pub facts: Vec<CoverageFact>,
    pub rejections: Vec<CoverageRejection>,
    /// What differs from the record, and nobody has settled.
    pub open: Vec<CoverageQuestion>,
}

/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn eligibility(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    which: WhichInquiries,
    after: Option<PatientId>,
) -> Result<EligibilityList> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let counts = work.tx.inquiry_counts(practice, month, month.last_day()).await?;
    let limit = i64::try_from(ON_A_PAGE + 1).unwrap_or(i64::MAX);
    let mut found = work.tx.inquired_in(practice, month, which, after, limit).await?;
    let has_more = found.len() > ON_A_PAGE;
    found.truncate(ON_A_PAGE);
    let patients: Vec<PatientId> = found.iter().map(|(row, _)| row.patient).collect();
    let payers = work.billed_payers().await?;
    let coverages = ground::coverages(&mut work, &patients).await?;
    let confirmed = Confirmed::read(&mut work, &patients, (month, month)).await?;
    let people = work.tx.patients_of(practice, &patients).await?;
    drop(work);
    app.audit_read(actor, place, "coverage_answers", &month.to_string(), None).await?;
    let rows = found.into_iter().map(|(asked, answer)| {
        let known = coverages.get(&asked.patient).map(Vec::as_slice).unwrap_or_default();
        let open = ground::chart(month, known, &payers)
            .map(|chart| confirmed.of(asked.patient, month).open(&chart))
            .unwrap_or_default();
        let payer = payers.iter().find(|row| row.id == asked.payer);
        let (answered_on, received) =
            (answer.as_ref().map(|row| row.answer.on), answer.as_ref().map(|row| row.received));
        let (facts, rejections) =
            answer.map(|row| (row.answer.facts, row.answer.rejections)).unwrap_or_default();
        EligibilityRow {
            patient: asked.patient,
            name: people.iter().find(|one| one.id == asked.patient).map(PatientName::of),
            payer: payer.map(|row| row.profile.name.clone()).unwrap_or_default(),
            asked_on: asked.asked_on,
            answered_on,
            received,
            facts,
            rejections,
            open,
        }
    });
    let rows: Vec<EligibilityRow> = rows.collect();
    let asked = payers.iter().filter(|row| row.profile.submission.eligibility.is_some());
    Ok(EligibilityList {
        schema: "perennial.eligibility.1",
        month,
        counts,
        next: rows.last().map(|row| row.patient).filter(|_| has_more),
        rows,
        asked_payers: asked.map(|row| row.profile.name.clone()).collect(),
    })
}
