//! How far every patient's month is on a day, and the one next step of each code.

use std::collections::BTreeMap;
use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::billing::readiness::{Readiness, State};
use serde::Serialize;

use super::explain::find_patient;
use super::known::known;
use crate::enrollment::candidates::labels;
use crate::ports::PatientLabel;
use crate::{App, Error, Place, Result};

/// A practice's month, or one patient of it.
#[derive(Clone, Serialize)]
pub struct ReadinessList {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub as_of: Moment,
    /// The closing whose facts these are; `None`: the month is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// Codes by state; every state is there.
    pub counts: BTreeMap<&'static str, usize>,
    /// Patients whose payer has not confirmed its cover for this month (ELIG-05).
    pub unconfirmed: usize,
    /// By record number.
    pub patients: Vec<PatientReadiness>,
    /// The rules that gave the answer, for the words; not part of the data.
    #[serde(skip)]
    pub rules: Arc<RuleSet>,
}

/// One patient's month.
#[derive(Clone, Serialize)]
pub struct PatientReadiness {
    #[serde(flatten)]
    pub patient: PatientLabel,
    #[serde(flatten)]
    pub readiness: Readiness,
}

/// Says how far a month is: now, or as it stood on a day.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here or was not managed in that month; [`Error::Forbidden`];
/// storage's failures.
pub async fn readiness(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    as_of: Option<Date>,
    patient: Option<&str>,
) -> Result<ReadinessList> {
    let work = app.begin_read(actor, place).await?;
    // One patient asks for a chart, a whole practice for all of them.
    let (mut work, only) = match patient {
        Some(text) => {
            let mut work = work.require_some(Permission::ReadChart).await?;
            let one = find_patient(&mut work, text).await?;
            (work.chart(one, Permission::ReadChart).await?, Some(one))
        }
        None => (work.require(Permission::ReadChart).await?, None),
    };
    let as_of = as_of.map_or(Moment::Instant(work.now), Moment::Day);
    let known = known(app, &mut work, month, only).await?;
    if only.is_some() && known.patients.is_empty() {
        return Err(Error::NotFound("month of that patient"));
    }
    let practice = work.practice_id()?;
    let labels = labels(&work.tx.identifiers(practice).await?);
    drop(work);
    // All are of one practice and month: the rules are made ready once.
    let first = known.patients.first().map(|(_, facts)| facts);
    let prepared = first.map(|facts| known.rules.for_month(month, &facts.zone, &facts.settings));
    let mut patients: Vec<PatientReadiness> = Vec::with_capacity(known.patients.len());
    for (id, facts) in &known.patients {
        let Some(prepared) = &prepared else { break };
        let mrn = labels.get(id).cloned().unwrap_or_else(|| id.to_string());
        let readiness = prepared.readiness(facts, as_of);
        patients.push(PatientReadiness { patient: PatientLabel { id: *id, mrn }, readiness });
    }
    patients.sort_by(|a, b| a.patient.mrn.cmp(&b.patient.mrn));
    app.audit_read(actor, place, "readiness", &month.to_string(), only).await?;
    let codes = patients.iter().flat_map(|one| &one.readiness.codes);
    let mut counts: BTreeMap<&'static str, usize> =
        State::ALL.iter().map(|state| (state.word(), 0)).collect();
    for code in codes {
        *counts.entry(code.state.word()).or_default() += 1;
    }
    Ok(ReadinessList {
        schema: "perennial.readiness.1",
        month,
        as_of,
        revision: known.revision,
        counts,
        unconfirmed: patients.iter().filter(|one| one.readiness.cover_confirmed == Some(false)).count(),
        patients,
        rules: known.rules.clone(),
    })
}
