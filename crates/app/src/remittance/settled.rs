//! Who bears patients' shares, worked out anew where something was learned of them that no remittance said: whoever turns out
//! to be a Qualified Medicare Beneficiary owes nothing, and gets back what was paid (PAY-06).

use ccm::basics::*;
use ccm::remittance::posting::settle;

use super::Billed;
use crate::claim::life::LifeClocks;
use crate::{Result, Work};

/// Settles every claim of these patients, in the transaction of whoever learned it. As many questions for one as for a thousand.
///
/// # Errors
/// Storage's failures.
pub(crate) async fn settle_patients(work: &mut Work, patients: &[PatientId]) -> Result<()> {
    let practice = work.practice_id()?;
    let rows = work.tx.claims_billed(practice, patients).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let today = LifeClocks::read(work).await?.today();
    let mut journals = Vec::new();
    for one in Billed::over(work, rows).await? {
        journals.extend(settle(&one.claim, today, &one.journals)?);
    }
    if journals.is_empty() {
        return Ok(());
    }
    let now = work.now;
    work.tx.add_journals(practice, &journals, now).await
}
