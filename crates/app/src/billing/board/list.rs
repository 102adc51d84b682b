//! The people behind a count of the board: exactly those that it counted.

use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::readiness::State;
use ccm::billing::{RuleId, RuleSet};
use ccm::reports::CodeStanding;
use serde::Serialize;

use crate::enrollment::candidates::labels;
use crate::ports::boards::StandingsWanted;
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result};

/// Patients of one page.
const PAGE: usize = 50;

/// Which of them; what is `None` lets all through.
#[derive(Clone, Debug, Default)]
pub struct StandingsQuery {
    pub state: Option<State>,
    pub code: Option<Hcpcs>,
    pub rule: Option<RuleId>,
    /// [`StandingsList::next`] of the page before.
    pub after: Option<String>,
}

/// A page of a month's patients, in the order of their names.
#[derive(Clone, Serialize)]
pub struct StandingsList {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub rows: Vec<StandingView>,
    /// For the next page; `None`: this is the last.
    pub next: Option<String>,
    /// For the words; not part of the data.
    #[serde(skip)]
    pub rules: Arc<RuleSet>,
}

/// A patient and each code of the month.
#[derive(Clone, Serialize)]
pub struct StandingView {
    pub patient: PatientCard,
    pub mrn: Option<String>,
    /// The practitioner who bills: `Given Family`.
    pub practitioner: String,
    pub state: Option<State>,
    pub codes: Vec<CodeStanding>,
}

/// Lists a month's patients from what is kept.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see the whole practice; [`Error::Invalid`] for an `after` that is none of ours;
/// storage's failures.
pub async fn standings(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    query: &StandingsQuery,
) -> Result<StandingsList> {
    let after = match &query.after {
        Some(text) => {
            let id = text.parse().map_err(|_| Error::invalid(Problem::new("not_a_page", "after")))?;
            Some(id)
        }
        None => None,
    };
    let wanted = StandingsWanted {
        state: query.state,
        code: query.code.clone(),
        rule: query.rule,
        after,
        limit: PAGE as i64 + 1,
    };
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let (practice, today) = (work.practice_id()?, crate::work::now_date(work.now));
    let mut page = work.tx.standings_page(practice, month, &wanted).await?;
    let next = (page.len() > PAGE).then(|| page.get(PAGE - 1).map(|(head, _)| head.id.to_string())).flatten();
    page.truncate(PAGE);
    let ids: Vec<PatientId> = page.iter().map(|(head, _)| head.id).collect();
    let mut mrns = labels(&work.tx.identifiers_of(practice, &ids).await?);
    let persons = work.tx.persons().await?;
    drop(work);
    let name = |id: PersonId| {
        let person = persons.iter().find(|person| person.id == id);
        person.map(|person| format!("{} {}", person.given, person.family)).unwrap_or_default()
    };
    let rows = page.into_iter().map(|(head, row)| StandingView {
        mrn: mrns.remove(&head.id),
        patient: PatientCard::of(head, today),
        practitioner: name(row.practitioner),
        state: row.state,
        codes: row.codes,
    });
    let rows = rows.collect();
    app.audit_read(actor, place, "month_patients", &month.to_string(), None).await?;
    Ok(StandingsList { schema: "perennial.month_patients.1", month, rows, next, rules: app.rules.clone() })
}
