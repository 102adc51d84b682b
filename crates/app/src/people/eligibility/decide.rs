//! Somebody says which stands where a payer's word and the record differ. The record itself stays as it is.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::verification::{CoverageQuestion, Stands};

use super::ground;
use crate::billing::Confirmed;
use crate::ports::CoverageDecisionRow;
use crate::remittance::settle_patients;
use crate::{App, Error, Place, Result};

/// The longest reason.
const REASON_CHARACTERS: usize = 500;

/// What is settled: one difference in one patient's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter {
    pub patient: PatientId,
    pub month: ServiceMonth,
    pub question: CoverageQuestion,
}

/// Keeps the word. Another one later takes its place. Whatever the patient's share rests on it is settled anew (PAY-06).
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] where nothing of that kind differs in the month;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn decide(
    app: &App,
    actor: &Actor,
    place: Place,
    matter: Matter,
    stands: Stands,
    reason: &str,
) -> Result<CoverageDecisionId> {
    let Matter { patient, month, question } = matter;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS {
        let problem = Problem::new("required", "reason");
        return Err(Error::invalid(problem.with("characters_at_most", REASON_CHARACTERS)));
    }
    let work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    if !work.tx.patient_exists(practice, patient).await? {
        return Err(Error::NotFound("patient"));
    }
    let payers = work.billed_payers().await?;
    let coverages = ground::coverages(&mut work, &[patient]).await?;
    let known = coverages.get(&patient).map(Vec::as_slice).unwrap_or_default();
    let confirmed = Confirmed::read(&mut work, &[patient], (month, month)).await?.of(patient, month);
    let differs = ground::chart(month, known, &payers)
        .is_some_and(|chart| confirmed.questions(&chart).contains(&question));
    if !differs {
        return Err(Error::Conflict("the payer and the record do not differ in this".into()));
    }
    let row = CoverageDecisionRow {
        id: CoverageDecisionId(work.id()),
        patient,
        month,
        question,
        stands,
        reason: reason.to_owned(),
        by: work.actor.clone(),
        at: work.now,
    };
    work.tx.add_coverage_decision(practice, &row).await?;
    settle_patients(&mut work, &[patient]).await?;
    let details = serde_json::json!({"month": month, "question": question, "stands": stands});
    work.audit("decide", "coverage_decision", &row.id.to_string(), Some(patient), details);
    work.changed_of("coverage_decision", row.id, 1, Some(patient));
    work.commit().await?;
    Ok(row.id)
}
