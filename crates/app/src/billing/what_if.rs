//! What else a patient's month would allow. It informs; nothing is chosen and nothing is kept.

use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::{RuleSet, WhatIf};
use serde::Serialize;

use super::explain::find_patient;
use super::known::known;
use crate::{App, Error, Place, Result};

/// One patient's month with its other possibilities.
#[derive(Clone, Serialize)]
pub struct WhatIfView {
    pub schema: &'static str,
    pub patient: PatientId,
    /// The closing whose facts these are; `None`: the month is open, and this is how it stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    #[serde(flatten)]
    pub what_if: WhatIf,
    /// The rules that gave the answer, for the words; not part of the data.
    #[serde(skip)]
    pub rules: Arc<RuleSet>,
}

/// Tries a month's other possibilities.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here or was not managed in that month; [`Error::Forbidden`];
/// storage's failures.
pub async fn what_if(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: &str,
    month: ServiceMonth,
) -> Result<WhatIfView> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let patient = find_patient(&mut work, patient).await?;
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let known = known(app, &mut work, month, Some(patient)).await?;
    let (_, facts) = known.patients.first().ok_or(Error::NotFound("month of that patient"))?;
    drop(work);
    let what_if = ccm::billing::what_if(facts, &known.rules);
    app.audit_read(actor, place, "what_if", &format!("{patient} {month}"), Some(patient)).await?;
    Ok(WhatIfView {
        schema: "perennial.what_if.1",
        patient,
        revision: known.revision,
        what_if,
        rules: known.rules.clone(),
    })
}
