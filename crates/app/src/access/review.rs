//! What an external auditor has come for: the charts on their list, and until when.

use ccm::access::{Actor, Permission, Whose};
use ccm::basics::*;
use serde::Serialize;

use crate::ports::Purpose;
use crate::{App, Error, Place, Result};

/// A chart on one's own list. Redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ListedChart {
    pub patient: PatientId,
    pub given: Option<String>,
    pub family: Option<String>,
    pub born_on: Option<Date>,
    pub mrn: Option<String>,
    pub until: Option<Timestamp>,
}

impl std::fmt::Debug for ListedChart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListedChart({} …)", self.patient)
    }
}

/// The charts that the actor sees because somebody put them on a list for them, by name.
///
/// # Errors
/// [`Error::Forbidden`] for whoever sees charts otherwise, or none; storage's failures.
pub async fn listed_charts(app: &App, actor: &Actor, place: Place) -> Result<Vec<ListedChart>> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let person = work.actor.person();
    let (true, Some(person)) = (work.whose(Permission::ReadChart).await? == Whose::Listed, person) else {
        return Err(Error::Forbidden(Permission::ReadChart.word()));
    };
    let (practice, now) = (work.practice_id()?, work.now);
    let rows = work.tx.assigned_to(practice, person, Purpose::Review, now).await?;
    let ids: Vec<PatientId> = rows.iter().map(|row| row.patient).collect();
    let mrns = crate::enrollment::candidates::labels(&work.tx.identifiers_of(practice, &ids).await?);
    let patients = work.tx.patients_of(practice, &ids).await?;
    drop(work);
    app.audit_read(actor, place, "patients", "listed", None).await?;
    let chart = |patient: ccm::people::Patient| ListedChart {
        until: rows.iter().find(|row| row.patient == patient.id).and_then(|row| row.until),
        mrn: mrns.get(&patient.id).cloned(),
        patient: patient.id,
        given: patient.given,
        family: patient.family,
        born_on: patient.born_on,
    };
    let mut charts: Vec<ListedChart> = patients.into_iter().map(chart).collect();
    charts.sort_by(|a, b| (&a.family, &a.given, a.patient).cmp(&(&b.family, &b.given, b.patient)));
    Ok(charts)
}
