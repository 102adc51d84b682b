//! Keeps what a payer answered about people: each answer once, by the name of our question, with the file that said so.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::people::verification::questions;
use ccm::people::verification::standing;
use serde::Serialize;

use super::ground;
use crate::ports::answers::ToldOfCoverage;
use crate::ports::eligibility::InquiryName;
use crate::ports::{CoverageAnswerRow, InquiryRow};
use crate::remittance::settle_patients;
use crate::{Result, Work};

/// Answers that are kept at once.
const AT_ONCE: usize = 500;

/// What a file said of people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TakenCoverage {
    pub answers: usize,
    /// Those that say nothing but why.
    pub rejected: usize,
    /// Those that differ from the record.
    pub differing: usize,
    /// Names of questions that nobody here asked.
    #[serde(skip)]
    pub unknown: Vec<String>,
}

/// Keeps it, in the transaction that says that the file was read.
///
/// # Errors
/// Storage's failures.
pub(crate) async fn take_in(
    work: &mut Work,
    file: ReceivedId,
    told: &[ToldOfCoverage],
) -> Result<TakenCoverage> {
    let practice = work.practice_id()?;
    let mut taken = TakenCoverage::default();
    let payers = work.billed_payers().await?;
    for some in told.chunks(AT_ONCE) {
        let names: Vec<InquiryName> = some.iter().map(|one| one.of.clone()).collect();
        let asked = work.tx.inquiries_named(practice, &names).await?;
        let mut by_name: HashMap<InquiryName, Vec<&InquiryRow>> = HashMap::new();
        for row in &asked {
            let (trace, set) = (row.trace.clone(), row.reference.clone());
            by_name.entry(InquiryName::Trace(trace)).or_default().push(row);
            by_name.entry(InquiryName::Reference(set)).or_default().push(row);
        }
        let mut patients: Vec<PatientId> = asked.iter().map(|row| row.patient).collect();
        patients.sort_unstable();
        patients.dedup();
        let coverages = ground::coverages(work, &patients).await?;
        let mut rows = Vec::new();
        for one in some {
            let Some(questions_of) = by_name.get(&one.of) else {
                let (InquiryName::Trace(name) | InquiryName::Reference(name)) = &one.of;
                taken.unknown.push(name.clone());
                continue;
            };
            for asked in questions_of {
                let known = coverages.get(&asked.patient).map(Vec::as_slice).unwrap_or_default();
                let differs = !one.answer.is_rejected()
                    && ground::chart(asked.month, known, &payers).is_some_and(|chart| {
                        !questions(&chart, &standing(asked.month, &one.answer)).is_empty()
                    });
                taken.answers += 1;
                taken.rejected += usize::from(one.answer.is_rejected());
                taken.differing += usize::from(differs);
                rows.push(CoverageAnswerRow {
                    id: CoverageAnswerId(work.id()),
                    inquiry: asked.id,
                    patient: asked.patient,
                    payer: asked.payer,
                    month: asked.month,
                    received: file,
                    answer: one.answer.clone(),
                    differs,
                    at: work.now,
                });
            }
        }
        work.tx.add_coverage_answers(practice, &rows).await?;
        settle_patients(work, &patients).await?;
        for row in &rows {
            let details = serde_json::json!({
                "received": file, "inquiry": row.inquiry, "rejected": row.answer.is_rejected(), "differs": row.differs,
            });
            work.audit("answer", "coverage_answer", &row.id.to_string(), Some(row.patient), details);
            work.changed_of("coverage_answer", row.id, 1, Some(row.patient));
        }
    }
    Ok(taken)
}
