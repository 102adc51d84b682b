//! Whom a patient's month would be billed to by the record, for many patients at once.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::people::verification::ChartCoverage;
use ccm::people::{Coverage, PayerKind};

use crate::billing::{payer_in, qmb_in};
use crate::ports::PayerRow;
use crate::{Result, Work};

pub(super) async fn coverages(
    work: &mut Work,
    patients: &[PatientId],
) -> Result<HashMap<PatientId, Vec<Coverage>>> {
    let practice = work.practice_id()?;
    let mut all: HashMap<PatientId, Vec<Coverage>> = HashMap::new();
    for (patient, coverage) in work.tx.coverages_of(practice, patients).await? {
        all.entry(patient).or_default().push(coverage);
    }
    Ok(all)
}

/// What the record says of a month; `None`: nobody of ours pays in it.
pub(crate) fn chart(
    month: ServiceMonth,
    coverages: &[Coverage],
    payers: &[PayerRow],
) -> Option<ChartCoverage> {
    let (coverage, payer) = payer_in(month, coverages, payers)?;
    Some(chart_of(month, coverages, coverage, payer.profile.kind))
}

pub(crate) fn chart_of(
    month: ServiceMonth,
    coverages: &[Coverage],
    paying: &Coverage,
    payer: PayerKind,
) -> ChartCoverage {
    let ends_on = paying.until.filter(|until| *until < month.last_day());
    ChartCoverage { payer, ends_on, qmb: qmb_in(month, coverages) }
}
