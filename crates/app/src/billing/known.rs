//! A month as it is known: the facts and rules of its newest closing, or those of this moment while it is open.

use std::sync::Arc;

use ccm::basics::*;
use ccm::billing::{MonthFacts, RuleSet};

use super::close::StoredDetermination;
use super::gather::gather;
use crate::{App, Error, Result, Work};

/// The facts of a month's patients, and the rules by which they are judged.
pub(super) struct Known {
    /// The closing that they were kept with; `None`: the month is open.
    pub revision: Option<i64>,
    pub rules: Arc<RuleSet>,
    /// In the order of the patients' ids.
    pub patients: Vec<(PatientId, MonthFacts)>,
}

/// Reads a month; of one patient alone where `only` says so.
///
/// # Errors
/// Storage's failures; what [`gather`] refuses.
pub(super) async fn known(
    app: &App,
    work: &mut Work,
    month: ServiceMonth,
    only: Option<PatientId>,
) -> Result<Known> {
    let practice = work.practice_id()?;
    let Some(closure) = work.tx.newest_closure(practice, month).await? else {
        let gathered = gather(app, work, month, only).await?;
        let patients = gathered.patients.into_iter().map(|one| (one.patient, one.facts)).collect();
        return Ok(Known { revision: None, rules: app.rules.clone(), patients });
    };
    let rows = match only {
        Some(patient) => {
            work.tx.determination(practice, patient, month, closure.revision).await?.into_iter().collect()
        }
        None => work.tx.determinations(practice, month, closure.revision).await?,
    };
    let bytes = work.tx.rule_set(closure.rule_set_sha256).await?;
    let bytes = bytes.ok_or_else(|| Error::Internal("the rule set of a closing is gone".into()))?;
    let mut patients = Vec::with_capacity(rows.len());
    for row in rows {
        let stored: StoredDetermination =
            serde_json::from_slice(&row.body).map_err(|error| Error::Internal(error.to_string()))?;
        patients.push((row.patient, stored.facts));
    }
    patients.sort_by_key(|(patient, _)| *patient);
    let rules = Arc::new(RuleSet::parse(&bytes).map_err(Error::Invalid)?);
    Ok(Known { revision: Some(closure.revision), rules, patients })
}
