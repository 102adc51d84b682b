//! A month as it is known: the facts and rules of its newest closing, or those of this moment while it is open.

use std::sync::Arc;

use ccm::basics::*;
use ccm::billing::{MonthFacts, RuleSet};

use super::answer::StoredDetermination;
use super::frame::MonthFrame;
use super::refresh::open_revision;
use crate::{App, Error, Result, Work};

/// The facts of a month's patients, and the rules by which they are judged.
pub(super) struct Known {
    /// The closing that they were kept with; `None`: the month is open.
    pub revision: Option<i64>,
    pub rules: Arc<RuleSet>,
    /// In the order of the patients' ids.
    pub patients: Vec<(PatientId, MonthFacts)>,
}

/// Patients gathered at once.
const BATCH: usize = 1_000;

/// Reads a month; of one patient alone where `only` says so.
///
/// # Errors
/// Storage's failures; what [`MonthFrame::read`] refuses.
pub(super) async fn known(
    app: &App,
    work: &mut Work,
    month: ServiceMonth,
    only: Option<PatientId>,
) -> Result<Known> {
    let practice = work.practice_id()?;
    let closure = match open_revision(work, month).await? {
        Some(_) => None,
        None => work.tx.newest_closure(practice, month).await?,
    };
    let Some(closure) = closure else {
        let patients = match only {
            Some(patient) => vec![patient],
            None => work.tx.patients(practice).await?.into_iter().map(|patient| patient.id).collect(),
        };
        let frame = MonthFrame::read(app, work, month).await?;
        let mut known = Vec::new();
        for batch in patients.chunks(BATCH) {
            let gathered = frame.gather(work, batch).await?;
            known.extend(gathered.into_iter().map(|one| (one.patient, one.facts)));
        }
        known.sort_by_key(|(patient, _)| *patient);
        return Ok(Known { revision: None, rules: app.rules.clone(), patients: known });
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
        patients.push((row.patient, StoredDetermination::read(&row.body)?.facts));
    }
    patients.sort_by_key(|(patient, _)| *patient);
    let rules = Arc::new(RuleSet::parse(&bytes).map_err(Error::Invalid)?);
    Ok(Known { revision: Some(closure.revision), rules, patients })
}
