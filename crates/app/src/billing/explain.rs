//! Why a month came out as it did: the stored answer of a closed month, or the answer of this moment for an open one.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::{Determination, RuleSet, evaluate};
use ccm::people::Identifier;
use serde::Serialize;

use super::answer::StoredDetermination;
use super::frame::MonthFrame;
use super::refresh::open_revision;
use crate::{App, Error, Place, Result, Work};

/// One patient's month with everything behind it.
#[derive(Clone, Serialize)]
pub struct Explanation {
    pub schema: &'static str,
    pub patient: PatientId,
    pub month: ServiceMonth,
    /// The closing whose answer this is; `None`: the month is open, and this is how it stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// SHA-256 of the stored answer, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    pub determination: Determination,
    /// The rules that gave the answer, for the words; not part of the data.
    #[serde(skip)]
    pub rules: std::sync::Arc<RuleSet>,
}

/// Explains a month of a patient, who is named by our id or by any identifier: by the newest closing, or as it stands
/// now where the month is open.
///
/// # Errors
/// [`Error::NotFound`] for a patient who is not here or was not managed in that month.
pub async fn explain(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: &str,
    month: ServiceMonth,
) -> Result<Explanation> {
    explain_revision(app, actor, place, patient, month, None).await
}

/// As [`explain`]; by one closing of several, where a revision is named.
///
/// # Errors
/// As [`explain`]; [`Error::NotFound`] for a revision that there is not.
pub async fn explain_revision(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: &str,
    month: ServiceMonth,
    revision: Option<i64>,
) -> Result<Explanation> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let patient = find_patient(&mut work, patient).await?;
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let closure = match revision {
        Some(revision) => {
            let closure = work.tx.closure(practice, month, revision).await?;
            Some(closure.ok_or(Error::NotFound("closing of that month"))?)
        }
        None if open_revision(&mut work, month).await?.is_some() => None,
        None => work.tx.newest_closure(practice, month).await?,
    };
    let explanation = match closure {
        Some(closure) => {
            let row = work.tx.determination(practice, patient, month, closure.revision).await?;
            let row = row.ok_or(Error::NotFound("month of that patient"))?;
            let rules = match work.tx.rule_set(closure.rule_set_sha256).await? {
                Some(bytes) => std::sync::Arc::new(RuleSet::parse(&bytes).map_err(Error::Invalid)?),
                None => return Err(Error::Internal("the rule set of a closing is gone".into())),
            };
            Explanation {
                schema: "perennial.explanation.1",
                patient,
                month,
                revision: Some(closure.revision),
                sha256: Some(hex(&row.sha256)),
                determination: StoredDetermination::read(&row.body)?.determination,
                rules,
            }
        }
        None => {
            let frame = MonthFrame::read(app, &mut work, month).await?;
            let mut gathered = frame.gather(&mut work, &[patient]).await?;
            let one = gathered.pop().ok_or(Error::NotFound("month of that patient"))?;
            Explanation {
                schema: "perennial.explanation.1",
                patient,
                month,
                revision: None,
                sha256: None,
                determination: evaluate(&one.facts, &app.rules),
                rules: app.rules.clone(),
            }
        }
    };
    drop(work);
    app.audit_read(actor, place, "month", &format!("{patient} {month}"), Some(patient)).await?;
    Ok(explanation)
}

/// A patient by our id, an identifier's value, or `system|value`.
pub(crate) async fn find_patient(work: &mut Work, text: &str) -> Result<PatientId> {
    let practice = work.practice_id()?;
    let wanted = match text.rsplit_once('|') {
        Some((system, value)) => Identifier { system: system.to_owned(), value: value.to_owned() },
        None => Identifier { system: String::new(), value: text.to_owned() },
    };
    let found = work.tx.find_patients(practice, &[wanted]).await?.into_iter().next().unwrap_or_default();
    match found[..] {
        [one] => Ok(one),
        [] => Err(Error::NotFound("patient")),
        _ => Err(Error::invalid(Problem::new("not_unique", "patient").with("expected", "system|value"))),
    }
}
