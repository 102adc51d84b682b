//! What a month of outreach has come to; each count opens the attempts that it counted.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::outreach::{Figures, figures};
use ccm::enrollment::{Attempt, Program};

use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::{App, Place, Result};

/// Rows shown of one count.
pub const SHOWN: usize = 200;

/// A practice's month of outreach for one program.
#[derive(Clone)]
pub struct OutreachFigures {
    pub program: Program,
    pub month: ServiceMonth,
    pub figures: Figures,
    /// Attempts with the outcome that was asked for, newest first; none where no outcome was.
    pub rows: Vec<Attempt>,
    pub names: BTreeMap<PatientId, PatientName>,
    pub people: BTreeMap<PersonId, String>,
    pub zone: ZoneName,
    /// Whether the practice has said what an hour costs.
    pub has_hour: bool,
}

/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn outreach_figures(
    app: &App,
    actor: &Actor,
    place: Place,
    program: Program,
    month: Option<ServiceMonth>,
    outcome: Option<&str>,
) -> Result<OutreachFigures> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let month = month.unwrap_or_else(|| ServiceMonth::of(desk.today));
    let (from, until) = month.bounds(&desk.zone);
    let visible = desk.work.visible(Permission::ReadChart).await?;
    let attempts = desk.work.tx.attempts(practice, program).await?;
    let attempts: Vec<Attempt> = attempts
        .into_iter()
        .filter(|one| from <= one.at && one.at < until && visible.has(one.patient))
        .collect();
    let terms = desk.work.tx.outreach_terms(practice).await?.unwrap_or_default();
    let persons = desk.work.tx.persons().await?;
    let figures = figures(&attempts, &terms);
    let mut rows: Vec<Attempt> =
        attempts.into_iter().filter(|one| Some(one.outcome.as_str()) == outcome).collect();
    rows.sort_by_key(|one| (std::cmp::Reverse(one.at), one.id));
    rows.truncate(SHOWN);
    let names = desk.names(rows.iter().map(|one| one.patient)).await?;
    let zone = desk.zone_name.clone();
    drop(desk);
    app.audit_read(actor, place, "outreach", &month.to_string(), None).await?;
    Ok(OutreachFigures {
        program,
        month,
        figures,
        rows,
        names,
        people: persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect(),
        zone,
        has_hour: terms.hour().is_some(),
    })
}
